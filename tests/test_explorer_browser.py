"""A person with the explorer, from disk and with the network cut: what is asked, moved, opened, followed and taken away."""

import csv
import io
import json

import pyoxigraph as ox
import pytest

import kg
from browser import offline
from test_moments import PAIRS

PAUSE = "id:amazon-moratorium-2020"
DESKTOP, PHONE = (1280, 800), (360, 740)


@pytest.fixture(scope="module")
def written(explorer, tmp_path_factory):
    return explorer.save(tmp_path_factory.mktemp("page") / "explorer.html")


@pytest.fixture
def visit(browser, written):
    """Return a function that opens the explorer offline; at the end no request and no error is forgiven."""
    with offline(browser) as made:

        def opened(address="", size=DESKTOP, **options):
            page = made(lambda url: url.startswith((written.as_uri(), "blob:", "data:")), viewport={"width": size[0], "height": size[1]}, **options)
            page.goto(written.as_uri() + address)
            page.locator("html[data-ready]").wait_for(state="attached")
            return page

        yield opened


def search(page, words, name=None):
    page.get_by_role("combobox", name="Search").fill(words)
    if name:
        page.get_by_role("option").filter(has=page.get_by_text(name, exact=True)).first.dispatch_event("pointerdown")
    else:
        page.keyboard.press("Enter")


def heading(page):
    return page.locator("#panel h2").inner_text()


def set_date(page, name, day):
    page.get_by_label(name, exact=True).fill(day)
    page.get_by_label(name, exact=True).dispatch_event("change")
    page.wait_for_timeout(60)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_person_follows_a_promise_to_its_source(visit, size, scheme):
    page = visit(size=size, color_scheme=scheme)
    assert page.locator("#asked").inner_text() == "Who had stopped or limited facial recognition for police on 1 December 2020?"
    assert "Known to hold" in page.locator("#answer").inner_text() and "Amazon" in page.locator("#answer").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    page.locator("#panel").get_by_role("button", name="Amazon's one-year pause").click()
    assert "In force — before stated end" in page.locator("#panel .status").inner_text()
    link = page.locator("#panel .sources a").first
    assert link.get_attribute("href").startswith("https://") and link.get_attribute("rel") == "noopener noreferrer"
    for day, status in (("2021-06-09", "In force"), ("2021-06-10", "Ended")):
        set_date(page, "On", day)
        assert page.locator("#panel .status strong").first.inner_text() == status
    set_date(page, "Known by", "2026-01-01")
    assert "superseded" in page.locator("#panel .status").inner_text()
    page.get_by_role("tab", name="Timeline").click()
    assert page.locator(".rows [aria-current]").inner_text().startswith("Amazon's one-year pause")
    page.get_by_role("tab", name="Table").click()
    assert page.locator("tr[aria-current] th").inner_text().startswith("Amazon's one-year pause")
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    search(page, "Microsoft", "Microsoft")
    page.get_by_role("tab", name="Graph").click()
    before = page.locator("#counts").inner_text()
    page.get_by_role("button", name="hidden").click()
    assert page.locator("#counts").inner_text() != before and "still hidden" in page.locator("#said").text_content()
    page.get_by_role("button", name="Path to …").click()
    search(page, "American Civil Liberties Union", "American Civil Liberties Union")
    assert page.locator("#asked").inner_text() == "From Microsoft to American Civil Liberties Union"
    assert page.locator(".steps li").count() >= 1 and page.locator(".steps a").first.get_attribute("href").startswith("https://")
    seen = [page.locator(where).inner_text() for where in ("#asked", "#counts", "#panel")]
    again = visit("#" + page.url.split("#")[1], size=size, color_scheme=scheme)
    assert [again.locator(where).inner_text() for where in ("#asked", "#counts", "#panel")] == seen
    page.get_by_role("button", name="Back").click()
    assert page.locator("#asked").inner_text().startswith("Who had stopped")


