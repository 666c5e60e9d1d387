"""Status on fixtures that a person can read: the decision table row by row, and what must always hold."""

import dataclasses

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import histories
import kg
from helpers import TESTS
from kg import dates
from kg.decision import TABLE
from kg.status import Timelines

MINI = TESTS / "mini"


@pytest.fixture(scope="module")
def table():
    return kg.load(MINI / "status.trig")


@pytest.fixture(scope="module")
def worked():
    return kg.load(MINI / "worked-example.trig")


@pytest.fixture(scope="module")
def told():
    return kg.load(MINI / "told-by-several.trig")


def answers(store, on, known_by):
    return {one.commitment: (one.status, one.reason) for one in kg.status(store, on=on, known_by=known_by)}


def one_of(store, name, **dated):
    (one,) = kg.status(store, commitment=name, **dated)
    return one


ROWS = {
    "id:row-0-cycle-one": ("unknown", "supersession cycle"),
    "id:row-0-cycle-two": ("unknown", "supersession cycle"),
    "id:row-1-starts-later": ("not yet", "starts later"),
    "id:row-2-terminated": ("ended", "terminated"),
    "id:row-3-superseded": ("ended", "superseded"),
    "id:row-3-its-successor": ("in force", "open-ended, no end known"),
    "id:row-4-event-occurred": ("ended", "event occurred"),
    "id:row-5-start-imprecise": ("unknown", "start imprecise"),
    "id:row-5-no-start": ("unknown", "start imprecise"),
    "id:row-6-end-imprecise": ("unknown", "end imprecise"),
    "id:row-7-end-kinds-disagree": ("unknown", "sources disagree on end kind"),
    "id:row-8-expired": ("ended", "expired"),
    "id:row-8-before-end": ("in force", "before stated end"),
    "id:row-8-ends-disagree": ("unknown", "sources disagree on end date"),
    "id:row-8-end-imprecise": ("unknown", "end imprecise"),
    "id:row-8-length-not-added": ("unknown", "end imprecise"),
    "id:row-8-expired-and-stopped": ("ended", "expired"),
    "id:row-9-open": ("in force", "open-ended, no end known"),
    "id:row-9-permanent": ("in force", "open-ended, no end known"),
    "id:row-9-not-stated-by-one-source": ("in force", "open-ended, no end known"),
    "id:row-10-event-reported": ("in force", "within reported period"),
    "id:row-10-not-stated-reported": ("in force", "within reported period"),
    "id:row-11-event-not-known": ("unknown", "event not known to have occurred"),
    "id:row-12-end-not-stated": ("unknown", "end not stated, no later report"),
    "id:row-12-law": ("in force", "a law, and no change of it is known"),
}


@pytest.mark.parametrize("name", ROWS)
def test_row_of_the_table(table, name):
    assert answers(table, "2020-06-10", "2020-06-30")[name] == ROWS[name]


def test_every_row_has_a_commitment(table):
    assert answers(table, "2020-06-10", "2020-06-30") == ROWS
    assert {(status, reason) for _, _, status, reason in TABLE} == set(ROWS.values())
    assert {number for number, *_ in TABLE} == {int(name.split("-")[1]) for name in ROWS}


def test_sparql_gives_the_same_rows(table):
    rows = table.solutions("status", on="2020-06-10", known_by="2020-06-30")
    assert {kg.curie(row["commitment"].value): (row["status"].value, row["reason"].value) for row in rows} == ROWS


def test_a_cycle_names_its_members_and_does_not_hang(table):
    assert one_of(table, "id:row-0-cycle-one", on="2020-06-10").note == "supersede one another: id:row-0-cycle-one, id:row-0-cycle-two"
    assert kg.timeline(table, commitment="id:row-0-cycle-one").lines == [["id:row-0-cycle-one", "id:row-0-cycle-two"]]


def test_a_length_that_cannot_be_added_is_named(table):
    assert one_of(table, "id:row-8-length-not-added", on="2020-06-10").note == "cannot add P90D to 2020-01"


def test_the_sources_of_an_end_are_among_the_sources(told):
    assert one_of(told, "id:refined", on="2020-07-15", known_by="2020-07-15").sources == ("src:precise", "src:retracted", "src:vague")


WORKED = [
    ("2020-06-11", "2020-06-01", "id:amazon-2020", "not yet", "starts later"),
    ("2020-06-11", "2020-06-01", "id:ibm-2020", "unknown", "start imprecise"),
    ("2020-06-11", "2020-06-11", "id:amazon-2020", "in force", "before stated end"),
    ("2020-06-11", "2020-06-11", "id:ibm-2020", "in force", "within reported period"),
    ("2020-06-11", "2020-12-01", "id:amazon-2020", "in force", "before stated end"),
    ("2020-06-11", "2020-12-01", "id:ibm-2020", "unknown", "end not stated, no later report"),
    ("2020-06-11", "2021-06-10", "id:amazon-2020", "ended", "expired"),
    ("2020-06-11", "2021-06-10", "id:ibm-2020", "unknown", "end not stated, no later report"),
    ("2021-06-01", "2021-06-10", "id:amazon-2020", "ended", "superseded"),
    ("2021-06-01", "2021-06-10", "id:amazon-2021", "in force", "open-ended, no end known"),
    ("2021-06-01", "2021-06-10", "id:ibm-2020", "unknown", "end not stated, no later report"),
    ("2021-06-01", "2021-06-10", "id:microsoft-2020", "unknown", "event not known to have occurred"),
]


