"""Loading: formats, graphs, the merge, stores on disk, and what happens to broken input."""

import gzip

import pyoxigraph as ox
import pytest

import kg

TURTLE = """@prefix id: <https://w3id.org/aec/id/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
id:one rdfs:label "one"@en . <> rdfs:comment "the source itself" .
"""
LABELS = "SELECT ?g ?label { GRAPH ?g { id:one rdfs:label ?label } }"


def write(folder, name, text):
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def serialised(format):
    triples = ox.parse(TURTLE.encode(), format=ox.RdfFormat.TURTLE, base_iri="https://w3id.org/aec/source/any")
    return ox.serialize(triples, format=format).decode()


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.ttl", "TURTLE"), ("a.ttl.gz", "TURTLE"), ("a.nt", "N_TRIPLES"), ("a.nq", "N_QUADS"), ("a.trig", "TRIG"), ("a.rdf", "RDF_XML"), ("a.jsonld", "JSON_LD"), ("a.nt.gz", "N_TRIPLES")],
)  # fmt: skip
def test_formats(tmp_path, name, format):
    store = kg.load(write(tmp_path, name, serialised(getattr(ox.RdfFormat, format))))
    assert [kg.curie(row["g"].value) for row in store.solutions(LABELS)] == ["src:a"]
    assert store.ask('ASK { id:one rdfs:label "one"@en }'), "the merge holds it too"


def test_the_name_of_a_file_is_its_key(tmp_path):
    store = kg.load(write(tmp_path, "2020-01-01-some-source.ttl", TURTLE))
    assert store.ask("ASK { GRAPH src:2020-01-01-some-source { src:2020-01-01-some-source rdfs:comment ?c } }")


def test_named_graphs_of_a_file_stay(tmp_path):
    store = kg.load(write(tmp_path, "a.trig", "@prefix src: <https://w3id.org/aec/source/> . src:b { src:b src:p src:c }"))
    assert store.ask("ASK { GRAPH src:b { src:b src:p src:c } }") and store.ask("ASK { src:b src:p src:c }")


def test_a_triple_in_two_sources_counts_once_in_the_merge(tmp_path):
    store = kg.load(write(tmp_path, "a.ttl", TURTLE), write(tmp_path, "b.ttl", TURTLE))
    assert len(list(store.solutions(LABELS))) == 2
    assert len(list(store.solutions("SELECT ?label { id:one rdfs:label ?label }"))) == 1


@pytest.mark.parametrize("folder", [None, "built"])
def test_the_merge_holds_every_graph_whatever_its_name(tmp_path, folder):
    names = [*(f"<https://w3id.org/aec/source/s{number}>" for number in range(250)), "_:unnamed"]
    lines = "".join(f'<http://a.b/c> <http://a.b/p> "{name}" {name} .\n_:same <http://a.b/q> <http://a.b/c> {name} .\n' for name in names)
    store = kg.load(write(tmp_path, "a.nq", lines), store=folder and tmp_path / folder)
    assert len(store.solutions("SELECT ?o { <http://a.b/c> <http://a.b/p> ?o }").serialize(format=ox.QueryResultsFormat.CSV).splitlines()) == 1 + len(names)
    (row,) = store.solutions("SELECT (COUNT(DISTINCT ?b) AS ?n) { { ?b <http://a.b/q> <http://a.b/c> } UNION { GRAPH ?g { ?b <http://a.b/q> <http://a.b/c> } } }")
    assert row["n"].value == "1", "a blank node stays one in the merge"


def test_folders_and_globs(tmp_path):
    write(tmp_path, "a.ttl", TURTLE)
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub", "b.ttl", TURTLE)
    for data in ([tmp_path], [str(tmp_path / "**/*.ttl")], [tmp_path, tmp_path / "a.ttl"]):
        assert len(list(kg.load(*data).solutions(LABELS))) == 2


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("broken.ttl", "@prefix id: <https://w3id.org/aec/id/> .\nid:one id:two .\n", "broken.ttl:2: "),
        ("broken.nt", "<http://a> <http://b> <http://c> .\nno triple\n", "broken.nt:2: "),
        ("broken.jsonld", '{"@id": ', "broken.jsonld"),
        ("broken.ttl.gz", "", "broken.ttl.gz"),
        ("data.csv", "a,b", "unknown format"),
    ],
)
def test_broken_input_names_file_line_and_reason(tmp_path, name, text, message):
    path = tmp_path / name
    path.write_bytes(b"not gzip" if name.endswith(".gz") else text.encode())
    with pytest.raises(kg.DataError) as error:
        kg.load(path)
    assert message in str(error.value) and "\n" not in str(error.value)


