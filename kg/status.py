"""Does a promise hold on day D, as far as was known on day K? The decision table and its answers.

K picks the sources, D picks the facts. Nothing here is stored: a status is computed from the dates
that sources give, and comes with its reason.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from kg import dates, terms
from kg.engine import Engine
from kg.history import History, Known, Turn, record
from kg.query import find

_FIXED, _EVENT, _OPEN = (frozenset({terms.VOCAB + name}) for name in ("end-fixed", "end-event", "end-open"))


class Tests(NamedTuple):
    """What the table asks of a commitment on one day: ``"T"`` yes, ``"F"`` no, ``"U"`` uncertain."""

    started: str
    stopped: str  # by an event that terminates it
    replaced: str  # by a commitment that supersedes it
    happened: str  # the event it was to last until
    past_first: str  # after the earliest end that a source states
    past_last: str  # after the latest
    end_kinds: frozenset[str]
    reported: bool  # a source of that day or later still describes it
    cycle: bool  # it supersedes itself


# The first row whose test is true decides. Rows 1 to 12 are those of the ontology's documentation;
# row 0 keeps broken data from pretending to know.
TABLE: tuple[tuple[Callable[[Tests], bool], str, str], ...] = (
    (lambda t: t.cycle,                                               "unknown",  "supersession cycle"),
    (lambda t: t.started == "F",                                      "not yet",  "starts later"),
    (lambda t: t.stopped == "T",                                      "ended",    "terminated"),
    (lambda t: t.replaced == "T",                                     "ended",    "superseded"),
    (lambda t: t.happened == "T",                                     "ended",    "event occurred"),
    (lambda t: t.started == "U",                                      "unknown",  "start imprecise"),
    (lambda t: "U" in (t.stopped, t.replaced, t.happened),            "unknown",  "end imprecise"),
    (lambda t: len(t.end_kinds) > 1,                                  "unknown",  "sources disagree on end kind"),
    (lambda t: t.end_kinds == _FIXED and t.past_first == t.past_last == "T", "ended",    "expired"),
    (lambda t: t.end_kinds == _FIXED and t.past_first == t.past_last == "F", "in force", "before stated end"),
    (lambda t: t.end_kinds == _FIXED and t.past_first != t.past_last, "unknown",  "sources disagree on end date"),
    (lambda t: t.end_kinds == _FIXED,                                 "unknown",  "end imprecise"),
    (lambda t: t.end_kinds == _OPEN,                                  "in force", "open-ended, no end known"),
    (lambda t: t.reported,                                            "in force", "within reported period"),
    (lambda t: t.end_kinds == _EVENT,                                 "unknown",  "event not known to have occurred"),
    (lambda t: True,                                                  "unknown",  "end not stated, no later report"),
)  # fmt: skip


def decide(history: History, day: int) -> tuple[str, str]:
    """Return status and reason of one commitment on a day (as ``date.toordinal`` counts)."""
    tests = Tests(
        _state(history.started, day),
        _state(history.stopped, day),
        _state(history.replaced, day),
        _state(history.happened, day),
        _state(history.past_first, day),
        _state(history.past_last, day),
        history.end_kinds,
        day <= history.reported_until,
        bool(history.cycle),
    )
    return next((status, reason) for test, status, reason in TABLE if test(tests))


def _state(turn: Turn, day: int) -> str:
    return "F" if day < turn.unsure else "U" if day < turn.sure else "T"


@dataclass(frozen=True, slots=True)
class Status:
    """One commitment's status from ``first`` to ``last`` (days; ``None``: without limit), as known by K."""

    commitment: str
    status: str
    reason: str
    first: str | None
    last: str | None
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    last_report: str
    sources: tuple[str, ...]
    disagree: bool
    kept: str
    on: str
    known_by: str