@pytest.mark.parametrize(("known_by", "on", "name", "status", "reason"), WORKED)
def test_worked_example(worked, known_by, on, name, status, reason):
    assert answers(worked, on, known_by)[name] == (status, reason)


def test_worked_example_knows_two_at_first_and_four_a_year_later(worked):
    assert [len(answers(worked, "2021-06-10", known_by)) for known_by in ("2020-06-11", "2021-06-01")] == [2, 4]


def test_the_line_of_a_promise_goes_on(worked):
    spans = kg.timeline(worked, known_by="2021-06-01", commitment="id:amazon-2020")
    assert spans.lines == [["id:amazon-2020", "id:amazon-2021"]]
    assert [(one.status, one.first, one.last) for one in spans["id:amazon-2020"]] == [
        ("not yet", None, "2020-06-09"),
        ("in force", "2020-06-10", "2021-05-17"),
        ("ended", "2021-05-18", None),
    ]


class TestDatesOfSeveralSources:
    def test_a_more_precise_date_refines(self, told):
        one = one_of(told, "id:refined", on="2020-06-10", known_by="2020-06-30")
        assert (one.status, one.starts, one.ends, one.disagree) == ("in force", ("2020-06-10",), ("2021-06-09",), False)

    def test_before_the_precise_source_the_start_is_known_to_the_month(self, told):
        one = one_of(told, "id:refined", on="2020-06-10", known_by="2020-06-15")
        assert (one.status, one.reason, one.starts, one.ends) == ("unknown", "start imprecise", ("2020-06",), ("2021-06",))

    def test_contradicting_dates_leave_it_open_in_between(self, told):
        statuses = {on: one_of(told, "id:contradicted", on=on, known_by="2020-07-01") for on in ("2020-05-31", "2020-06-20", "2020-07-01")}
        assert [one.status for one in statuses.values()] == ["not yet", "unknown", "in force"]
        assert all(one.disagree for one in statuses.values())

    def test_a_source_that_does_not_state_the_end_contradicts_none(self, told):
        assert one_of(told, "id:refined", on="2021-01-01", known_by="2020-06-30").reason == "before stated end"


class TestMonthsAndYears:
    @pytest.mark.parametrize(
        ("on", "status", "reason", "first", "last"),
        [
            ("2020-07", "in force", "before stated end", "2020-06-10", "2021-06-09"),
            ("2020-06", "unknown", "changes within 2020-06", "2020-06-01", "2020-06-30"),
            ("2021", "unknown", "changes within 2021", "2021-01-01", "2021-12-31"),
            ("2022", "ended", "expired", "2021-06-10", None),
        ],
    )
    def test_on(self, told, on, status, reason, first, last):
        one = one_of(told, "id:refined", on=on, known_by="2020-06-30")
        assert (one.status, one.reason, one.first, one.last, one.on) == (status, reason, first, last, on)

    def test_known_by_reaches_to_the_end_of_its_month_and_stays_as_it_was_given(self, told):
        assert one_of(told, "id:refined", on="2020-06-10", known_by="2020-06") == dataclasses.replace(
            one_of(told, "id:refined", on="2020-06-10", known_by="2020-06-30"), known_by="2020-06"
        )


class TestRetraction:
    def test_what_only_a_retracted_source_says_is_known_until_then(self, told):
        assert [len(kg.status(told, known_by=known_by, commitment="id:only-in-a-retracted-source")) for known_by in ("2020-07-31", "2020-08-01")] == [1, 0]

    def test_an_end_that_was_retracted_is_none(self, told):
        assert [one_of(told, "id:refined", on="2020-07-15", known_by=known_by).status for known_by in ("2020-07-15", "2020-08-01")] == ["ended", "in force"]


class TestKept:
    """Kept or not is an axis of its own."""

    @pytest.mark.parametrize(
        ("on", "known_by", "kept"),
        [
            ("2020-12-01", "2020-08-31", "no report"),
            ("2020-12-01", "2020-09-01", "reported breached"),
            ("2020-08-01", "2020-12-01", "no report"),
            ("2020-09-15", "2020-12-01", "reported breached"),
            ("2020-12-01", "2020-12-01", "disputed"),
        ],
    )
    def test_depends_on_both_dates(self, told, on, known_by, kept):
        one = one_of(told, "id:judged", on=on, known_by=known_by)
        assert (one.kept, one.status) == (kept, "in force")

    def test_a_reaction_is_no_verdict(self, told):
        assert one_of(told, "id:refined", on="2020-12-01", known_by="2020-12-01").kept == "no report"


