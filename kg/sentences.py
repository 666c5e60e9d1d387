"""Answers about status as one sentence, for people; both dates are always in it."""

from collections import Counter
from collections.abc import Sequence

from kg import terms
from kg.covers import Coverage, Covering
from kg.engine import Engine
from kg.status import Status, line_status
from kg.timeline import labels

_ANSWERS = {"in force": "yes", "ended": "no", "not yet": "no", "unknown": "unknown"}
_COVERS = {
    "forbidden": "yes, forbidden",
    "restricted": "yes, restricted",
    "unknown": "unknown",
    "excepted": "no, excepted",
    "in part": "only in part",
    "not covered": "no, not covered",
}


def dated(on: str, known_by: str) -> str:
    """Return how every answer begins.

    >>> dated("2020-12-01", "2020-06-12")
    'On 2020-12-01, as known by 2020-06-12: '
    """
    return f"On {on}, as known by {known_by}: "


def about_one(engine: Engine, one: Status, line: Sequence[Status] = ()) -> str:
    """Return the answer about one commitment, with who reported it last; ``line`` are the members of its line.

    >>> import kg
    >>> graph = kg.load()
    >>> (one,) = kg.status(graph, on="2020-12-01", known_by="2020-06-12", commitment="id:amazon-moratorium-2020")
    >>> print(about_one(graph, one).partition(";")[0])
    On 2020-12-01, as known by 2020-06-12: yes. Amazon's one-year pause of police use of Rekognition holds until 2021-06-09 (before stated end)
    """
    label = labels(engine).get(one.commitment, one.commitment)
    does = {
        "in force": f"{label} holds" + (f" until {' or '.join(one.ends)}" if one.ends else ""),
        "not yet": f"{label} starts later" + (f", {' or '.join(one.starts)}" if one.starts else ""),
        "ended": f"{label} ended" + (f" {' or '.join(one.ends)}" if one.reason == "expired" else f" by {one.first}" if one.first else ""),
        "unknown": f"Whether {label} holds cannot be told",
    }[one.status]
    reason = "" if one.status == "not yet" else f" ({one.reason}{'; ' + one.note if one.note else ''})"
    text = f"{dated(one.on, one.known_by)}{_ANSWERS[one.status]}. {does}{reason}; last reported {one.last_report}{_reporters(engine, one)}."
    if one.disagree:
        text += " Sources disagree."
    text += f" Kept or not: {one.kept}."
    if len(line) > 1:
        text += f" Its line of {len(line)} commitments: {line_status(member.status for member in line)}."
    return text


def _reporters(engine: Engine, one: Status) -> str:
    told = [row for row in engine.solutions("who-says-so", claim=one.commitment) if row["issued"].value == one.last_report]
    places = sorted({f"{row['publisher'].value}, {row['locator'].value}" for row in told if terms.curie(row["source"].value) in one.sources})
    return f" ({'; '.join(places)})" if places else ""


def about_many(statuses: Sequence[Status], on: str, known_by: str) -> str:
    """Return how many commitments have which status, and apart from it, what is reported of keeping them."""
    if not statuses:
        return f"{dated(on, known_by)}no commitment is known that fits."
    counts = Counter(one.status for one in statuses)
    kept = Counter(one.kept for one in statuses)
    reports = ", ".join(f"{kept[words]} {words}" for words in sorted(kept, key=lambda words: (words == "no report", words)))
    holding = ", ".join(f"{counts[status]} {status}" for status in ("in force", "ended", "unknown", "not yet") if counts[status])
    return f"{dated(on, known_by)}{holding}. Kept or not: {reports}."


def about_use(engine: Engine, answer: Coverage) -> str:
    """Return the answer to whether a use is forbidden or restricted, with the commitments that decide."""
    text = f"{dated(answer.on, answer.known_by)}{_COVERS[answer.verdict]}"
    deciding = {
        "forbidden": [one for one in answer.commitments if one.effect == "forbids" and one.status.status == "in force"],
        "restricted": [one for one in answer.commitments if one.status.status == "in force"],
        "unknown": answer.commitments or answer.exceptions,
        "excepted": answer.exceptions,
        "in part": [one for one in answer.partly if one.status.status == "in force" and not one.exception],
        "not covered": [],
    }[answer.verdict]
    deciding = sorted(deciding, key=lambda one: (one.effect, one.commitment))  # what forbids comes first
    told = [_told(engine, one) for one in deciding[:3]]
    if len(deciding) > 3:
        told.append(f"{len(deciding) - 3} more")
    return text + (f": {'; '.join(told)}." if told else ".")


def _told(engine: Engine, one: Covering) -> str:
    names = labels(engine)
    until = f", until {' or '.join(one.status.ends)}" if one.status.ends else ""
    only = f", only for {' and '.join(_named(facet, names) for facet in one.only)}" if one.only else ""
    return f"{names.get(one.commitment, one.commitment)} ({one.status.status}, {one.status.reason}{until}{only})"


def _named(facet: str, names: dict[str, str]) -> str:
    return " ".join(names.get(word, word) for word in facet.split(" "))
