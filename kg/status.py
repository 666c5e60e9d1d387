"""Does a promise hold on day D, as far as was known on day K? Every answer with its reason and sources.

K picks the sources, D picks the facts. Nothing here is stored: a status is computed from the dates
that sources give, by the table in ``kg.decision``.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kg import dates, terms
from kg.decision import decide
from kg.engine import Engine
from kg.facets import FACETS, entity, facets
from kg.history import History, Known, record
from kg.memory import uncollected

Intervals = tuple[list[int], list[tuple[str, str]]]  # first days, and status and reason from then on

# What is reported of keeping, the strongest first; other verdicts are reactions.
_KEPT = {"breached": "reported breached", "partly-kept": "reported partly kept", "kept": "reported kept", "unverifiable": "unverifiable"}


@dataclass(frozen=True, slots=True)
class Status:
    """One commitment's status from ``first`` to ``last`` (days; ``None``: without limit), as known by K.

    ``kept`` is its own axis: what is reported of keeping it, whether or not it is in force. ``note``
    names the members of a cycle, or a length that cannot be added to a start.
    """

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
    note: str = ""


class Timelines:
    """The intervals of equal status of every commitment as known on one day; asking a day is a look-up."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._intervals: dict[str, Intervals] = {}
        self._spans: dict[str, list[Status]] = {}

    def intervals(self, commitment: str) -> Intervals:
        """Return the first days of the intervals of a commitment, and the status and reason of each."""
        if commitment not in self._intervals:
            history = self.known.history(commitment)
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

    def statuses(self, when: str) -> dict[str, tuple[str, str]]:
        """Return status and reason of every commitment on a day, by IRI: the fast path for whole datasets."""
        day = dates.first_day(when)
        return {commitment: decided[bisect_right(starts, day) - 1] for commitment, (starts, decided) in self._all.items()}

    @cached_property
    @uncollected()
    def _all(self) -> dict[str, Intervals]:
        return {commitment: self.intervals(commitment) for commitment in sorted(self.known.commitments)}

    def on(self, commitment: str, when: str) -> Status:
        """Return the status of a commitment on a date; one that changes within the month or year is *unknown*."""
        starts, decided = self.intervals(commitment)
        first, last = (bisect_right(starts, day) - 1 for day in (dates.first_day(when), dates.last_day(when)))
        (span,) = self._told(commitment, [first], when)
        if first != last and len({status for status, _ in decided[first : last + 1]}) > 1:
            bounds = dates.iso(dates.first_day(when)), dates.iso(dates.last_day(when))
            span = replace(span, status="unknown", reason=f"changes within {when}", first=bounds[0], last=bounds[1])
        return span

    def spans(self, commitment: str) -> list[Status]:
        """Return the intervals of a commitment in time; ``on`` is the last day of each, or K where it goes on."""
        if commitment not in self._spans:
            self._spans[commitment] = list(self._told(commitment, range(len(self.intervals(commitment)[0]))))
        return list(self._spans[commitment])

    def _told(self, commitment: str, indexes: Iterable[int], on: str | None = None) -> Iterator[Status]:
        """Yield some of the intervals of a commitment, told as of ``on`` or of the last day of each."""
        starts, decided = self.intervals(commitment)
        history, by = self.known.history(commitment), self.known.by
        # What all intervals share is worked out once.
        name, sources, note = terms.curie(commitment), tuple(map(terms.curie, history.sources)), _note(history)
        stated = (tuple(history.starts), tuple(history.ends), history.last_report, sources, history.disagree)
        for index in indexes:
            status, reason = decided[index]
            first = None if starts[index] == dates.ALWAYS else dates.iso(starts[index])
            last = dates.iso(starts[index + 1] - 1) if index + 1 < len(starts) else None
            when = on or last or by
            yield Status(name, status, reason, first, last, *stated, self.kept(commitment, dates.last_day(when)), when, by, note)

    def kept(self, commitment: str, day: int) -> str:
        """Return what is reported of keeping it by a day: its own axis, apart from being in force.

        A judgement without a date speaks for the day its source was issued.
        """
        known, verdicts = self.known, set()
        if commitment not in known.assessments:
            return "no report"
        for source, assessment in known.assessments[commitment]:
            as_of = known.values("asOf", assessment) or [known.record.issued[source]]
            if all(dates.last_day(one) <= day for one in as_of):
                verdicts.update(verdict.removeprefix(terms.VOCAB) for verdict in known.values("verdict", assessment))
        if "disputed" in verdicts or {"kept", "breached"} <= verdicts:
            return "disputed"
        return next((words for verdict, words in _KEPT.items() if verdict in verdicts), "no report")


