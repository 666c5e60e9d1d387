"""Problems a curator can act on: shapes on each source and on the merge, then the check queries.

SHACL runs on plain graphs, never on a dataset: engines that validate a dataset graph by graph report
false violations where a node is described in another graph. The engine is ``shacl`` (Rust); the tests
hold it to what pySHACL reports.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import paths, terms
from kg.endpoint import Endpoint
from kg.engine import Engine
from kg.query import Query, queries, term

_SHAPES = terms.PREFIXES["s"]


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong: ``severity`` (error or warning), the ``rule`` broken, the entity, and the graph it stands in."""

    severity: str
    rule: str
    entity: str
    message: str
    graph: str = ""


def validate(engine: Engine, *, progress: Callable[[list[str]], Iterable[str]] = iter) -> list[Problem]:
    """Return the problems in the data of ``engine``, errors first; an empty list when there are none.

    Shapes need every triple at hand: of an ``Endpoint`` only the check queries are run, on the server,
    so that what it holds should be validated before it is loaded. ``progress`` wraps the list of
    sources as they are gone through, for a progress bar.

    >>> import kg
    >>> [problem for problem in kg.validate(kg.load()) if problem.severity == "error"]
    []
    """
    if not has_shapes(engine):
        return sorted(_checked(engine, lambda entities: _homes(engine, entities)))
    facts = _facts(engine)
    home = {subject: graph for graph in sorted(facts, reverse=True) for subject in facts[graph]}  # the first by name
    background = {s: lines for graph in facts if graph.startswith(terms.GRAPH) for s, lines in facts[graph].items()}
    found: set[Problem] = set()
    for graph in progress([graph for graph in facts if not graph.startswith(terms.GRAPH)]):
        for entity, severity, rule, message in _shaped("PerSource", _around(facts[graph], background)):
            if f"<{entity}>" in facts[graph]:
                found.add(Problem(severity, rule, entity, message, graph))
    everything = (line for subjects in facts.values() for lines in subjects.values() for line in lines)
    known = (line for lines in background.values() for line in lines)
    for entity, severity, rule, message in (*_shaped("PerSource", known), *_shaped("Merged", everything)):
        found.add(Problem(severity, rule, entity, message, home.get(f"<{entity}>", "")))
    found.update(_checked(engine, lambda entities: {entity: home.get(f"<{entity}>", "") for entity in entities}))
    return sorted(found)


def has_shapes(engine: Engine) -> bool:
    """Say whether ``validate`` can hold the data of ``engine`` against the shapes."""
    return not isinstance(engine, Endpoint)


def _checked(engine: Engine, homes: Callable[[list[str]], dict[str, str]]) -> Iterator[Problem]:
    """Yield what the check queries find, each with the graph that ``homes`` gives its entity."""
    for check in queries("check").values():
        rows = list(_rows(engine, check))
        graphs = homes([entity for entity, _ in rows])
        for entity, value in rows:
            message = f"{check.summary}{f' ({value})' if value else ''}. {check.header['fix']}."
            yield Problem(check.header.get("severity", "error"), check.name, entity, message, graphs.get(entity, ""))


def _homes(engine: Engine, entities: list[str]) -> dict[str, str]:
    """Return one graph that describes each of ``entities``, the first by name."""
    if not entities:
        return {}
    named = " ".join(sorted({term(entity) for entity in entities}))
    rows = engine.solutions(f"SELECT ?entity (MIN(STR(?g)) AS ?graph) {{ VALUES ?entity {{ {named} }} GRAPH ?g {{ ?entity ?p ?o }} }} GROUP BY ?entity")
    return {row["entity"].value: row["graph"].value for row in rows}


def _facts(engine: Engine) -> dict[str, dict[str, list[str]]]:
    """Return the N-Triples of every named graph, by graph and subject."""
    import pyoxigraph as ox

    facts: dict[str, dict[str, list[str]]] = {}
    for graph in engine.inner.named_graphs():
        subjects = facts[graph.value] = defaultdict(list)
        # Written by the engine in a third of the time of rows; a line feed in a text is escaped there.
        for line in engine.inner.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph).decode().split("\n")[:-1]:
            subjects[line[: line.index(" ")]].append(line + "\n")
    return facts


def _around(own: dict[str, list[str]], background: dict[str, list[str]]) -> Iterator[str]:
    """Yield a source's lines and what reference data and vocabularies say of the things it names.

    Three steps suffice, from a claim to its scope, the scope's technology and what that is a kind
    of; all of the background with each source would make the time grow with their product.
    """
    seen: set[str] = set()
    lines = [line for subject in own for line in own[subject] + background.get(subject, [])]
    for _ in range(4):
        yield from lines
        named = {line.split(" ", 2)[2][:-3] for line in lines} & background.keys()
        lines = [line for name in named - seen - own.keys() for line in background[name]]
        seen |= named


@cache
def _compiled(collection: str) -> Any:
    """Return the shapes of one collection (``PerSource`` or ``Merged``), those of the other switched off."""
    import pyoxigraph as ox
    import shacl

    text = (paths.ONTOLOGY / "shapes.ttl").read_text(encoding="utf-8")
    part_of, wanted = terms.expand("dcterms:isPartOf"), _SHAPES + collection
    for triple in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE):
        if triple.predicate.value == part_of and triple.object.value != wanted:
            text += f"{triple.subject} sh:deactivated true .\n"
    return shacl.Shapes.from_turtle(text)


def _shaped(collection: str, lines: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield entity, severity, rule and message of what the shapes find in N-Triples ``lines``."""
    for result in _compiled(collection).validate_text("".join(lines), format="ntriples").results:
        severity = "warning" if result.severity == "Warning" else "error"
        yield result.focus_node.strip("<>"), severity, result.source_shape.strip("<>").removeprefix(_SHAPES), result.message


def _rows(engine: Engine, check: Query) -> Iterator[tuple[str, str]]:
    """Yield the entity of each row of a check, and the first other value where there is one."""
    answer = engine.solutions(check)
    others = [variable.value for variable in answer.variables if variable.value != "entity"]
    for row in answer:
        values = (row[name].value for name in others if row[name] is not None)
        yield row["entity"].value, terms.curie(next(values, ""))
