"""Projections: networks as networkx takes them, with attributes that say who, what, when and who says so."""

import networkx as nx
import pyoxigraph as ox
import pytest

import kg
from kg.engine import Engine
from kg.query import find


@pytest.mark.parametrize("name", kg.queries("project").keys() - {"nodes"})
def test_networkx_takes_it_as_it_is(seed, name, tmp_path):
    network = kg.project(seed, name)
    assert isinstance(network, nx.MultiDiGraph) and len(network) > 5
    nx.write_graphml(network, tmp_path / "a.graphml")
    assert set(nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True)) == set(network)
    nx.write_gexf(network, tmp_path / "a.gexf")
    assert len(nx.read_gexf(tmp_path / "a.gexf")) == len(network)
    assert nx.pagerank(nx.DiGraph(network)) and nx.number_weakly_connected_components(network) >= 1
    for _, attributes in [*network.nodes(data=True), *((None, data) for *_, data in network.edges(data=True))]:
        assert attributes and all(isinstance(value, str) and value for value in attributes.values())


def test_commitments_reach_from_holder_to_source(seed):
    network = kg.project(seed, "commitments")
    pause = "id:amazon-moratorium-2020"
    related = {(u, v, data["type"]) for u, v, data in network.edges(data=True) if pause in (u, v)}
    assert related == {
        ("id:amazon", pause, "commits to"),
        (pause, "id:rekognition", "about"),
        (pause, "id:scope-rekognition-anti-trafficking", "except"),
        ("src:2020-06-11-it-pro-amazon-rekognition", pause, "says"),
    }
    assert network.nodes[pause] == {
        "type": "Commitment",
        "label": "Amazon's one-year pause of police use of Rekognition",
        "kind": "moratorium",
        "announced": "2020-06",
        "duration": "P1Y",
        "end": "fixed end",
        "scope": "Letting police forces use Amazon Rekognition",
        "exceptions": "Use of Amazon Rekognition to rescue trafficking victims",
        "iri": kg.expand(pause),
    }
    assert network.nodes["id:scope-rekognition-anti-trafficking"]["type"] == "Exception"
    (edge,) = network.get_edge_data("id:amazon", pause).values()
    assert edge["sources"].split("\t") == ["Amazon halts police use of its facial recognition tech", "IT Pro", "2020-06-11", "para 1-2", ""]


def test_actors_says_who_asks_whom_and_who_judges(seed):
    network = kg.project(seed, "actors")
    edges = {(u, v, data["type"]) for u, v, data in network.edges(data=True)}
    assert {
        ("id:aclu-northern-california", "id:microsoft", "asks"),
        ("id:nicole-ozer", "id:amazon", "judges"),
        ("id:nicole-ozer", "id:aclu-northern-california", "works or worked for"),
        ("id:aclu-northern-california", "id:aclu", "is part of"),
        ("id:ibm", "id:rome-call", "sponsors"),
    } <= edges
    assert not any(kind == "signed" for *_, kind in edges)


def test_stances_keep_absence_apart_from_refusal(seed):
    network = kg.project(seed, "stances", holder="id:microsoft")
    types = {data["type"] for _, _, data in network.out_edges("id:microsoft", data=True)}
    assert types == {"has not", "refused", "fears", "asks"}
    assert network.nodes["id:microsoft-no-police-ban-2020"]["type"] == "Absence"


def test_parameters_narrow(seed):
    assert {n for n, a in kg.project(seed, "commitments", holder="id:ibm").nodes(data=True) if a["type"] == "Commitment"} == {"id:ibm-facial-recognition-exit-2020"}
    assert len(kg.project(seed, "commitments", technology="id:drone")) == 0


@pytest.mark.parametrize(("name", "params"), [("commitments", {"holder": "id:ibm"}), ("stances", {"holder": "id:amazon"}), ("stances", {"technology": "id:rekognition"})])
@pytest.mark.parametrize("on", [None, "2020-12-01"])
def test_a_part_is_told_as_in_the_whole(seed, name, params, on):
    """Its nodes and sources are asked for by name, with all that they are called by."""
    whole, part = kg.project(seed, name, on=on), kg.project(seed, name, on=on, **params)
    assert 1 < len(part) < len(whole)
    assert all(told == whole.nodes[node] for node, told in part.nodes(data=True))
    assert all(told == whole.edges[edge] for *edge, told in part.edges(keys=True, data=True))


def test_a_part_asks_for_no_more_than_it_tells(seed):
    class Counting(Engine):
        kept, rows = {}, 0

        def solutions(self, query, **params):
            self.rows += len(list(seed.solutions(query, **params)))
            return seed.solutions(query, **params)

    counting = Counting()
    part = kg.project(counting, "commitments", holder="id:ibm")
    assert counting.rows < 12 * len(part) < len(list(seed.solutions(find("nodes", "project")))) / 10


