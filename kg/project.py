"""RDF to networkx: a projection is a query with ``?source`` and ``?target``, one row an edge.

A row may also give ``type`` (what the edge says), ``graph`` and ``locator`` (who says so), any other
edge attribute, and ``source_*`` or ``target_*`` attributes of the two nodes. What every node tells
of itself comes from one query, ``project/nodes.rq``.
"""

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import terms
from kg.engine import Engine
from kg.query import Query, find

if TYPE_CHECKING:
    import networkx

_SEPARATOR = "; "


def project(engine: Engine, query: str | Path | Query = "commitments", **params: Any) -> "networkx.MultiDiGraph":
    """Return the network that ``query`` (``actors``, ``commitments``, ``sources``, ``stances``) projects.

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
    described = _nodes(engine, {end for source, target, _ in edges for end in (source, target)})
    for iri, attributes in described.items():
        network.add_node(terms.curie(iri), **attributes, **{"iri": iri})
        network.nodes[terms.curie(iri)].update(overrides.get(iri, {}))
    for (source, target, kind), attributes in edges.items():
        lines = sorted({sources[graph] % locator for graph, locator in said[source, target, kind] if graph in sources})
        if lines:
            attributes["sources"] = "\n".join(lines)
        network.add_edge(terms.curie(source), terms.curie(target), key=kind, **attributes)
    return network


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