def test_the_same_by_keyboard_alone(visit):
    page = visit()
    press = page.keyboard.press

    def tab_to(name):
        for _ in range(120):
            press("Tab")
            if page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id").startswith(name):
                return
        pytest.fail(f"{name} cannot be reached by Tab")

    tab_to("Other questions")
    press("Enter")
    tab_to("Which promises on facial recognition")
    press("Enter")
    assert "Ended by then" in page.locator("#answer").inner_text()
    page.locator("body").press("Backspace")
    assert page.locator("#asked").inner_text().startswith("Who had stopped")
    press("/")
    page.keyboard.type("amazon's one-year pause")
    press("Enter")
    assert heading(page).startswith("Amazon's one-year pause")
    page.locator("#on-slider").focus()
    press("ArrowRight")
    page.wait_for_timeout(60)
    assert page.get_by_label("On", exact=True).input_value() == "2020-12-02" and "2 December 2020" in page.locator("#said").text_content()
    page.get_by_role("tab", name="Graph").focus()
    press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-timeline" and page.locator("#view-timeline").is_visible()
    tab_to("holder")
    press("Tab")
    press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.rows') !== null")
    press("Enter")
    assert heading(page) in page.evaluate("document.activeElement.textContent")
    page.get_by_role("tab", name="Timeline").focus()
    press("End")
    assert page.locator("#view-table").is_visible()
    press("Home")
    press("/")
    page.keyboard.type("microsoft")
    press("Enter")
    before = page.locator("#counts").inner_text()
    press("Enter")
    assert page.locator("#counts").inner_text() != before
    tab_to("Take away")
    press("Enter")
    press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Take away"


@pytest.mark.parametrize(("on", "by"), PAIRS)
def test_the_page_says_what_the_command_says(visit, bundled, on, by):
    page = visit(f"#q=all&on={on}&by={by}")
    shown = page.evaluate("window.__aec.nodes.flatMap((n, i) => { const s = n.moments && window.__aec.statusOf(i, window.__aec.state.on, window.__aec.state.by); return s ? [[n.name, s.status, s.reason, s.kept, s.report, s.ends]] : []; })")
    said = {one.commitment: [one.status, one.reason, one.kept, one.last_report, "; ".join(one.ends)] for one in kg.status(bundled, on=on, known_by=by)}
    assert all(said[name] == told for name, *told in shown)
    there = set(page.evaluate("window.__aec.nodes.filter((_, i) => window.__aec.alive.nodes[i]).map((n) => n.name)"))
    assert set(kg.project(bundled, "stances", on=on, known_by=by)) <= there


def test_a_drawn_projection_shows_what_the_projection_holds(browser, bundled, tmp_path):
    from kg.draw import draw
    from kg.moments import tell_time

    about = {"technology": "id:facial-recognition"}
    path = draw(tell_time(bundled, kg.project(bundled, "stances", **about))).save(tmp_path / "stances.html")
    page = browser.new_page()
    for on, by in PAIRS:
        page.goto(f"{path.as_uri()}#on={on}&by={by}")
        page.reload()
        page.locator("html[data-ready]").wait_for(state="attached")
        there = page.evaluate("window.__aec.nodes.filter((_, i) => window.__aec.alive.nodes[i]).map((n) => n.name)")
        assert sorted(there) == sorted(kg.project(bundled, "stances", on=on, known_by=by, **about)), (on, by)
    page.close()


def test_play_moves_the_day_and_pauses(visit):
    page = visit(reduced_motion="no-preference")
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(900)
    page.get_by_role("button", name="Pause", exact=True).click()
    stopped = page.get_by_label("On", exact=True).input_value()
    assert stopped > "2020-12-01"
    page.wait_for_timeout(400)
    assert page.get_by_label("On", exact=True).input_value() == stopped
    page.get_by_label("move both").check()
    set_date(page, "On", "2020-06-11")
    assert page.get_by_label("Known by", exact=True).input_value() == "2020-06-11"


def test_filters_narrow_with_counts_and_are_kept_in_the_link(visit):
    page = visit("#q=limits&on=2026-01-01&by=2026-01-01")
    row = page.locator(".facet label").filter(has_text="Ended")
    count = int(row.locator(".count").inner_text())
    row.get_by_role("checkbox").check()
    page.get_by_role("tab", name="Table").click()
    assert page.locator("tbody tr").filter(has_text="Commitment").count() == count
    assert page.locator("tbody td[data-title=Status]").filter(has_text="In force").count() == 0
    again = visit("#" + page.url.split("#")[1])
    assert again.locator("tbody tr").filter(has_text="Commitment").count() == count