def test_a_date_brings_statuses_and_leaves_out_what_was_not_there_yet(seed):
    pause = "id:amazon-moratorium-2020"
    network = kg.project(seed, "commitments", on="2020-12-01", known_by="2020-06-12")
    assert (network.nodes[pause]["status"], network.nodes[pause]["reason"], network.nodes[pause]["until"]) == ("in force", "before stated end", "2021-06")
    assert network.nodes[pause]["kept"] == "no report"
    assert pause not in kg.project(seed, "commitments", on="2020-05-01")
    assert kg.project(seed, "commitments", on="2022-01-01").nodes[pause]["status"] == "ended"


def test_what_was_not_yet_published_is_left_out(bundled):
    early = kg.project(bundled, "commitments", on="2020-06-11", known_by="2020-06-11", technology="id:rekognition")
    today = kg.project(bundled, "commitments", technology="id:rekognition")
    assert set(early) < set(today) or len(kg.sources(bundled)) == 1
    issued = {a["issued"] for _, a in early.nodes(data=True) if a["type"] == "Source"}
    assert issued and max(issued) <= "2020-06-11"


def test_a_query_without_the_two_columns(seed):
    with pytest.raises(ValueError, match="source and .target"):
        kg.project(seed, "SELECT ?s { ?s ?p ?o }")


def test_own_query_with_attributes_of_its_own(seed):
    network = kg.project(seed, 'SELECT ?source ?target ("friendly" AS ?source_mood) ("7" AS ?weight) { ?source aec:sponsors ?target }')
    assert network.nodes["id:ibm"]["mood"] == "friendly"
    assert network.get_edge_data("id:ibm", "id:rome-call")["related"]["weight"] == "7"


def test_several_of_one_kind_are_told_once_each_in_order(tmp_path):
    (tmp_path / "data.nq").write_text(
        "".join(
            f"<https://w3id.org/aec/{line} <https://w3id.org/aec/source/s> .\n"
            for line in (
                'id/a> <https://w3id.org/aec/ontology#sponsors> <https://w3id.org/aec/id/b>',
                'id/a> <http://www.w3.org/2000/01/rdf-schema#label> "Zed"@en',
                'id/a> <http://www.w3.org/2000/01/rdf-schema#label> "Alpha"@fr',
                'id/a> <https://w3id.org/aec/ontology#affects> <https://w3id.org/aec/vocab/y>',
                'id/a> <https://w3id.org/aec/ontology#affects> <https://w3id.org/aec/vocab/x>',
                'id/a> <https://w3id.org/aec/ontology#affects> <https://w3id.org/aec/vocab/without-label>',
                'vocab/x> <http://www.w3.org/2004/02/skos/core#prefLabel> "one"@en',
                'vocab/y> <http://www.w3.org/2004/02/skos/core#prefLabel> "many"@en',
            )
        )
    )
    network = kg.project(kg.load(tmp_path / "data.nq"), "SELECT ?source ?target { ?source aec:sponsors ?target }")
    assert network.nodes["id:a"] == {"label": "Alpha; Zed", "type": "Thing", "affects": "many; one", "iri": kg.expand("id:a")}
    assert network.nodes["id:b"] == {"label": "id:b", "type": "Thing", "iri": kg.expand("id:b")}


def test_a_claim_that_two_sources_make_is_one_edge_with_both(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.ttl").write_text(
            f"""@prefix aec: <https://w3id.org/aec/ontology#> . @prefix id: <https://w3id.org/aec/id/> . @prefix dcterms: <http://purl.org/dc/terms/> .
            <https://w3id.org/aec/source/{name}> a aec:Source ; dcterms:title "100% {name}"@en ; dcterms:publisher id:paper ; dcterms:issued "2020" .
            id:paper <http://www.w3.org/2000/01/rdf-schema#label> "Paper"@en . id:x aec:sponsors id:y ."""
        )
    asked = 'SELECT ?source ?target ?graph ("p. 1" AS ?locator) { GRAPH ?graph { ?source aec:sponsors ?target } ?graph a aec:Source }'
    store = kg.Store()
    for name in ("two", "one"):
        store.inner.load((tmp_path / f"{name}.ttl").read_bytes(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(kg.expand(f"src:{name}")))
        store.inner.load((tmp_path / f"{name}.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    ((_, _, attributes),) = kg.project(store, asked).edges(data=True)
    assert attributes["sources"] == "100% one\tPaper\t2020\tp. 1\t\n100% two\tPaper\t2020\tp. 1\t"
