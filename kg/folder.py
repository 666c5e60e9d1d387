"""A store's folder on disk: made or changed apart, by one writer at a time, and put in place whole.

A store at ``DIR`` has two neighbours while it is written: ``.DIR.lock`` is held by the writer until it
ends, however it ends; ``.DIR.new`` is what it writes. A writer that was killed leaves them behind, and
the next one clears them away. Between the two renames of an append the store is ``.DIR.old``.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox

from kg.source import DataError


def open_read_only(folder: Path) -> ox.Store:
    """Open the store at ``folder`` for reading; any number of processes may.

    Raises ``DataError`` when it is no store.
    """
    try:
        return ox.Store.read_only(str(folder if folder.exists() else _beside(folder, "old")))
    except (OSError, ValueError) as error:
        raise DataError(folder, f"is not a store: {error}" if folder.exists() else "no such store") from None


def exists(folder: Path) -> bool:
    """Say whether there is something at ``folder``, or an append has just put it aside."""
    return folder.exists() or _beside(folder, "old").exists()


def write(folder: Path, fill: Callable[[ox.Store], None], *, append: bool = False) -> None:
    """Make the store at ``folder``, or add to it, by ``fill``: whole or not at all.

    Readers of a store that is added to go on reading what they opened. Raises ``DataError`` when
    another writer is at work, the folder cannot be written, or the disk is full.
    """
    given, folder = folder, Path(os.path.abspath(folder))
    fresh, old = _beside(folder, "new"), _beside(folder, "old")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _only_writer(given):
            if old.exists() and not folder.exists():
                old.rename(folder)  # the writer before was killed between its two renames
            for left in (fresh, old):
                _remove(left)
            if folder.exists() and not append:
                raise DataError(given, "exists already")
            try:
                if append:
                    _refuse_foreign_writer(given)
                    open_read_only(given).backup(str(fresh))  # hard links: as quick for a big store as for a small one
                tables = [table.name for table in fresh.glob("*.sst")]
                store = ox.Store(str(fresh))
                fill(store)
                store.flush()
                if not append:
                    store.optimize()  # of what was added alone there is no such thing: it would rewrite all of a big store
                del store
                if append:
                    _keep_for_readers(folder, fresh, tables)
                    folder.rename(old)
                fresh.rename(folder)
            finally:
                _remove(fresh)
                if folder.exists():
                    _remove(old)
    except OSError as error:
        raise DataError(given, f"cannot be written: {error.strerror or error}") from None


def _beside(folder: Path, what: str) -> Path:
    folder = Path(os.path.abspath(folder))
    return folder.with_name(f".{folder.name}.{what}")


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _keep_for_readers(folder: Path, fresh: Path, tables: list[str]) -> None:
    """Link the ``tables`` of the old store that the new one no longer uses into it.

    Readers of the old store open a table when they first need it, under the old path. Numbers of
    tables never come twice. The next append takes over only what the new store uses.
    """
    for name in tables:
        if not (fresh / name).exists():
            os.link(folder / name, fresh / name)


def _refuse_foreign_writer(folder: Path) -> None:
    """Raise ``DataError`` when a program that writes in place, such as a server, has the store open."""
    import fcntl

    with suppress(FileNotFoundError), (folder / "LOCK").open("r+b") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DataError(folder, "another program has it open for writing; stop that first") from None


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    """Hold the lock of ``folder``, which the system lets go when the process ends.

    Raises ``DataError`` when another process holds it.
    """
    import fcntl

    lock = _beside(folder, "lock")
    while True:
        handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(handle), os.stat(lock)):
                break
        except BlockingIOError:
            os.close(handle)
            raise DataError(folder, "another load is writing it; try again when that has ended") from None
        except FileNotFoundError:
            pass  # the last writer removed its lock in between
        os.close(handle)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(handle)
