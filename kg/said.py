"""What things are said to be, with the days on which that is known: what differs by the date of knowledge.

A value counts from the day on which the first source that gives it was issued until the last of them
has been retracted.
"""

from collections import defaultdict
from collections.abc import Container, Iterable

from kg import dates
from kg.engine import Engine
from kg.history import Record, record
from kg.query import find

Days = tuple[str, ...]  # first day, day after the last, first day, … in turn; without an end it lasts
ALWAYS: Days = ("",)


def days_of(facts: Record, sources: Iterable[str]) -> Days:
    """Return the days on which at least one of ``sources`` counts; one that has no date of issue always does.

    >>> facts = Record((), {"a": "2020-06", "b": "2020-08-01"}, {"a": "2020-07-01"})
    >>> days_of(facts, ["a", "b"])
    ('2020-06-01', '2020-07-01', '2020-08-01')
    """
    days: list[str] = []
    for first, end in sorted(_span(facts, source) for source in sources):
        if days and (not days[-1] or first <= days[-1]):  # it goes on, or has no end
            days[-1] = days[-1] and end and max(days[-1], end)
        else:
            days += [first, end]
    return tuple(days if not days or days[-1] else days[:-1])


def _span(facts: Record, source: str) -> tuple[str, str]:
    if source not in facts.issued:
        return "", ""
    retracted = facts.retracted.get(source, "")
    return _day(facts.issued[source]), retracted and _day(retracted[:10])


def _day(when: str) -> str:
    return dates.iso(dates.first_day(when))


def said(engine: Engine, things: Container[str] | None = None) -> dict[str, dict[str, list[tuple[str, ...]]]]:
    """Return for each thing (of ``things``, by IRI, where they are given) those attributes of which not every value is known for as long as the thing is.

    An attribute has each of its values followed by the days on which it is known.

    >>> import kg
    >>> said(kg.load())[kg.expand("id:amazon-moratorium-2020")]["end"]
    [('end not stated', '2020-06-12'), ('fixed end', '2020-06-10')]
    """
    facts = record(engine)
    told: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for source, node, attribute, value in engine._plain(find("said", "status")):
        if things is None or node in things:
            told[node][attribute][value].add(source)
    varying = {}
    for node, attributes in told.items():
        whole = days_of(facts, {source for values in attributes.values() for sources in values.values() for source in sources})
        known = {name: [(value, *days_of(facts, sources)) for value, sources in sorted(values.items())] for name, values in sorted(attributes.items())}
        if differing := {name: values for name, values in known.items() if any(one[1:] not in (whole, ALWAYS) for one in values)}:
            varying[node] = differing
    return varying
