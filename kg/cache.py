"""The bundled data as a store on disk, built once and opened in milliseconds by every later command."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from kg import paths, source
from kg.store import Store, load


def bundled() -> Store:
    """Return the bundled data, from the user's cache where that can be used, else loaded into memory.

    The cache is ``$XDG_CACHE_HOME/aec-kg`` (``~/.cache/aec-kg``); a change to any data file makes a
    new store and removes the old ones. ``AEC_CACHE=off`` leaves the disk alone.

    >>> len(bundled()) > 1000
    True
    """
    if os.environ.get("AEC_CACHE") == "off":
        return load()
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aec-kg"
        folder = base / _key()
        if folder.exists():
            return load(store=folder)
        store = load(store=folder)
        for old in base.iterdir():
            if old.name != folder.name:
                shutil.rmtree(old, ignore_errors=True)
        return store
    except (OSError, RuntimeError, source.DataError):
        # No home, no room, no right to write, or another command building at this moment.
        return load()


def _key() -> str:
    """Return a name that changes with the path, size or time of any file of the data."""
    import pyoxigraph

    digest = hashlib.blake2b(pyoxigraph.__version__.encode(), digest_size=10)
    for top in (paths.ONTOLOGY, paths.DATA):
        for entry in sorted(_entries(str(top))):
            digest.update(repr(entry).encode())
    return digest.hexdigest()


def _entries(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time of the files below ``folder``; quicker than pathlib by an order."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _entries(entry.path)
            elif entry.name.endswith(".ttl"):
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns
