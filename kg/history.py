"""What sources say about each commitment in time: gathered once, then read as known on any day K."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from kg import dates, terms
from kg.dates import ALWAYS, NEVER
from kg.engine import Engine
from kg.memory import uncollected
from kg.source import DataError

_DATED = {terms.AEC + name for name in ("validFrom", "announcedOn", "validUntil", "occurredOn", "asOf")}
_TYPE = terms.PREFIXES["rdf"] + "type"
_PERMANENT, _OPEN, _NOT_STATED = (terms.VOCAB + name for name in ("end-permanent", "end-open", "end-not-stated"))

#: the kinds of law: what a public body has enacted
LAWS = frozenset(terms.VOCAB + name for name in ("law", "law-ban", "law-moratorium", "law-restriction", "law-obligation", "law-permission"))

Pairs = list[tuple[str, str]]  # source and value


class Turn(NamedTuple):
    """When a condition turns from false (before ``unsure``) over uncertain to true (from ``sure``)."""

    unsure: int
    sure: int


UNTURNED = Turn(NEVER, NEVER)
UNCERTAIN = Turn(ALWAYS, NEVER)


@dataclass(slots=True)
class History:
    """One commitment as known on K: the turns of each condition, and what they rest on.

    The turns are named after the tests of the decision table, which ``kg.decision`` reads.
    """

    started: Turn
    stopped: Turn
    replaced: Turn
    happened: Turn
    past_first: Turn  # past the earliest stated end
    past_last: Turn  # past the latest stated end
    end_kinds: frozenset[str]
    law: bool  # enacted by a public body
    reported_until: int  # the last day on which a report of that day or later describes it
    last_report: str
    cycle: tuple[str, ...]
    starts: list[str]
    ends: list[str]
    not_added: list[str]  # lengths that cannot be added to a start, such as "P90D to 2020-06"
    stops: list[str]
    sources: tuple[str, ...]

    @property
    def disagree(self) -> bool:
        """Whether sources contradict each other on a date or on how it ends."""
        return len(self.starts) > 1 or len(self.ends) > 1 or len(self.end_kinds) > 1


class Record:
    """Every dated fact of a dataset with its source; ``known(K)`` reads it as of a day."""

    def __init__(self, facts: Iterable[tuple[str, str, str, str]], issued: dict[str, str], retracted: dict[str, str]) -> None:
        """Take facts (source, subject, property, value) and the dates of issue and retraction of sources."""
        self.issued, self.retracted = issued, retracted
        self.facts: dict[str, dict[str, Pairs]] = defaultdict(lambda: defaultdict(list))
        named: dict[str, dict[str, Pairs]] = {}
        for source, subject, property, value in facts:
            if property not in named:
                named[property] = self.facts["type" if property == _TYPE else property.removeprefix(terms.AEC)]
            named[property][subject].append((source, value))

    @property
    def first(self) -> str:
        """The issue date of the earliest source."""
        return min(self.issued.values(), default="")

    @cached_property
    def cycles(self) -> dict[str, tuple[str, ...]]:
        """Commitments that supersede themselves, each with the members of its cycle.

        Read from all sources whatever K: a cycle is a mistake in the data, not something known.
        """
        from graphlib import CycleError, TopologicalSorter

        links = {new: {old for _, old in olds} for new, olds in self.facts["supersedes"].items()}
        try:
            TopologicalSorter(links).prepare()
            return {}
        except CycleError:
            pass  # it names one cycle; all their members are wanted
        import networkx

        graph = networkx.DiGraph((new, old) for new, olds in links.items() for old in olds)
        found = {}
        for members in networkx.strongly_connected_components(graph):
            if len(members) > 1 or any(graph.has_edge(one, one) for one in members):
                found |= dict.fromkeys(members, tuple(sorted(members)))
        return found

    def part(self, subjects: Iterable[str]) -> "Record":
        """Return the record of some subjects only, with the sources that speak of them; cycles stay those of the whole."""
        wanted = list(subjects)
        facts = {name: {one: told[one] for one in wanted if one in told} for name, told in self.facts.items()}
        sources = {source for told in facts.values() for pairs in told.values() for source, _ in pairs}
        small = Record((), {one: self.issued[one] for one in sources}, {one: self.retracted[one] for one in sources if one in self.retracted})
        small.facts.update(facts)
        small.__dict__["cycles"] = self.cycles
        return small

    def known(self, by: str) -> "Known":
        """Return what is known by a date (its last day): from sources issued by then and not retracted by then.

        A source dated to a month or year counts from its first day on.
        """
        day = dates.iso(dates.last_day(by))
        gone = {source for source, when in self.retracted.items() if when[:10] <= day}
        return Known(self, by, {source for source, issued in self.issued.items() if issued <= day and source not in gone})


class Known:
    """What is known of every commitment by one date, which stays as precise as it was given."""

    def __init__(self, record: Record, by: str, sources: set[str]) -> None:
        self.record, self.by, self.sources = record, by, sources
        self._facts: dict[str, dict[str, Pairs]] = dict(record.facts)
        if len(sources) < len(record.issued):
            for name, subjects in record.facts.items():
                kept = ((subject, pairs if len(pairs) == 1 else [pair for pair in pairs if pair[0] in sources]) for subject, pairs in subjects.items())
                self._facts[name] = {subject: pairs for subject, pairs in kept if pairs and pairs[0][0] in sources}
        self._histories: dict[str, History] = {}

    @property
    def commitments(self) -> Iterable[str]:
        """The IRIs of the commitments that a known source describes."""
        return self._facts.get("type", {}).keys()

    def __contains__(self, commitment: str) -> bool:
        return commitment in self._facts.get("type", ())

    def pairs(self, name: str, subject: str) -> Pairs:
        """Return source and value of what known sources give as ``name`` (a property of ``aec:``) of ``subject``."""
        return self._facts.get(name, {}).get(subject, [])

    def values(self, name: str, subject: str) -> list[str]:
        """Return what known sources give as ``name`` of ``subject``, each value once."""
        pairs = self.pairs(name, subject)
        return [value for _, value in pairs] if len(pairs) < 2 else sorted({value for _, value in pairs})

    def _inverse(self, name: str) -> dict[str, Pairs]:
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for subject, pairs in self._facts.get(name, {}).items():
            for source, value in pairs:
                found[value].add((source, subject))
        return {value: sorted(pairs) for value, pairs in found.items()}

    @cached_property
    def successors(self) -> dict[str, Pairs]:
        """For each commitment, those that supersede it, with the sources that say so."""
        return self._inverse("supersedes")

    @cached_property
    def terminations(self) -> dict[str, Pairs]:
        """For each commitment, the events that terminate it, with the sources that say so."""
        return self._inverse("terminates")

    @cached_property
    def assessments(self) -> dict[str, Pairs]:
        """For each commitment, the assessments of it, with the sources that say so."""
        return self._inverse("assesses")

    def history(self, commitment: str) -> History:
        """Return the history of a commitment that is known; computed when first asked for."""
        if commitment not in self._histories:
            self._histories[commitment] = self._read(commitment)
        return self._histories[commitment]

    def _read(self, commitment: str) -> History:
        described = self.pairs("type", commitment)
        told = {source for source, _ in described}
        reports = sorted(self.record.issued[source] for source in told)
        starts, started = self.start(commitment)
        ends, not_added = self._ends(commitment, starts)
        stopping, until = self.terminations.get(commitment, []), self.pairs("untilEvent", commitment)
        stopped, happened = (self._first_of(event for _, event in events) if events else UNTURNED for events in (stopping, until))
        # What supersedes it but has no start date known has not replaced it yet.
        replacing = [(source, one) for source, one in self.successors.get(commitment, ()) if one in self]
        begun = [self.start(one) for _, one in replacing]
        # A source that does not say how it ends contradicts none that does; for good is a way of open-ended.
        kinds = {_OPEN if kind == _PERMANENT else kind for _, kind in self.pairs("endKind", commitment)}
        for events in (stopping, until):
            told.update(source for source, _ in events)
            told.update(source for _, event in events for source, _ in self.pairs("occurredOn", event))
        told.update(source for source, _ in replacing)
        return History(
            started=started,
            stopped=stopped,
            replaced=_earliest([turn for when, turn in begun if when]),
            happened=happened,
            past_first=_past(ends[0]) if ends else UNCERTAIN,
            past_last=_past(ends[-1]) if ends else UNCERTAIN,
            end_kinds=frozenset(kinds - {_NOT_STATED} or kinds),
            law=any(kind in LAWS for _, kind in self.pairs("kind", commitment)),
            reported_until=max(dates.first_day(one) - (len(one) < 10) for one in reports),
            last_report=reports[-1],
            cycle=self.record.cycles.get(commitment, ()),
            starts=starts,
            ends=ends,
            not_added=not_added,
            stops=sorted({day for _, event in stopping for day in dates.refine(self.values("occurredOn", event))}) if stopping else [],
            sources=tuple(sorted(told)),
        )

    def start(self, commitment: str) -> tuple[list[str], Turn]:
        """Return the start dates of a commitment, more than one where sources contradict, and the turn they make."""
        starts = dates.refine(self.values("validFrom", commitment)) or dates.refine(self.values("announcedOn", commitment))
        if not starts:
            return [], UNCERTAIN
        issued = self.record.issued
        first_report = min([_turn(issued[source]).sure for source, _ in self.pairs("type", commitment)])
        return starts, _spread([_start(one, first_report) for one in starts])

    def _ends(self, commitment: str, starts: list[str]) -> tuple[list[str], list[str]]:
        """Return the stated ends, else those that a length gives, and the lengths that cannot be added."""
        if stated := dates.refine(self.values("validUntil", commitment)):
            return stated, []
        sums = [(start, length, dates.last_of(start, length)) for length in self.values("statedDuration", commitment) for start in starts]
        return dates.refine(end for *_, end in sums if end), [f"{length} to {start}" for start, length, end in sums if not end]

    def _first_of(self, events: Iterable[str]) -> Turn:
        occurred = (dates.refine(self.values("occurredOn", event)) for event in events)
        return _earliest([_spread([_turn(day) for day in days]) for days in occurred if days])


@lru_cache(maxsize=1 << 16)
def _turn(when: str) -> Turn:
    """Reached on a day; within a month or year it is uncertain whether it was reached."""
    first = dates.first_day(when)
    return Turn(first, first if len(when) == 10 else dates.last_day(when) + 1)


def _start(when: str, first_report: int) -> Turn:
    """As ``_turn``, but once a source has reported it as made, an imprecise start lies behind."""
    unsure, sure = _turn(when)
    return Turn(unsure, max(unsure, min(sure, first_report)))


@lru_cache(maxsize=1 << 16)
def _past(last: str) -> Turn:
    """Past from the day after the last day; uncertain within a month or year."""
    first = dates.first_day(last)
    return Turn(first + 1, first + 1) if len(last) == 10 else Turn(first, dates.last_day(last) + 1)


def _spread(turns: list[Turn]) -> Turn:
    """All of them are needed: contradicting dates leave it uncertain from the first to the last."""
    return turns[0] if len(turns) == 1 else Turn(min(t.unsure for t in turns), max(t.sure for t in turns))


def _earliest(turns: list[Turn]) -> Turn:
    """Any one of them is enough: uncertain from the first that may be, sure from the first that is."""
    return Turn(min(t.unsure for t in turns), min(t.sure for t in turns)) if turns else UNTURNED


@uncollected()
def record(engine: Engine) -> Record:
    """Return the dated facts of ``engine``, gathered once and kept until data is added.

    Raises ``kg.DataError`` naming the source and the fact when a date is none.
    """
    if engine.kept.get("record") is None:
        issued: dict[str, str] = {}
        retracted: dict[str, str] = {}
        for source, day, gone in engine._plain("issued"):
            _checked(source, "dcterms:issued", day)
            issued[source] = min(day, issued.get(source, day))
            if gone:
                retracted[source] = min(gone, retracted.get(source, "9999"))
        engine.kept["record"] = Record(_facts(engine, issued), issued, retracted)
    return engine.kept["record"]


def _facts(engine: Engine, sources: dict[str, str]) -> list[tuple[str, str, str, str]]:
    facts = [fact for fact in engine._plain("facts") if fact[0] in sources]
    dated = {(property, value): (source, subject) for source, subject, property, value in facts if property in _DATED}
    for (property, value), (source, subject) in dated.items():
        _checked(source, (subject, property), value)
    return facts


def _checked(source: str, what: str | tuple[str, str], value: str) -> None:
    try:
        dates.check(value)
    except ValueError as error:
        name = what if isinstance(what, str) else " ".join(map(terms.curie, what))
        raise DataError(terms.curie(source), f"{name}: {error}") from None
