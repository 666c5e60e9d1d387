"""Time for a page: what a projected network must carry so that a reader can move both dates in it.

The statuses are those of ``kg.status``, worked out beforehand for every day on which what is known of
a commitment changes: between two such days nothing can differ, so a page that looks them up says what
the command says.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg import dates, terms
from kg.engine import Engine
from kg.history import Known, Record, record
from kg.project import source_lines
from kg.query import find
from kg.said import days_of, said
from kg.status import Timelines

if TYPE_CHECKING:
    import networkx

_SEPARATOR = "; "
# What is worked out anew for each date must not stand beside it as if it always held.
_DATED = ("status", "reason", "last_report", "kept", "on", "known_by")


def tell_time(engine: Engine, network: "networkx.MultiDiGraph") -> "networkx.MultiDiGraph":
    """Return a copy of a projection without dates, with what a page needs to show it on any two dates.

    Commitments get ``moments``: for each day from which something else is known, the intervals of
    equal status (first day and number in ``graph["statuses"]``, in turn), what is reported of keeping
    it, its stated starts and ends, the last report, and whether sources disagree. Other nodes get
    ``since``, the day before which they are not shown. A node gets ``said`` where not all that it tells
    was known from the first, as ``kg.said`` gives it. Edges get ``known``, the day of issue of their
    first source, or the days on which they are known where a source was retracted; its line then has
    the day of retraction as a seventh cell. ``graph["first"]`` is the day on which the first source was
    issued.

    >>> import kg
    >>> graph = kg.load()
    >>> network = tell_time(graph, kg.project(graph, "commitments", holder="id:ibm"))
    >>> sorted(network.nodes["id:ibm-facial-recognition-exit-2020"]["moments"][0])
    ['by', 'ends', 'report', 'spans', 'starts']
    """
    told, facts = network.copy(), record(engine)
    everything = Known(facts, dates.today(), set(facts.issued))
    things = {iri for _, iri in network.nodes(data="iri") if iri}
    more, numbers, later, lines = _more(engine, things), _Numbers(), said(engine, things), _Lines(engine, facts)
    for name, attributes in told.nodes(data=True):
        for dated in _DATED:
            attributes.pop(dated, None)
        attributes |= more.get(attributes.get("iri", ""), {})
        if attributes.get("type") == "Commitment":
            attributes["moments"] = list(_moments(everything, attributes["iri"], numbers))
        elif since := _since(attributes):
            attributes["since"] = since
        if attributes.get("iri") in later:
            attributes["said"] = later[attributes["iri"]]
        if terms.curie(attributes.get("iri", "")) == name:
            del attributes["iri"]  # the prefixes say it
    for *_, attributes in told.edges(data=True):
        if attributes.get("sources"):
            attributes["known"], attributes["sources"] = lines.known(attributes["sources"])
    first = dates.iso(dates.first_day(facts.first)) if facts.first else ""
    told.graph |= {"statuses": numbers.pairs, "first": first, "today": dates.today(), "context": _CONTEXT, "prefixes": {name: terms.PREFIXES[name] for name in ("id", "src", "v")}}
    return told


class _Lines:
    """The lines of sources, of which one that was retracted must be told apart."""

    def __init__(self, engine: Engine, facts: Record) -> None:
        self._facts = facts
        self._sources = {_apart(line % ""): source for source, line in source_lines(engine).items() if source in facts.retracted}

    def known(self, sources: str) -> tuple[str | list[str], str]:
        """Return since when, or on which days, what has these lines is known, and the lines."""
        lines = sources.split("\n")
        if not any(_apart(line) in self._sources for line in lines):
            return dates.iso(dates.first_day(min(line.split("\t")[2] for line in lines))), sources
        days, told = [], []
        for line in lines:
            source = self._sources.get(_apart(line))
            days.append((line.split("\t")[2], self._facts.retracted[source] if source else ""))
            told.append("\t".join([*(line.split("\t") + [""])[:6], self._facts.retracted[source][:10]]) if source else line)
        numbered = Record((), {str(k): issued for k, (issued, _) in enumerate(days)}, {str(k): gone for k, (_, gone) in enumerate(days) if gone})
        return list(days_of(numbered, numbered.issued)), "\n".join(told)


def _apart(line: str) -> tuple[str, ...]:
    """Return a line of a source without the place in the text."""
    cells = line.split("\t")
    return (*cells[:3], *cells[4:])


class _Numbers:
    """Numbers for pairs of status and reason, of which there are few."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}

    def __getitem__(self, pair: tuple[str, str]) -> int:
        return self._numbers.setdefault(pair, len(self._numbers))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return list(self._numbers)


