"""An endpoint in the store's place: the same tests on two real servers, and what differs between them by name."""

import csv
import json
import os
from functools import cache

import pytest
from click.testing import CliRunner

import kg
import servers
from conftest import SEED
from helpers import TESTS
from kg import asking, paths, source, virtuoso
from kg.cli import main
from kg.endpoint import MERGE, Endpoint
from kg.names import search

# The tests of the embedded store, collected here once more: the fixtures below give them an endpoint.
from test_covers import *  # noqa: F403
from test_project import *  # noqa: F403
from test_queries import ASK, EXPECTED, as_csv, rows_of, test_parameters, test_text_never_becomes_syntax
from test_status import (  # noqa: F401
    test_a_cycle_names_its_members_and_does_not_hang,
    test_a_length_that_cannot_be_added_is_named,
    test_every_row_has_a_commitment,
    test_the_line_of_a_promise_goes_on,
    test_the_sources_of_an_end_are_among_the_sources,
    test_worked_example,
    test_worked_example_knows_two_at_first_and_four_a_year_later,
)

MINI = TESTS / "mini"
DATA = {
    "coverage": (MINI / "coverage.trig",),
    "status": (MINI / "status.trig",),
    "worked": (MINI / "worked-example.trig",),
    "told": (MINI / "told-by-several.trig",),
    "mini": (MINI,),
    "seed": (paths.DATA / "reference", SEED),
    "wrong": (TESTS / "checks",),
}


