"""The page as text, and the layout as numbers; what a browser makes of it is in test_draw_browser.py."""

import base64
import copy
import html
import json
import re
import zlib

import networkx as nx
import numpy as np
import pytest

from kg.draw import draw
from kg.layout import place

SOURCE = "Amazon halts police use\tIT Pro\t2020-06-11\tpara 1\thttps://www.itpro.com/a"


def data(page: str) -> dict:
    """Return what the page's data block holds, packed or not."""
    packed, text = re.search(r'<script type="application/json" id="data"( data-packed)?>(.*?)</script>', page, re.S).groups()
    return json.loads(zlib.decompress(base64.b64decode(text)) if packed else text)


def clustered(nodes: int) -> nx.DiGraph:
    """Return a network of ``nodes`` in clusters, with labels and sources as long as real ones."""
    network = nx.DiGraph()
    for i in range(nodes):
        network.add_node(f"id:{i}", type=("Organisation", "Commitment", "Source")[i % 3], label=f"Commitment number {i} on face recognition")
        if i:
            network.add_edge(f"id:{i}", f"id:{(i - i % 20) if i % 20 else i // 20}", type="commits to", sources=SOURCE)
    return network


def spread(network: nx.Graph) -> dict | None:
    """Return where the nodes of a large network go: laid out once for all tests that draw it."""
    key = tuple(network.edges())
    if len(network) > 1000 and key not in _spread:
        _spread[key] = place(network)
    return _spread.get(key)


_spread: dict[tuple, dict] = {}


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_any_networkx_graph_is_drawn_and_left_as_it_was(kind):
    network = kind()
    network.add_node("id:amazon", type="Organisation", label="Amazon", note=None)
    network.add_edge("id:amazon", ("a", 1), type="commits to", sources=SOURCE)
    network.add_edge("id:amazon", ("a", 1))
    network.add_edge(7, 7)
    before = copy.deepcopy(network)
    told = data(draw(network).html())
    assert nx.utils.graphs_equal(network, before)
    assert [node["label"] for node in told["nodes"]] == ["Amazon", "('a', 1)", "7"]
    assert len(told["edges"]) == network.number_of_edges()
    assert told["edges"][0]["arrows"] == ("to" if network.is_directed() else "")


def test_no_data_is_markup():
    payload = "</script><script>alert(1)</script><!--\u2028\u2029&\"'@@SCRIPT@@"
    network = nx.MultiDiGraph()
    network.add_edge(payload, "b", type=payload, sources=payload)
    network.nodes[payload].update({"type": payload, "label": payload, payload: payload})
    page = draw(network, title=payload, subtitle=payload).html()
    assert page.count("\n<script") == 3 and page.count("</script") == 3 and "<!--" not in page
    assert not {"\u2028", "\u2029"} & set(re.search(r'id="data">(.*?)</script>', page, re.S)[1])
    assert data(page)["nodes"][0]["told"][payload] == payload
    assert html.escape(payload) in page and "<script>alert" not in page


def test_marks_that_reverse_text_and_broken_characters_are_dropped():
    network = nx.Graph()
    network.add_node("a\u202eb\x00\ud800", label="evil\u202egpj.exe\u2066")
    node = data(draw(network).html())["nodes"][0]
    assert (node["name"], node["label"]) == ("ab", "evilgpj.exe")
    assert draw(network).html().encode()


def test_the_page_is_the_same_for_the_same_seed():
    network = clustered(200)
    assert draw(network).html() == draw(network, seed=1).html() != draw(network, seed=2).html()


def test_the_page_asks_nobody_for_anything():
    page = draw(clustered(30)).html()
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.S)
    assert not re.search(r"\b(src|href|srcset|action|data|poster)\s*=", markup) and "http:" not in markup and "https:" not in markup
    style = re.search(r"<style>(.*?)</style>", page, re.S)[1]
    assert "url(" not in style and "@import" not in style
    policy = html.unescape(re.search(r'Content-Security-Policy" content="(.*?)"', page)[1])
    assert policy.startswith("default-src 'none'; script-src 'sha256-") and "unsafe" not in policy


def test_300_nodes_fit_in_a_megabyte():
    assert len(draw(clustered(300)).html().encode()) <= 1_000_000


def test_an_empty_network_is_a_page():
    assert "nothing to draw" in draw(nx.Graph()).html()


def test_legend_lists_known_types_in_order_and_others_by_name():
    network = nx.Graph()
    network.add_nodes_from([(1, {"type": "Source"}), (2, {"type": "Zeppelin"}), (3, {"type": "Person"}), (4, {}), (5, {"type": "Absence"})])
    groups = data(draw(network).html())["groups"]
    assert [group["name"] for group in groups] == ["Person", "Absence", "Source", "Zeppelin", "Not stated"]
    assert [group["name"] for group in groups if group["dashed"]] == ["Absence"]
    assert data(draw(network, node_color="status").html())["groups"][0]["name"] == "Not stated"


def test_save_leaves_one_file_and_keeps_the_old_one_on_failure(tmp_path, monkeypatch):
    view = draw(nx.path_graph(3))
    path = view.save(tmp_path / "a.html")
    assert path.read_text("utf-8") == view.html()
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        draw(nx.path_graph(4)).save(path)
    assert [file.name for file in tmp_path.iterdir()] == ["a.html"] and path.read_text("utf-8") == view.html()


def test_show_opens_the_file(monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    path = draw(nx.path_graph(3)).show()
    assert opened == [path.as_uri()]
    path.unlink(), path.parent.rmdir()


def test_a_notebook_gets_a_frame_that_holds_the_whole_page():
    view = draw(nx.path_graph(3), title='A "title"')
    frame = view._repr_html_()
    assert 'sandbox="allow-scripts allow-popups allow-downloads"' in frame and "allow-same-origin" not in frame
    assert html.unescape(re.search(r'srcdoc="(.*?)"></iframe>', frame, re.S)[1]) == view.html()


@pytest.mark.parametrize("network", [clustered(60), clustered(300), clustered(1000), nx.star_graph(60), nx.path_graph(12), nx.empty_graph(9)], ids=len)
def test_no_two_nodes_overlap(network):
    from scipy.spatial import cKDTree

    view = draw(network)
    nodes = data(view.html())["nodes"]
    at = np.array([(node["x"], node["y"]) for node in nodes])
    for a, b in cKDTree(at).query_pairs(60):
        assert np.hypot(*(at[a] - at[b])) > (nodes[a]["size"] + nodes[b]["size"]) * 0.9


def test_components_stand_apart():
    xy = place(nx.compose(nx.path_graph(5), nx.relabel_nodes(nx.cycle_graph(7), lambda i: i + 10)))
    first, second = ([xy[n] for n in xy if (n < 10) == side] for side in (True, False))
    (low, high), (low2, high2) = (((np.min(part, 0)), np.max(part, 0)) for part in (first, second))
    assert (high < low2).any() or (high2 < low).any()


def test_known_positions_stay_and_new_nodes_come_beside_their_neighbours():
    network = clustered(60)
    before = place(network)
    network.add_edge("id:new", "id:20")
    network.add_edge("id:newer", "id:new")
    network.add_node("id:alone")
    after = draw(network, positions=before).positions
    moved = np.array([np.hypot(*np.subtract(after[node], before[node])) for node in before])
    assert np.median(moved) == 0 and moved.max() < 100
    assert np.hypot(*np.subtract(after["id:new"], after["id:20"])) < 250
    assert len(set(after.values())) == len(network)