def test_missing_and_ambiguous_names(tmp_path):
    with pytest.raises(kg.DataError, match="no such file"):
        kg.load(tmp_path / "nowhere.ttl")
    (tmp_path / "sub").mkdir()
    with pytest.raises(kg.DataError, match="same graph"):
        kg.load(write(tmp_path, "a.ttl", TURTLE), write(tmp_path / "sub", "a.ttl", TURTLE))


def test_a_broken_file_leaves_the_store_as_it_was(tmp_path, seed):
    store = kg.load(write(tmp_path, "a.ttl", TURTLE))
    before = len(store.inner)
    with pytest.raises(kg.DataError):
        store.add(write(tmp_path, "good.ttl", TURTLE.replace("one", "two")), write(tmp_path, "bad.ttl", "nonsense"))
    assert len(store.inner) == before


def test_store_on_disk(tmp_path):
    built = kg.load(write(tmp_path, "a.ttl", TURTLE), store=tmp_path / "store")
    again = kg.load(store=tmp_path / "store")
    assert len(again) == len(built) > 0
    assert [row["label"].value for row in again.solutions(LABELS)] == ["one"]
    with pytest.raises(kg.DataError, match="exists already"):
        kg.load(tmp_path / "a.ttl", store=tmp_path / "store")


def test_a_failed_build_leaves_nothing_behind(tmp_path):
    bad = write(tmp_path, "bad.ttl", "nonsense")
    with pytest.raises(kg.DataError):
        kg.load(bad, store=tmp_path / "store")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.ttl"]


def test_a_folder_that_is_no_store(tmp_path):
    with pytest.raises(kg.DataError, match="not a store"):
        kg.load(store=tmp_path)


def test_dataset_is_the_same_data(seed):
    import rdflib

    graph = seed.dataset.get_context(rdflib.URIRef(kg.expand("src:2020-06-11-it-pro-amazon-rekognition")))
    assert (rdflib.URIRef(kg.expand("id:ibm")), rdflib.URIRef(kg.expand("aec:sponsors")), rdflib.URIRef(kg.expand("id:rome-call"))) in graph


def test_query_gives_rdflib_results(seed):
    rows = list(seed.query("exceptions", holder="id:amazon"))
    assert {str(row.user_label) for row in rows} == {"anti-trafficking group", "International Center for Missing and Exploited Children"}
    assert bool(seed.query("ASK { id:amazon a org:Organization }"))
    assert len(seed.query("CONSTRUCT WHERE { ?s aec:sponsors ?o }").graph) == 2


def test_frame_keeps_dates_as_they_are_and_makes_numbers_numbers(seed):
    assert set(seed.frame("SELECT ?d { ?c aec:announcedOn ?d }")["d"]) == {"2020-06", "2020-03"}
    assert seed.frame("SELECT (COUNT(*) AS ?n) { ?c a aec:Commitment }")["n"].tolist() == [4]
    assert seed.frame("SELECT ?s { ?s a aec:Nothing }").columns.tolist() == ["s"]
    odd = seed.frame(r'SELECT ?x ?y { VALUES (?x ?y) { ("a\tb\"c\\n" UNDEF) ("NA" 1.5) ("" 2) } }')
    assert odd["x"].tolist() == ['a\tb"c\\n', "NA", ""] and odd["y"].tolist()[1:] == [1.5, 2.0]
    with pytest.raises(TypeError):
        seed.frame("ASK { ?s ?p ?o }")


def test_bad_sparql_is_one_line(seed):
    with pytest.raises(ValueError, match="SPARQL syntax") as error:
        seed.query("SELECT ?x WHERE { ?x")
    assert "\n" not in str(error.value)
