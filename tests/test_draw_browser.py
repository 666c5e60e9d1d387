"""The page in a real browser, from disk and with the network cut."""

import networkx as nx
import pytest

from browser import offline
from kg.draw import draw
from test_draw import spread

SOURCE = "Amazon halts police use\tIT Pro\t2020-06\tpara 1-2\thttps://www.itpro.com/a"
EVIL = [
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=1</script>",
    "\"><img src=x onerror=window.hacked=1>",
    "'><svg/onload=window.hacked=1>",
    "javascript:window.hacked=1",
    "${window.hacked=1}{{constructor.constructor('window.hacked=1')()}}",
    "__proto__",
    "\u202egnp.exe",
]


def small() -> nx.MultiDiGraph:
    network = nx.MultiDiGraph()
    network.add_node("id:amazon", type="Organisation", label="Amazon")
    network.add_node("id:ibm", type="Organisation", label="IBM")
    network.add_node("id:pause", type="Commitment", label="One-year pause", kind="moratorium", announced="2020-06-10", duration="P1Y", end="fixed end",
                     status="ended", reason="one year from 10 June 2020", note="Amazon suspends police use.", exceptions="Rescue of victims", mood="wary")
    network.add_node("id:question", type="Open question", label="How many police forces?")
    network.add_node("id:source", type="Source", label="IT Pro report", url="https://www.itpro.com/a")
    network.add_edge("id:amazon", "id:pause", type="commits to", sources=SOURCE)
    network.add_edge("id:source", "id:pause", type="says")
    network.add_edge("id:question", "id:pause", type="about")
    return network


@pytest.fixture(params=["vis", "canvas"])
def visit(browser, tmp_path, request):
    """Return a function that opens a network's page offline, by each renderer; at the end no request and no error is forgiven."""
    with offline(browser) as made:

        def opened(network, address="", *, width=1280, height=800, html=None, **options):
            path = draw(network, title="Test", renderer=request.param, positions=spread(network)).save(tmp_path / "graph.html")
            if html:
                path.write_text(html, "utf-8")
            page = made(lambda url: url.split("#")[0] in (path.as_uri(), "about:srcdoc"), viewport={"width": width, "height": height}, **options)
            page.goto(path.as_uri() + address)
            if not html:
                page.locator("html[data-ready]").wait_for(state="attached")
            return page

        yield opened


def heading(page) -> str:
    return page.locator("#panel h2").inner_text()


def test_a_click_shows_the_claim_its_dates_status_and_sources(visit):
    page = visit(small())
    at = page.evaluate("window.__aec.where('id:pause')")
    page.locator("#canvas").click(position=at)
    panel = page.get_by_label("Details")
    for text in ("One-year pause", "moratorium", "Amazon suspends police use.", "ended", "one year from 10 June 2020", "10 June 2020", "1 year",
                 "fixed end", "Rescue of victims", "IT Pro · June 2020 · para 1-2", "mood", "wary"):
        assert panel.get_by_text(text).first.is_visible(), text
    link = panel.get_by_role("link", name="Amazon halts police use")
    assert (link.get_attribute("href"), link.get_attribute("rel")) == ("https://www.itpro.com/a", "noopener noreferrer")
    panel.get_by_role("button", name="Amazon", exact=True).click()
    assert heading(page) == "Amazon"


def test_a_click_on_a_line_shows_what_it_says(visit):
    page = visit(small())
    a, b = (page.evaluate(f"window.__aec.where('{name}')") for name in ("id:amazon", "id:pause"))
    page.locator("#canvas").click(position={axis: (a[axis] + b[axis]) / 2 for axis in a})
    assert " ".join(heading(page).split()) == "Amazon commits to One-year pause"
    assert page.get_by_role("link", name="Amazon halts police use").is_visible()


def test_keyboard_alone_finds_walks_opens_and_clears(visit):
    page = visit(small())
    said = page.locator("#said")
    page.keyboard.press("/")
    page.keyboard.type("amaz")
    assert page.get_by_role("option").first.inner_text().startswith("Amazon")
    page.keyboard.press("Enter")
    assert heading(page) == "Amazon" and said.inner_text() == "Amazon, Organisation, 1 link"
    page.keyboard.press("ArrowRight")
    assert said.inner_text() == "Neighbour 1 of 1: One-year pause"
    page.keyboard.press("Enter")
    assert heading(page) == "One-year pause" and "n=id%3Apause" in page.url
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").count() == 0 and "n=" not in page.url
    page.keyboard.press("0")
    before = page.evaluate("window.__aec.where('id:ibm')")
    page.keyboard.press("+")
    assert page.evaluate("window.__aec.where('id:ibm')") != before
    page.keyboard.press("0")
    assert page.evaluate("window.__aec.where('id:ibm')") == pytest.approx(before)


def test_search_folds_accents_looks_in_kinds_and_says_when_nothing_fits(visit):
    network = small()
    network.add_node("id:cafe", label="Café Commission", type="Group")
    page = visit(network)
    query = page.get_by_role("combobox")
    for typed, first in (("cafe", "Café Commission"), ("moratorium", "One-year pause"), ("zzz", "Nothing found")):
        query.fill(typed)
        assert page.get_by_role("option").first.inner_text().startswith(first)


