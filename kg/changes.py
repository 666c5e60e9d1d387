"""What changed between two dates: in the world, or in what was reported."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg import dates, terms
from kg.engine import Engine
from kg.history import Known, Pairs, record
from kg.status import chosen, timelines

_HOW = {"extension": "extended", "widening": "widened", "narrowing": "narrowed", "replacement": "replaced", "reversal": "reversed"}
_JUDGED = {
    "kept": "reported kept",
    "partly-kept": "reported partly kept",
    "breached": "reported breached",
    "disputed": "reported disputed",
    "unverifiable": "reported unverifiable",
}
_FIXED = frozenset({terms.VOCAB + "end-fixed"})


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """What happened to a commitment: when, what, by which event, commitment or judgement, and who says so."""

    date: str
    commitment: str
    what: str
    by: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Happening:
    """A change with the day from which it is certain."""

    sure: int
    date: str
    commitment: str
    what: str
    by: str
    sources: frozenset[str]

    @property
    def key(self) -> tuple[str, str, str]:
        return self.commitment, self.what, self.by


def diff(engine: Engine, before: str, after: str, *, known: bool = False, known_by: str | None = None, **facets: str | None) -> list[Change]:
    """Return what changed after ``before`` and up to ``after``, in the order of the dates.

    In the world, as known by ``known_by`` (today): commitments *made*, *extended*, *widened*,
    *narrowed*, *replaced*, *reversed*, *superseded*, *terminated*, ended by the *event* awaited,
    *expired*, and reported kept or breached as of a day in between. A change of uncertain date counts
    on the day from which it is certain.
    With ``known=True`` in what was reported, ``before`` and ``after`` being known-by dates: the same
    changes where a source issued in between is the first to say so, commitments *newly reported* by
    a further source, and reports *retracted*; ``date`` is that of the source.
    ``facets`` choose commitments as in ``kg.status``. Raises ``ValueError`` for a bad date or
    ``after`` before ``before``.

    >>> import kg
    >>> changes = kg.diff(kg.load(), "2020-01-01", "2021-12-31", known_by="2020-06-11", commitment="id:amazon-moratorium-2020")
    >>> [(change.date, change.what) for change in changes]
    [('2020-06-10', 'made'), ('2021-06-09', 'expired')]
    """
    before, after = dates.check(before, "before"), dates.check(after, "after")
    if dates.last_day(after) < dates.last_day(before):
        raise ValueError(f"{after} is before {before}; give the earlier date first")
    changes = _reported(engine, before, after, **facets) if known else _happened(engine, before, after, known_by, **facets)
    return sorted(changes)


def _happened(engine: Engine, before: str, after: str, known_by: str | None, **facets: str | None) -> Iterator[Change]:
    lines = timelines(engine, known_by)
    first, last = dates.last_day(before), dates.last_day(after)
    for commitment in chosen(engine, lines.known, **facets):
        for one in _happenings(lines.known, commitment):
            if first < one.sure <= last:
                yield _change(one, one.date, one.sources)


def _reported(engine: Engine, before: str, after: str, **facets: str | None) -> Iterator[Change]:
    facts = record(engine)
    # Before the first source nothing was known, which is something to compare with.
    old = facts.known(before) if facts.first and dates.last_day(before) < dates.first_day(facts.first) else timelines(engine, before).known
    new = timelines(engine, after).known
    for commitment in chosen(engine, new, **facets):
        told = {one.key: one for one in _happenings(old, commitment)} if commitment in old else {}
        for one in _happenings(new, commitment):
            # That a term ran out is no report.
            if one.what != "expired" and one.key not in told and (fresh := one.sources - old.sources):
                yield _change(one, min(facts.issued[source] for source in fresh), fresh)
        if commitment in old:
            for source in sorted({source for source, _ in new.pairs("type", commitment)} - old.sources):
                yield Change(facts.issued[source], terms.curie(commitment), "newly reported", terms.curie(source), (terms.curie(source),))
    for commitment in chosen(engine, old, **facets):
        told = set(old.history(commitment).sources).union(*(one.sources for one in _happenings(old, commitment)))
        for source in sorted(told - new.sources):
            yield Change(facts.retracted[source][:10], terms.curie(commitment), "report retracted", terms.curie(source), (terms.curie(source),))


def _change(one: _Happening, date: str, sources: frozenset[str]) -> Change:
    return Change(date, terms.curie(one.commitment), one.what, terms.curie(one.by) if one.by else "", tuple(sorted(map(terms.curie, sources))))


def _happenings(known: Known, commitment: str) -> Iterator[_Happening]:
    """Yield all that is known to have happened, or to be going to happen, to a commitment."""
    history = known.history(commitment)
    described = {source for source, _ in known.pairs("type", commitment)}
    # One without a date has been made by the day it is first reported.
    first_report = min(known.record.issued[source] for source in described)
    made = history.started.sure if history.starts else dates.last_day(first_report)
    yield _Happening(made, " or ".join(history.starts) or first_report, commitment, "made", "", frozenset(described))

    for one, sources in _grouped(known.successors.get(commitment, [])):
        starts, turn = known.start(one) if one in known else ([], None)
        if turn and starts:
            how = [_HOW.get(kind.removeprefix(terms.VOCAB), "superseded") for kind in known.values("changeKind", one)]
            yield _Happening(turn.sure, " or ".join(starts), commitment, how[0] if len(how) == 1 else "superseded", one, sources)

    for name, what in ((known.terminations.get(commitment, []), "terminated"), (known.pairs("untilEvent", commitment), "event occurred")):
        for event, sources in _grouped(name):
            if when := dates.refine(known.values("occurredOn", event)):
                dated = {source for source, _ in known.pairs("occurredOn", event)}
                yield _Happening(max(map(dates.last_day, when)), " or ".join(when), commitment, what, event, sources | dated)

    over = history.past_last.sure
    if history.end_kinds == _FIXED and history.ends and over <= min(history.stopped.sure, history.replaced.sure, history.happened.sure):
        yield _Happening(over, " or ".join(history.ends), commitment, "expired", "", frozenset(described))

    for one, sources in _grouped(known.assessments.get(commitment, [])):
        as_of = known.values("asOf", one) or [min(known.record.issued[source] for source in sources)]
        for verdict in known.values("verdict", one):
            if what := _JUDGED.get(verdict.removeprefix(terms.VOCAB)):
                yield _Happening(max(map(dates.last_day, as_of)), " or ".join(as_of), commitment, what, one, sources)


def _grouped(pairs: Pairs) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each value once, with all the sources that give it."""
    for value in sorted({value for _, value in pairs}):
        yield value, frozenset(source for source, one in pairs if one == value)
