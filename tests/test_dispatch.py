"""networkx hands algorithms on projections to a faster backend, with the same answers: the calls of docs/scale.md."""

import math

import networkx as nx
import pytest

import kg


@pytest.fixture(scope="module")
def plain(seed):
    """The stances as a simple graph of nodes and edges, without the strings that no algorithm reads."""
    with nx.config(warnings_to_ignore={"cache"}):  # nothing changes the graph between two calls
        yield nx.Graph(kg.project(seed, "stances").edges())


def same(one, other):
    return one.keys() == other.keys() and all(math.isclose(one[node], other[node], abs_tol=1e-6) for node in one)


@pytest.mark.parametrize("algorithm", ["pagerank", "clustering", "triangles", "average_clustering"])
def test_a_named_backend_answers_the_same(plain, algorithm):
    ours, theirs = getattr(nx, algorithm)(plain), getattr(nx, algorithm)(plain, backend="graphblas")
    assert same(ours, theirs) if isinstance(ours, dict) else math.isclose(ours, theirs)


def test_a_backend_of_first_choice_takes_what_it_knows_and_leaves_the_rest(plain):
    expected = nx.clustering(plain), nx.number_connected_components(plain)
    plain.__networkx_cache__.clear()
    with nx.config(backend_priority=["graphblas"]):
        answer = nx.clustering(plain), nx.number_connected_components(plain)
    assert same(expected[0], answer[0]) and expected[1] == answer[1]
    assert "graphblas" in plain.__networkx_cache__["backends"], "converted, so used"
