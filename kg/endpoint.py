"""A dataset behind the SPARQL 1.1 Protocol, in place of a ``Store``: every query runs on the server."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from kg import sparql, terms, upload, virtuoso
from kg.engine import Engine
from kg.protocol import Answer, Auth, Session, Spool
from kg.query import Query, find
from kg.source import DataError, File

#: the named graph that holds the merge where a server's default graph cannot
MERGE = terms.GRAPH + "merge"

_JSON, _XML = "application/sparql-results+json", "application/sparql-results+xml"
_TSV = "text/tab-separated-values"
_ROWS = (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML)
_GRAPH = "application/n-triples, text/turtle;q=0.8"
_ROUND = 1000  # servers that cut answers without a word do so at a round number


@dataclass(frozen=True)
class _Server:
    """What was found out of a server: whether it is Virtuoso, and the graph that holds the merge, if any."""

    virtuoso: bool
    merge: str | None


@dataclass(frozen=True)
class _Rows:
    """Rows as lines of SPARQL TSV after a line of names, how many, and where the server says it cuts answers."""

    file: IO[bytes]
    names: list[str]
    count: int
    cap: int | None


class Endpoint(Engine):
    """A SPARQL endpoint: what takes a ``Store`` takes this.

    ``update`` and ``graph_store`` are the addresses for ``add``. ``auth`` is user and password, or a
    bearer token; by default what ``AEC_ENDPOINT_USER`` and ``AEC_ENDPOINT_PASSWORD``, or
    ``AEC_ENDPOINT_TOKEN``, hold. ``timeout`` is how many seconds the server may be silent
    (``AEC_ENDPOINT_TIMEOUT``, else 60), ``retries`` how often a query is sent again to a busy server.
    Answers that a server cuts are fetched page by page; ``page`` gives the size where the server does
    not say it and it is no multiple of 1,000. ``merge`` names the graph to query by default; without
    it that is ``MERGE`` where the server has it, else the server's own default graph.

    >>> Endpoint("http://127.0.0.1:7878/query")
    kg.Endpoint('http://127.0.0.1:7878/query')
    """

    def __init__(
        self,
        url: str,
        *,
        update: str | None = None,
        graph_store: str | None = None,
        auth: Auth = None,
        timeout: float | None = None,
        retries: int = 3,
        page: int | None = None,
        merge: str | None = None,
    ) -> None:
        self.url, self.update, self.graph_store = (one and _address(one) for one in (url, update, graph_store))
        if page is not None and page < 1:
            raise ValueError(f"a page of {page} rows holds none")
        self.page, self._merge = page, merge and _iri(merge)
        self.session = Session(auth or _auth(), timeout or _seconds(), retries)
        self.kept = {}

    def __len__(self) -> int:
        """Return the number of triples in the default graph."""
        (row,) = self.solutions("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        return int(row["n"].value)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"kg.Endpoint({self.url!r})"

    def solutions(self, query: "str | Path | Query", **params: Any) -> Any:
        """Return the whole answer as pyoxigraph's parser gives it: solutions, triples or a boolean.

        Raises ``kg.DataError`` when the server gives none, and ``ValueError`` when it does not take the query.
        """
        text = self._text(query, params)
        form = sparql.split(text).form
        if form == "ASK":
            return ox.parse_query_results(b'{"head":{},"boolean":%s}' % str(self._true(text)).lower().encode(), format=ox.QueryResultsFormat.JSON)
        if form == "SELECT":
            return ox.parse_query_results(self._rows(text), format=ox.QueryResultsFormat.TSV)
        return self._triples(text)

    def _tsv(self, query: "str | Path | Query", **params: Any) -> bytes:
        text = self._text(query, params)
        return self._rows(text, raw=True).read() if sparql.split(text).form == "SELECT" else super()._tsv(query, **params)

    def add(self, *files: "File | str | Path", progress: Callable[[list[File]], Iterable[File]] = iter) -> "Endpoint":
        """Load ``files``: each into its graph, whose earlier content it replaces, and into the merge.

        By the Graph Store Protocol where ``graph_store`` was given, else by SPARQL Update. Every file is
        read once before anything is sent; ``progress`` wraps the list of files. Raises ``kg.DataError``,
        which says after an unfinished load what was loaded.
        """
        server = self._server
        merge = server.merge or (MERGE if server.virtuoso else None)
        try:
            upload.upload(self, merge, files, progress)
        finally:  # an unfinished load has changed the data too
            self._server = _Server(server.virtuoso, merge)
            self.kept.clear()
        return self

    def place(self, graph: str, entity: str = "") -> str:
        """Return where something stands: the name of its graph, as a server knows no files."""
        return terms.curie(graph)

    @cached_property
    def _server(self) -> _Server:
        """What the server is, by the answer to whether it holds a merge of ours."""
        answer = self.session.ask(self.url, {"query": f"ASK {{ GRAPH <{self._merge or MERGE}> {{ ?s ?p ?o }} }}"}, _JSON)
        found = self._parsed(answer)
        # Virtuoso 7 answers ASK by rows: one, or none.
        is_virtuoso = "virtuoso" in answer.headers.get("Server", "").lower() or isinstance(found, ox.QuerySolutions)
        return _Server(is_virtuoso, self._merge or (MERGE if self._truth(found) else None))

    def _text(self, query: "str | Path | Query", params: dict[str, Any]) -> str:
        """Return what is sent for a query: bound, with those of our prefixes declared that it names."""
        bound = find(query).bind(**params)
        # On the first line of the query, so that a server that names a line of it names the asker's.
        text = "".join(f"PREFIX {name}: <{iri}> " for name, iri in self.prefixes.items() if f"{name}:" in bound) + bound
        # Virtuoso looks for the variables of a last VALUES among the columns only.
        return sparql.values_inside(text) if self._server.virtuoso else text

    def _ask(self, text: str, accept: str) -> Answer:
        """Send a query to where its default graph is the merge."""
        merge = self._server.merge
        if merge is None:
            return self.session.ask(self.url, {"query": text}, accept)
        fields: dict[str, str | list[str]] = {"query": text, "default-graph-uri": merge}
        if self._server.virtuoso:
            # To variables it offers every named graph, and takes no more than some hundreds by name.
            fields["query"] = sparql.with_open_graphs(text, merge, *virtuoso.GRAPHS)
        elif "GRAPH" in text.upper():
            fields["named-graph-uri"] = self._named
        return self.session.ask(self.url, fields, accept)

    @property
    def _named(self) -> list[str]:
        """The named graphs but the merge: a standard server offers those that are asked for, and no others."""
        if "named" not in self.kept:
            answer = self.session.ask(self.url, {"query": f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{self._server.merge}>) }}"}, _JSON)
            self.kept["named"] = [row["g"].value for row in self._parsed(answer)]
        return self.kept["named"]

    def _parsed(self, answer: Answer) -> Any:
        kind = ox.QueryResultsFormat.from_media_type(answer.type)
        if kind not in _ROWS:
            raise DataError(self.url, f"answers {answer.type or 'without a type'}, not SPARQL results; is this the address of the endpoint?")
        try:
            return ox.parse_query_results(answer.file, format=kind)
        except (SyntaxError, ValueError) as error:
            raise self._broken(error) from None

    def _broken(self, error: Exception) -> DataError:
        return DataError(self.url, f"answers what is no {'results' if isinstance(error, SyntaxError) else 'text'}: {str(getattr(error, 'msg', error))[:150]}")

    def _true(self, text: str) -> bool:
        return self._truth(self._parsed(self._ask(text, _JSON)))

    def _truth(self, found: Any) -> bool:
        try:
            return bool(found) if isinstance(found, ox.QueryBoolean) else any(True for _ in found)
        except (SyntaxError, ValueError) as error:
            raise self._broken(error) from None

    def _triples(self, text: str) -> Iterable[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE; Virtuoso cuts the former without a word, at a round number."""
        answer = self._ask(text, _GRAPH)
        kind = ox.RdfFormat.from_media_type(answer.type)
        if kind not in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.TURTLE):
            raise DataError(self.url, f"answers {answer.type or 'without a type'}, not RDF; is this the address of the endpoint?")
        whole = Spool()
        count = 0

        def counted() -> Iterable[ox.Triple]:
            nonlocal count
            for quad in ox.parse(answer.file, format=kind, base_iri=self.url):
                count += 1
                yield quad.triple

        try:
            ox.serialize(counted(), whole, format=ox.RdfFormat.N_TRIPLES)
        except (SyntaxError, ValueError) as error:
            raise self._broken(error) from None
        if count >= _ROUND and count % _ROUND <= 1 and self._server.virtuoso:  # it cuts at 10,001
            raise DataError(self.url, f"may have cut this graph at {count:,} triples; ask for them by SELECT, which is fetched page by page")
        whole.seek(0)
        return (quad.triple for quad in ox.parse(whole, format=ox.RdfFormat.N_TRIPLES))

    def _rows(self, text: str, raw: bool = False) -> IO[bytes]:
        """Return the rows of a SELECT as SPARQL TSV, all of them, however many the server gives at once.

        ``raw`` takes the server's own bytes where they will do, for a reader that stands wrong ones.
        """
        asked = sparql.split(text)
        if self.page:
            text = asked.page(self.page if asked.limit is None else min(self.page, asked.limit))
        elif self._server.virtuoso and (asked.limit or 0) + asked.offset > virtuoso.SORTED and asked.limit is not None:
            text = asked.page(asked.limit, nested=True)
        first = self._own(text) if raw and not self._server.virtuoso else self._once(text)
        return self._pages(asked, first) if self._cut(asked, first) else first.file

    def _cut(self, asked: sparql.Asked, first: _Rows) -> bool:
        """Say whether there are rows beyond the ``first`` ones."""
        count = first.count
        if not count or count == asked.limit:
            return False
        if first.cap and count >= first.cap or count == self.page:
            return True
        suspect = count < self.page if self.page else count % _ROUND == 0
        return bool(suspect and self._once(asked.page(1, count)).count)

    def _pages(self, asked: sparql.Asked, first: _Rows) -> IO[bytes]:
        """Return the rows of all pages, fetched anew in one order, until there is nothing more."""
        whole, got = Spool(), 0
        size = first.cap or self.page or first.count
        while asked.limit is None or got < asked.limit:
            limit = size if asked.limit is None else min(size, asked.limit - got)
            page = self._once(asked.page(limit, got, names=first.names, nested=self._server.virtuoso))
            head = page.file.readline()
            if not got:
                whole.write(head)
            while piece := page.file.read(1 << 20):
                whole.write(piece)
            got += page.count
            if page.count == 0:
                break
        whole.seek(0)
        return whole

    def _own(self, text: str) -> _Rows:
        """Return the rows of one answer as the server writes TSV, if it does as SPARQL says: half the time."""
        answer = self._ask(text, f"{_TSV}, {_JSON};q=0.9, {_XML};q=0.8")
        if answer.type != _TSV:
            return self._read(answer)
        head = answer.file.readline()
        names = [name[1:].decode(errors="replace") for name in head.rstrip(b"\r\n").split(b"\t")]
        lines = tabs = 0
        for piece in iter(lambda: answer.file.read(1 << 20), b""):
            lines, tabs = lines + piece.count(b"\n"), tabs + piece.count(b"\t")
        framed = "Content-Length" in answer.headers or "Transfer-Encoding" in answer.headers
        if not framed or any(name[:1] != b"?" for name in head.split(b"\t")) or tabs != lines * (len(names) - 1):
            return self._once(text)
        answer.file.seek(0)
        return _Rows(answer.file, names, lines, _cap(answer))

    def _once(self, text: str) -> _Rows:
        """Return the rows of one answer, read to its end: a broken one is found here, not by who uses it."""
        # Virtuoso's JSON writes true as 1; its XML is right.
        return self._read(self._ask(text, f"{_XML}, {_JSON};q=0.9" if self._server.virtuoso else f"{_JSON}, {_XML};q=0.9"))

    def _read(self, answer: Answer) -> _Rows:
        if (state := answer.headers.get("X-SQL-State")) is not None:
            raise DataError(self.url, f"gave up part of the way (state {state[:20]}): {answer.headers.get('X-SQL-Message', '')[:150]}")
        found, broken, whole = self._parsed(answer), None, Spool()
        if not isinstance(found, ox.QuerySolutions):
            raise DataError(self.url, "answers a SELECT by true or false")
        names = [variable.value for variable in found.variables]
        try:
            found.serialize(whole, format=ox.QueryResultsFormat.TSV)
        except (SyntaxError, ValueError) as error:
            broken = self._broken(error)
        del found  # which only this thread may drop, as an error that kept it might not
        if broken:
            raise broken
        whole.seek(0)
        if self._server.virtuoso:
            told, whole = whole, Spool()
            for line in told:
                whole.write(virtuoso.righted(line))
            whole.seek(0)
        count = sum(piece.count(b"\n") for piece in iter(lambda: whole.read(1 << 20), b"")) - 1
        whole.seek(0)
        return _Rows(whole, names, count, _cap(answer))


