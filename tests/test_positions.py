"""Nodes keep their place between releases: what a new source moves, and what the file holds."""

import csv
import hashlib
import io
import os
import subprocess
import sys

import networkx as nx
import numpy as np
import pytest

from kg import positions
from kg.draw import draw
from test_draw import clustered, data


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


def test_a_question_keeps_its_own_places(file):
    network = clustered(200)
    question = {"id": "few", "ask": "Who?", "members": [f"id:{i}" for i in range(1, 20)], "along": ["commits to"]}
    file.write_text(positions.kept(network, [question]), "utf-8")
    before = positions.read("few")
    assert before.keys() < set(network) and before["id:1"] != positions.read()["id:1"]
    network.add_edge("id:new", "id:1", type="commits to")
    file.write_text(positions.kept(network, [question]), "utf-8")
    after = positions.read("few")
    assert after.keys() - before.keys() == {"id:new"} and np.mean([after[node] == before[node] for node in before]) > 0.9
    (told,) = data(draw(network, questions=[question | {"positions": after}]).html())["questions"]
    names = list(network)
    assert {names[i]: (x, y) for i, x, y in told["places"]} == after


def test_another_network_is_laid_out_by_itself(file):
    file.write_text("node,x,y\nid:0,5,5\nid:else,7,7\n", "utf-8")
    assert positions.last_of(clustered(9)) is None and positions.last_of(nx.relabel_nodes(nx.path_graph(1), {0: "id:0"})) is not None
    file.unlink()
    assert positions.read() == {}


def test_the_page_stands_where_the_file_says(explorer):
    page = data(explorer.html())
    nodes, last = page["nodes"], positions.read()
    moved = [node["name"] for node in nodes if last.get(node["name"]) != (node["x"], node["y"])]
    assert len(moved) < 0.02 * len(nodes), moved[:5]
    for question in page["questions"]:
        last = positions.read(question["id"])
        moved = [nodes[i]["name"] for i, *at in question["places"] if last.get(nodes[i]["name"]) != tuple(at)]
        assert len(moved) < 0.02 * len(question["places"]), (question["id"], moved[:5])


def test_the_page_is_the_same_in_another_process(explorer):
    """Nothing in it may depend on how a process orders its sets."""
    code = "import hashlib, kg; from kg import explore; print(hashlib.sha256(explore.page(kg.load()).html().encode()).hexdigest())"
    made = subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": "1"}, capture_output=True, text=True, check=True)
    assert made.stdout.strip() == hashlib.sha256(explorer.html().encode()).hexdigest()
