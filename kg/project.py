"""RDF to networkx: a projection is a query with ``?source`` and ``?target``, one row an edge.

A row may also give ``type`` (what the edge says), ``graph`` and ``locator`` (who says so), any other
edge attribute, and ``source_*`` or ``target_*`` attributes of the two nodes. What every node tells
of itself comes from one query, ``project/nodes.rq``.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg import dates, terms, tsv
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
    edges, told_by_rows = _edges(asked, tsv.columns(engine._tsv(asked, **params)))
    sources = source_lines(engine)
    if known_by or on:
        known = timelines(engine, known_by).known.sources
        apart = sources.keys() - known
        edges = [edge for edge in edges if edge.graph not in apart and edge.source not in apart]
    nodes = _nodes(engine, {end for edge in edges for end in edge[:2]})
    if known_by or on:
        nodes = _as_of(engine, nodes, on or date.today().isoformat(), known_by)
        edges = [edge for edge in edges if edge.source in nodes and edge.target in nodes]
        linked = {end for edge in edges for end in edge[:2]}
        nodes = {iri: attributes for iri, attributes in nodes.items() if iri in linked}
    return _network(asked.summary, nodes, edges, told_by_rows, sources)


class _Edge(NamedTuple):
    """One row of a projection: what it relates, by which source graph (empty: none) and where in it."""

    source: str
    target: str
    type: str
    graph: str
    locator: str
    more: dict[str, str]


def _edges(asked: Query, columns: dict[str, list[str | None]]) -> tuple[list[_Edge], dict[str, dict[str, str]]]:
    """Return the rows as edges, and the attributes that ``source_*`` and ``target_*`` columns give to nodes."""
    if not {"source", "target"} <= columns.keys():
        raise ValueError(f"query {asked.name} must return ?source and ?target")
    told: dict[str, dict[str, str]] = defaultdict(dict)
    more: list[dict[str, str]] = [{}] * len(columns["source"])
    for name in (name for name in columns if name not in _Edge._fields):
        end, _, attribute = name.partition("_")
        if end in ("source", "target") and attribute:
            for iri, value in zip(columns[end], columns[name], strict=True):
                if value is not None:
                    told[iri][attribute] = value
        else:
            more = [told | {name: value} if value is not None else told for told, value in zip(more, columns[name], strict=True)]

    def column(name: str, missing: str) -> Iterable[str]:
        return (value or missing for value in columns[name]) if name in columns else repeat(missing, len(more))

    return list(map(_Edge, columns["source"], columns["target"], column("type", "related"), column("graph", ""), column("locator", ""), more)), told


def _network(
    name: str, nodes: dict[str, dict[str, str]], edges: list[_Edge], told_by_rows: dict[str, dict[str, str]], sources: dict[str, str]
) -> "networkx.MultiDiGraph":
    """Return the network, the rows of one source, target and type together as one edge."""
    import networkx

    network = networkx.MultiDiGraph(name=name)
    curies = {iri: terms.curie(iri) for iri in nodes}
    network.add_nodes_from((curies[iri], attributes | {"iri": iri} | told_by_rows.get(iri, {})) for iri, attributes in nodes.items())
    together: dict[tuple[str, str, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        together[edge[:3]].append(edge)

    def told(kind: str, same: list[_Edge]) -> dict[str, str]:
        attributes = {"type": kind, "label": kind}
        for edge in same:
            attributes |= edge.more
        if lines := {sources[edge.graph] % edge.locator for edge in same if edge.graph in sources}:
            attributes["sources"] = "\n".join(sorted(lines))
        return attributes

    network.add_edges_from((curies[source], curies[target], kind, told(kind, same)) for (source, target, kind), same in together.items())
    return network


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
    for node, attribute, value in zip(*tsv.columns(engine._tsv(find("nodes", "project"))).values(), strict=True):
        if (attributes := values.get(node)) is not None:
            attributes.setdefault(attribute, []).append(value)
    joined = ((iri, {name: told[0] if len(told) == 1 else _SEPARATOR.join(sorted(set(told))) for name, told in sorted(told_of.items())}) for iri, told_of in values.items())
    return {iri: {"label": attributes.get("label") or terms.curie(iri), "type": "Thing"} | attributes for iri, attributes in joined}


def source_lines(engine: Engine) -> dict[str, str]:
    """Return for each source graph its line for ``sources``, with ``%s`` where the locator goes; a copy names its original at the end."""
    rows = {row[0]: row[1:] for row in zip(*tsv.columns(engine._tsv(find("citations", "status"))).values(), strict=True)}
    lines = {}
    for source, (title, publisher, issued, address, original) in rows.items():
        cells = [title, publisher, issued, "", address or ""]
        if original:
            cells.append(f"copy of {rows[original][0] if original in rows else terms.curie(original)}")
        cells = [" ".join(cell.replace("%", "%%").split()) for cell in cells]
        lines[source] = "\t".join([*cells[:3], "%s", *cells[4:]])
    return lines
