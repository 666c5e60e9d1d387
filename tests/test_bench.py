"""The benchmark: the same seed gives the same valid graph, every shipped query has an answer in it, and engines are compared fairly."""

import re
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
import rdflib

import kg

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
import generate  # noqa: E402
import jobs  # noqa: E402
import report  # noqa: E402
import run  # noqa: E402

SIZE = 6_000


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    path = tmp_path_factory.mktemp("bench") / "small.nq"
    generate.write(SIZE, path, seed=1)
    return kg.load(path)


def test_same_seed_same_quads():
    assert list(generate.quads(SIZE, 1)) == list(generate.quads(SIZE, 1))
    assert list(generate.quads(SIZE, 1)) != list(generate.quads(SIZE, 2))


def test_size_is_what_was_asked():
    assert SIZE <= sum(1 for _ in generate.quads(SIZE, 1)) < SIZE * 1.05


def test_written_as_it_is_made():
    """A graph of a billion quads begins at once."""
    assert len(list(islice(generate.quads(10**9, 1), 1000))) == 1000


def test_valid(graph):
    problems = kg.validate(graph)
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert "sources-disagree" in {problem.rule for problem in problems}


def test_every_query_has_an_answer(graph):
    for group in ("ask", "coverage", "status", "project"):
        for query in kg.queries(group).values():
            assert len(graph.frame(query)), query.name


def test_shape_of_the_data(graph):
    holders = graph.frame("SELECT ?holder (COUNT(DISTINCT ?c) AS ?n) { ?c a aec:Commitment ; aec:holder ?holder } GROUP BY ?holder").n
    assert holders.max() > 8 * holders.median()
    lengths = set(graph.frame("SELECT DISTINCT (STRLEN(STR(?d)) AS ?length) { ?c aec:announcedOn ?d }").length)
    assert lengths == {4, 7, 10}
    for pattern in ("?a aec:supersedes ?b", "?a aec:terminates ?b", "?a aec:exception ?b", "?a aec:onlyIf ?b", "?a aec:copyOf ?b"):
        assert graph.ask(f"ASK {{ {pattern} }}"), pattern
    assert graph.ask("ASK { GRAPH ?one { ?c a aec:Commitment } GRAPH ?other { ?c a aec:Commitment } FILTER(?one != ?other) }")


def test_every_status_and_coverage_occurs(graph):
    assert {one.status for one in kg.status(graph, on="2022-06-01", known_by="2024-01-01")} == {"in force", "ended", "unknown", "not yet"}
    verdicts = {kg.covers(graph, f"id:technology-{number}", user="v:us-police", on="2022-06-01").verdict for number in range(20)}
    assert {"forbidden", "in part", "not covered"} <= verdicts


@pytest.mark.parametrize("view", ["actors", "commitments", "sources", "stances"])
def test_every_projection_has_edges(graph, view):
    assert kg.project(graph, view).number_of_edges() > 50


def test_command_line(tmp_path):
    command = [sys.executable, generate.__file__, str(SIZE), str(tmp_path / "out.nq"), "--seed", "1"]
    assert re.match(r"6,\d\d\d quads in ", subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert (tmp_path / "out.nq").read_text() == "".join(generate.quads(SIZE, 1))
    refused = subprocess.run([*command[:2], "10", command[3]], capture_output=True, text=True)
    assert refused.returncode == 2 and "ask for 3,000 or more" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["out.nq"]


def test_answers_of_different_engines_compare_as_bags_of_terms():
    rdf = rdflib.Dataset(default_union=True)
    text = "SELECT ?x ?n WHERE { VALUES (?x ?n) { (<urn:a> 1) ('b'@en 2.0) ('2020'^^<http://www.w3.org/2001/XMLSchema#gYear> UNDEF) } }"
    theirs, ours = [tuple(row) for row in rdf.query(text)], list(jobs.values(kg.Store().solutions(text)))
    assert jobs.digest(theirs) == jobs.digest(reversed(ours)) != jobs.digest(ours[:2]) != jobs.digest(ours[:1] * 2)


def test_every_shipped_query_is_a_job_with_an_answer_for_one(graph):
    todo = {job.name: job for job in jobs.jobs(graph)}
    assert {f"query {query.group}/{query.name}" for query in kg.queries(None).values()} - todo.keys() == {"query ask/about", "query ask/status"}
    empty = [name for name, job in todo.items() if name.endswith("of one") and not list(graph.solutions(job.text))]
    assert empty == []


def test_a_job_over_the_limit_is_stopped_and_the_next_one_is_done(tmp_path):
    made = tmp_path / "small.nq"
    generate.write(3_000, made)
    count, product = "SELECT ?s { ?s a aec:Source }", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    todo = [jobs.Job("query one", "rows", count), jobs.Job("query endless", "rows", product), jobs.Job("query two", "rows", count)]
    records = {record["job"]: record for record in run.engine_results("kg", made, todo, limit=2, load_limit=60)}
    assert records["query endless"]["note"] == "over the limit"
    assert records["query one"]["digest"] == records["query two"]["digest"] and records["query one"]["rows"] > 10
    assert records["load"]["memory"] > 10_000 and "peak memory" in records


def test_the_report_says_who_is_ahead_who_differs_and_who_was_stopped(tmp_path):
    records = [
        {"engine": "kg", "job": "load", "seconds": 1.0, "memory": 2048},
        {"engine": "rdflib", "job": "load", "seconds": 8.0, "memory": 6144},
        {"engine": "kg", "job": "query ask/a", "seconds": 0.1, "rows": 1, "digest": "x"},
        {"engine": "rdflib", "job": "query ask/a", "seconds": 0.2, "rows": 1, "digest": "y"},
        {"engine": "kg", "job": "query ask/b", "seconds": 0.1, "rows": 1, "digest": "x"},
        {"engine": "rdflib", "job": "query ask/b", "note": "over the limit"},
    ]
    text = report.write(records, {"rdflib": "rdflib 7"}, 10, 3, tmp_path)
    assert "| load | 1 s, 2 MB | 8 s (8×), 6 MB |" in text
    assert "| rdflib | 1 | 1 | 0 | 1 | 30 or more | ask/b, 30× |" in text
    assert "- rdflib answers otherwise: ask/a" in text
    assert "rdflib 3 times ours" in text
    assert (tmp_path / "results.csv").read_text().count("\n") == 7
