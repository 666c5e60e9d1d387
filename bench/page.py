"""How fast pages are made, open and move, in headless Chromium without a GPU, and stock pyvis beside them.

python bench/page.py [REPEATS], from the root, with the test environment. The times of a page are medians.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser import ARGUMENTS, chromium  # noqa: E402

import kg  # noqa: E402
from kg import explore  # noqa: E402

PATIENCE = 90  # seconds for stock pyvis

# Milliseconds from moving the date by a day until its picture has been drawn: two frames at least.
STEP = """async () => {
  const times = [];
  for (let day = 1; day <= 24; day += 1) {
    const begin = performance.now();
    window.__aec.setDate('on', `2021-06-${String(day).padStart(2, '0')}`);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    times.push(performance.now() - begin);
  }
  return times;
}"""
# Frames a second while the picture is dragged to and fro.
PAN = """async () => {
  const sheet = document.querySelector('#canvas canvas');
  const box = sheet.getBoundingClientRect();
  const at = (k) => ({ bubbles: true, pointerId: 1, pointerType: 'mouse', isPrimary: true, button: 0, buttons: 1, clientX: box.x + 300 + 4 * (k % 40 < 20 ? k % 20 : 20 - (k % 20)), clientY: box.y + 300 + k });
  sheet.dispatchEvent(new PointerEvent('pointerdown', at(0)));
  const begin = performance.now();
  for (let k = 1; k <= 80; k += 1) {
    sheet.dispatchEvent(new PointerEvent('pointermove', at(k)));
    await new Promise((done) => requestAnimationFrame(done));
  }
  const took = performance.now() - begin;
  sheet.dispatchEvent(new PointerEvent('pointerup', at(81)));
  return 80000 / took;
}"""
# Milliseconds until everything that was asked for has been drawn.
WHOLE = """async () => {
  const begin = performance.now();
  document.getElementById('whole').click();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - begin;
}"""
# Stock pyvis: until the first picture after its physics have come to rest.
STABLE = """new Promise((done) => {
  const ask = () => {
    if (typeof network === 'undefined' || !network?.once) return setTimeout(ask, 5);
    network.once('stabilizationIterationsDone', () => network.once('afterDrawing', () => done(performance.now())));
  };
  ask();
})"""


def clustered(nodes: int) -> nx.DiGraph:
    """Return a network like ours: clusters with labels and sources."""
    network = nx.DiGraph()
    for i in range(nodes):
        network.add_node(f"id:{i}", type=("Organisation", "Commitment", "Source")[i % 3], label=f"Commitment number {i} on face recognition")
        if i:
            network.add_edge(f"id:{i}", f"id:{(i - i % 20) if i % 20 else i // 20}", type="commits to", sources="Title\tPublisher\t2020-06\tpara 1\thttps://www.example.org/")
    return network


def telling_time(nodes: int) -> nx.DiGraph:
    """Return a network in which every third node starts to hold on a day of June 2021, and ends three weeks later."""
    network = clustered(nodes)
    network.graph |= {"statuses": [("not yet", "before start"), ("in force", "before stated end"), ("ended", "expired")], "first": "2020-01-01", "today": "2026-01-01", "context": {}, "prefixes": {}}
    for i, attributes in enumerate(network.nodes.values()):
        if attributes["type"] == "Commitment":
            start, end = f"2021-06-{i % 24 + 1:02}", f"2021-{6 + (i % 24 > 7)}-{(i % 24 + 21) % 28 + 1:02}"
            attributes["moments"] = [{"by": "2020-01-01", "spans": ["", 0, start, 1, end, 2], "starts": start, "ends": end, "report": "2020-01-01"}]
    return network


def opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    page.locator("html[data-ready]").wait_for(state="attached")
    return page


def measure(browser: Browser, path: Path, repeats: int) -> str:
    """Return what a page does, in words."""
    ready, steps, frames, whole, moving = [], [], [], [], []
    for _ in range(repeats):
        page = opened(browser, path.as_uri())
        ready.append(int(page.locator("html").get_attribute("data-ready")))
        frames.append(page.evaluate(PAN))
        if page.locator("#time").is_visible():
            steps += page.evaluate(STEP)
        if page.locator("#whole").is_visible():
            whole.append(page.evaluate(WHOLE))
            moving.append(page.evaluate(PAN))
        page.close()
    told = [f"usable after {statistics.median(ready):.0f} ms", f"panning {statistics.median(frames):.0f} frames a second"]
    if steps:
        told.append(f"a day's step {statistics.median(steps):.0f} ms, the slowest {max(steps):.0f} ms")
    if whole:
        told.append(f"all shown {statistics.median(whole):.0f} ms after they were asked for, then panning {statistics.median(moving):.0f} frames a second")
    return "; ".join(told)


def stock(browser: Browser, network: nx.DiGraph, folder: Path) -> float | None:
    """Return the milliseconds until stock pyvis shows a stable picture of a network; ``None`` where that takes too long.

    Its script is inline; what it asks servers for all the same is answered at once with nothing.
    """
    import pyvis.network

    net = pyvis.network.Network(directed=True, cdn_resources="in_line")
    for node, attributes in network.nodes(data=True):
        net.add_node(node, label=attributes["label"])
    net.add_edges([edge for edge in network.edges])
    path = folder / "stock.html"
    path.write_text(net.generate_html(), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.route("http*://**", lambda route: route.fulfill(body=""))
    page.set_default_timeout(PATIENCE * 1000)
    page.add_init_script(f"window.stable = {STABLE}; window.stable.then((at) => {{ document.documentElement.dataset.stable = Math.round(at); }});")
    try:
        page.goto(path.as_uri())
        page.locator("html[data-stable]").wait_for(state="attached")
        return float(page.locator("html").get_attribute("data-stable"))
    except TimeoutError:
        return None
    finally:
        page.close()


def beside_stock(browser: Browser, folder: Path, repeats: int) -> str:
    """Return how long 500 nodes take here and in stock pyvis."""
    network = clustered(500)
    address, ours = kg.draw(network).save(folder / "ours.html").as_uri(), []
    for _ in range(repeats):
        page = opened(browser, address)
        ours.append(int(page.locator("html").get_attribute("data-ready")))
        page.close()
    theirs, mine = stock(browser, network, folder), statistics.median(ours)
    if theirs is None:
        return f"500 nodes: usable after {mine:.0f} ms; stock pyvis not stable in {PATIENCE} s"
    return f"500 nodes: usable after {mine:.0f} ms; stock pyvis stable after {theirs:.0f} ms, {theirs / mine:.0f} times as long"


def main(repeats: int = 5) -> None:
    """Print a line a page: its size, how long it takes to make, to open, to step a day, and the frames a second when panned."""
    engine = kg.load()
    pages: dict[str, Callable[[], kg.View]] = {
        "everything bundled": lambda: explore.page(engine),
        "everything bundled, by vis-network": lambda: explore.page(engine, renderer="vis"),
        "everything bundled, with SPARQL": lambda: explore.page(engine, sparql=True),
        "2,000 nodes, by vis-network": lambda: kg.draw(clustered(2000), renderer="vis"),
        "5,000 nodes": lambda: kg.draw(clustered(5000)),
        "5,000 nodes that tell time": lambda: kg.draw(telling_time(5000), on="2021-06-01", known_by="2025-01-01"),
        "50,000 nodes": lambda: kg.draw(clustered(50_000)),
        "100,000 nodes": lambda: kg.draw(clustered(100_000)),
    }
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser, folder = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS), Path(name)
        print(beside_stock(browser, folder, repeats), flush=True)
        for title, make in pages.items():
            begin = time.perf_counter()
            path = make().save(folder / "page.html")
            made = time.perf_counter() - begin
            print(f"{title}: {path.stat().st_size / 1e6:.2f} MB, made in {made:.1f} s; {measure(browser, path, repeats)}", flush=True)
        browser.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