class Held:
    """A server and the one data set that it holds at a time."""

    def __init__(self, server):
        self.server, self.name, self.endpoint = server, None, None

    def __call__(self, name):
        if name != self.name:
            self.name, self.endpoint = name, None
            fresh = self.open()
            held = {row["g"].value for row in fresh.solutions("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}
            for graph in {*held, MERGE} - {*virtuoso.GRAPHS}:
                fresh.session.write(self.server.update, "POST", data={"update": f"CLEAR SILENT GRAPH <{graph}>"})
            if self.server.name != "virtuoso":
                fresh.session.write(self.server.update, "POST", data={"update": "CLEAR DEFAULT"})
            self.endpoint = self.open().add(*source.vocabulary(), *source.files(DATA[name]))
        return self.endpoint

    def open(self, **options):
        defaults = {"auth": self.server.auth, "update": self.server.update, "graph_store": self.server.graph_store, "retries": 0}
        return Endpoint(self.server.query, **defaults | options)


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def held(request):
    if request.param == "virtuoso" and not servers.has_virtuoso():
        pytest.skip("no Virtuoso here; .ci/servers gets it")
    with getattr(servers, request.param)() as server:
        yield Held(server)


def holding(name):
    @pytest.fixture
    def engine(held):
        return held(name)

    return engine


# As many fixtures as the tests of the store have, all of the one server; in place of all of the data the seed article.
made_up, table, worked, told, seed, bundled = map(holding, ("coverage", "status", "worked", "told", "seed", "seed"))


def rows(engine, query, **params):
    answer = engine.solutions(query, **params)
    names = [variable.value for variable in answer.variables]
    return names, sorted(tuple("" if row[name] is None else str(row[name]) for name in names) for row in answer)


@pytest.mark.parametrize("name", ASK)
def test_rows_on_the_seed_are_those_reviewed(held, seed, name):
    found, wanted = as_csv(rows_of(seed, name)), (EXPECTED / f"{name}.csv").read_text()
    if held.server.name == "virtuoso" and name == "people":
        # It sorts long text by its beginning only.
        assert found != wanted
        found, wanted = sorted(found.splitlines()), sorted(wanted.splitlines())
    assert found == wanted


@pytest.fixture(scope="module")
def loaded():
    return cache(lambda name: kg.load(*DATA[name]))


@pytest.fixture(scope="module")
def mini(loaded):
    return loaded("mini")


@pytest.mark.parametrize("name", [name for name in kg.queries(None) if name not in ("about", "status")])
def test_every_shipped_query_gives_the_rows_of_the_store(held, mini, name):
    assert rows(held("mini"), name) == rows(mini, name)


# Where a parameter is no column of the rows, one of the things that have something to answer.
INSIDE = {"holder": "?claim a aec:Commitment ; aec:holder ?value", "technology": "?claim a aec:Commitment ; aec:scope/aec:technology ?value", "publisher": "?source dcterms:publisher ?value", "category": "?actor aec:inCategory ?value", "scheme": "?concept skos:inScheme ?value", "class": "?thing a ?value"}  # fmt: skip
RICHEST = {"disagreements": "mini"}


@pytest.mark.parametrize(("name", "param"), [(name, param) for name, query in kg.queries(None).items() if name not in ("about", "changes", "status") for param in query.params])
def test_every_parameter_gives_the_rows_of_the_store(held, loaded, name, param):
    data = RICHEST.get(name, "seed")
    names, found = rows(loaded(data), name)
    if param not in names:
        names, found = rows(loaded(data), f"SELECT ?{param} {{ {INSIDE[param].replace('?value', f'?{param}')} }}")
    values = sorted({row[names.index(param)].strip("<>") for row in found} - {""})
    value, wanted = next((value, wanted) for value in values if (wanted := rows(loaded(data), name, **{param: value}))[1])
    assert rows(held(data), name, **{param: value}) == wanted


@pytest.mark.parametrize("on", ["2020-06-10", "2021-06-10", None])
def test_status_in_sparql(held, loaded, on):
    """Virtuoso's compiler fails on it with few data; with more it plans otherwise. `kg status` needs it nowhere."""
    if held.server.name == "virtuoso":
        with pytest.raises(kg.DataError, match="compiler error"):
            held("status").solutions("status", on=on)
        return
    assert rows(held("status"), "status", on=on) == rows(loaded("status"), "status", on=on)


def test_about_one_thing(held, mini):
    assert rows(held("mini"), "about", entity="id:amazon") == rows(mini, "about", entity="id:amazon")


def test_frames_and_networks_are_those_of_the_store(held, mini):
    engine = held("mini")
    frame, wanted = (one.frame("who-committed").sort_values(["commitment", "holder", "scope"], ignore_index=True) for one in (engine, mini))
    assert frame.equals(wanted)
    network, expected = (kg.project(one, "commitments", on="2020-12-01") for one in (engine, mini))
    assert dict(network.nodes(data=True)) == dict(expected.nodes(data=True)) and sorted(network.edges()) == sorted(expected.edges())
    assert search(engine, "pause") == search(mini, "pause")
    assert len(engine) == len(mini) and engine.ask("ASK { ?c a aec:Commitment }") and not engine.ask("ASK { ?c a aec:Nothing }")
    assert len(engine.query("CONSTRUCT { ?c a aec:Held } { ?c a aec:Commitment }").graph) == len(mini.query("SELECT DISTINCT ?c { ?c a aec:Commitment }"))


def test_checks_find_what_is_wrong(held):
    """As in the store, but for the nodes without a name, as loaded they have one; and for one class on Virtuoso."""
    engine, store = held("wrong"), kg.load(*DATA["wrong"])
    but = {"blank-node"} | ({"class-outside-disjointness"} if held.server.name == "virtuoso" else set())
    for name in kg.queries("check").keys() - but:
        assert rows(engine, name) == rows(store, name), name
    found = {(one.severity, one.rule, one.entity) for one in kg.validate(engine)}
    assert found and {rule for _, rule, _ in found} == {name for name in kg.queries("check") if rows(engine, name)[1]}
    assert all(one.graph for one in kg.validate(engine) if one.rule == "missing-label")


# What a server is given and gives back


@pytest.fixture
def scratch(held):
    """An endpoint to change."""
    engine = held("told")
    yield engine
    held.name = None


def named(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def everything(engine):
    return rows(engine, "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }")[1], rows(engine, "SELECT ?s ?p ?o { ?s ?p ?o }")[1]


def test_loading_again_changes_nothing(scratch):
    before = everything(scratch)
    scratch.add(*source.vocabulary(), *source.files(DATA["told"]))
    assert everything(scratch) == before


def test_a_source_that_changed_leaves_the_merge_but_for_what_others_say(scratch, tmp_path):
    one = named(tmp_path, "one.ttl", '<urn:a> <urn:p> "both", "one alone" .')
    scratch.add(one, named(tmp_path, "two.ttl", '<urn:a> <urn:p> "both" .'))
    named(tmp_path, "one.ttl", '<urn:a> <urn:p> "anew" .')
    scratch.add(one)
    assert rows(scratch, "SELECT ?o { <urn:a> <urn:p> ?o }")[1] == [('"anew"',), ('"both"',)]
    assert rows(scratch, "SELECT ?o { GRAPH src:one { ?a ?p ?o } }")[1] == [('"anew"',)]


def test_by_update_where_there_is_no_graph_store(held, scratch, tmp_path):
    by_update = held.open(graph_store=None)
    one = named(tmp_path, "one.trig", '<urn:a> <urn:p> "x\\"} } ; DROP ALL" . GRAPH <urn:g> { <urn:a> <urn:q> [] }')
    assert everything(by_update.add(one)) == everything(scratch)
    assert rows(scratch, "SELECT ?o { GRAPH src:one { <urn:a> <urn:p> ?o } }")[1] == [('"x\\"} } ; DROP ALL"',)]
    assert rows(scratch, "SELECT (isIRI(?o) AS ?named) { GRAPH <urn:g> { <urn:a> <urn:q> ?o } }")[1][0][0].strip('"')[0] in "t1"


def test_a_broken_file_sends_nothing(scratch, tmp_path):
    before = everything(scratch)
    good, bad = named(tmp_path, "good.ttl", "<urn:a> <urn:b> <urn:c> ."), named(tmp_path, "bad.ttl", "<urn:a> <urn:b>\n oops")
    with pytest.raises(kg.DataError, match=r"bad.ttl:2: "):
        scratch.add(good, bad)
    assert everything(scratch) == before


def test_loading_needs_an_address(held, scratch):
    with pytest.raises(ValueError, match="--update, --graph-store"):
        held.open(update=None, graph_store=None).add(*source.vocabulary())
    with pytest.raises(kg.DataError, match="has g:ontology already|has https"):
        held.open(update=None).add(*source.vocabulary())


def test_terms_survive(scratch, tmp_path):
    kinds = {
        "text": '"a \\"quote\\", a tab\\t, a line\\n and a \\\\"',
        "language": '"étage"@fr',
        "day": '"2020-06-01"^^xsd:date',
        "month": '"2020-06"^^xsd:gYearMonth',
        "year": '"2020"^^xsd:gYear',
        "whole": "7",
        "true": "true",
        "empty": '""',
        "year long": '"P1Y"^^xsd:duration',
        "days": '"P90D"^^xsd:duration',
        "iri": "<http://x.org/a?b=c&d=é>",
    }
    path = named(tmp_path, "kinds.ttl", "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n" + "\n".join(f"<urn:{name.replace(' ', '-')}> <urn:kind> {text} ." for name, text in kinds.items()))
    query = "SELECT ?s ?o { ?s <urn:kind> ?o }"
    assert rows(scratch.add(path), query) == rows(kg.Store().add(path), query)


def test_virtuoso_inserts_no_durations(held, scratch, tmp_path):
    path = named(tmp_path, "long.ttl", '<urn:a> <urn:p> "P1Y"^^<http://www.w3.org/2001/XMLSchema#duration> .')
    by_update = held.open(graph_store=None)
    if held.server.name == "virtuoso":
        with pytest.raises(kg.DataError, match="xsd:duration can not be created"):
            by_update.add(path)
    else:
        assert by_update.add(path).ask("ASK { <urn:a> ?p ?length }")


def test_virtuoso_fails_on_values_after_a_grouping_and_names_blank_nodes_as_it_likes(held, scratch):
    scratch.session.write(held.server.graph_store, "PUT", params={"graph": "urn:blank"}, data=b"<urn:a> <urn:p> _:b .", headers={"Content-Type": "application/n-triples"})
    failing = {
        "SELECT (COUNT(?s) AS ?n) { ?s a ?type } GROUP BY ?type VALUES ?type { aec:Commitment }": "No column type",
        "SELECT ?o { GRAPH ?g { <urn:a> <urn:p> ?o } }": "Invalid blank node",
    }
    for query, message in failing.items():
        if held.server.name == "virtuoso":
            with pytest.raises(kg.DataError, match=message):
                scratch.solutions(query)
        else:
            assert list(scratch.solutions(query))


def test_a_named_graph_is_a_column_more_on_virtuoso(held):
    answer = held("told").solutions("SELECT * { GRAPH src:vague { ?s a aec:Commitment } }")
    assert {variable.value for variable in answer.variables} == ({"s", "graph_1"} if held.server.name == "virtuoso" else {"s"}) and list(answer)


def test_a_page_that_asks_carries_the_same_triples(held, mini):
    def carried(engine):
        return [row for row in rows(engine, asking._EVERYTHING)[1] if "graph/ontology" not in row[0] and row[0]]

    assert carried(held("mini")) == carried(mini)


def test_a_duration_of_two_kinds_loses_its_days_on_virtuoso(held, scratch, tmp_path):
    path = named(tmp_path, "long.ttl", '<urn:a> <urn:p> "P1Y2D"^^<http://www.w3.org/2001/XMLSchema#duration> .')
    ((length,),) = rows(scratch.add(path), "SELECT ?o { <urn:a> <urn:p> ?o }")[1]
    assert length.startswith('"P1Y"' if held.server.name == "virtuoso" else '"P1Y2D"')


def test_dates_that_begin_on_the_same_day_are_one_on_virtuoso(held, scratch, tmp_path):
    """In one graph, so in the merge; the graphs of two sources keep both."""
    for name, date in {"one": '"2019"^^xsd:gYear', "two": '"2019-01"^^xsd:gYearMonth'}.items():
        scratch.add(named(tmp_path, f"{name}.ttl", f"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <urn:a> <urn:p> {date} ."))
    assert len(rows(scratch, "SELECT ?o { GRAPH ?g { <urn:a> <urn:p> ?o } }")[1]) == 2
    assert len(rows(scratch, "SELECT ?o { <urn:a> <urn:p> ?o }")[1]) == (1 if held.server.name == "virtuoso" else 2)


def test_the_merge_counts_a_triple_once_and_is_no_source(held):
    engine = held("told")
    told_twice = "SELECT ?s ?p ?o { GRAPH ?a { ?s ?p ?o } GRAPH ?b { ?s ?p ?o } FILTER(STR(?a) < STR(?b)) } LIMIT 1"
    (row,) = engine.solutions(told_twice)
    assert len(list(engine.solutions(f"SELECT * {{ {row['s']} {row['p']} {row['o']} BIND(1 AS ?once) }}"))) == 1
    assert not any(graph in (MERGE, *virtuoso.GRAPHS) for (graph,) in rows(engine, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")[1])


def test_a_named_merge_on_a_server_that_keeps_to_the_standard(tmp_path):
    """Its default graph is then that graph, and every other named graph is asked for by name."""
    with servers.oxigraph() as server:
        engine = Endpoint(server.query, update=server.update, graph_store=server.graph_store, merge="urn:merged")
        engine.add(*source.vocabulary(), *source.files(DATA["told"]))
        assert everything(engine) == everything(Held(server).open(merge="urn:merged"))
        assert rows(engine, "who-says-so") == rows(kg.load(*DATA["told"]), "who-says-so")
        assert engine._server.merge == "urn:merged" and not Held(server).open().ask("ASK { ?s ?p ?o }")


# Answers that a server cuts


@pytest.fixture(scope="module")
def long(held, tmp_path_factory):
    """12,500 triples, on a server that was told (Virtuoso) or is made to seem (Oxigraph) to cut at 10,000."""
    path = tmp_path_factory.mktemp("long") / "long.nq"
    path.write_text("".join(f'<urn:x{i:05}> <urn:v> "{i % 7}"{"@en" if i % 3 else ""} <urn:long> .\n' for i in range(12_500)))
    held.server.load(path)
    held.name = None
    return held.open(merge="urn:long", page=None if held.server.name == "virtuoso" else 10_000)


@pytest.mark.parametrize("query", ["SELECT ?s ?o { ?s <urn:v> ?o }", "SELECT * { ?s <urn:v> ?o } # all of it", "SELECT ?o { ?s <urn:v> ?o }", "SELECT ?s { ?s <urn:v> ?o } ORDER BY DESC(?s)", "SELECT ?s { ?s <urn:v> ?o } ORDER BY ?s LIMIT 11000 OFFSET 1000", "SELECT DISTINCT ?s { ?s <urn:v> ?o }"])
def test_pages_are_the_whole_answer(long, query):
    found = [tuple(str(row[name]) for name in range(len(row))) for row in long.solutions(query)]
    numbers = range(12_500)
    if "?o {" in query and "?s ?o" not in query:
        assert sorted(found) == sorted((f'"{i % 7}"{"@en" if i % 3 else ""}',) for i in numbers)
    elif "LIMIT" in query:
        assert [s for (s, *_) in found] == [f"<urn:x{i:05}>" for i in numbers[1000:12000]]
    elif "DESC" in query:
        assert [s for (s, *_) in found] == [f"<urn:x{i:05}>" for i in reversed(numbers)]
    else:
        assert len(found) == 12_500 and len({next(term for term in row if term.startswith("<")) for row in found}) == 12_500


def test_a_cut_graph_is_refused(held, long):
    query = "CONSTRUCT { ?s <urn:w> ?o } { ?s <urn:v> ?o }"
    if held.server.name == "virtuoso":
        with pytest.raises(kg.DataError, match="cut this graph at 10,001"):
            long.solutions(query)
    else:
        assert len(list(long.solutions(query))) == 12_500


# The command


@pytest.fixture
def run(held, monkeypatch):
    if held.server.auth:
        monkeypatch.setenv("AEC_ENDPOINT_USER", held.server.auth[0])
        monkeypatch.setenv("AEC_ENDPOINT_PASSWORD", held.server.auth[1])

    def command(*words):
        result = CliRunner().invoke(main, [*words, "--endpoint", held.server.query])
        assert result.exit_code in (0, 1), result.output
        return result.stdout, result.stderr

    return command


PAUSE = "id:amazon-moratorium-2020"


@pytest.mark.parametrize(
    "words",
    [
        ("query", "exceptions", f"commitment={PAUSE}"),
        ("query", "CONSTRUCT { ?s a aec:Held } { ?s a aec:Commitment } LIMIT 1"),
        ("show", PAUSE),
        ("find", "pause"),
        ("stats",),
        ("sources",),
        ("similar", "--format", "csv"),
        ("status", PAUSE, "--on", "2020-12-01", "--known-by", "2020-06-12"),
        ("timeline", PAUSE),
        ("covers", "Amazon Rekognition", "--user", "US police forces", "--on", "2020-12-01"),
        ("diff", "2020-06-01", "2020-07-01"),
        ("expiring", "--within", "30d", "--on", "2021-05-15", "--known-by", "2021-05-15"),
    ],
    ids=lambda words: words[0],
)
def test_commands_say_what_they_say_of_the_store(held, run, words):
    held("seed")
    wanted = CliRunner().invoke(main, [*words, *(word for path in DATA["seed"] for word in ("--data", str(path)))])
    out, err = run(*words)
    if "CONSTRUCT" in words[-1]:
        assert "a aec:Held" in out
    else:
        assert (sorted(out.splitlines()), err) == (sorted(wanted.stdout.splitlines()), wanted.stderr)


def test_draw_explore_and_save(held, run, tmp_path):
    held("seed")
    run("draw", "commitments", "holder=id:amazon", "-o", str(tmp_path / "amazon.html"))
    assert "one-year pause" in (tmp_path / "amazon.html").read_text(encoding="utf-8")
    out, _ = run("explore", "--no-open", "--on", "2020-12-01", "-o", str(tmp_path / "page.html"))
    assert "Amazon" in out and (tmp_path / "page.html").stat().st_size > 200_000
    run("query", "demands", "-o", str(tmp_path / "demands.csv"))
    run("query", "demands", "-o", str(tmp_path / "demands.json"))
    with (tmp_path / "demands.csv").open() as stream:
        assert len(list(csv.DictReader(stream))) == len(json.loads((tmp_path / "demands.json").read_text())["results"]["bindings"]) > 0
    assert sorted(os.listdir(tmp_path)) == ["amazon.html", "demands.csv", "demands.json", "page.html"]


def test_load_into_a_server(held, run, tmp_path):
    held("told")
    held.name = None
    path = named(tmp_path, "2024-01-01-mine.ttl", "<urn:a> <urn:b> <urn:c> .")
    words = ("--update", held.server.update, "--graph-store", held.server.graph_store)
    out, _ = run("load", str(path), *words)
    assert "3 files loaded" in out and f"next: kg stats --endpoint {held.server.query}" in out
    assert rows(held.open(), "SELECT ?c { GRAPH src:2024-01-01-mine { ?a ?b ?c } }")[1] == rows(held.open(), "SELECT ?c { <urn:a> ?b ?c }")[1] == [("<urn:c>",)]
    path.write_text("<urn:a> <urn:b>")
    _, err = run("load", str(path), *words)
    assert err.startswith(f"kg: {path}:1: ") and err.count("\n") == 1


def test_validate_says_what_it_cannot_check(held, run):
    held("wrong")
    out, err = run("validate")
    assert "the check queries only" in err and "missing-label" in out