class TestBadInput:
    @pytest.mark.parametrize("bad", ["2020-13", "2020-02-30", "june", "2020-6-1", "20200611", "2020-06-11T00:00"])
    def test_a_date_that_is_none(self, table, bad):
        with pytest.raises(ValueError, match="is not a date; write a day"):
            kg.status(table, on=bad)

    def test_known_by_before_the_first_source(self, table):
        with pytest.raises(ValueError, match="^nothing was known by 2019: the first source is of 2020-01-15$"):
            kg.status(table, on="2020", known_by="2019")

    def test_an_unknown_thing(self, seed):
        with pytest.raises(LookupError, match="did you mean id:amazon"):
            kg.status(seed, holder="id:amazn")

    def test_an_unknown_facet(self, seed):
        with pytest.raises(TypeError, match="chosen by commitment, holder, technology, kind, place or initiative, not colour"):
            kg.status(seed, colour="red")

    def test_a_fact_with_a_date_that_is_none(self, tmp_path):
        text = (MINI / "worked-example.trig").read_text()
        (tmp_path / "bad.trig").write_text(text.replace('"2020-06-10"^^xsd:date', '"10 June 2020"'))
        with pytest.raises(kg.DataError, match="src:seed: id:amazon-2020 aec:announcedOn: date '10 June 2020' is not a date"):
            kg.status(kg.load(tmp_path / "bad.trig"))


QUICK = settings(max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
PROBES = sorted({*histories.DAYS, "2019-12-31", "2020-02-15", "2020-06-11", "2020-06-20", "2020-12-30", "2021-05-31", "2021-07-01", "2022-01-01", "2030-01-01"})
KNOWN = ["2020-02-29", "2020-06-10", "2020-06-11", "2020-06-20", "2020-12-31", "2021-07-01"]
REPORT_DEPENDS = {"within reported period", "event not known to have occurred", "end not stated, no later report", "a law, and no change of it is known"}


def lines_of(quads, known_by):
    return Timelines(histories.record(quads).known(known_by))


def everything(lines, commitment):
    return [lines.on(commitment, day) for day in PROBES]


@QUICK
@given(histories.cases("n"), st.sampled_from(KNOWN))
def test_what_is_published_or_retracted_later_changes_nothing(quads, known_by):
    """As known by K, all graphs of sources issued after K may as well not exist."""
    whole = lines_of(quads, known_by)
    assume(not whole.known.record.cycles)  # a mistake in the data shows at every K
    known = {quad for quad in quads if histories.source_of(quad) in whole.known.sources}
    part = lines_of(known, known_by)
    assert {c: everything(whole, c) for c in whole.known.commitments} == {c: everything(part, c) for c in part.known.commitments}


@QUICK
@given(histories.cases("n"), st.integers(0, len(histories.ISSUED) - 1))
def test_a_further_source_that_agrees_changes_nothing_but_the_report(quads, copied):
    before = lines_of(quads, "2022-01-01")
    copy = {histories.copied(quad, copied) for quad in quads} - {None}
    after = Timelines(histories.record(quads | copy, extra="2021-12-01").known("2022-01-01"))
    for commitment in before.known.commitments:
        for one, two in zip(everything(before, commitment), everything(after, commitment), strict=True):
            assert (one.starts, one.ends, one.disagree) == (two.starts, two.ends, two.disagree)
            assert set(one.sources) <= set(two.sources) and one.last_report <= two.last_report
            if one.reason not in REPORT_DEPENDS:
                assert (one.status, one.reason) == (two.status, two.reason)
            elif one.reason != "within reported period":
                assert two.reason in (one.reason, "within reported period")


@QUICK
@given(histories.cases("n"), st.sampled_from(KNOWN))
def test_ended_never_comes_back(quads, known_by):
    """As known on one day, what has ended stays ended: only a new commitment or a new report can change that."""
    lines = lines_of(quads, known_by)
    for commitment in lines.known.commitments:
        statuses = [status for status, _ in lines.intervals(commitment)[1]]
        if "ended" in statuses:
            assert set(statuses[statuses.index("ended") :]) == {"ended"}
        assert "not yet" not in statuses[1:]


@QUICK
@given(histories.cases("n"), st.sampled_from(KNOWN), st.sampled_from(PROBES))
def test_intervals_are_what_is_decided_day_by_day(quads, known_by, day):
    from kg.decision import decide

    lines = lines_of(quads, known_by)
    for commitment in lines.known.commitments:
        spans = list(lines.spans(commitment))
        assert spans[0].first is None and spans[-1].last is None
        assert all(dates.first_day(two.first) == dates.first_day(one.last) + 1 for one, two in zip(spans, spans[1:], strict=False))
        one = lines.on(commitment, day)
        assert (one.status, one.reason) == decide(lines.known.history(commitment), dates.first_day(day))


def test_laws_are_the_kinds_that_the_vocabulary_puts_under_law(seed):
    from kg.history import LAWS

    rows = seed.solutions("SELECT ?kind { ?kind skos:broader* v:law }")
    assert {row["kind"].value for row in rows} == LAWS
