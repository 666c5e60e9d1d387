"""The bundled data as a store on disk, built once and opened in milliseconds by every later command."""

import os
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from kg import paths, source
from kg.store import Store, load


def bundled() -> Store:
    """Return the bundled data, from the user's cache where that can be used, else loaded into memory.

    The cache is ``$XDG_CACHE_HOME/aec-kg`` (``~/.cache/aec-kg``); a change to any data file makes a
    new store and removes the old ones of the same installation. ``AEC_CACHE=off`` leaves the disk alone.

    >>> len(bundled()) > 1000
    True
    """
    if os.environ.get("AEC_CACHE") == "off":
        return load()
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aec-kg"
        place, state = _key()
        folder = base / f"{place}-{state}"
        if folder.exists():
            return load(store=folder)
        store = load(store=folder)
        from shutil import rmtree

        # Another installation's store stays: two that remove each other's would build at every command.
        for old in base.glob(f"{place}-*"):
            if old.name != folder.name:
                rmtree(old, ignore_errors=True)
        return store
    except (OSError, RuntimeError, source.DataError):
        # No home, no room, no right to write, or another command building at this moment.
        return load()


def _key() -> tuple[str, str]:
    """Return a name for where the data is, and one that changes with the path, size or time of any file of it."""
    import pyoxigraph

    tops = (str(paths.ONTOLOGY), str(paths.DATA))
    entries = sorted(entry for top in tops for entry in _entries(top))
    newest = max((time for *_, time in entries), default=0)
    # With the newest time a checksum is enough; a digest would bring OpenSSL, which takes milliseconds.
    return f"{crc32(repr(tops).encode()):08x}", f"{crc32(repr((pyoxigraph.__version__, entries)).encode()):08x}{newest:x}"


def _entries(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time of the files below ``folder``; quicker than pathlib by an order."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _entries(entry.path)
            elif entry.name.endswith(".ttl"):
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns
