"""Random histories of commitments: what sources might say, contradictions and mistakes included."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from hypothesis import strategies as st

from kg.history import Record

ONTOLOGY, ID, SOURCE, VOCAB = (f"https://w3id.org/aec/{part}" for part in ("ontology#", "id/", "source/", "vocab/"))
XSD = "http://www.w3.org/2001/XMLSchema#"

DAYS = ["2020-01-31", "2020-02-28", "2020-02-29", "2020-03-01", "2020-06-10", "2020-06-30", "2020-07-01", "2020-12-31", "2021-01-01", "2021-06-09", "2021-06-10"]
DATES = st.sampled_from(DAYS + ["2020-02", "2020-06", "2020-07", "2021-06", "2020", "2021"])
LENGTHS = st.sampled_from(["P1Y", "P1M", "P6M", "P18M", "P1Y6M", "P90D", "P1D", "P1Y1M1D", "P2Y", "PT5H"])
ENDS = st.sampled_from(["end-fixed", "end-event", "end-open", "end-permanent", "end-not-stated"])
KINDS = st.sampled_from(["law", "law-ban", "law-moratorium", "moratorium", "pledge"])
ISSUED = ["2020-01-15", "2020-02-29", "2020-06", "2020-06-11", "2020-07-01", "2021", "2021-06-01"]
RETRACTED = ("2020-02-01", "2020-06-15T00:00:00Z")  # when the last source was issued, and retracted
EVENTS = ["event-a", "event-b"]


@dataclass
class Case:
    """The N-Quads of one commitment and what it touches; ``name`` sets its IRIs apart from other cases."""

    quads: set[str] = field(default_factory=set)

    def add(self, source: int, subject: str, property: str, value: str) -> None:
        self.quads.add(f"<{ID}{subject}> <{ONTOLOGY}{property}> {value} <{SOURCE}s{source}> .\n")


def date(text: str) -> str:
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(text)]
    return f'"{text}"^^<{XSD}{kind}>'


@st.composite
def cases(draw: st.DrawFn, name: str) -> set[str]:
    """Draw one to three linked commitments told by up to four sources."""
    case = Case()
    number = draw(st.integers(1, 3))
    commitments = [f"{name}-c{i}" for i in range(number)]
    events = [f"{name}-{event}" for event in EVENTS]
    source = st.integers(0, len(ISSUED))  # the last is the retracted one

    def some(most: int, strategy: st.SearchStrategy) -> list:
        return draw(st.lists(st.tuples(source, strategy), max_size=most))

    for commitment in commitments:
        for one in draw(st.sets(source, min_size=1, max_size=3)):
            case.quads.add(f"<{ID}{commitment}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ONTOLOGY}Commitment> <{SOURCE}s{one}> .\n")
        for property, strategy, most in (("announcedOn", DATES, 2), ("validFrom", DATES, 1), ("validUntil", DATES, 2)):
            for one, when in some(most, strategy):
                case.add(one, commitment, property, date(when))
        for one, length in some(1, LENGTHS):
            case.add(one, commitment, "statedDuration", f'"{length}"^^<{XSD}duration>')
        for one, end in some(2, ENDS):
            case.add(one, commitment, "endKind", f"<{VOCAB}{end}>")
        for one, kind in some(1, KINDS):
            case.add(one, commitment, "kind", f"<{VOCAB}{kind}>")
        for one, event in some(1, st.sampled_from(events)):
            case.add(one, commitment, "untilEvent", f"<{ID}{event}>")
        for one, event in some(1, st.sampled_from(events)):
            case.add(one, event, "terminates", f"<{ID}{commitment}>")
        # Any two may be linked, so that chains, forks and cycles of supersession occur.
        if draw(st.integers(0, 3)) == 0:
            case.add(draw(source), commitment, "supersedes", f"<{ID}{draw(st.sampled_from(commitments))}>")
    for event in events:
        for one, when in some(2, DATES):
            case.add(one, event, "occurredOn", date(when))
    return case.quads


def catalogue() -> str:
    """The N-Quads that date the sources; the last one was retracted."""
    lines = []
    for number, issued in enumerate([*ISSUED, RETRACTED[0]]):
        source = f"<{SOURCE}s{number}>"
        lines.append(f"{source} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ONTOLOGY}Source> {source} .\n")
        lines.append(f"{source} <http://purl.org/dc/terms/issued> {date(issued)} {source} .\n")
    lines.append(f'{source} <http://www.w3.org/ns/prov#invalidatedAtTime> "{RETRACTED[1]}"^^<{XSD}dateTime> {source} .\n')
    return "".join(lines)


_QUAD = re.compile(r'<([^>]+)> <([^>]+)> (?:<([^>]+)>|"([^"]*)"\S*) <([^>]+)> \.\n')


def source_of(quad: str) -> str:
    """The source whose graph holds a quad."""
    return _QUAD.fullmatch(quad)[5]


def copied(quad: str, number: int) -> str | None:
    """The same said by the extra source, if it is source ``number`` that says it."""
    source = f"<{SOURCE}s{number}> ."
    return quad.replace(source, f"<{SOURCE}extra> .") if source in quad else None


def record(quads: Iterable[str], extra: str = "") -> Record:
    """The record of quads, without a store; ``extra`` dates one more source."""
    issued = {f"{SOURCE}s{number}": day for number, day in enumerate([*ISSUED, RETRACTED[0]])} | ({f"{SOURCE}extra": extra} if extra else {})
    found = (_QUAD.fullmatch(quad).groups() for quad in sorted(quads))
    return Record([(source, subject, property, iri or text) for subject, property, iri, text, source in found], issued, {f"{SOURCE}s{len(ISSUED)}": RETRACTED[1]})
