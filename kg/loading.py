"""Reading RDF files into Oxigraph: each into its named graph, and all of them into the merge."""

import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.source import File, Seen

_QUADS = ("TRIG", "N_QUADS", "JSON_LD")
_BATCH = 1 << 26  # bytes of files that go through memory together
_PACKED = 10  # times smaller, about, is a file in gzip
_GRAPHS = 100  # merged by one update, which holds what it changes a second time until it ends


def into_memory(store: ox.Store, files: Iterable[File], seen: Seen) -> None:
    """Load ``files`` into an empty store in memory, and make the merge.

    Raises ``DataError`` for a file that cannot be used; what came before it is then in the store.
    """
    for file in files:
        _read(store.load, file, seen)
    _merge_in_memory(store)


def _merge_in_memory(store: ox.Store) -> None:
    """Add all graphs to the default graph: as quick as a second parse of N-Quads, and it keeps blank nodes."""
    graphs = list(store.named_graphs())
    named = [f"ADD {graph} TO DEFAULT" for graph in graphs if isinstance(graph, ox.NamedNode)]
    for begin in range(0, len(named), _GRAPHS):
        store.update("; ".join(named[begin : begin + _GRAPHS]))
    if len(named) < len(graphs):  # ADD cannot name a graph whose name is a blank node
        store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER(isBlank(?g)) }")


def onto_disk(store: ox.Store, files: list[File], seen: Seen) -> None:
    """Bulk load ``files`` into a store on disk, graphs and merge, in memory that does not grow with them.

    Each bulk load writes files of its own, so small files go through memory, many in one bulk load.
    Raises ``DataError`` for a file that cannot be used, ``OSError`` when the disk cannot be written.
    """
    for batch in _batches(files):
        if sum(map(_weight, batch)) <= _BATCH:
            memory = ox.Store()
            into_memory(memory, batch, lambda count: seen(2 * count))
            store.bulk_load(memory.dump(format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS)
        else:
            (file,) = batch
            _read(store.bulk_load, file, seen)
            _merge_on_disk(store, file, seen)


def _weight(file: File) -> int:
    return file.path.stat().st_size * (_PACKED if file.path.suffix == ".gz" else 1)


def _batches(files: Iterable[File]) -> Iterator[list[File]]:
    batch, weight = [], 0
    for file in files:
        if batch and weight + _weight(file) > _BATCH:
            yield batch
            batch, weight = [], 0
        batch.append(file)
        weight += _weight(file)
    if batch:
        yield batch


def _merge_on_disk(store: ox.Store, file: File, seen: Seen) -> None:
    """Bulk load the triples of one big file, which was read without an error before, into the default graph."""
    if file.format not in _QUADS:
        return _read(store.bulk_load, file, seen, to_graph=ox.DefaultGraph())
    if file.format == "N_QUADS":
        try:
            with file.open(seen) as stream:
                return store.bulk_load(_WithoutGraphs(stream), format=ox.RdfFormat.N_TRIPLES)
        except SyntaxError:
            pass  # written by hand, or by an unusual program: what is loaded by now is right, the rest follows
    with file.open(seen) as stream:
        quads = ox.parse(stream, format=getattr(ox.RdfFormat, file.format), base_iri=file.graph)
        store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)


def _read(loader: Any, file: File, seen: Seen, **options: Any) -> None:
    """Load one file by ``loader`` (``Store.load`` or ``Store.bulk_load``).

    Its triples, and those outside any graph of a file of quads, belong to the file's own graph.
    """
    options = {"to_graph": ox.NamedNode(file.graph)} | options
    try:
        with file.open(seen) as stream:
            loader(stream, format=getattr(ox.RdfFormat, file.format), base_iri=file.graph, **options)
    except SyntaxError as error:
        raise file.broken(error) from None


class _WithoutGraphs:
    """N-Quads read as N-Triples: each line as most programs write it, cut before its graph.

    A cut takes away no more than a last term and leaves the first three as they are, so every line
    comes out as its triple, or as something that the parser refuses.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._ready = stream, io.BytesIO()

    def read(self, size: int = -1) -> bytes:
        data = self._ready.read(size)
        if not data:
            self._ready = io.BytesIO(b"".join(map(_triple, self._stream.readlines(1 << 18))))
            data = self._ready.read(size)
        return data


def _triple(line: bytes) -> bytes:
    r"""Return a line of N-Quads without its graph.

    >>> _triple(b'<a:s> <a:p> "text"@en <a:g> .\n'), _triple(b'<a:s> <a:p> "no graph" .\n')
    (b'<a:s> <a:p> "text"@en .\n', b'<a:s> <a:p> "no graph" .\n')
    """
    if not line.endswith(b" .\n"):
        return line
    cut = line.rfind(b" ", 0, -3)
    return line[:cut] + b" .\n" if line[cut + 1 : cut + 2] in (b"<", b"_") else line
