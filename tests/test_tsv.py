"""Rows to a DataFrame: nothing is lost, and both readers give the same."""

import random
import sys

import pandas
import pytest

import kg
from kg import tsv
from kg.query import term

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(params=["pieces", "arrow"])
def reader(request, monkeypatch):
    """Each of the two readers in turn."""
    _only(request.param, monkeypatch)


def _only(name, monkeypatch):
    if name == "pieces":
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        monkeypatch.setattr(tsv, "_PIECE", 7)  # so small that every result here takes several


def column(*terms):
    """What a column of these terms becomes; UNDEF is a missing value."""
    return kg.Store().frame(f"SELECT ?x {{ VALUES ?x {{ {' '.join(terms)} }} }}")["x"]


def listed(found):
    """A column as a list, with ``None`` for a missing value."""
    return [None if missing else value for value, missing in zip(found.tolist(), found.isna(), strict=True)]


def test_every_text_survives(reader):
    texts = ["", "a\tb", "a\nb\n", "\r\n", 'say "hi"', '"', "\\", "\\t", "\\u0041", "NA", "nan", "ünï", "\u0085\u2028\u00a0", "𝕏", "\x07\x0c\0", " ", "<http://a/>", "007", "1e5", "true", "?x"]
    assert column(*map(term, texts)).tolist() == texts


def test_no_value_is_told_from_an_empty_text(reader):
    assert listed(column('""', "UNDEF", '"a"', "UNDEF")) == ["", None, "a", None]
    assert listed(column("UNDEF", "UNDEF")) == [None, None]


def test_terms_become_what_they_name(reader):
    assert column("<http://é.x/a>", '"chat"@fr', f'"2020-06"^^<{XSD}gYearMonth>', "true", "<<( <a:a> <a:b> 'c' )>>").tolist() == [
        "http://é.x/a", "chat", "2020-06", "true", '<<( <a:a> <a:b> "c" )>>']  # fmt: skip


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (["1", "-2"], [1, -2]),
        (["1", "2.5", "1e3", f'"7"^^<{XSD}nonNegativeInteger>'], [1, 2.5, 1000, 7]),
        (["1", "UNDEF"], [1, None]),
        ([f'"-INF"^^<{XSD}double>', "0.0"], [float("-inf"), 0]),
        ([str(2**63 - 1)], [2**63 - 1]),
        # Beside a missing value whole numbers become floats; what a float would round stays a string.
        ([str(2**53 + 1), "UNDEF"], [str(2**53 + 1), None]),
        ([str(10**30)], [str(10**30)]),
        ([f'"many"^^<{XSD}integer>', "1"], ["many", "1"]),
        (['"1"', '"2"'], ["1", "2"]),
        (["1", '"2"'], ["1", "2"]),
        (["1", "<http://a.b/c>"], ["1", "http://a.b/c"]),
    ],
)
def test_only_a_column_of_numbers_is_numeric(reader, terms, expected):
    found = column(*terms)
    assert listed(found) == expected
    assert pandas.api.types.is_numeric_dtype(found) is not any(isinstance(value, str) for value in expected)


def test_a_row_longer_than_what_is_read_at_a_time(monkeypatch):
    monkeypatch.setattr(tsv, "_ARROW_BLOCK", 64)
    texts = ["short", "long " * 1000, "last"]
    assert column(*map(term, texts)).tolist() == texts


def test_results_without_rows_or_columns(reader):
    assert kg.Store().frame("SELECT ?a ?b { ?a a ?b }").columns.tolist() == ["a", "b"]
    assert kg.Store().frame("SELECT * { }").shape == (1, 0)


def test_escapes_that_other_servers_write(reader):
    assert tsv.frame(b'?x\n"\\u00e9\\U0001d54f\\b\\\'"').x.tolist() == ["é𝕏\b'"]


def test_what_is_no_select_is_refused():
    for query in ("ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        with pytest.raises(TypeError, match="takes a SELECT"):
            kg.Store().frame(query)


def test_both_readers_give_equal_frames(bundled, monkeypatch):
    rng = random.Random(1)
    terms = ["UNDEF", "1", "2.5", "<http://a.b/c>", '"x\\ty"@en', '""', '"é"', f'"2020"^^<{XSD}gYear>']
    rows = " ".join(f"({rng.choice(terms)} {rng.choice(terms[:3])} {rng.choice(terms[3:4])} {rng.choice(terms[:1])})" for _ in range(500))
    asked = [f"SELECT * {{ VALUES (?a ?b ?c ?d) {{ {rows} }} }}", "SELECT ?s ?p ?o { ?s ?p ?o }", "who-committed", "stats"]
    quick = [bundled.frame(query) for query in asked]
    _only("pieces", monkeypatch)
    for query, one in zip(asked, quick, strict=True):
        pandas.testing.assert_frame_equal(bundled.frame(query), one)