def test_what_was_searched_for_is_what_the_page_is_about(visit):
    page = visit()
    asked, on, by = page.locator("#asked"), page.get_by_label("On", exact=True), page.get_by_label("Known by", exact=True)
    question = asked.inner_text()
    search(page, "Amazon's one-year pause")
    assert heading(page).startswith("Amazon's one-year pause") and (asked.inner_text(), on.input_value()) == (question, "2020-12-01"), "what is in view belongs to the question"
    search(page, "OpenAI", "OpenAI")
    today = page.evaluate("new Date().toISOString().slice(0, 10)")
    assert (asked.inner_text(), heading(page)) == ("OpenAI and what it is linked with", "OpenAI")
    assert on.input_value() == by.input_value() == today
    again = visit("#" + page.url.split("#")[1])
    assert [again.locator(where).inner_text() for where in ("#asked", "#counts", "#panel")] == [page.locator(where).inner_text() for where in ("#asked", "#counts", "#panel")]
    page.get_by_role("button", name="Back", exact=True).click()
    assert (asked.inner_text(), on.input_value()) == (question, "2020-12-01")
    set_date(page, "On", "2021-06-10")
    search(page, "Rome Call for AI Ethics", "Rome Call for AI Ethics")
    assert asked.inner_text().startswith("Rome Call") and on.input_value() == "2021-06-10", "a day that the reader chose stays"
    search(page, "Bletchley Declaration", "Bletchley Declaration")
    assert asked.inner_text().startswith("Bletchley Declaration") and on.input_value() == today, "unless the thing is of a later day"


def test_filters_count_what_was_known_by_then(browser, tmp_path):
    import networkx as nx

    from kg.draw import draw

    network = nx.MultiDiGraph(statuses=[("in force", "no stated end")], first="2020-01-01", today="2026-01-01", context={}, prefixes={})
    network.add_node("chilean", type="Organisation", place="Chile")
    network.add_node("french", type="Organisation", place="France")
    moments = [{"by": f"{year}-01-01", "spans": ["", 0], "starts": starts, "ends": "", "report": "2020-01-01"} for year, starts in ((2020, "2019"), (2022, "2018"))]
    network.add_node("claim", type="Commitment", kind="ban; pause", moments=moments, said={"kind": [["ban", "2022-01-01"], ["pause", "2020-01-01", "2022-01-01"]]})
    network.add_edge("chilean", "claim", type="commits to", known="2020-01-01")
    network.add_edge("french", "claim", type="commits to", known="2022-01-01")
    page = browser.new_page()
    page.goto(draw(network, on="2025-01-01", known_by="2021-01-01").save(tmp_path / "graph.html").as_uri())
    page.locator("html[data-ready]").wait_for(state="attached")
    page.evaluate("document.querySelectorAll('.facet').forEach((facet) => { facet.open = true; })")

    def counts():
        rows = page.locator(".facet:not([hidden]) label")
        return [text.split() for text in rows.all_inner_texts()]

    assert counts() == [["In", "force", "1"], ["pause", "1"], ["Chile", "1"], ["2019", "1"]]
    set_date(page, "Known by", "2022-01-01")
    assert counts() == [["In", "force", "1"], ["ban", "1"], ["Chile", "1"], ["France", "1"], ["2018", "1"]]
    page.get_by_role("checkbox", name="ban").check()
    set_date(page, "Known by", "2021-12-31")
    assert not page.evaluate("window.__aec.state.shown(2)"), "it was no ban yet"
    page.close()


def test_the_table_sorts_and_says_so(visit):
    page = visit("#v=table")
    page.get_by_role("button", name="From", exact=True).click()
    dates = page.evaluate("[...document.querySelectorAll('td[data-title=From]')].map((cell) => cell.textContent)")
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("From") and len([day for day in dates if day]) > 5
    page.get_by_role("button", name="From", exact=True).click()
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("From")


def test_what_is_taken_away(visit, tmp_path):
    page = visit()

    def take(name):
        page.locator("#take summary").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        return path

    assert take("PNG").read_bytes().startswith(b"\x89PNG")
    picture = take("SVG").read_text("utf-8")
    assert "1 December 2020" in picture and "Amazon" in picture and picture.startswith("<svg") and "script" not in picture
    rows = list(csv.DictReader(io.StringIO(take("CSV").read_text("utf-8-sig"))))
    pause = next(row for row in rows if row["identifier"].endswith("amazon-moratorium-2020"))
    assert (pause["status"], pause["reason"], pause["on"]) == ("In force", "before stated end", "2020-12-01") and "June 2020" in pause["sources"]
    linked = json.loads(take("JSON-LD").read_text("utf-8"))
    assert any(thing["@id"] == kg.expand(PAUSE) and thing["@type"] == "Commitment" and thing["status"]["status"] == "in force" for thing in linked["@graph"])
    page.get_by_role("tab", name="Timeline").click()
    assert "Amazon's one-year pause" in take("SVG").read_text("utf-8").replace("&#39;", "'")

    assert len(list(ox.parse(json.dumps(linked), format=ox.RdfFormat.JSON_LD, base_iri="https://example.org/"))) > 20


