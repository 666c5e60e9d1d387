"""Nodes keep their place between releases: what a new source moves, and what the file holds."""

import csv
import io

import networkx as nx
import numpy as np
import pytest

from kg import positions
from test_draw import clustered


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A positions file of its own, not there yet."""
    monkeypatch.setattr(positions, "PATH", tmp_path / "positions.csv")
    return positions.PATH


def test_a_new_source_moves_what_was_there_little(file):
    network = clustered(400)
    file.write_text(positions.kept(network), "utf-8")
    before = positions.read()
    network.add_node("id:holder")
    nx.add_path(network, ["id:holder", "id:new-claim", "id:20"])
    network.add_edge("id:other-new-claim", "id:40")
    network.remove_node("id:399")
    file.write_text(positions.kept(network), "utf-8")
    after = positions.read()
    assert after.keys() == set(network)
    moved = np.array([np.hypot(*np.subtract(after[node], before[node])) for node in before.keys() & after.keys()])
    assert np.mean(moved == 0) > 0.95 and moved.max() < 60, "a node is about 36 wide"
    assert np.hypot(*np.subtract(after["id:new-claim"], after["id:20"])) < 150


def test_the_same_nodes_give_the_same_file(file):
    network = clustered(60)
    file.write_text(text := positions.kept(network), "utf-8")
    network.add_edge("id:1", "id:59")
    assert positions.kept(network) == text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["node"] for row in rows] == sorted(network) and all(float(row["x"]).is_integer() for row in rows)


def test_another_network_is_laid_out_by_itself(file):
    file.write_text("node,x,y\nid:0,5,5\nid:else,7,7\n", "utf-8")
    assert positions.last_of(clustered(9)) is None and positions.last_of(nx.relabel_nodes(nx.path_graph(1), {0: "id:0"})) is not None
    file.unlink()
    assert positions.read() == {}


def test_the_page_stands_where_the_file_says(bundled):
    import json

    from kg import explore
    from test_draw import data

    last = positions.read()
    nodes = data(explore.page(bundled).html())["nodes"]
    moved = [node["name"] for node in nodes if last.get(node["name"]) != (node["x"], node["y"])]
    assert len(moved) < 0.02 * len(nodes), json.dumps(moved[:5])
