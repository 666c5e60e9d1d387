"""RDF to networkx: a projection is a query with ``?source`` and ``?target``, one row an edge.

A row may also give ``type`` (what the edge says), ``graph`` and ``locator`` (who says so), any other
edge attribute, and ``source_*`` or ``target_*`` attributes of the two nodes. What every node tells
of itself comes from one query, ``project/nodes.rq``.
"""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg import dates, terms
from kg.engine import Engine
from kg.query import Query, find
from kg.status import status, timelines

if TYPE_CHECKING:
    import networkx

_SEPARATOR = "; "


def project(
    engine: Engine, query: str | Path | Query = "commitments", *, on: str | None = None, known_by: str | None = None, **params: Any
) -> "networkx.MultiDiGraph":
    """Return the network that ``query`` (``actors``, ``commitments``, ``sources``, ``stances``) projects.

    With ``on`` or ``known_by`` (the other is then today) commitments carry their status, its reason
    and the last report; what was not yet announced on the one, or not yet published by the other,
    is left out.

    Nodes are CURIEs. Every attribute is a string, several values are joined by ``"; "``, and what
    is not known is left out, so that networkx algorithms, ``write_graphml`` and ``write_gexf`` take
    the result as it is. An edge's ``sources`` holds a line per source: title, publisher, date of
    issue, place in the text and address, set apart by tabs, and for a copy a sixth cell that says of what.
    Raises ``LookupError`` for an unknown query, ``ValueError`` for one without the two columns.

    >>> import kg
    >>> network = kg.project(kg.load(), "commitments", holder="id:ibm")
    >>> network.nodes["id:ibm-facial-recognition-exit-2020"]["kind"]
    'discontinuation'
    """
    import networkx

    asked = find(query, "project")
    edges, described_by_row = _edges(asked, engine.solutions(asked, **params))
    sources = _sources(engine)
    if known_by or on:
        known = timelines(engine, known_by).known.sources | {edge.graph for edge in edges if edge.graph not in sources}
        edges = [edge for edge in edges if edge.graph in known and (edge.source in known or edge.source not in sources)]
    nodes = _nodes(engine, {end for edge in edges for end in (edge.source, edge.target)})
    if known_by or on:
        nodes = _as_of(engine, nodes, on or date.today().isoformat(), known_by)
        edges = [edge for edge in edges if edge.source in nodes and edge.target in nodes]
        linked = {end for edge in edges for end in (edge.source, edge.target)}
        nodes = {iri: attributes for iri, attributes in nodes.items() if iri in linked}

    network = networkx.MultiDiGraph(name=asked.summary)
    network.add_nodes_from((terms.curie(iri), attributes | {"iri": iri} | described_by_row.get(iri, {})) for iri, attributes in nodes.items())
    together: dict[tuple[str, str, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        together[edge.source, edge.target, edge.type].append(edge)
    for (source, target, kind), same in together.items():
        attributes = {"type": kind, "label": kind} | {name: value for edge in same for name, value in edge.more.items()}
        if lines := {sources[edge.graph] % edge.locator for edge in same if edge.graph in sources}:
            attributes["sources"] = "\n".join(sorted(lines))
        network.add_edge(terms.curie(source), terms.curie(target), key=kind, **attributes)
    return network


class _Edge(NamedTuple):
    """One row of a projection: what it relates, by which source graph (empty: none) and where in it."""

    source: str
    target: str
    type: str
    graph: str
    locator: str
    more: dict[str, str]


def _edges(asked: Query, answer: Any) -> tuple[list[_Edge], dict[str, dict[str, str]]]:
    """Return the rows as edges, and the attributes that ``source_*`` and ``target_*`` columns give to nodes."""
    names = [variable.value for variable in answer.variables]
    if not {"source", "target"} <= set(names):
        raise ValueError(f"query {asked.name} must return ?source and ?target")
    own = ("source", "target", "type", "graph", "locator")
    edges, described = [], defaultdict(dict)
    for row in answer:
        cells = {name: term.value for name, term in zip(names, row, strict=True) if term is not None}
        more = {}
        for name in cells.keys() - own:
            end, _, attribute = name.partition("_")
            if end in ("source", "target") and attribute:
                described[cells[end]][attribute] = cells[name]
            else:
                more[name] = cells[name]
        edges.append(_Edge(cells["source"], cells["target"], cells.get("type", "related"), cells.get("graph", ""), cells.get("locator", ""), more))
    return edges, described


def _as_of(engine: Engine, described: dict[str, dict[str, str]], on: str, known_by: str | None) -> dict[str, dict[str, str]]:
    """Return the nodes that there are on a date, commitments with their status."""
    statuses = {terms.expand(one.commitment): one for one in status(engine, on=on, known_by=known_by)}
    kept = {}
    for iri, attributes in described.items():
        one = statuses.get(iri)
        dates_of = attributes.get("announced", "").split(_SEPARATOR) + attributes.get("as_of", "").split(_SEPARATOR)
        later = any(when and dates.first_day(when) > dates.last_day(on) for when in dates_of)
        if one is None and (attributes["type"] == "Commitment" or later) or one and one.status == "not yet":
            continue
        if one:
            attributes |= {"status": one.status, "reason": one.reason, "last_report": one.last_report, "kept": one.kept, "on": one.on, "known_by": one.known_by}
            attributes |= {"until": _SEPARATOR.join(one.ends)} if one.ends else {}
        kept[iri] = attributes
    return kept


def _nodes(engine: Engine, iris: set[str]) -> dict[str, dict[str, str]]:
    """Return the attributes of each of ``iris``; one that tells nothing of itself has its CURIE as label."""
    values: dict[str, dict[str, list[str]]] = {iri: {} for iri in sorted(iris)}
    for node, attribute, value in engine.solutions(find("nodes", "project")):
        if (attributes := values.get(node.value)) is not None:
            attributes.setdefault(attribute.value, []).append(value.value)
    joined = {iri: {name: _SEPARATOR.join(sorted(set(v))) for name, v in sorted(a.items())} for iri, a in values.items()}
    return {iri: {"label": terms.curie(iri), "type": "Thing"} | attributes for iri, attributes in joined.items()}


def _sources(engine: Engine) -> dict[str, str]:
    """Return for each source graph its line for ``sources``, with ``%s`` where the locator goes; a copy names its original at the end."""
    rows = {row["source"].value: row for row in engine.solutions("catalogue")}
    lines = {}
    for source, row in rows.items():
        title, publisher, issued, address = ((row[name].value if row[name] else "") for name in ("title", "publisher_label", "issued", "address"))
        cells = [title, publisher, issued, "", address]
        if original := row["copy_of"]:
            cells.append(f"copy of {rows[original.value]['title'].value if original.value in rows else terms.curie(original.value)}")
        cells = [" ".join(cell.replace("%", "%%").split()) for cell in cells]
        lines[source] = "\t".join([*cells[:3], "%s", *cells[4:]])
    return lines
