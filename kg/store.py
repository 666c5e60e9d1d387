"""One dataset in Oxigraph: a named graph per file, and their merge as the default graph.

The merge is what queries see without ``GRAPH``. Oxigraph's own union of graphs would count a triple
once per graph that holds it, so each file is loaded twice: into its graph and into the merge.
"""

import os
import shutil
import tempfile
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import source, terms
from kg.engine import Engine
from kg.query import Query, find
from kg.source import DataError, File

if TYPE_CHECKING:
    import rdflib

_QUADS = ("TRIG", "N_QUADS", "JSON_LD")
_MANY_SMALL = 1 << 26  # bytes


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
            raise ValueError(f"SPARQL syntax: {where}" + (f": expected {expected[:60]} …" if expected else "")) from None

    def add(self, *files: "File | str | Path") -> "Store":
        """Load ``files`` on top of what is there; all of them, or nothing when one is broken.

        Raises ``kg.DataError`` with file, line and reason.
        """
        found = [one for file in files for one in ([file] if isinstance(file, File) else source.files([file]))]
        if len(self.inner):
            Store().add(*found)  # a rehearsal: a broken file leaves this store as it was
        for file in found:
            _load(self.inner.load, file)
            self._paths[file.graph] = file.path
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


def load(*data: str | Path, store: str | Path | None = None, bundled: bool | None = None) -> Store:
    """Return a store of ``data``: files, folders or globs; the bundled data where none is named.

    Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD, each also gzipped. ``bundled=True`` puts
    ``data`` on top of the bundled data. ``store`` names a folder: opened read-only when it is a
    store already, else built there from ``data``, whole or not at all.
    Raises ``kg.DataError`` for a file or folder that cannot be used.

    >>> import kg
    >>> len(kg.load()) > 1000
    True
    """
    if store is not None and Path(store).exists():
        if data or bundled:
            raise DataError(store, "exists already; open it without data, or name a new folder")
        return _open(Path(store))
    chosen = source.vocabulary()
    chosen += source.bundled() if bundled or (bundled is None and not data) else []
    chosen += source.files(data)
    return Store().add(*chosen) if store is None else _build(Path(store), chosen)


def _load(loader: Any, file: File) -> None:
    """Load one file by ``loader`` (``Store.load`` or ``Store.bulk_load``): its graph, then the merge."""
    kind = getattr(ox.RdfFormat, file.format)
    graph, merge = ox.NamedNode(file.graph), ox.DefaultGraph()
    try:
        if file.format in _QUADS:
            with file.open() as stream:
                quads = list(ox.parse(stream, format=kind, base_iri=file.graph))
            # A triple outside any graph of such a file belongs to the file's own graph.
            named = (ox.Quad(*q.triple, graph if q.graph_name == merge else q.graph_name) for q in quads)
            store = loader.__self__
            store.extend(named)
            store.extend(ox.Quad(*q.triple, merge) for q in quads)
            return
        for target in (graph, merge):
            with file.open() as stream:
                loader(stream, format=kind, base_iri=file.graph, to_graph=target)
    except SyntaxError as error:
        raise DataError(file.path, str(error.msg).partition(": ")[2] or str(error), error.lineno) from None
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise DataError(file.path, str(error)) from None


def _build(folder: Path, files: list[File]) -> Store:
    """Bulk load into a fresh folder beside ``folder`` and rename it: a killed load leaves no store."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        inner = ox.Store(fresh)
        if sum(file.path.stat().st_size for file in files) < _MANY_SMALL:
            # Each bulk load writes files of its own; many small ones go through memory in one.
            together = Store().add(*files).inner.dump(format=ox.RdfFormat.N_QUADS)
            inner.bulk_load(together, format=ox.RdfFormat.N_QUADS)
        else:
            for file in files:
                _load(inner.bulk_load, file)
        inner.flush()
        inner.optimize()
        del inner
        os.replace(fresh, folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return _open(folder)


def _open(folder: Path) -> Store:
    try:
        return Store(ox.Store.read_only(str(folder)))
    except (OSError, ValueError) as error:
        raise DataError(folder, f"is not a store: {error}") from None
