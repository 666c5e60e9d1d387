"""What every engine offers: one query method each for rdflib, for pandas, and for speed."""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import terms

if TYPE_CHECKING:
    import pandas
    import rdflib.query

    from kg.query import Query


class Engine:
    """The base of ``Store``: a subclass gives ``solutions``, the rest follows from it."""

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

    def ask(self, query: "str | Path | Query", **params: Any) -> bool:
        """Return the answer to an ASK query."""
        return bool(self.solutions(query, **params))

    def frame(self, query: "str | Path | Query", **params: Any) -> "pandas.DataFrame":
        """Return the rows of a SELECT as a ``pandas.DataFrame``, one column a variable.

        IRIs and literals become strings, a column of numbers becomes numeric, a missing value is NaN.
        A date stays the string it is: a month must not turn into a day.

        >>> import kg
        >>> list(kg.load().frame("SELECT ?s ?label { ?s rdfs:label ?label } LIMIT 2").columns)
        ['s', 'label']
        """
        import pandas
        import pyoxigraph as ox

        answer = self.solutions(query, **params)
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError("frame() takes a SELECT query; use query() for the other forms")
        names = [variable.value for variable in answer.variables]
        tsv = answer.serialize(format=ox.QueryResultsFormat.TSV)
        table = pandas.read_csv(
            io.BytesIO(tsv), sep="\t", header=0, names=names, dtype="str", quoting=3, keep_default_na=False, skip_blank_lines=False
        )
        return table.apply(_plain) if len(table) else table.astype(object)


def _plain(column: "pandas.Series") -> "pandas.Series":
    """Turn a column of SPARQL TSV terms into plain values."""
    import pandas

    codes, distinct = pandas.factorize(column)
    numeric = all(not text or text[0] not in '<"_' for text in distinct) and any(distinct)
    if numeric:
        return pandas.to_numeric(column.replace("", None), errors="coerce")
    values = pandas.array([_value(text) for text in distinct], dtype="str")
    return pandas.Series(values.take(codes), index=column.index)


def _value(text: str) -> str | None:
    """Return the plain value of one term in SPARQL TSV.

    >>> _value('"a\\\\tb"@en'), _value('<http://x.org/>'), _value("")
    ('a\\tb', 'http://x.org/', None)
    """
    if not text:
        return None
    if text[0] == "<":
        return text[1:-1]
    if text[0] != '"':
        return text
    body = text[1 : text.rindex('"')]
    if "\\" not in body:
        return body
    for escape, char in (("\\\\", "\0"), ("\\t", "\t"), ("\\n", "\n"), ("\\r", "\r"), ('\\"', '"'), ("\0", "\\")):
        body = body.replace(escape, char)
    return body