def _moments(everything: Known, commitment: str, numbers: _Numbers) -> Iterator[dict[str, Any]]:
    """Yield what is known of a commitment from each day on which that changes."""
    part = everything.record.part(_bearing(everything, commitment))
    last: dict[str, Any] | None = None
    for day in _turning_days(part):
        lines = Timelines(part.known(day))
        moment = _moment(lines, commitment, numbers) if commitment in lines.known else {}
        if moment != last and (moment or last):
            yield {"by": day} | moment
            last = moment


def _bearing(known: Known, commitment: str) -> set[str]:
    """Return all that a commitment's history is read from: itself, what replaces, ends and judges it."""
    events = [event for _, event in known.terminations.get(commitment, [])] + known.values("untilEvent", commitment)
    newer = [one for _, one in known.successors.get(commitment, [])]
    return {commitment, *events, *newer, *(one for _, one in known.assessments.get(commitment, []))}


def _turning_days(part: Record) -> list[str]:
    return sorted({dates.iso(dates.first_day(when[:10])) for when in [*part.issued.values(), *part.retracted.values()]})


def _moment(lines: Timelines, commitment: str, numbers: _Numbers) -> dict[str, Any]:
    history = lines.known.history(commitment)
    spans = [cell for first, pair in zip(*lines.intervals(commitment), strict=True) for cell in (_day(first), numbers[pair])]
    moment = {"spans": spans, "starts": _SEPARATOR.join(history.starts), "ends": _SEPARATOR.join(history.ends), "report": history.last_report}
    if (kept := _kept(lines, commitment)) != ["", "no report"]:
        moment["kept"] = kept
    return moment | ({"disagree": 1} if history.disagree else {})


def _day(day: int) -> str:
    """Return a day as ISO text; the empty text, which sorts before all, is since ever."""
    return "" if day == dates.ALWAYS else dates.iso(day)


def _kept(lines: Timelines, commitment: str) -> list[str]:
    """Return the first days of what is reported of keeping it, and the words, in turn."""
    known, turns = lines.known, {dates.first_day("0001")}
    for source, assessment in known.assessments.get(commitment, ()):
        turns.update(dates.last_day(one) for one in known.values("asOf", assessment) or [known.record.issued[source]])
    told: list[str] = []
    for day in sorted(turns):
        if (words := lines.kept(commitment, day)) not in told[-1:]:
            told += ["" if not told else dates.iso(day), words]
    return told


def _since(attributes: dict[str, str]) -> str:
    """Return the first day of the latest date on which something was announced or observed."""
    told = [when for name in ("announced", "as_of") for when in attributes.get(name, "").split(_SEPARATOR) if when]
    return max((dates.iso(dates.first_day(when)) for when in told), default="")


def _more(engine: Engine, things: set[str]) -> dict[str, dict[str, str]]:
    """Return what pages tell of ``things`` and filter by beyond what every projection tells."""
    values: dict[str, dict[str, set[str]]] = {}
    for node, attribute, value in engine._plain(find("told", "status")):
        if node in things:
            values.setdefault(node, {}).setdefault(attribute, set()).add(value)
    return {node: {name: _SEPARATOR.join(sorted(each)) for name, each in sorted(told.items())} for node, told in values.items()}


# How a page names things as JSON-LD: its words for types and attributes as terms.
_CONTEXT = {
    "@vocab": terms.AEC,
    "label": terms.PREFIXES["rdfs"] + "label",
    "note": terms.PREFIXES["skos"] + "definition",
    "Organisation": terms.PREFIXES["org"] + "Organization",
    "Person": terms.PREFIXES["foaf"] + "Person",
    "Group": terms.PREFIXES["foaf"] + "Group",
    "announced": terms.AEC + "announcedOn",
    "from": terms.AEC + "validFrom",
    "until": terms.AEC + "validUntil",
    "occurred": terms.AEC + "occurredOn",
    "as_of": terms.AEC + "asOf",
    "duration": terms.AEC + "statedDuration",
}