def test_filters_hide_and_the_link_reopens_what_was_seen(visit):
    page = visit(small(), "#n=id%3Apause")
    assert heading(page) == "One-year pause" and page.locator("#counts").inner_text() == "5 nodes, 3 links"
    page.get_by_role("checkbox", name="Source").uncheck()
    page.get_by_role("checkbox", name="Open question").uncheck()
    assert page.locator("#counts").inner_text() == "3 of 5 nodes, 1 link"
    assert page.get_by_role("button", name="IT Pro report").count() == 0
    again = visit(small(), "#" + page.url.split("#")[1])
    assert heading(again) == "One-year pause" and again.locator("#counts").inner_text() == "3 of 5 nodes, 1 link"
    assert not again.get_by_role("checkbox", name="Source").is_checked()
    again.evaluate("location.hash = '#n=id:ibm'")
    again.get_by_role("heading", name="IBM").wait_for()
    again.evaluate("location.hash = '#n=id:nobody'")
    again.get_by_text("The node that this link names is not in this network").wait_for(state="attached")


def test_dark_follows_the_system_and_the_button(visit):
    page = visit(small(), color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(22, 24, 27)"
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate(paper) == "rgb(255, 254, 251)"


@pytest.mark.parametrize("address", ["", "#n=id%3Apause"])
def test_a_phone_never_scrolls_sideways(visit, address):
    network = small()
    network.nodes["id:pause"]["note"] = "unbreakable" * 30
    network.add_node("id:long", label="W" * 200, type="T" * 80)
    page = visit(network, address, width=360, height=740)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator("#canvas canvas").bounding_box()["height"] > 300


def test_an_empty_network_says_so(visit):
    assert visit(nx.Graph()).get_by_text("There is nothing to draw").is_visible()


def test_nothing_in_the_data_runs_or_becomes_markup(visit):
    network = nx.MultiDiGraph()
    network.add_node("hub", label="hub")
    for text in EVIL:
        network.add_node(text, label=text, type=text, kind=text, note=text, status=text, reason=text, url=text, iri=text, exceptions=text, **{text: text})
        network.add_edge("hub", text, type=text, label=text, sources=f"{text}\t{text}\t{text}\t{text}\t{text}\nTitle\t\t\t\tJaVaScRiPt:window.hacked=1")
    page = visit(network)
    for i, text in enumerate([*EVIL, "hub"]):
        shown = text.replace("\u202e", "")
        page.get_by_role("combobox").fill(shown)
        page.keyboard.press("Enter")
        assert heading(page) == shown
        assert page.locator("#panel").get_by_text(shown).count() > 0
        assert page.locator("#panel :is(img, script, iframe, svg[onload])").count() == 0
        page.keyboard.press("ArrowRight")
    assert page.locator("#types label").count() == len(EVIL) + 1
    assert page.locator("a").count() == 0
    assert page.evaluate("[window.hacked, {}.hacked]") == [None, None]
    assert "\u202e" not in page.content()


def test_a_notebook_frame_works_and_stays_in_its_frame(visit):
    page = visit(small(), html="<!doctype html><body>" + draw(small())._repr_html_())
    frame = page.frame_locator("iframe")
    frame.get_by_role("combobox").fill("pause")
    frame.get_by_role("combobox").press("Enter")
    assert frame.locator("#panel h2").inner_text() == "One-year pause"
    assert frame.get_by_role("button", name="Copy link").count() == 0
    assert page.evaluate("document.querySelector('iframe').contentDocument") is None


def test_2000_nodes_are_drawn(visit):
    page = visit(nx.random_labeled_tree(2000, seed=1))
    assert page.locator("#counts").inner_text() == "2,000 nodes, 1,999 links"
    page.keyboard.press("/")
    page.keyboard.type("1999")
    page.keyboard.press("Enter")
    assert heading(page) == "1999"


def test_nothing_in_times_and_questions_runs_either(visit, tmp_path):
    network = nx.MultiDiGraph()
    network.graph |= {"statuses": [(("in force", "unknown", "ended")[k % 3], text) for k, text in enumerate(EVIL)], "first": "2020-01-01", "today": "2026-01-01", "context": {}, "prefixes": {}}
    for k, text in enumerate(EVIL):
        spans = ["", k, "2020-02-01", k]
        network.add_node(text, label=text, type="Commitment", kind=text, family=text, place=text, initiative=text, moments=[{"by": "2020-01-01", "spans": spans, "starts": text, "ends": text, "report": text, "kept": ["", text]}])
        network.add_edge(f"holder {text}", text, type="commits to", label=text, sources=f"{text}\t{text}\t2020-01-01\t{text}\t{text}\t{text}", known="2020-01-01")
    question = {"id": EVIL[0], "ask": f"{EVIL[2]} on {{on}}?", "members": EVIL, "along": ["commits to"], "first": EVIL[1], "on": "2020-12-01", "known_by": "2020-12-01"}
    page = visit(network, html=draw(network, questions=[question], title=EVIL[2]).html())
    page.locator("html[data-ready]").wait_for(state="attached")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for tab in ("Timeline", "Table", "Graph"):
        page.get_by_role("tab", name=tab).click()
        page.locator("#panel .node").first.click()
    for take in ("svg", "csv", "jsonld"):
        (tmp_path / f"{take}.txt").write_text(page.evaluate(f"window.__aec.{take}()"), "utf-8")
    assert "<script" not in (tmp_path / "svg.txt").read_text("utf-8")
    assert page.locator(":is(#panel, #legend, #ask, main) :is(img, script, iframe, svg[onload])").count() == 0
    assert page.locator("a").count() == 0
    assert page.evaluate("[window.hacked, {}.hacked]") == [None, None]


def test_a_large_network_opens_with_its_most_linked_5000(visit):
    network = nx.star_graph(5200)
    nx.add_path(network, [f"far {i}" for i in range(3)])
    page = visit(network)
    assert page.locator("#counts").inner_text().startswith("5,000 of 5,204 nodes")
    page.keyboard.press("/")
    page.keyboard.type("far 2")
    page.keyboard.press("Enter")
    assert heading(page) == "far 2" and page.locator("#counts").inner_text().startswith("5,001 of")
