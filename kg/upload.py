"""Files into a SPARQL server: by the Graph Store Protocol, else by SPARQL Update, and the merge with them."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from kg import source
from kg.source import DataError, File

_GENID = "https://w3id.org/.well-known/genid/aec-"
_PIECE = 1 << 23  # bytes in one request of the Graph Store Protocol
_LINES = 1000  # triples in one INSERT DATA


def upload(endpoint: Any, merge: str | None, files: Iterable["File | str | Path"], progress: Callable[[list[File]], Iterable[File]]) -> None:
    """Put each of ``files`` into its graph, and add it to ``merge``, or to the default graph where that is ``None``.

    Raises ``kg.DataError``.
    """
    if not (endpoint.graph_store or endpoint.update):
        raise ValueError("loading needs the address for SPARQL Update or of the graph store (--update, --graph-store)")
    found = source.listed(files)
    for file in found:
        for _ in _quads(file):
            pass  # a rehearsal: a broken file leaves the server as it was
    done: list[File] = []
    sent: set[str] = set()
    try:
        for file in progress(found):
            for graph, lines in _graphs(file).items():
                _send(endpoint, merge, graph, lines, more=graph in sent)
                sent.add(graph)
            done.append(file)
    except (DataError, KeyboardInterrupt) as error:
        if not done:
            raise
        reason = error.reason if isinstance(error, DataError) else "stopped"
        how = "" if endpoint.update else " with --update"
        raise DataError(endpoint.url, f"{reason}; loaded {len(done)} of {len(found)} files, the last of them {done[-1].path}. Run the same again{how}: what is there is replaced, not doubled") from None


def _graphs(file: File) -> dict[str, list[bytes]]:
    """Return the N-Triples of a file, line by line, for each graph that it fills."""
    graphs: dict[str, list[bytes]] = {}
    blank: dict[str, str] = {}
    for quad in _quads(file):
        line = " ".join(_name(term, file, blank) for term in quad.triple)
        graphs.setdefault(quad.graph_name.value, []).append(f"{line} .\n".encode())
    return graphs


def _name(term: Any, file: File, blank: dict[str, str]) -> str:
    """Return a term in N-Triples, a blank node by an IRI of its own (RDF 1.1 Concepts, 3.5).

    So it is one node in its graph and in the merge, and the same when the file is loaded again.
    """
    if not isinstance(term, ox.BlankNode):
        return str(term)
    return blank.setdefault(term.value, f"<{_GENID}{quote(file.graph, safe='')}-{len(blank) + 1}>")


def _send(endpoint: Any, merge: str | None, graph: str, lines: list[bytes], more: bool) -> None:
    """Add triples to a graph, in place of what it held unless there is ``more`` in it already, and to the merge."""
    there = not more and endpoint.ask(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    if there:
        _forget(endpoint, merge, graph)
    if endpoint.graph_store:
        for number, piece in enumerate(_pieces(lines)):
            body = {"data": piece, "headers": {"Content-Type": "application/n-triples"}}
            endpoint.session.write(endpoint.graph_store, "POST" if more or number else "PUT", params={"graph": graph}, **body)
            endpoint.session.write(endpoint.graph_store, "POST", params={"graph": merge} if merge else {"default": ""}, **body)
        return
    if there:
        _update(endpoint, f"DROP SILENT GRAPH <{graph}>")
    for start in range(0, len(lines), _LINES):
        triples = b"".join(lines[start : start + _LINES]).decode()
        into = f"GRAPH <{merge}> {{ {triples} }}" if merge else triples
        _update(endpoint, f"INSERT DATA {{ GRAPH <{graph}> {{ {triples} }} {into} }}")


def _forget(endpoint: Any, merge: str | None, graph: str) -> None:
    """Take out of the merge what ``graph``, about to be replaced, alone has said."""
    if not endpoint.update:
        raise DataError(endpoint.url, f"has {graph} already; with --update its earlier triples can leave the merge")
    gone = f"GRAPH <{merge}> {{ ?s ?p ?o }}" if merge else "?s ?p ?o"
    others = f"FILTER(?other != <{graph}>" + (f" && ?other != <{merge}>)" if merge else ")")
    _update(endpoint, f"DELETE {{ {gone} }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} {others} }} }}")


def _update(endpoint: Any, text: str) -> None:
    endpoint.session.write(endpoint.update, "POST", data={"update": text})


def _quads(file: File) -> Iterator[ox.Quad]:
    """Yield the quads of a file; a triple outside any graph belongs to the file's own graph."""
    graph = ox.NamedNode(file.graph)
    try:
        with file.open() as stream:
            for quad in ox.parse(stream, format=getattr(ox.RdfFormat, file.format), base_iri=file.graph):
                yield quad if quad.graph_name != ox.DefaultGraph() else ox.Quad(*quad.triple, graph)
    except SyntaxError as error:
        raise file.broken(error) from None


def _pieces(lines: list[bytes]) -> Iterator[bytes]:
    """Yield the lines in bodies of a size that a server takes."""
    piece: list[bytes] = []
    size = 0
    for line in lines:
        piece.append(line)
        size += len(line)
        if size >= _PIECE:
            yield b"".join(piece)
            piece, size = [], 0
    if piece:
        yield b"".join(piece)
