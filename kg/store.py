"""One dataset in Oxigraph: a named graph per file, and their merge as the default graph.

The merge is what queries see without ``GRAPH``. Oxigraph's own union of graphs would count a triple
once per graph that holds it, so each triple is held twice: in its graph and in the merge.
"""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import source, terms
from kg.engine import Engine
from kg.folder import exists, open_read_only, write
from kg.loading import into_memory, onto_disk
from kg.query import Query, find
from kg.source import DataError, File

if TYPE_CHECKING:
    import rdflib


class Store(Engine):
    """A dataset in memory, or in a folder made by ``load(store=…)``.

    >>> import kg
    >>> store = kg.load()
    >>> store.ask("ASK { id:amazon a org:Organization }")
    True
    """

    def __init__(self, inner: "ox.Store | None" = None) -> None:
        #: the ``pyoxigraph.Store`` itself, for whatever this class does not offer
        self.inner = ox.Store() if inner is None else inner
        self.kept = {}
        self._paths: dict[str, Path] = {}

    def __len__(self) -> int:
        """Return the number of triples in the merge."""
        (row,) = self.inner.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        return int(row["n"].value)

    def __repr__(self) -> str:
        return f"<kg.Store of {len(self):,} triples in {len(list(self.inner.named_graphs())):,} graphs>"

    @cached_property
    def dataset(self) -> "rdflib.Dataset":
        """The same data as an ``rdflib.Dataset``: shared, not copied."""
        import rdflib
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(store=OxigraphStore(store=self.inner))

    def solutions(self, query: "str | Path | Query", **params: Any) -> Any:
        text = find(query).bind(**params)
        try:
            return self.inner.query(text, prefixes=self.prefixes)
        except SyntaxError as error:
            # The parser goes on to list every character it would have taken.
            where, _, expected = " ".join(str(error.msg).split()).partition(": expected one of ")
            wrong = "a prefix is not declared" if expected.startswith("Prefix not found") else f"expected {expected[:60]} …" if expected else ""
            raise ValueError(f"SPARQL syntax: {where}" + (f": {wrong}" if wrong else "")) from None

    def add(self, *files: "File | str | Path", seen: Callable[[int], None] = lambda count: None) -> "Store":
        """Load ``files`` on top of what is there; all of them, or nothing when one is broken.

        ``seen`` is called with the number of bytes read since its last call.
        Raises ``kg.DataError`` with file, line and reason.
        """
        found = source.listed(files)
        if len(self.inner):
            fresh = ox.Store()
            into_memory(fresh, found, seen)
            self.inner.load(fresh.dump(format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS)
        else:
            try:
                into_memory(self.inner, found, seen)
            except BaseException:
                self.inner.clear()
                raise
        self._paths |= {file.graph: file.path for file in found}
        self.kept.clear()
        return self

    def place(self, graph: str, entity: str = "") -> str:
        """Return where a graph came from: its file, with the line on which it starts on ``entity``."""
        path = self._paths.get(graph)
        if path is None:
            return terms.curie(graph)
        names = ("<> ",) if entity == graph else (f"{terms.curie(entity)} ", f"<{entity}> ")
        if path.suffix != ".gz":
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if line.startswith(names):
                    return f"{_relative(path)}:{number}"
        return str(_relative(path))


def _relative(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def load(
    *data: str | Path,
    store: str | Path | None = None,
    append: bool = False,
    bundled: bool | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Store:
    """Return a store of ``data``: files, folders or globs; the bundled data where none is named.

    Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD, each also gzipped. ``bundled=True`` puts
    ``data`` on top of the bundled data. ``store`` names a folder: opened read-only when it is a
    store already, else built there from ``data``, whole or not at all. ``append=True`` adds ``data``
    to the store at ``store``, whole or not at all, while others read it. ``progress`` is called with
    the bytes read so far and those to read.
    Raises ``kg.DataError`` for a file or folder that cannot be used.

    >>> import kg
    >>> len(kg.load()) > 1000
    True
    """
    folder = None if store is None else Path(store)
    if append and folder is None:
        raise TypeError("append=True adds to a store on disk; name its folder with store=")
    if folder and not append and exists(folder):
        if data or bundled:
            raise DataError(folder, "exists already; add to it with append, open it without data, or name a new folder")
        return Store(open_read_only(folder))
    bundled = bundled or (bundled is None and not data)
    chosen = [*(source.bundled() if bundled else []), *source.files(data)] if append else source.chosen(data, bundled)
    seen = _counter(chosen, 1 if folder is None else 2, progress)
    if folder is None:
        return Store().add(*chosen, seen=seen)
    if append and not exists(folder):
        raise DataError(folder, "no such store; load without append makes one")
    write(folder, lambda inner: onto_disk(inner, chosen, seen), append=append)
    return Store(open_read_only(folder))


def _counter(files: list[File], times: int, progress: Callable[[int, int], None] | None) -> Callable[[int], None]:
    """Return a function that adds up bytes read of ``files``, each read so many times, and tells ``progress``."""
    if progress is None:
        return lambda count: None
    done, total = 0, times * sum(file.path.stat().st_size for file in files)

    def seen(count: int) -> None:
        nonlocal done
        done += count
        progress(done, total)

    return seen
