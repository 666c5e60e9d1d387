"""Queries are files: valid SPARQL 1.1 with a header that says what is asked, and typed parameters.

A parameter is ``VALUES ?name { UNDEF }`` or a place in a last line ``VALUES (?one ?two) { (UNDEF UNDEF) }``,
so that the file runs as it is and answers for all; ``bind`` puts terms in the place of ``UNDEF``.
It stands before the optional parts, which are joined to what it leaves; in a last line it joins after
everything, which is right only where nothing is optional or rdflib would be a hundred times slower.
A line that begins with ``#?`` is part of the query only where its parameter is given: what all fit
need not be looked up for all, and what begins with a few things would be slow for all.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from typing import Any

from kg import paths, terms

_HEADER = re.compile(r"^#\+ *(\w+): *(.+?) *$", re.M)
_INNER = re.compile(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}")
_IF_GIVEN = re.compile(r"#\? (?=.*VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\})")
_LAST = re.compile(r"VALUES\s+\(([?\w\s]+)\)\s*\{\s*\([UNDEF\s]+\)\s*\}\s*$")
_STARTS_QUERY = re.compile(r"^\s*(#.*\n\s*)*(BASE|PREFIX|SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.I)


@dataclass(frozen=True)
class Query:
    """One query: its name, its folder (ask, check, project; empty for ad-hoc text) and its text."""

    name: str
    text: str
    group: str = ""

    @cached_property
    def header(self) -> dict[str, str]:
        """The ``#+ key: value`` lines at the head of the file, ``param`` lines left out."""
        return {key: value for key, value in _HEADER.findall(self.text) if key != "param"}

    @property
    def summary(self) -> str:
        """What the query answers, in one line."""
        return self.header.get("summary", "")

    @cached_property
    def params(self) -> tuple[str, ...]:
        """The names of the parameters, in the order in which they stand."""
        last = _LAST.search(self.text)
        return tuple(dict.fromkeys(_INNER.findall(self.text) + (re.findall(r"\w+", last[1]) if last else [])))

    @cached_property
    def param_help(self) -> dict[str, str]:
        """What each parameter means, from the lines ``#+ param: name what it means``."""
        lines = (value.partition(" ") for key, value in _HEADER.findall(self.text) if key == "param")
        return {name: text for name, _, text in lines}

    def bind(self, **values: Any) -> str:
        """Return the text with ``values`` as its parameters; one that is ``None`` is left out.

        (``UNDEF`` would change nothing, and costs time.)

        A value is a CURIE or IRI (``"id:amazon"``), a date, number or other string, a term of rdflib
        or pyoxigraph, or a list of these, any of which may fit. Raises ``TypeError`` for a parameter
        that the query does not take.

        >>> Query("q", "SELECT ?c { ?c ?p ?technology } VALUES ?technology { UNDEF }").bind(technology="id:drone")
        'SELECT ?c { ?c ?p ?technology } VALUES ?technology { <https://w3id.org/aec/id/drone> }'
        """
        if unknown := sorted(set(values) - set(self.params)):
            takes = f"takes {', '.join(self.params)}" if self.params else "takes no parameters"
            raise TypeError(f"query {self.name} {takes}, not {', '.join(unknown)}")
        given = {name: [term(one) for one in value] if isinstance(value, list) else [term(value)] for name, value in values.items() if value is not None}
        text = _IF_GIVEN.sub(lambda m: "" if m[1] in given else m[0], self.text)
        text = _INNER.sub(lambda m: f"VALUES ?{m[1]} {{ {' '.join(given[m[1]])} }}" if m[1] in given else "", text)

        def row(match: re.Match) -> str:
            names = [name for name in re.findall(r"\w+", match[1]) if name in given]
            rows = " ".join(f"({' '.join(terms)})" for terms in product(*(given[name] for name in names)))
            return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {rows} }}" if names else ""

        return _LAST.sub(row, text)


def term(value: Any) -> str:
    """Return ``value`` as one SPARQL term; no text can end the term and go on as query.

    >>> term("id:amazon"), term('a "b"'), term(3)
    ('<https://w3id.org/aec/id/amazon>', '"a \\\\"b\\\\""', '3')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return f'"{value.isoformat()[:10]}"'
    kind = type(value).__name__
    if kind in ("URIRef", "NamedNode"):
        import pyoxigraph as ox

        return str(ox.NamedNode(str(getattr(value, "value", value))))
    if kind == "Literal":
        return value.n3() if hasattr(value, "n3") else str(value)
    text = str(value)
    if text.startswith(("http://", "https://")) or text.partition(":")[0] in terms.PREFIXES and ":" in text:
        return f"<{terms.expand(text)}>"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


@cache
def _shipped() -> tuple[Query, ...]:
    found = sorted(paths.QUERIES.glob("*/*.rq"))
    return tuple(Query(path.stem, path.read_text(encoding="utf-8"), path.parent.name) for path in found)


def queries(group: str | None = "ask") -> dict[str, Query]:
    """Return the shipped queries by name: those of ``group`` (ask, check, project), or all.

    >>> queries()["who-committed"].summary
    'Who committed to what, about which technology, and until when'
    """
    return {query.name: query for query in _shipped() if group in (None, query.group)}


def find(query: "str | Path | Query", group: str | None = None) -> Query:
    """Return the query meant by a shipped name (of ``group``), a file, SPARQL text, or a ``Query``.

    Raises ``LookupError`` for text that is none of these, with the nearest name.
    """
    if isinstance(query, Query):
        return query
    if isinstance(query, Path):
        return Query(query.stem, query.read_text(encoding="utf-8"))
    shipped = queries(group)
    if query in shipped:
        return shipped[query]
    if _STARTS_QUERY.match(query):
        return Query("query", query)
    from difflib import get_close_matches

    near = get_close_matches(query, shipped, 1)
    raise LookupError(f"no query {query!r}; " + (f"did you mean {near[0]}?" if near else f"there are {', '.join(shipped)}"))
