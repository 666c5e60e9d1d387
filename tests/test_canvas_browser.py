"""Our own renderer in a real browser: what it draws, how it moves, and what it finds under a point."""

import networkx as nx
import pytest

from browser import offline
from kg.draw import draw
from test_draw import clustered, spread

# How often a method of the canvas was called during what follows, up to the next picture at rest.
COUNT = """(name) => {
  const [proto, own] = [CanvasRenderingContext2D.prototype, CanvasRenderingContext2D.prototype[name]];
  window.called = 0;
  proto[name] = function (...args) { window.called += 1; return own.apply(this, args); };
}"""
FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture
def visit(browser, tmp_path):
    with offline(browser) as made:

        def opened(network, address="", **options):
            path = draw(network, renderer="canvas", positions=spread(network)).save(tmp_path / "graph.html")
            page = made(lambda url: url.split("#")[0] == path.as_uri(), viewport={"width": 1280, "height": 800}, **options)
            page.goto(path.as_uri() + address)
            page.locator("html[data-ready]").wait_for(state="attached")
            return page

        yield opened


def pixel(page, at):
    """Return the colour of the drawing at a place on the element, as red, green, blue."""
    page.evaluate(FRAME)
    return page.evaluate("""({ x, y }) => {
      const pen = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
      pen.drawImage(document.querySelector('#canvas canvas'), -Math.floor(x * devicePixelRatio), -Math.floor(y * devicePixelRatio));
      return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
    }""", at)


def settled(page, condition):
    """Wait for a condition, picture by picture; the page's own content policy keeps Playwright from doing so by itself."""
    page.evaluate(f"new Promise((done, fail) => {{ let left = 300; const ask = () => (({condition}) ? done() : left-- ? requestAnimationFrame(ask) : fail(Error('never'))); ask(); }})")


def where(page, name):
    return page.evaluate("(name) => window.__aec.where(name)", name)


@pytest.mark.parametrize(("size", "ratio"), [(30, 1), (30, 2), (1500, 1), (1500, 2)])
def test_each_node_has_its_colour_at_its_place(visit, size, ratio):
    page = visit(clustered(size), device_scale_factor=ratio)
    assert page.evaluate("[canvas.clientWidth, canvas.clientHeight]") == page.evaluate("(({ clientWidth: w, clientHeight: h }) => [w, h])(document.querySelector('#canvas canvas'))")
    for name, colour in (("id:0", [15, 92, 151]), ("id:1", [0, 128, 95]), ("id:2", [140, 138, 132])):
        assert pixel(page, where(page, name)) == colour, name
    page.get_by_role("button", name="Dark").click()
    assert pixel(page, where(page, "id:1")) == [47, 189, 147]
    assert pixel(page, {"x": 2, "y": 2}) == [22, 24, 27]


def test_a_page_without_vis_network_is_smaller_and_draws_only_what_is_asked_for():
    network = clustered(30)
    assert len(draw(network, renderer="canvas").html()) < len(draw(network, renderer="vis").html()) - 400_000
    assert len(draw(nx.empty_graph(301)).html()) < 400_000 < len(draw(nx.empty_graph(300)).html())
    with pytest.raises(ValueError, match="no renderer 'webgl'"):
        draw(network, renderer="webgl")


def test_the_mouse_drags_and_the_wheel_zooms_about_the_pointer(visit):
    page = visit(clustered(60))
    box, before, scale = page.locator("#canvas").bounding_box(), where(page, "id:20"), page.evaluate("window.__aec.view().scale")
    page.mouse.move(box["x"] + before["x"], box["y"] + before["y"])
    page.mouse.wheel(0, -300)
    settled(page, f"window.__aec.view().scale > {1.5 * scale}")
    assert where(page, "id:20") == pytest.approx(before, abs=1)  # the mouse moves by whole pixels
    page.mouse.down()
    page.mouse.move(box["x"] + before["x"] + 60, box["y"] + before["y"] - 40, steps=4)
    page.mouse.up()
    assert where(page, "id:20") == pytest.approx({"x": before["x"] + 60, "y": before["y"] - 40}, abs=1)
    assert page.locator("#panel h2").count() == 0, "a drag chooses nothing"