def test_cells_that_a_spreadsheet_would_run_are_made_harmless(browser, tmp_path):
    import networkx as nx

    from kg.draw import draw

    network = nx.DiGraph()
    for sign in "=+-@":
        network.add_edge("hub", f'{sign}cmd("x")', type="says")
    page = browser.new_page()
    page.goto(draw(network).save(tmp_path / "graph.html").as_uri())
    page.locator("html[data-ready]").wait_for(state="attached")
    names = [row["name"] for row in csv.DictReader(io.StringIO(page.evaluate("window.__aec.csv()")))]
    assert sorted(names) == sorted(["hub", *(f"'{sign}cmd(\"x\")" for sign in "=+-@")])
    page.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("view", ["graph", "timeline", "table"])
def test_nothing_scrolls_sideways(visit, width, view):
    page = visit(f"#v={view}&n={PAUSE}", size=(width, 740))
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["", f"#n={PAUSE}&v=timeline", "#v=table&q=over", "#f=id:microsoft"])
def test_axe_finds_nothing(visit, axe, scheme, address):
    page = visit(address, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('.facet').forEach((facet) => { facet.open = true; })")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations.map((one) => [one.impact, one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 120))]))")
    assert found == []


def test_the_details_tell_what_was_known_by_then(visit):
    page = visit(f"#n={PAUSE}&on=2020-12-01&by=2020-06-10")
    end = page.locator("#panel dt", has_text="End").filter(has_not_text="Stated").locator("xpath=following-sibling::dd[1]")
    assert end.inner_text() == "fixed end"
    set_date(page, "Known by", "2020-06-12")
    assert end.inner_text() == "end not stated; fixed end"


def test_a_retracted_source_is_not_shown_from_that_day(visit, browser, bundled, tmp_path):
    from kg.draw import draw
    from kg.history import record
    from kg.moments import tell_time

    facts = record(bundled)
    facts.retracted[kg.expand("src:2020-06-11-it-pro-amazon-rekognition")] = "2020-09-01"
    try:
        path = draw(tell_time(bundled, kg.project(bundled, "stances", holder="id:amazon"))).save(tmp_path / "stances.html")
    finally:
        facts.retracted.clear()
    page = browser.new_page()
    shown = []
    for by in ("2020-08-31", "2020-09-01"):
        page.goto(f"{path.as_uri()}#n={PAUSE}&on=2020-12-01&by={by}")
        page.reload()
        page.locator("html[data-ready]").wait_for(state="attached")
        shown.append("IT Pro · 11 June 2020" in page.locator("#panel").inner_text())
    page.close()
    assert shown == [True, False]


def printed(page):
    """Show a page as it is printed, on the width of A4."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.set_viewport_size({"width": 700, "height": 1000})
    page.emulate_media(media="print")
    return page


def test_the_answer_is_printed_light_and_with_a_sharp_graph(visit):
    page = printed(visit(color_scheme="dark"))
    assert page.locator("#printed svg text").count() > 5 and page.locator("#printed svg").bounding_box()["width"] > 600
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 254, 251)"
    for gone in ("#canvas", "#tools", "#time", "#legend", "#keys", "#questions", ".take"):
        assert not page.locator(gone).first.is_visible(), gone
    for there in ("h1", "#asked", "#answer", "#panel .answers li"):
        assert page.locator(there).first.is_visible(), there
    assert "https://" in page.evaluate("getComputedStyle(document.querySelector('#panel .sources a'), '::after').content")
    assert page.evaluate("document.documentElement.scrollWidth") == 700
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("html").get_attribute("data-theme") == "dark" and page.locator("#printed svg").count() == 0


def test_timeline_and_table_are_printed_whole(visit):
    page = printed(visit("#q=limits&v=timeline"))
    labels, bars = ([one.bounding_box() for one in page.locator(f".rows li:not(.group) {part}").all()] for part in (".node", ".bar"))
    assert len(labels) == len(bars) > 30 and all(label["x"] + label["width"] <= bar["x"] + 1 for label, bar in zip(labels, bars, strict=True))
    assert max(bar["x"] + bar["width"] for bar in bars) <= 700
    page = printed(visit("#q=over&v=table"))
    assert page.locator("thead").is_visible() and page.evaluate("getComputedStyle(document.querySelector('tbody tr')).display") == "table-row"
    assert page.evaluate("document.documentElement.scrollWidth") == 700
