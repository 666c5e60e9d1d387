"""RDF to networkx: a projection is a query with ``?source`` and ``?target``, one row an edge.

A row may also give ``type`` (what the edge says), ``graph`` and ``locator`` (who says so), any other
edge attribute, and ``source_*`` or ``target_*`` attributes of the two nodes. What every node tells
of itself comes from one query, ``project/nodes.rq``.
"""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    issue, place in the text and address, set apart by tabs.
    Raises ``LookupError`` for an unknown query, ``ValueError`` for one without the two columns.

    >>> import kg
    >>> network = kg.project(kg.load(), "commitments", holder="id:ibm")
    >>> network.nodes["id:ibm-facial-recognition-exit-2020"]["kind"]
    'discontinuation'
    """
    import networkx

    asked = find(query, "project")
    answer = engine.solutions(asked, **params)
    names = [variable.value for variable in answer.variables]
    if not {"source", "target"} <= set(names):
        raise ValueError(f"query {asked.name} must return ?source and ?target")
    extra = [name for name in names if name not in ("source", "target", "type", "graph", "locator")]

    edges: dict[tuple[str, str, str], dict[str, str]] = {}
    said: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    overrides: dict[str, dict[str, str]] = defaultdict(dict)
    for row in answer:
        kind = row["type"].value if "type" in names and row["type"] else "related"
        key = (row["source"].value, row["target"].value, kind)
        attributes = edges.setdefault(key, {"type": kind, "label": kind})
        if "graph" in names and row["graph"]:
            said[key].append((row["graph"].value, row["locator"].value if "locator" in names and row["locator"] else ""))
        for name in extra:
            if (value := row[name]) is None:
                continue
            end, _, attribute = name.partition("_")
            if end in ("source", "target") and attribute:
                overrides[row[end].value][attribute] = value.value
            else:
                attributes[name] = value.value

    sources, network = _sources(engine), networkx.MultiDiGraph(name=asked.summary)
    if known_by or on:
        known = timelines(engine, known_by).known.sources
        published = {key for key in edges if not said[key] or any(graph in known or graph not in sources for graph, _ in said[key])}
        edges = {key: edges[key] for key in published if key[0] in known or key[0] not in sources}
        said = {key: [(graph, locator) for graph, locator in said[key] if graph in known or graph not in sources] for key in edges}
    described = _nodes(engine, {end for source, target, _ in edges for end in (source, target)})
    if known_by or on:
        described = _as_of(engine, described, on or date.today().isoformat(), known_by)
        edges = {key: edges[key] for key in edges if key[0] in described and key[1] in described}
        linked = {end for source, target, _ in edges for end in (source, target)}
        described = {iri: attributes for iri, attributes in described.items() if iri in linked}
    for iri, attributes in described.items():
        network.add_node(terms.curie(iri), **attributes, **{"iri": iri})
        network.nodes[terms.curie(iri)].update(overrides.get(iri, {}))
    for (source, target, kind), attributes in edges.items():
        lines = sorted({sources[graph] % locator for graph, locator in said[source, target, kind] if graph in sources})
        if lines:
            attributes["sources"] = "\n".join(lines)
        network.add_edge(terms.curie(source), terms.curie(target), key=kind, **attributes)
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
    for row in engine.solutions(find("nodes", "project")):
        if (attributes := values.get(row["node"].value)) is not None:
            attributes.setdefault(row["attribute"].value, []).append(row["value"].value)
    joined = {iri: {name: _SEPARATOR.join(sorted(set(v))) for name, v in sorted(a.items())} for iri, a in values.items()}
    return {iri: {"label": terms.curie(iri), "type": "Thing"} | attributes for iri, attributes in joined.items()}


def _sources(engine: Engine) -> dict[str, str]:
    """Return for each source graph its line for ``sources``, with ``%s`` where the locator goes."""
    lines = {}
    for row in engine.solutions("catalogue"):
        title, publisher, issued, address = ((row[name].value if row[name] else "") for name in ("title", "publisher_label", "issued", "address"))
        cells = [" ".join(cell.replace("%", "%%").split()) for cell in (title, publisher, issued, address)]
        lines[row["source"].value] = "\t".join([*cells[:3], "%s", cells[3]])
    return lines