def test_two_fingers_zoom_and_what_lies_between_them_stays(visit):
    page = visit(clustered(60))
    scale, at = page.evaluate("window.__aec.view().scale"), where(page, "id:20")
    page.evaluate("""({ x, y }) => {
      const sheet = document.querySelector('#canvas canvas');
      const box = sheet.getBoundingClientRect();
      const send = (type, pointerId, away) => sheet.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId, pointerType: 'touch', clientX: box.x + x + away, clientY: box.y + y }));
      send('pointerdown', 1, -50); send('pointerdown', 2, 50);
      for (let k = 1; k <= 10; k += 1) { send('pointermove', 1, -50 - 5 * k); send('pointermove', 2, 50 + 5 * k); }
      send('pointerup', 1, -100); send('pointerup', 2, 100);
    }""", at)
    assert page.evaluate("window.__aec.view().scale") == pytest.approx(2 * scale, rel=0.05)
    assert where(page, "id:20") == pytest.approx(at, abs=4)


def test_a_double_click_grows_what_is_hidden(visit):
    page = visit(clustered(60), "#f=id:0")
    before = page.locator("#counts").inner_text()
    page.locator("#canvas").dblclick(position=where(page, "id:1"))
    assert page.locator("#counts").inner_text() != before


def test_the_grid_finds_what_looking_at_every_node_finds(visit):
    page = visit(clustered(1500))
    for steps in (0, 6):
        for _ in range(steps):
            page.locator("#canvas").press("+")
        told = page.evaluate("""() => {
          const { view, nodes, nodeNear, sizeAt } = window.__aec;
          const { left, right, top, bottom, scale } = view();
          const wrong = [];
          let hits = 0;
          for (let k = 0; k < 2000; k += 1) {
            const at = { x: left + ((k * 7919) % 2000) / 2000 * (right - left), y: top + ((k * 104729) % 1999) / 1999 * (bottom - top) };
            let [best, nearest] = [null, 8 / scale];
            nodes.forEach(({ x, y }, i) => { const away = Math.hypot(x - at.x, y - at.y) - sizeAt(i, scale); if (away < nearest) [best, nearest] = [i, away]; });
            if (best !== null) hits += 1;
            if (nodeNear(at, scale) !== best) wrong.push([at, best, nodeNear(at, scale)]);
          }
          return { hits, wrong };
        }""")
        assert told["hits"] > 50 and told["wrong"] == []


def test_lines_wait_while_the_picture_moves_and_come_back(visit):
    page = visit(clustered(6000), "#whole=")
    page.get_by_role("button", name="Show all 6,000").click()
    page.evaluate(FRAME)
    page.evaluate(COUNT, "lineTo")
    page.keyboard.press("0")  # the drawing has the focus
    page.evaluate(FRAME)
    whole = page.evaluate("window.called")
    assert whole > 5000
    box = page.locator("#canvas").bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 208, box["y"] + 200, steps=2)
    page.evaluate("window.called = 0")
    page.mouse.move(box["x"] + 209, box["y"] + 200)
    page.evaluate("new Promise((done) => requestAnimationFrame(done))")
    moving = page.evaluate("window.called")
    assert 0 < moving <= 2500
    page.mouse.up()
    settled(page, "window.called > 5000")  # at rest all are drawn again


def test_a_page_opens_with_5000_and_shows_all_when_asked(visit):
    page = visit(clustered(6000), "#whole=&q=all")
    assert page.locator("#counts").inner_text().startswith("5,000 of 6,000 nodes")
    page.get_by_role("button", name="Show all 6,000").click()
    assert page.locator("#counts").inner_text() == "6,000 nodes, 5,999 links" and not page.locator("#whole").is_visible()
    page.get_by_role("button", name="Back").click()
    assert page.locator("#counts").inner_text().startswith("5,000 of 6,000 nodes")
