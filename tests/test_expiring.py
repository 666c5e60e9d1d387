"""Ends to come: which there are in a window, and what a calendar program reads of them."""

import builtins
from datetime import date

import icalendar
import pytest

import kg
from helpers import TESTS
from kg import dates
from kg.expiring import calendar


@pytest.fixture(scope="module")
def table():
    return kg.load(TESTS / "mini/status.trig")


def found(store, within, **options):
    return [(one.date, one.commitment, one.what) for one in kg.expiring(store, within, on="2020-06-10", known_by="2020-06-30", **options)]


def events(expiries, labels=None):
    return [part for part in icalendar.Calendar.from_ical(calendar(expiries, labels or {})).walk() if part.name == "VEVENT"]


def test_ends_in_a_window(table):
    assert found(table, "30d") == [
        ("2020", "id:row-8-end-imprecise", "stated end"),
        ("2020-06", "id:row-6-end-imprecise", "termination"),
        ("2020-06-10", "id:row-8-before-end", "stated end"),
        (None, "id:row-10-event-reported", "awaited event"),
        (None, "id:row-11-event-not-known", "awaited event"),
    ]
    assert ("2020-12-31", "id:row-7-end-kinds-disagree", "stated end") in found(table, "1y")
    assert found(table, "1y") == found(table, None)


def test_what_has_ended_or_supersedes_itself_is_left_out(table):
    named = {commitment for _, commitment, _ in found(table, None)}
    assert named.isdisjoint({"id:row-8-expired", "id:row-2-terminated", "id:row-3-superseded", "id:row-0-cycle-one"})


@pytest.mark.parametrize(("length", "last"), [("1d", "2020-01-31"), ("2w", "2020-02-13"), ("1m", "2020-02-28"), ("1Y", "2021-01-30")])
def test_length_of_a_window(length, last):
    assert dates.within("2020-01-31", length) == last


@pytest.mark.parametrize("bad", ["", "90", "d", "-3d", "1.5y", "3q", "99999y"])
def test_bad_length(bad):
    with pytest.raises(ValueError, match="write days"):
        dates.within("2020-01-31", bad)


def test_calendar_holds_all_day_events_that_span_what_is_imprecise(table):
    spans = {str(event["uid"]): (event.start, event.end) for event in events(kg.expiring(table, "30d", on="2020-06-10", known_by="2020-06-30"))}
    assert spans == {
        "id-row-8-end-imprecise-end@aec-kg": (date(2020, 1, 1), date(2021, 1, 1)),
        "id-row-6-end-imprecise-termination-id-withdrawal-some-time-in-june@aec-kg": (date(2020, 6, 1), date(2020, 7, 1)),
        "id-row-8-before-end-end@aec-kg": (date(2020, 6, 10), date(2020, 6, 11)),
    }


def test_identifiers_stay_when_a_date_is_refined():
    told = kg.load(TESTS / "mini/told-by-several.trig")
    before, after = (events(kg.expiring(told, None, on="2020-12-01", known_by=known_by, commitment="id:refined")) for known_by in ("2020-06-15", "2020-06-20"))
    assert [str(event["uid"]) for event in before] == [str(event["uid"]) for event in after] == ["id-refined-end@aec-kg"]
    assert (before[0].start, after[0].start) == (date(2021, 6, 1), date(2021, 6, 9))


def test_identifiers_differ_when_ends_contradict(table):
    both = events(kg.expiring(table, None, on="2020-05-01", known_by="2020-06-30", commitment="id:row-8-ends-disagree"))
    assert [str(event["uid"]) for event in both] == ["id-row-8-ends-disagree-end-2020-05-31@aec-kg", "id-row-8-ends-disagree-end-2020-12-31@aec-kg"]


def test_text_of_an_event_says_both_dates_status_and_keeping(table):
    (event,) = events(kg.expiring(table, "1d", on="2020-06-10", known_by="2020-06-30", commitment="id:row-8-before-end"), {"id:row-8-before-end": "Pause; of, all\nsales"})
    assert str(event["summary"]) == "Pause; of, all\nsales: stated end"
    assert "On 2020-06-10, as known by 2020-06-30: in force (before stated end)" in str(event["description"])
    assert "kept or not: no report" in str(event["description"])


def test_same_data_same_file(table):
    one, two = (calendar(kg.expiring(table, None, on="2020-06-10", known_by="2020-06-30"), {}) for _ in range(2))
    assert one == two


def test_without_the_library_one_line_says_what_to_install(table, monkeypatch):
    real = builtins.__import__

    def missing(name, *rest):
        if name == "icalendar":
            raise ModuleNotFoundError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ModuleNotFoundError, match=r'^a calendar file needs the package icalendar: pip install "aec-kg\[calendar\]"$'):
        calendar([], {})
