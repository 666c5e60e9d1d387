"""What is measured: the shipped queries with sample parameters, and how answers of different engines are compared."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pyoxigraph as ox

import kg
from kg.query import Query

ON, KNOWN_BY = "2021-06-15", "2023-01-01"
EVERYTHING = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 1000000"
DATES = {"on": ON, "known_by": KNOWN_BY}
# Parameters that some queries use up inside.
INSIDE = {"holder": "SELECT ?holder { ?promise a aec:Commitment ; aec:holder ?holder }", "technology": "SELECT ?technology { ?promise a aec:Commitment ; aec:scope/aec:technology ?technology }"}
NUMBERS = {f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "int", "long", "unsignedInt", "decimal", "double", "float")}


@dataclass(frozen=True)
class Job:
    """One thing to do: ``do`` is a method of the engines, ``text`` the query where it needs one."""

    name: str
    do: str
    text: str = ""

    def record(self) -> dict[str, str]:
        return asdict(self)


def jobs(engine: kg.Store) -> list[Job]:
    """Return the jobs in order; the parameters of queries are taken from the data of ``engine``."""
    found = [Job("export to Python", "export", EVERYTHING), Job("export to a DataFrame", "frame", EVERYTHING)]
    found += [Job("projection to networkx", "network"), Job("all statuses on a date", "statuses", kg.queries("ask")["status"].bind(**DATES))]
    found += [Job("a page of the explorer", "page"), Job("validation", "validate")]
    for query in kg.queries(None).values():
        if query.name == "status" and query.group == "ask":
            continue  # a job of its own
        if query.params:
            found.append(Job(f"query {query.group}/{query.name} of one", "rows", prefixed(query.bind(**sample(engine, query)))))
        if query.name != "about":  # everything about everything is what nobody asks
            found.append(Job(f"query {query.group}/{query.name}", "rows", prefixed(query.text)))
    return found


def sample(engine: kg.Store, query: Query) -> dict[str, str]:
    """Return a value for the first parameter of ``query``: the middle one of what it finds for all."""
    name = query.params[0]
    if query.name == "about":
        return {name: "id:organisation-20"}
    own = re.sub(r"SELECT\b.*?\bWHERE\b", f"SELECT ?{name} WHERE", query.text, count=1, flags=re.S)
    found = sorted(row[name].value for row in engine.solutions(own) if row[name] is not None)
    found = found or sorted(row[name].value for row in engine.solutions(INSIDE[name]))
    return {name: found[len(found) // 2]}


def prefixed(text: str) -> str:
    """Return ``text`` with the prefixes that it uses and does not declare; standard engines know none."""
    used = {name: space for name, space in kg.Store.prefixes.items() if re.search(rf"(?<!\w){name}:\w", text) and f"PREFIX {name}:" not in text}
    return "".join(f"PREFIX {name}: <{space}>\n" for name, space in used.items()) + text


def digest(rows: Iterable[Iterable[Any]]) -> str:
    """Return a hash of the rows as a bag: the same for the same terms in any order, from any engine."""
    lines = sorted("\t".join(map(_canonical, row)) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _canonical(term: Any) -> str:
    if term is None:
        return ""
    if isinstance(term, str) and not hasattr(term, "n3"):
        return term
    if isinstance(term, ox.NamedNode):
        return f"<{term.value}>"
    if isinstance(term, ox.BlankNode) or type(term).__name__ == "BNode":
        return "_:"
    if type(term).__name__ == "URIRef":
        return f"<{term}>"
    value, language, kind = (term.value, term.language, term.datatype.value) if isinstance(term, ox.Literal) else (str(term), term.language, str(term.datatype or ""))
    if kind in NUMBERS:
        return f"{float(value):.9g}"
    if kind.endswith("#dateTime"):
        value = value.replace("+00:00", "Z")  # the same moment
    return f'"{value}"@{language.lower()}' if language else f'"{value}"' if not kind or kind.endswith("#string") else f'"{value}"^^{kind}'


def columns(text: str) -> list[str]:
    """Return the names of the columns of a SELECT in their order."""
    return [variable.value for variable in ox.Store().query(text).variables]


def values(result: ox.QuerySolutions) -> Iterator[tuple]:
    """Yield the rows of pyoxigraph's answer as tuples of its terms."""
    for row in result:
        yield tuple(row)
