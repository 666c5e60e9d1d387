"""The query library: every file is valid as it stands, says what it answers, and gives the rows written down."""

import csv
import io
import warnings

import pyoxigraph as ox
import pytest
import rdflib

import kg
from helpers import TESTS
from kg.query import Query, find, term

EVERY = kg.queries(None)
EXPECTED = TESTS / "expected"
ASK = [name for name in kg.queries("ask") if name not in ("about", "names", "no-stance", "stats", "status")]


def rows_of(store, name):
    answer = store.solutions(name)
    names = [variable.value for variable in answer.variables]
    return [names, *([kg.curie(row[n].value) if row[n] else "" for n in names] for row in answer)]


def as_csv(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def test_names_are_unique():
    assert len(EVERY) == sum(len(kg.queries(group)) for group in ("ask", "check", "project", "status", "coverage"))


@pytest.mark.parametrize("query", EVERY.values(), ids=EVERY)
def test_header_and_parameters(query):
    assert query.text.startswith("#+ summary: ") and not query.summary.endswith(".")
    assert set(query.param_help) == set(query.params)


@pytest.mark.parametrize("name", ASK)
def test_rows_on_the_seed(seed, name):
    """The answer to each question on the article alone, as a person reviewed it."""
    assert as_csv(rows_of(seed, name)) == (EXPECTED / f"{name}.csv").read_text(), f"if the change is right: python tests/expect.py {name}"


@pytest.mark.parametrize("name", ASK)
def test_runs_on_the_bundled_data(bundled, name):
    assert bundled.solutions(name).variables


@pytest.fixture(scope="module")
def in_rdflib(seed):
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        dataset = rdflib.Dataset()
        return dataset.parse(data=seed.inner.dump(format=ox.RdfFormat.N_QUADS).decode(), format="nquads")


@pytest.mark.parametrize("name", [name for name in EVERY if name not in ("about", "status") and EVERY[name].group != "check"])
def test_rdflib_gives_the_same_rows(seed, in_rdflib, name):
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        other = sorted(tuple("" if x is None else str(x) for x in row) for row in in_rdflib.query(EVERY[name].text))
    answer = seed.solutions(name)
    assert sorted(tuple("" if x is None else x.value for x in row) for row in answer) == other


@pytest.mark.parametrize(
    ("name", "params", "column", "expected"),
    [
        ("who-committed", {"technology": "id:rekognition"}, "holder", {"id:amazon"}),
        ("who-committed", {"technology": "id:facial-recognition"}, "holder", {"id:amazon", "id:google", "id:ibm"}),
        ("who-committed", {"holder": "id:ibm"}, "commitment", {"id:ibm-facial-recognition-exit-2020"}),
        ("who-committed", {"technology": "id:drone"}, "holder", set()),
        ("by-technology", {"technology": "id:biometric-technology"}, "holder_label", {"Amazon", "IBM", "Google", "Microsoft", "Human rights organisations, unnamed", "Critics of Rekognition, unnamed", "American Civil Liberties Union of Northern California"}),
        ("demands", {"addressee": "id:microsoft"}, "holder_label", {"American Civil Liberties Union of Northern California"}),
        ("concerns", {"harm": "v:false-match"}, "speaker", {"John Frank"}),
        ("people", {"organisation": "id:ibm"}, "person_label", {"Arvind Krishna"}),
        ("initiatives", {"actor": "id:ibm"}, "initiative", {"id:rome-call"}),
        ("single-source", {"claim": "id:amazon-moratorium-2020"}, "claim", {"id:amazon-moratorium-2020"}),
    ],
)  # fmt: skip
def test_parameters(seed, name, params, column, expected):
    assert {kg.curie(row[column].value) for row in seed.solutions(name, **params)} == expected


def test_text_never_becomes_syntax(seed):
    evil = 'x" } } INSERT DATA { <a:a> <a:b> "'
    assert list(seed.solutions("who-committed", technology=evil)) == []
    for bad in ("id:a> } SELECT", "http://a.b/ c", "id:a\nb", "https://x/<y>"):
        with pytest.raises(ValueError, match="no IRI may hold"):
            term(bad)


def test_terms_of_rdflib_and_pyoxigraph_are_terms():
    assert term(rdflib.URIRef("http://a.b/c")) == term(ox.NamedNode("http://a.b/c")) == "<http://a.b/c>"
    assert term(rdflib.Literal("x", lang="en")) == term(ox.Literal("x", language="en")) == '"x"@en'


def test_unknown_parameter_and_query():
    with pytest.raises(TypeError, match="takes technology, holder, not colour"):
        find("who-committed").bind(colour="red")
    with pytest.raises(LookupError, match="did you mean who-committed"):
        find("who-comitted")


def test_several_places_take_one_parameter():
    query = Query("q", "SELECT * { VALUES ?on { UNDEF } { VALUES ?on { UNDEF } } } VALUES (?a ?b) { (UNDEF UNDEF) }")
    assert query.params == ("on", "a", "b")
    assert query.bind(on="2020", b=1) == 'SELECT * { VALUES ?on { "2020" } { VALUES ?on { "2020" } } } VALUES (?b) { (1) }'


def test_a_list_is_any_of_its_terms(seed):
    query = Query("q", "SELECT * { VALUES ?on { UNDEF } } VALUES (?a ?b) { (UNDEF UNDEF) }")
    assert query.bind(on=["id:ibm", ox.NamedNode("urn:x")], a=[1, 2], b=["x", "y"]) == (
        'SELECT * { VALUES ?on { <https://w3id.org/aec/id/ibm> <urn:x> } } VALUES (?a ?b) { (1 "x") (1 "y") (2 "x") (2 "y") }'
    )
    assert query.bind(on=[]) == "SELECT * { VALUES ?on {  } } "
    assert {row["holder"].value.rpartition("/")[2] for row in seed.solutions("who-committed", holder=["id:ibm", "id:amazon"])} == {"ibm", "amazon"}


def test_a_line_goes_with_its_parameter():
    query = Query("q", "SELECT * {\n  ?s ?p ?o .\n  #? ?s a ?type . VALUES ?type { UNDEF }\n}")
    assert query.params == ("type",) and "\n  #? ?s a ?type . " in query.bind()
    assert query.bind(type="aec:Scope") == "SELECT * {\n  ?s ?p ?o .\n  ?s a ?type . VALUES ?type { <https://w3id.org/aec/ontology#Scope> }\n}"


@pytest.mark.parametrize("query", [query for query in EVERY.values() if "#? ?s aec:technology" in query.text], ids=lambda query: query.name)
def test_a_scope_has_a_technology_so_that_all_need_not_look(bundled, query):
    looking = query.text.replace("#? ", "").replace("VALUES ?technology { UNDEF }", "")
    looked, left_out = (sorted(bundled.inner.query(text).serialize(format=ox.QueryResultsFormat.TSV).splitlines()) for text in (looking, query.text))
    assert looked == left_out and len(left_out) > 3