def _note(history: History) -> str:
    if history.cycle:
        return f"supersede one another: {', '.join(map(terms.curie, history.cycle))}"
    return f"cannot add {' or '.join(history.not_added)}" if history.not_added else ""


def timelines(engine: Engine, known_by: str | None = None) -> Timelines:
    """Return the timelines of all commitments as known by a date (today), kept with the engine.

    Raises ``ValueError`` for what is no date, or one before the first source.
    """
    facts = record(engine)
    known_by = dates.check(known_by or dates.today(), "known by")
    if facts.first and dates.last_day(known_by) < dates.first_day(facts.first):
        raise ValueError(f"nothing was known by {known_by}: the first source is of {facts.first}")
    cached = engine.kept.setdefault("timelines", {})
    if known_by not in cached:
        cached[known_by] = Timelines(facts.known(known_by))
    return cached[known_by]


@uncollected()
def status(engine: Engine, *, on: str | None = None, known_by: str | None = None, **facets: str | None) -> list[Status]:
    """Return the status of every commitment on ``on``, as far as was known by ``known_by``; both default to today.

    Dates are a day, a month or a year. ``facets`` choose commitments: ``commitment``, ``holder`` (with
    its parts), ``technology`` (with its kinds), ``kind``, ``place``, ``initiative``, each a CURIE, an IRI
    or the words of a label.
    Raises ``ValueError`` for what is no date or a ``known_by`` before the first source, and
    ``LookupError`` for a thing that is not in the data.

    >>> import kg
    >>> (one,) = kg.status(kg.load(), on="2020-12-01", known_by="2020-06-11", commitment="id:amazon-moratorium-2020")
    >>> one.status, one.reason, one.ends
    ('in force', 'before stated end', ('2021-06-09',))
    """
    on = dates.check(on or dates.today(), "on")
    lines = timelines(engine, known_by)
    return [lines.on(commitment, on) for commitment in chosen(engine, lines.known, **facets)]


def chosen(engine: Engine, known: Known, *, commitment: str | None = None, **chosen_by: str | None) -> list[str]:
    """Return the IRIs of the commitments that are known and that all facets fit, sorted.

    Raises ``LookupError`` for a thing that is not in the data, ``TypeError`` for another facet.
    """
    found: set[str] | None = None
    if commitment:
        found = {iri for iri in [entity(engine, commitment, "commitment")] if iri in known}
    for facet, value in chosen_by.items():
        if facet not in FACETS:
            raise TypeError(f"commitments are chosen by commitment, {', '.join(FACETS[:-1])} or {FACETS[-1]}, not {facet}")
        if value:
            fitting = facets(engine).commitments(facet, entity(engine, value, facet), known.sources)
            found = {iri for iri in fitting if iri in known} if found is None else found & fitting
    return sorted(known.commitments if found is None else found)


def line_status(statuses: Iterable[str]) -> str:
    """Return the status of a line from those of its members: in force if any is, then unknown if any is.

    >>> line_status(["ended", "in force"]), line_status(["ended", "not yet"])
    ('in force', 'ended')
    """
    members = set(statuses)
    return next(status for status in ("in force", "unknown", "ended", "not yet") if status in members)
