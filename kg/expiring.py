"""What ends soon: stated and computed ends, and events that promises wait for; as rows or as a calendar."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kg import dates, terms
from kg.engine import Engine
from kg.status import Status, Timelines, chosen, timelines


@dataclass(frozen=True, slots=True)
class Expiry:
    """An end to come: its date as given (``None``: an event that nobody has dated), what it is, and the status now."""

    date: str | None
    commitment: str
    what: str
    by: str
    status: Status


def expiring(engine: Engine, within: str | None = "90d", *, on: str | None = None, known_by: str | None = None, **facets: str | None) -> list[Expiry]:
    """Return the ends to come within a time from ``on`` (today), as known by ``known_by``, the next first.

    ``what`` is *stated end*, *computed end* (start plus length), *termination*, *awaited event*. An
    awaited event without a date may come any day and stands at the end. ``within`` is a number of
    days, weeks, months or years (``"90d"``, ``"6w"``, ``"3m"``, ``"1y"``), or ``None`` for all to
    come. Commitments that have ended by ``on`` are left out. ``facets`` choose as in ``kg.status``.
    Raises ``ValueError`` for a bad date or length.

    >>> import kg
    >>> [(one.date, one.commitment, one.what) for one in kg.expiring(kg.load(), "30d", on="2021-05-15", known_by="2020-06-11", holder="id:amazon")]
    [('2021-06-09', 'id:amazon-moratorium-2020', 'computed end')]
    """
    on = dates.check(on or dates.today(), "on")
    lines = timelines(engine, known_by)
    first = dates.first_day(on)
    last = dates.last_day(dates.within(on, within)) if within else dates.NEVER
    found = []
    for commitment in chosen(engine, lines.known, **facets):
        status = lines.on(commitment, on)
        if status.status != "ended" and "cycle" not in status.reason:
            ends = _ends(lines, commitment)
            found += [Expiry(when, status.commitment, what, by, status) for when, what, by in ends if _inside(when, first, last)]
    return sorted(found, key=lambda one: (one.date or "9999", one.commitment, one.what, one.by))


def _inside(when: str | None, first: int, last: int) -> bool:
    return when is None or (dates.last_day(when) >= first and dates.first_day(when) <= last)


def _ends(lines: Timelines, commitment: str) -> Iterator[tuple[str | None, str, str]]:
    """Yield date, what it is, and the event if any, for each way in which a commitment may end."""
    known, history = lines.known, lines.known.history(commitment)
    what = "stated end" if known.values("validUntil", commitment) else "computed end"
    for when in history.ends:
        yield when, what, ""
    for event in sorted({event for _, event in known.terminations.get(commitment, ())}):
        for when in dates.refine(known.values("occurredOn", event)):
            yield when, "termination", terms.curie(event)
    for event in known.values("untilEvent", commitment):
        for when in dates.refine(known.values("occurredOn", event)) or [None]:
            yield when, "awaited event", terms.curie(event)


def calendar(expiries: Iterable[Expiry], labels: dict[str, str]) -> bytes:
    """Return the dated ``expiries`` as an iCalendar file of all-day events, named by ``labels`` (by CURIE).

    An end known to the month or year spans it. The identifier of an event does not depend on its
    date, so a subscriber sees a refined date move and not a second event. An undated event has no
    place in a calendar. Raises ``ModuleNotFoundError`` saying how to install the library.

    >>> import kg
    >>> ends = kg.expiring(kg.load(), "30d", on="2021-05-15", known_by="2020-06-11", holder="id:amazon")
    >>> print(*[line for line in calendar(ends, {}).decode().splitlines() if line.startswith("DT")], sep="\\n")
    DTSTART;VALUE=DATE:20210609
    DTEND;VALUE=DATE:20210610
    DTSTAMP:20200611T000000Z
    """
    try:
        from icalendar import Calendar, Event
    except ModuleNotFoundError:
        raise ModuleNotFoundError('a calendar file needs the package icalendar: pip install "aec-kg[calendar]"') from None

    whole = Calendar()
    whole.add("prodid", "-//AEC//aec-kg//EN")
    whole.add("version", "2.0")
    whole.add("x-wr-calname", "AI-ethics commitments: ends")
    for one in expiries:
        if one.date is None:
            continue
        status, name = one.status, labels.get(one.commitment, one.commitment)
        event = Event()
        event.add("uid", _identifier(one))
        event.add("summary", f"{name}: {one.what}" + (f" ({labels.get(one.by, one.by)})" if one.by else ""))
        event.add("dtstart", date.fromordinal(dates.first_day(one.date)))
        event.add("dtend", date.fromordinal(dates.last_day(one.date)) + timedelta(days=1))
        # As old as what it rests on, so that the same data gives the same file.
        event.add("dtstamp", datetime.combine(date.fromordinal(dates.last_day(status.last_report)), datetime.min.time(), UTC))
        event.add(
            "description",
            f"{one.what.capitalize()} {one.date}. On {status.on}, as known by {status.known_by}: {status.status} ({status.reason}); "
            f"last reported {status.last_report}; kept or not: {status.kept}. Sources: {', '.join(status.sources)}.",
        )
        event.add("transp", "TRANSPARENT")
        whole.add_component(event)
    return whole.to_ical()


def _identifier(one: Expiry) -> str:
    """Return a name that stays when the end is dated anew; only contradicting ends are told apart by date."""
    what = "end" if one.what in ("stated end", "computed end") else one.what.replace(" ", "-")
    parts = [one.commitment, what, one.by, one.date if len(one.status.ends) > 1 and what == "end" else ""]
    return "-".join(filter(None, parts)).replace(":", "-") + "@aec-kg"
