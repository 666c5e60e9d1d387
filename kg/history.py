"""What sources say about each commitment in time: gathered once, then read as known on any day K."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from kg import dates, terms
from kg.dates import ALWAYS, NEVER
from kg.engine import Engine
from kg.source import DataError

_DATED = {terms.AEC + name for name in ("validFrom", "announcedOn", "validUntil", "occurredOn", "asOf")}
_TYPE = terms.PREFIXES["rdf"] + "type"
_PERMANENT, _OPEN, _NOT_STATED = (terms.VOCAB + name for name in ("end-permanent", "end-open", "end-not-stated"))


class Turn(NamedTuple):
    """When a condition turns from false (before ``unsure``) over uncertain to true (from ``sure``)."""

    unsure: int
    sure: int


UNTURNED = Turn(NEVER, NEVER)


@dataclass(slots=True)
class History:
    """One commitment as known on K: the turns of each condition, and what they rest on.

    The fields named after the tests of the decision table are what ``kg.status`` reads.
    """

    started: Turn = Turn(ALWAYS, NEVER)
    stopped: Turn = UNTURNED
    replaced: Turn = UNTURNED
    happened: Turn = UNTURNED
    past_first: Turn = Turn(ALWAYS, NEVER)  # past the earliest stated end
    past_last: Turn = Turn(ALWAYS, NEVER)  # past the latest stated end
    end_kinds: frozenset[str] = frozenset()
    last_report: str = ""
    reported_until: int = ALWAYS  # the last day on which a report of that day or later describes it
    cycle: tuple[str, ...] = ()
    starts: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    replacements: list[str] = field(default_factory=list)
    happenings: list[str] = field(default_factory=list)
    sources: tuple[str, ...] = ()

    @property
    def disagree(self) -> bool:
        """Whether sources contradict each other on a date or on how it ends."""
        return len(self.starts) > 1 or len(self.ends) > 1 or len(self.end_kinds) > 1


class Record:
    """Every dated fact of a dataset with its source; ``known(K)`` reads it as of a day."""

    def __init__(self, facts: Iterable[tuple[str, str, str, str]], issued: dict[str, str], retracted: dict[str, str]) -> None:
        """Take facts (source, subject, property, value) and the dates of issue and retraction of sources."""
        self.issued, self.retracted = issued, retracted
        self._facts: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        for source, subject, property, value in facts:
            name = "type" if property == _TYPE else property.removeprefix(terms.AEC)
            self._facts[name][subject].append((source, value))

    @property
    def first(self) -> str:
        """The issue date of the earliest source."""
        return min(self.issued.values(), default="")

    @cached_property
    def cycles(self) -> dict[str, tuple[str, ...]]:
        """Commitments that supersede themselves, each with the members of its cycle.

        Read from all sources whatever K: a cycle is a mistake in the data, not something known.
        """
        import networkx

        graph = networkx.DiGraph((new, old) for new, olds in self._facts["supersedes"].items() for _, old in olds)
        found = {}
        for members in networkx.strongly_connected_components(graph):
            if len(members) > 1 or any(graph.has_edge(one, one) for one in members):
                found |= dict.fromkeys(members, tuple(sorted(members)))
        return found

    def known(self, by: str) -> "Known":
        """Return the histories as known on day ``by``: from sources issued by then and not retracted by then."""
        seen = {s for s, issued in self.issued.items() if issued <= by and not self.retracted.get(s, "9999")[:10] <= by}
        return Known(self, by, seen)


class Known:
    """The histories of all commitments as known on one day."""

    def __init__(self, record: Record, by: str, sources: set[str]) -> None:
        self.record, self.by, self.sources = record, by, sources
        self._facts = {
            name: {s: kept for s, pairs in subjects.items() if (kept := [p for p in pairs if p[0] in sources])}
            for name, subjects in record._facts.items()
        }

    def values(self, name: str, subject: str) -> list[str]:
        """Return what known sources give as ``name`` (a property of ``aec:``) of ``subject``."""
        return sorted({value for _, value in self._facts.get(name, {}).get(subject, ())})

    def _inverse(self, name: str) -> dict[str, list[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for subject, pairs in self._facts.get(name, {}).items():
            for _, value in pairs:
                found[value].add(subject)
        return {value: sorted(subjects) for value, subjects in found.items()}

    @cached_property
    def successors(self) -> dict[str, list[str]]:
        """For each commitment, those that supersede it."""
        return self._inverse("supersedes")

    @cached_property
    def terminations(self) -> dict[str, list[str]]:
        """For each commitment, the events that terminate it."""
        return self._inverse("terminates")

    @cached_property
    def assessments(self) -> dict[str, list[str]]:
        """For each commitment, the assessments of it."""
        return self._inverse("assesses")

    @cached_property
    def histories(self) -> dict[str, History]:
        """The history of each commitment by IRI."""
        described = self._facts.get("type", {})
        found = {commitment: self._own(commitment, [s for s, _ in pairs]) for commitment, pairs in described.items()}
        for commitment, history in found.items():
            events = self.terminations.get(commitment, ())
            history.stopped, history.stops = self._earliest(self._occurred(event) for event in events)
            history.happened, history.happenings = self._earliest(self._occurred(event) for event in self.values("untilEvent", commitment))
            # What supersedes it but has no start date known has not replaced it yet.
            later = [found[one] for one in self.successors.get(commitment, ()) if one in found and found[one].starts]
            history.replaced, history.replacements = self._earliest((one.started, one.starts) for one in later)
        return found

    def _own(self, commitment: str, sources: list[str]) -> History:
        reports = sorted(self.record.issued[source] for source in sources)
        first_report = min(_turn(one).sure for one in reports)
        until = max(dates.first_day(one) - (len(one) < 10) for one in reports)
        history = History(last_report=reports[-1], reported_until=until, sources=tuple(sorted(set(sources))), cycle=self.record.cycles.get(commitment, ()))
        history.starts = dates.refine(self.values("validFrom", commitment)) or dates.refine(self.values("announcedOn", commitment))
        if history.starts:
            history.started = _spread(_start(one, first_report) for one in history.starts)
        # A source that does not say how it ends contradicts none that does; for good is a way of open-ended.
        kinds = {_OPEN if kind == _PERMANENT else kind for kind in self.values("endKind", commitment)}
        history.end_kinds = frozenset(kinds - {_NOT_STATED} or kinds)
        history.ends = dates.refine(self.values("validUntil", commitment)) or dates.refine(
            end for start in history.starts for length in self.values("statedDuration", commitment) if (end := dates.last_of(start, length))
        )
        if history.ends:
            history.past_first, history.past_last = _past(history.ends[0]), _past(history.ends[-1])
        return history

    def _occurred(self, event: str) -> tuple[Turn, list[str]]:
        when = dates.refine(self.values("occurredOn", event))
        return (_spread(_turn(one) for one in when) if when else UNTURNED), when

    @staticmethod
    def _earliest(turns: Iterable[tuple[Turn, list[str]]]) -> tuple[Turn, list[str]]:
        """Any one of them is enough: uncertain from the first that may be, sure from the first that is."""
        every = list(turns)
        if not every:
            return UNTURNED, []
        turn = Turn(min(t.unsure for t, _ in every), min(t.sure for t, _ in every))
        return turn, sorted({one for _, when in every for one in when})


def _turn(when: str) -> Turn:
    """Reached on a day; within a month or year it is uncertain whether it was reached."""
    first = dates.first_day(when)
    return Turn(first, first if len(when) == 10 else dates.last_day(when) + 1)


def _start(when: str, first_report: int) -> Turn:
    """As ``_turn``, but once a source has reported it as made, an imprecise start lies behind."""
    turn = _turn(when)
    return Turn(turn.unsure, max(turn.unsure, min(turn.sure, first_report)))


def _past(last: str) -> Turn:
    """Past from the day after the last day; uncertain within a month or year."""
    first = dates.first_day(last)
    return Turn(first + 1, first + 1) if len(last) == 10 else Turn(first, dates.last_day(last) + 1)


def _spread(turns: Iterable[Turn]) -> Turn:
    """All of them are needed: contradicting dates leave it uncertain from the first to the last."""
    every = list(turns)
    return Turn(min(t.unsure for t in every), max(t.sure for t in every))


def record(engine: Engine) -> Record:
    """Return the dated facts of ``engine``, gathered once and kept until data is added.

    Raises ``kg.DataError`` naming the source and the fact when a date is none.
    """
    if engine.kept.get("record") is None:
        issued, retracted = {}, {}
        for row in engine.solutions("issued"):
            source = row["source"].value
            issued[source] = _checked(source, "dcterms:issued", row["issued"].value)
            if row["retracted"]:
                retracted[source] = row["retracted"].value
        facts = []
        for row in engine.solutions("facts"):
            source, subject, property, value = (row[name].value for name in ("source", "subject", "property", "value"))
            if source in issued:
                if property in _DATED:
                    _checked(source, f"{terms.curie(subject)} {terms.curie(property)}", value)
                facts.append((source, subject, property, value))
        engine.kept["record"] = Record(facts, issued, retracted)
    return engine.kept["record"]


def _checked(source: str, what: str, value: str) -> str:
    try:
        return dates.check(value)
    except ValueError as error:
        raise DataError(terms.curie(source), f"{what}: {error}") from None