class Timelines:
    """The intervals of equal status of every commitment as known on one day; asking a day is a look-up."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._intervals: dict[str, tuple[list[int], list[tuple[str, str]]]] = {}

    def intervals(self, commitment: str) -> tuple[list[int], list[tuple[str, str]]]:
        """Return the first days of the intervals of a commitment, and the status and reason of each."""
        if commitment not in self._intervals:
            history = self.known.histories[commitment]
            turns = (history.started, history.stopped, history.replaced, history.happened, history.past_first, history.past_last)
            days = {day for turn in turns for day in turn} | {history.reported_until + 1, dates.ALWAYS}
            starts, decided = [], []
            for day in sorted(days - {dates.NEVER}):
                verdict = decide(history, day)
                if not decided or decided[-1] != verdict:
                    starts.append(day)
                    decided.append(verdict)
            self._intervals[commitment] = (starts, decided)
        return self._intervals[commitment]

    def on(self, commitment: str, when: str) -> tuple[str, str, int]:
        """Return status, reason and the index of the interval on a date; in a month or year that changes, *unknown*."""
        starts, decided = self.intervals(commitment)
        index = bisect_right(starts, dates.first_day(when)) - 1
        if len(when) < 10 and bisect_right(starts, dates.last_day(when)) - 1 != index:
            within = decided[index : bisect_right(starts, dates.last_day(when))]
            if len({status for status, _ in within}) > 1:
                return "unknown", f"changes within {when}", index
        return *decided[index], index

    def statuses(self, when: str) -> dict[str, tuple[str, str]]:
        """Return status and reason of every commitment on a day, by IRI: the fast path for whole data sets."""
        day = dates.first_day(when)
        return {c: decided[bisect_right(starts, day) - 1] for c, (starts, decided) in self._all.items()}

    @cached_property
    def _all(self) -> dict[str, tuple[list[int], list[tuple[str, str]]]]:
        return {commitment: self.intervals(commitment) for commitment in sorted(self.known.histories)}

    def kept(self, commitment: str, when: str) -> str:
        """Return what is reported of keeping it by a date: its own axis, apart from being in force."""
        known = self.known
        verdicts = {
            verdict.removeprefix(terms.VOCAB)
            for assessment in known.assessments.get(commitment, ())
            if all(dates.last_day(day) <= dates.last_day(when) for day in known.values("asOf", assessment))
            for verdict in known.values("verdict", assessment)
        }
        if "disputed" in verdicts or {"kept", "breached"} <= verdicts:
            return "disputed"
        reported = (("breached", "reported breached"), ("partly-kept", "reported partly kept"), ("kept", "reported kept"), ("unverifiable", "unverifiable"))
        return next((words for verdict, words in reported if verdict in verdicts), "no report")


def timelines(engine: Engine, known_by: str | None = None) -> Timelines:
    """Return the timelines of all commitments as known by a date (today), kept with the engine."""
    facts = record(engine)
    known_by = dates.check(known_by or date.today().isoformat(), "known by")
    if facts.first and dates.last_day(known_by) < dates.first_day(facts.first):
        raise ValueError(f"nothing was known by {known_by}: the first source is of {facts.first}")
    day = dates.iso(dates.last_day(known_by))
    cached = engine.kept.setdefault("timelines", {})
    if day not in cached:
        cached[day] = Timelines(facts.known(day))
    return cached[day]


def status(engine: Engine, *, on: str | None = None, known_by: str | None = None, **facets: str | None) -> list[Status]:
    """Return the status of every commitment on ``on``, as far as was known by ``known_by``; both default to today.

    Dates are a day, a month or a year. ``facets`` choose commitments: ``commitment``, ``holder`` (with
    its parts), ``technology`` (with its kinds), ``kind``, ``place``, ``initiative``, each a CURIE or IRI.
    Raises ``ValueError`` for what is no date, or a ``known_by`` before the first source.

    >>> import kg
    >>> (one,) = kg.status(kg.load(), on="2020-12-01", known_by="2020-06-11", commitment="id:amazon-moratorium-2020")
    >>> one.status, one.reason, one.ends
    ('in force', 'before stated end', ('2021-06',))
    """
    on = dates.check(on or date.today().isoformat(), "on")
    lines = timelines(engine, known_by)
    return [_status(lines, commitment, on) for commitment in chosen(engine, lines, **facets)]


def timeline(engine: Engine, *, known_by: str | None = None, **facets: str | None) -> dict[str, list[Status]]:
    """Return the intervals of equal status of each chosen commitment, by CURIE, in the order of their starts.

    A commitment brings its *line* with it: all that it supersedes and that supersede it.

    >>> import kg
    >>> spans = kg.timeline(kg.load(), known_by="2020-06-11", commitment="id:amazon-moratorium-2020")
    >>> [(span.status, span.first, span.last) for span in spans["id:amazon-moratorium-2020"]]
    [('not yet', None, '2020-05-31'), ('unknown', '2020-06-01', '2020-06-10'), ('in force', '2020-06-11', '2021-05-31'), ('unknown', '2021-06-01', '2021-06-30'), ('ended', '2021-07-01', None)]
    """
    lines = timelines(engine, known_by)
    wanted = {member for commitment in chosen(engine, lines, **facets) for member in line(lines.known, commitment)}
    spans = {terms.curie(commitment): list(_spans(lines, commitment)) for commitment in wanted}
    return dict(sorted(spans.items(), key=lambda item: (item[1][0].last or "", item[0])))


def line(known: Known, commitment: str) -> list[str]:
    """Return a commitment and everything before and after it in its chain of supersession, IRIs sorted."""
    seen, todo = set(), [commitment]
    while todo:
        one = todo.pop()
        if one not in seen and one in known.histories:
            seen.add(one)
            todo += known.successors.get(one, [])
            todo += known.values("supersedes", one)
    return sorted(seen)


def line_status(statuses: list[str]) -> str:
    """Return the status of a line from those of its members: in force if any is, then unknown if any is.

    >>> line_status(["ended", "in force"]), line_status(["ended", "not yet"])
    ('in force', 'ended')
    """
    return next(status for status in ("in force", "unknown", "ended", "not yet") if status in statuses)


def chosen(engine: Engine, lines: Timelines, *, commitment: str | None = None, **facets: str | None) -> list[str]:
    """Return the IRIs of the commitments that are known and that all ``facets`` fit, sorted."""
    found = set(lines.known.histories)
    if commitment:
        found &= {terms.expand(commitment)}
    for facet, value in facets.items():
        if facet not in ("holder", "technology", "kind", "place", "initiative"):
            raise TypeError(f"commitments are chosen by commitment, holder, technology, kind, place or initiative, not {facet}")
        if value:
            found &= {row["commitment"].value for row in engine.solutions(find("facets"), facet=facet, value=terms.expand(value))}
    return sorted(found)


def _status(lines: Timelines, commitment: str, on: str) -> Status:
    status, reason, index = lines.on(commitment, on)
    span = _span(lines, commitment, index)
    return replace(span, status=status, reason=reason, on=on, kept=lines.kept(commitment, on))


def _spans(lines: Timelines, commitment: str) -> Iterator[Status]:
    for index in range(len(lines.intervals(commitment)[0])):
        yield _span(lines, commitment, index)


def _span(lines: Timelines, commitment: str, index: int) -> Status:
    starts, decided = lines.intervals(commitment)
    history = lines.known.histories[commitment]
    first = None if starts[index] == dates.ALWAYS else dates.iso(starts[index])
    last = dates.iso(starts[index + 1] - 1) if index + 1 < len(starts) else None
    return Status(
        terms.curie(commitment), *decided[index], first, last, tuple(history.starts), tuple(history.ends), history.last_report,
        tuple(terms.curie(source) for source in history.sources), history.disagree, lines.kept(commitment, lines.known.by), last or lines.known.by, lines.known.by,
    )  # fmt: skip
