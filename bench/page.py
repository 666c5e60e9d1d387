"""How fast pages open and move, in headless Chromium: python bench/page.py, from the root, with the test environment."""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import networkx as nx
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser import ARGUMENTS, chromium  # noqa: E402

import kg  # noqa: E402
from kg import explore  # noqa: E402

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
PAN = """async () => {
  const canvas = document.querySelector('#canvas canvas');
  const box = canvas.getBoundingClientRect();
  const at = (k) => ({ bubbles: true, pointerId: 1, pointerType: 'mouse', isPrimary: true, button: 0, buttons: 1, clientX: box.x + 300 + k * 3, clientY: box.y + 300 });
  canvas.dispatchEvent(new PointerEvent('pointerdown', at(0)));
  const begin = performance.now();
  for (let k = 1; k <= 40; k += 1) {
    canvas.dispatchEvent(new PointerEvent('pointermove', at(k)));
    await new Promise((done) => requestAnimationFrame(done));
  }
  const took = performance.now() - begin;
  canvas.dispatchEvent(new PointerEvent('pointerup', at(41)));
  return 40000 / took;
}"""


def clustered(nodes: int) -> nx.DiGraph:
    """Return a network like ours: clusters with labels and sources."""
    network = nx.DiGraph()
    for i in range(nodes):
        network.add_node(f"id:{i}", type=("Organisation", "Commitment", "Source")[i % 3], label=f"Commitment number {i} on face recognition")
        if i:
            network.add_edge(f"id:{i}", f"id:{(i - i % 20) if i % 20 else i // 20}", type="commits to", sources="Title\tPublisher\t2020-06\tpara 1\thttps://www.example.org/")
    return network


def main() -> None:
    """Print a line a page: its size, how long it takes to make, to open, to step a day, and the frames a second when panned."""
    engine = kg.load()
    pages = {
        "everything bundled": (lambda: explore.page(engine), ""),
        "everything bundled, all shown": (lambda: explore.page(engine), "#q=all"),
        "face recognition": (lambda: explore.page(engine, technology="id:facial-recognition"), ""),
        "5,000 nodes, all shown": (lambda: kg.draw(clustered(5000)), ""),
        "50,000 nodes, the most linked 5,000 shown": (lambda: kg.draw(clustered(50000)), ""),
        "everything bundled, with SPARQL": (lambda: explore.page(engine, sparql=True), ""),
    }
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for name, (make, address) in pages.items():
            begin = time.perf_counter()
            path = make().save(Path(folder) / "page.html")
            made, ready = time.perf_counter() - begin, []
            for _ in range(5):
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                page.goto(path.as_uri() + address)
                page.locator("html[data-ready]").wait_for(state="attached")
                ready.append(int(page.locator("html").get_attribute("data-ready")))
                step = statistics.median(page.evaluate(STEP)) if page.locator("#time").is_visible() else float("nan")
                frames = page.evaluate(PAN)
                page.close()
            print(f"{name}: {path.stat().st_size / 1e6:.2f} MB, made in {made:.1f} s, usable after {statistics.median(ready)} ms, a day's step {step:.0f} ms (two frames), panning {frames:.0f} frames a second")
        browser.close()


if __name__ == "__main__":
    main()
