"""RDF to networkx: a projection is a query with ``?source`` and ``?target``, one row an edge.

A row may also give ``type`` (what the edge says), ``graph`` and ``locator`` (who says so), any other
edge attribute, and ``source_*`` or ``target_*`` attributes of the two nodes. What every node tells
of itself comes from one query, ``project/nodes.rq``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import dates, terms, tsv
from kg.engine import Engine
from kg.memory import uncollected
from kg.query import Query, find
from kg.status import Timelines, timelines

if TYPE_CHECKING:
    import networkx

_SEPARATOR = "; "
_EDGE = ("source", "target", "type", "graph", "locator")
_NAMED = 1000  # how many things one query names: a text that every server takes

# A row of a projection: what of _EDGE it gives (no graph and no place are empty), and its other attributes.
_Edge = tuple[str, str, str, str, str, dict[str, str]]


@uncollected()
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
    # A part of a large graph is asked for by name: the rest of it may be on a server, and of any size.
    part = any(value is not None for value in params.values())
    lines = timelines(engine, known_by) if known_by or on else None
    if lines:
        apart = lines.known.record.issued.keys() - lines.known.sources
        edges = [edge for edge in edges if edge[3] not in apart and edge[0] not in apart]
    sources = source_lines(engine, {edge[3] for edge in edges} if part else None)
    nodes = _nodes(engine, {end for edge in edges for end in edge[:2]}, part)
    if lines:
        nodes = _as_of(lines, nodes, on or dates.today())
        edges = [edge for edge in edges if edge[0] in nodes and edge[1] in nodes]
        linked = {end for edge in edges for end in edge[:2]}
        nodes = {iri: attributes for iri, attributes in nodes.items() if iri in linked}
    for iri, attributes in nodes.items():
        attributes["iri"] = iri
        attributes |= told_by_rows.get(iri, {})
    network = networkx.MultiDiGraph(name=asked.summary)
    curies = {iri: terms.curie(iri) for iri in nodes}
    network.add_nodes_from((curies[iri], attributes) for iri, attributes in nodes.items())
    network.add_edges_from((curies[source], curies[target], kind, attributes) for (source, target, kind), attributes in _together(edges, sources).items())
    return network


def _edges(asked: Query, columns: dict[str, list[str | None]]) -> tuple[list[_Edge], dict[str, dict[str, str]]]:
    """Return the rows as edges, and the attributes that ``source_*`` and ``target_*`` columns give to nodes."""
    if not {"source", "target"} <= columns.keys():
        raise ValueError(f"query {asked.name} must return ?source and ?target")
    told: dict[str, dict[str, str]] = defaultdict(dict)
    more: list[dict[str, str]] = [{}] * len(columns["source"])
    for name in (name for name in columns if name not in _EDGE):
        end, _, attribute = name.partition("_")
        if end in ("source", "target") and attribute:
            for iri, value in zip(columns[end], columns[name], strict=True):
                if value is not None:
                    told[iri][attribute] = value
        else:
            more = [told | {name: value} if value is not None else told for told, value in zip(more, columns[name], strict=True)]

    def column(name: str, missing: str) -> Iterable[str]:
        return (value or missing for value in columns[name]) if name in columns else repeat(missing, len(more))

    return list(zip(columns["source"], columns["target"], column("type", "related"), column("graph", ""), column("locator", ""), more, strict=True)), told


def _together(edges: list[_Edge], sources: dict[str, str]) -> dict[tuple[str, str, str], dict[str, str]]:
    """Return the attributes of each edge: the rows of one source, target and type are one."""
    together: dict[tuple[str, str, str], dict[str, str]] = {}
    several: dict[tuple[str, str, str], set[str]] = {}
    lines: dict[tuple[str, str], str] = {}  # a claim makes several edges
    for source, target, kind, graph, locator, more in edges:
        key = source, target, kind
        if key not in together:
            together[key] = {"type": kind, "label": kind}
        attributes = together[key]
        if more:
            attributes |= more
        if graph in sources:
            if (place := (graph, locator)) not in lines:
                lines[place] = sources[graph] % locator
            if "sources" in attributes:
                several.setdefault(key, {attributes["sources"]}).add(lines[place])
            else:
                attributes["sources"] = lines[place]
    for key, told in several.items():
        together[key]["sources"] = "\n".join(sorted(told))
    return together


def _as_of(lines: Timelines, described: dict[str, dict[str, str]], on: str) -> dict[str, dict[str, str]]:
    """Return the nodes that there are on a date, commitments with their status."""
    dates.check(on, "on")
    kept = {}
    for iri, attributes in described.items():
        one = lines.on(iri, on) if iri in lines.known else None
        dates_of = attributes.get("announced", "").split(_SEPARATOR) + attributes.get("as_of", "").split(_SEPARATOR)
        later = any(when and dates.first_day(when) > dates.last_day(on) for when in dates_of)
        if one is None and (attributes["type"] == "Commitment" or later) or one and one.status == "not yet":
            continue
        if one:
            attributes |= {"status": one.status, "reason": one.reason, "last_report": one.last_report, "kept": one.kept, "on": one.on, "known_by": one.known_by}
            attributes |= {"until": _SEPARATOR.join(one.ends)} if one.ends else {}
        kept[iri] = attributes
    return kept


def _nodes(engine: Engine, iris: set[str], part: bool) -> dict[str, dict[str, str]]:
    """Return the attributes of each of ``iris``; one that tells nothing of itself has its CURIE as label.

    ``part`` asks for these only, and not for all that there are.
    """
    asked = find("nodes", "project")
    labels: list[tuple[str, str]] = []
    told: dict[str, list[tuple[str, str]]] = defaultdict(list)
    things: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for node, attribute, value, thing in _of(engine, asked, "node", iris) if part else engine._plain(asked):
        if attribute == "label":
            labels.append((node, value))
        elif node in iris:
            (told if thing is None else things)[attribute].append((node, value if thing is None else thing))
    if part:
        others = {thing for pairs in things.values() for _, thing in pairs} - iris
        labels += [(node, value) for node, attribute, value, _ in _of(engine, asked, "node", others) if attribute == "label"]
    called = _joined(labels)
    for attribute, pairs in things.items():
        told[attribute] = [(node, called[thing]) for node, thing in pairs if thing in called]
    nodes = {iri: {"label": called.get(iri) or terms.curie(iri), "type": "Thing"} for iri in sorted(iris)}
    for attribute, pairs in sorted(told.items()):
        for iri, value in _joined(pairs).items():
            nodes[iri][attribute] = value
    return nodes


def _of(engine: Engine, asked: Query, name: str, values: set[str]) -> Iterator[tuple[str | None, ...]]:
    """Yield the rows of a query for those of ``values`` that are IRIs, which its parameter ``name`` takes."""
    import pyoxigraph as ox

    iris = []
    for value in sorted(values):
        with suppress(ValueError):  # a text, or no name that holds outside its file
            iris.append(ox.NamedNode(value))
    for first in range(0, len(iris), _NAMED):
        yield from engine._plain(asked, **{name: iris[first : first + _NAMED]})


def _joined(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Return the value of each node, several of one node as one text."""
    values = dict(pairs)
    if len(values) < len(pairs):
        several: dict[str, set[str]] = defaultdict(set)
        for node, value in pairs:
            several[node].add(value)
        values |= {node: _SEPARATOR.join(sorted(told)) for node, told in several.items() if len(told) > 1}
    return values


def source_lines(engine: Engine, wanted: set[str] | None = None) -> dict[str, str]:
    """Return for each source graph its line for ``sources``, with ``%s`` where the locator goes; a copy names its original at the end.

    Those of all are kept with the engine; ``wanted`` names the few that are needed where they were not gathered yet.
    """
    asked = find("citations", "status")
    if engine.kept.get("source lines") is None:
        if wanted is not None:
            return dict(map(_source_line, _of(engine, asked, "source", wanted)))
        engine.kept["source lines"] = dict(map(_source_line, engine._plain(asked)))
    return engine.kept["source lines"]


def _source_line(row: tuple[str | None, ...]) -> tuple[str, str]:
    source, title, publisher, issued, address, original, original_title = row
    cells = [title, publisher, issued, "", address or ""]
    if original:
        cells.append(f"copy of {original_title or terms.curie(original)}")
    cells = [" ".join(cell.replace("%", "%%").split()) for cell in cells]
    return source, "\t".join([*cells[:3], "%s", *cells[4:]])
