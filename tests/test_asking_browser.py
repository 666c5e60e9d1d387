"""A page that answers SPARQL by itself: the same rows as the library, offline, and choosing in the views."""

import json
import re

import pytest
from playwright.sync_api import expect

import kg
from browser import offline
from kg import asking, explore


@pytest.fixture(scope="module")
def page(browser, bundled, tmp_path_factory):
    path = explore.page(bundled, technology="id:facial-recognition", sparql=True).save(tmp_path_factory.mktemp("ask") / "page.html")
    with offline(browser) as made:
        opened = made(lambda url: url.startswith(path.as_uri()), viewport={"width": 1280, "height": 800})
        opened.goto(path.as_uri() + "#v=ask")
        opened.locator("html[data-ready]").wait_for(state="attached")
        yield opened


def ask(page, text):
    page.get_by_label("SPARQL query").fill(text)
    page.get_by_role("button", name="Run").click()
    # Not by wait_for_function: it evaluates text, which the page's own policy forbids from its second look on.
    expect(page.locator("#view-ask .scroll")).not_to_have_text(re.compile("^Asking"), timeout=30_000)
    return page.locator("#view-ask .scroll .hint").inner_text()


@pytest.mark.parametrize("name", sorted(kg.queries()))
def test_shipped_queries_give_as_many_rows_as_the_library(page, bundled, name):
    params = {"entity": "id:amazon"} if name == "about" else {}  # about everything there are 74,000 rows
    said = ask(page, kg.queries()[name].bind(**params))
    expected = len(list(bundled.solutions(name, **params)))
    assert said.startswith(f"{expected:,} row"), said


def test_a_result_chooses_in_the_views(page):
    ask(page, "PREFIX aec: <https://w3id.org/aec/ontology#> SELECT ?it { ?it a aec:Commitment FILTER(CONTAINS(STR(?it), 'amazon-moratorium-2020')) }")
    page.locator("#view-ask td .node").click()
    assert page.locator("#panel h2").inner_text().startswith("Amazon's one-year pause")


def test_every_form_of_query_and_a_mistake(page):
    assert ask(page, "ASK { ?s ?p ?o }").startswith("Yes")
    assert ask(page, "# all\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3").startswith("Triples")
    assert ask(page, "SELECT ?s {\n  ?s a nonsense:Thing }").startswith("error at 2:") and "a prefix is not declared" in page.locator("#view-ask .scroll").inner_text()
    assert 0 < len(ask(page, "SELECT nonsense")) < 150 and page.locator("#said").text_content() == "The query could not be answered"


def test_our_prefixes_are_declared_and_shown(page):
    assert ask(page, "SELECT ?type ?it {\n  VALUES (?it ?type) { (id:amazon org:Organization) }\n  ?it a ?type }").startswith("1 row")
    assert page.locator("#view-ask td").all_inner_texts() == ["org:Organization", "Amazon"]
    assert ask(page, "PREFIX id: <urn:other:> ASK { id:amazon ?p ?o }").startswith("No")


def test_axe_finds_nothing_in_the_tab(page, axe):
    ask(page, "SELECT * { ?s ?p ?o } LIMIT 3")
    page.evaluate(axe)
    assert json.loads(page.evaluate("axe.run(document, {resultTypes: ['violations']}).then((result) => JSON.stringify(result.violations.map((one) => [one.id, one.nodes[0].html.slice(0, 120)])))")) == []


def test_a_package_that_is_not_the_tested_one_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(asking, "SHA256", "0" * 64)
    with pytest.raises(ValueError, match="checksum differs"):
        asking._package()


def test_without_npm_the_reason_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(asking, "_npm", lambda: "no-such-npm")
    with pytest.raises(ValueError, match="npm could not fetch it"):
        asking._package()