def _cap(answer: Answer) -> int | None:
    """Return the number of rows at which the server says that it cut."""
    cap = answer.headers.get("X-SPARQL-MaxRows", "")
    return int(cap) if cap.isdigit() else None


def _address(url: str) -> str:
    """Return ``url`` when it is one that can be asked, and keeps no password for logs to show."""
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    try:
        reachable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError as error:  # of a port above 65535, or in letters
        raise ValueError(f"{url!r} is no address of an endpoint: {error}") from None
    if not reachable:
        raise ValueError(f"{url!r} is no address of an endpoint, such as http://127.0.0.1:7878/query")
    if parts.username or parts.password:
        raise ValueError("no password in an address; set AEC_ENDPOINT_USER and AEC_ENDPOINT_PASSWORD")
    return url


def _iri(name: str) -> str:
    """Return the IRI of a graph that may have any scheme."""
    return terms.expand(name) if name.partition(":")[0] in terms.PREFIXES else ox.NamedNode(name).value


def _auth() -> Auth:
    user, token = os.environ.get("AEC_ENDPOINT_USER"), os.environ.get("AEC_ENDPOINT_TOKEN")
    return token or ((user, os.environ.get("AEC_ENDPOINT_PASSWORD", "")) if user else None)


def _seconds() -> float:
    text = os.environ.get("AEC_ENDPOINT_TIMEOUT") or "60"
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise ValueError(f"AEC_ENDPOINT_TIMEOUT is {text!r}, not a number of seconds")
    return seconds
