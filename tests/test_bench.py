"""The benchmark's generator: the same seed gives the same graph, which is valid and answers every shipped query."""

import re
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

import kg

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
import generate  # noqa: E402

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
