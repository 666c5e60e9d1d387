"""What every engine offers: one query method each for rdflib, for pandas, and for speed."""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas
    import rdflib.query

    from kg.query import Query

_ROWS, _TRIPLES = ("csv", "tsv", "json", "xml"), ("ttl", "nt")


class Engine:
    """The base of ``Store`` and ``Endpoint``: a subclass gives ``solutions``, the rest follows from it."""

    prefixes = terms.PREFIXES
    #: what was gathered from the data and holds until data is added
    kept: dict[str, Any]

    def solutions(self, query: "str | Path | Query", **params: Any) -> Any:
        """Return pyoxigraph's own answer (solutions, triples or a boolean): the fast path.

        ``query`` is the name of a shipped query, a ``Path``, SPARQL text or a ``Query``; ``params``
        are its parameters. The prefixes of ``kg.terms`` are declared already.
        """
        raise TypeError("an engine gives solutions")

    def query(self, query: "str | Path | Query", **params: Any) -> "rdflib.query.Result":
        """Return the answer as an ``rdflib`` result, for SELECT, ASK, CONSTRUCT and DESCRIBE.

        >>> import kg
        >>> next(iter(kg.load().query("open-questions"))).question.language
        'en'
        """
        import pyoxigraph as ox
        from rdflib import Graph
        from rdflib.query import Result

        answer = self.solutions(query, **params)
        if not isinstance(answer, (ox.QuerySolutions, ox.QueryBoolean)):
            result = Result("CONSTRUCT")
            result.graph = Graph().parse(data=ox.serialize(answer, format=ox.RdfFormat.N_TRIPLES), format="nt")
            return result
        return Result.parse(io.BytesIO(answer.serialize(format=ox.QueryResultsFormat.JSON)), format="json")

    def save(self, query: "str | Path | Query", path: str | Path, **params: Any) -> Path:
        """Write the answer to ``path`` in the format that its name ends in, whole or not at all.

        ``.csv``, ``.tsv``, ``.json`` and ``.xml`` take the rows of a SELECT, of which CSV keeps no
        types; ``.ttl`` and ``.nt`` the triples of a CONSTRUCT or DESCRIBE.
        Raises ``ValueError`` for another ending, or one that cannot take the answer.

        >>> import tempfile, kg
        >>> kg.load().save("stats", tempfile.mkdtemp() + "/stats.csv").name
        'stats.csv'
        """
        import pyoxigraph as ox

        from kg.output import replacing

        path, kind = Path(path), Path(path).suffix.lower().lstrip(".")
        if kind not in (*_ROWS, *_TRIPLES):
            raise ValueError(f"{path}: the name must end in .{', .'.join((*_ROWS, *_TRIPLES))}")
        answer = self.solutions(query, **params)
        said, takes = ("rows", _ROWS) if isinstance(answer, ox.QuerySolutions) else ("true or false", ()) if isinstance(answer, ox.QueryBoolean) else ("triples", _TRIPLES)
        if kind not in takes:
            raise ValueError(f"{path}: the answer is {said}" + (f", for a name that ends in .{', .'.join(takes)}" if takes else ""))
        with replacing(path) as stream:
            if takes is _ROWS:
                answer.serialize(stream, format=getattr(ox.QueryResultsFormat, kind.upper()))
            else:
                ox.serialize(answer, stream, format=ox.RdfFormat.from_extension(kind), prefixes=self.prefixes)
        return path

    def ask(self, query: "str | Path | Query", **params: Any) -> bool:
        """Return the answer to an ASK query."""
        return bool(self.solutions(query, **params))

    def frame(self, query: "str | Path | Query", **params: Any) -> "pandas.DataFrame":
        """Return the rows of a SELECT as a ``pandas.DataFrame``, one column a variable.

        IRIs and literals become strings, a column of numbers becomes numeric, a missing value is NaN;
        an empty text stays one. A date stays the string it is: a month must not turn into a day. Whole
        numbers that a column of numbers would round stay strings. Large results are read in less time
        where ``pyarrow`` is installed (``aec-kg[fast]``). Raises ``TypeError`` for what is no SELECT.

        >>> import kg
        >>> list(kg.load().frame("SELECT ?s ?label { ?s rdfs:label ?label } LIMIT 2").columns)
        ['s', 'label']
        """
        from kg import tsv

        return tsv.frame(self._tsv(query, **params))

    def _plain(self, query: "str | Path | Query", **params: Any) -> "Iterator[tuple[str | None, ...]]":
        """Return the rows of a SELECT with the plain text of each term: in half the time of ``solutions``."""
        from kg import tsv

        return zip(*tsv.columns(self._tsv(query, **params)).values(), strict=True)

    def _tsv(self, query: "str | Path | Query", **params: Any) -> bytes:
        """Return the rows of a SELECT as SPARQL TSV.

        Raises ``TypeError`` for what is no SELECT.
        """
        import pyoxigraph as ox

        answer = self.solutions(query, **params)
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError("frame() takes a SELECT query; use query() for the other forms")
        return answer.serialize(format=ox.QueryResultsFormat.TSV)
