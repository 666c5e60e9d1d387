"""The page in Firefox: it draws, by both renderers, and no script fails."""

import pytest

import firefox
from kg.draw import draw
from test_draw import clustered

# A page is loaded before its data is unpacked.
READY = """return new Promise((done, fail) => {
  let left = 500;
  const ask = () => (document.documentElement.dataset.ready ? done(true) : left-- ? requestAnimationFrame(ask) : fail(Error('never ready')));
  ask();
});"""
COLOURS = """const sheet = document.querySelector('#canvas canvas');
const pixels = new Uint32Array(sheet.getContext('2d').getImageData(0, 0, sheet.width, sheet.height).data.buffer);
return new Set(pixels).size;"""
# Before the page's own script: whatever fails, it is written down.
WATCHED = "<script>window.failed = []; addEventListener('error', (event) => failed.push(event.message)); addEventListener('unhandledrejection', (event) => failed.push(String(event.reason))); addEventListener('securitypolicyviolation', (event) => failed.push(event.violatedDirective + ' ' + event.blockedURI));</script>"


@pytest.fixture(scope="module")
def fox(tmp_path_factory):
    if not (program := firefox.installed()):
        pytest.skip("no Firefox: install firefox-esr, or set AEC_FIREFOX to one")
    with firefox.started(program, tmp_path_factory.mktemp("profile")) as started:
        yield started


def watched(html: str) -> str:
    return html.replace("<style>", f"{WATCHED}<style>", 1).replace("script-src ", f"script-src {_hash()} ", 1)


def _hash() -> str:
    import base64
    import hashlib

    script = WATCHED.removeprefix("<script>").removesuffix("</script>")
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def opened(fox, view, path, address=""):
    path.write_text(watched(view.html()), "utf-8")
    fox.open(path.as_uri() + address)
    assert fox.run(READY) is True


@pytest.mark.parametrize("renderer", ["vis", "canvas"])
def test_firefox_draws(fox, tmp_path, renderer):
    opened(fox, draw(clustered(60), renderer=renderer), tmp_path / "graph.html")
    assert fox.run(COLOURS) > 20
    assert fox.run("return document.querySelector('#counts').textContent") == "60 nodes, 59 links"
    assert fox.run("return window.failed") == []


def test_firefox_shows_the_answer_its_source_and_the_other_views(fox, explorer, tmp_path):
    opened(fox, explorer, tmp_path / "explorer.html", "#n=id:amazon-moratorium-2020")
    assert fox.run(COLOURS) > 20
    assert "In force" in fox.run("return document.querySelector('#panel .status').textContent")
    assert fox.run("return document.querySelector('#panel .sources a').href").startswith("https://")
    for view in ("timeline", "table"):
        fox.run(f"document.getElementById('tab-{view}').click()")
        assert fox.run(f"return document.querySelector('#view-{view} [aria-current]').textContent").startswith("Amazon's one-year pause")
    assert fox.run("return document.documentElement.scrollWidth <= innerWidth")
    assert fox.run("return window.failed") == []
