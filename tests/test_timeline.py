"""Timelines as data, as a picture and as bars on a terminal."""

import xml.etree.ElementTree as ElementTree

import pytest
from rich.console import Console

import kg
from helpers import TESTS
from kg import bars

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def worked():
    return kg.load(TESTS / "mini/worked-example.trig")


@pytest.fixture(scope="module")
def spans(worked):
    return kg.timeline(worked, known_by="2021-06-01")


def test_every_commitment_with_its_line(spans):
    assert list(spans) == ["id:ibm-2020", "id:amazon-2020", "id:amazon-2021", "id:microsoft-2020"]
    assert spans.lines == [["id:ibm-2020"], ["id:amazon-2020", "id:amazon-2021"], ["id:microsoft-2020"]]


def test_by_holder_and_technology(seed):
    assert list(kg.timeline(seed, known_by="2020-06-11", holder="id:ibm")) == ["id:ibm-facial-recognition-exit-2020"]
    assert list(kg.timeline(seed, known_by="2020-06-11", technology="id:rekognition")) == ["id:amazon-moratorium-2020"]


def test_nothing_is_drawn_of_nothing(seed):
    nothing = kg.timeline(seed, known_by="2020-06-11", technology="id:drone")
    assert nothing == {} and ElementTree.fromstring(nothing.svg()).tag == SVG + "svg"


def test_picture_says_what_it_shows(spans):
    picture = ElementTree.fromstring(spans.svg(standalone=True))
    title, description = picture.find(SVG + "title"), picture.find(SVG + "desc")
    assert picture.get("role") == "img" and picture.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "4 commitments: when in force, as known by 2021-06-01"
    assert "id:amazon-2020: not yet to 2020-06-09: starts later; in force from 2020-06-10 to 2021-05-17: before stated end; ended from 2021-05-18: superseded. Kept or not: no report." in description.text


def test_each_status_has_its_own_look_and_a_tooltip(spans):
    rectangles = [one for one in ElementTree.fromstring(spans.svg()).iter(SVG + "rect") if one.find(SVG + "title") is not None]
    looks = {}
    for one in rectangles:
        status = next(status for status in ("not yet", "in force", "unknown", "ended") if one.find(SVG + "title").text.startswith(status))
        looks.setdefault(status, set()).add((one.get("fill"), one.get("stroke-dasharray")))
    assert all(len(look) == 1 for look in looks.values()) and len(set(map(str, looks.values()))) == 4


def test_labels_never_become_markup(worked):
    hostile = {name: '</text><script>alert(1)</script>"&\x08' for name in kg.timeline(worked)}
    picture = bars.svg(kg.timeline(worked), hostile)
    assert "<script" not in picture and ElementTree.fromstring(picture) is not None


def test_two_pictures_on_a_page_share_no_names(worked, spans):
    one, two = spans.svg(), kg.timeline(worked, known_by="2020-06-11").svg()
    names = [{element.get("id") for element in ElementTree.fromstring(text).iter() if element.get("id")} for text in (one, two)]
    assert len(names[0]) == 3 and names[0].isdisjoint(names[1])
    assert spans.svg() == one


def test_a_notebook_draws_it(spans):
    assert spans._repr_html_() == spans.svg()


def test_bars_on_a_terminal(spans):
    console = Console(width=100, record=True, file=open("/dev/null", "w"))
    console.print(bars.table(spans, spans.labels, spans.lines, 100))
    text = console.export_text()
    console.file.close()
    amazon = next(line for line in text.splitlines() if line.startswith("id:amazon-2020"))
    assert "█" in amazon and "─" in amazon and "no report" in amazon
    assert "↳ id:amazon-2021" in text and "these 2 as one line" in text and "in force when known" in text
