"""Dates as sources give them: a day, a month or a year, kept at that precision.

Dates are compared as ISO text or as day numbers, never as typed literals: rdflib answers
``"2020-06"^^xsd:gYearMonth < "2020-07-01"^^xsd:date`` with false and without an error.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_DURATION = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?", re.ASCII)
_WITHIN = re.compile(r"(\d{1,5})([dwmy])", re.ASCII)

NEVER = date.max.toordinal()
ALWAYS = 0


def check(text: str | date, what: str = "date") -> str:
    """Return ``text`` when it is an ISO day, month or year that exists, else raise ``ValueError``.

    >>> check("2020-06"), check(date(2020, 6, 10))
    ('2020-06', '2020-06-10')
    """
    if isinstance(text, date):
        return text.isoformat()[:10]
    if _DATE.fullmatch(text):
        try:
            first_day(text)
            return text
        except ValueError:
            pass
    raise ValueError(f"{what} {text!r} is not a date; write a day (2020-06-10), a month (2020-06) or a year (2020)")


def today() -> str:
    """Return the day it is, as ISO text."""
    return date.today().isoformat()


# Cached, because a large dataset asks for the same few thousand days over and over.
@lru_cache(maxsize=1 << 16)
def first_day(text: str) -> int:
    """Return the day number of the first day of a date, as ``date.toordinal`` counts."""
    return date.fromisoformat(text + "0000-01-01"[len(text) :]).toordinal()


@lru_cache(maxsize=1 << 16)
def last_day(text: str) -> int:
    """Return the day number of the last day of a date.

    >>> last_day("2020-02") == first_day("2020-02-29")
    True
    """
    if len(text) == 4:
        return first_day(text + "-12-31")
    if len(text) == 7:
        year, month = map(int, text.split("-"))
        return first_day(f"{text}-{monthrange(year, month)[1]}")
    return first_day(text)


def iso(day: int) -> str:
    """Return a day number as ISO text."""
    return date.fromordinal(day).isoformat()


def refine(dates: Iterable[str]) -> list[str]:
    """Return the dates, sorted, without those that a more precise one agrees with; two or more contradict.

    >>> refine(["2020-06", "2020-06-10", "2020"])
    ['2020-06-10']
    >>> refine(["2020-06", "2020-07-01"])
    ['2020-06', '2020-07-01']
    """
    distinct = sorted(set(dates))
    if len(distinct) < 2:
        return distinct
    return [one for one in distinct if not any(other.startswith(one + "-") for other in distinct)]


@lru_cache(maxsize=1 << 16)
def last_of(start: str, duration: str) -> str | None:
    """Return the last day (inclusive) of ``duration`` from ``start``, at the precision of ``start``.

    ``None`` when it cannot be added: a length with hours, or one finer than the start (ninety days
    from a month, half a year from a year). 31 January and a month is 28 or 29 February.

    >>> last_of("2020-06-10", "P1Y"), last_of("2020-06", "P1Y"), last_of("2020-06", "P90D")
    ('2021-06-09', '2021-06', None)
    >>> last_of("2020-02-29", "P1Y"), last_of("2021-01-31", "P1M"), last_of("2020-06-10", "P90D")
    ('2021-02-27', '2021-02-27', '2020-09-07')
    """
    match = _DURATION.fullmatch(duration)
    if not match:
        return None
    years, months, days = (int(part or 0) for part in match.groups())
    if (len(start) < 10 and days) or (len(start) == 4 and months):
        return None
    year, month, day = (*map(int, start.split("-")), 1, 1)[:3]
    year, month = divmod((year + years) * 12 + month - 1 + months, 12)
    month += 1
    if not 1 <= year <= 9998:
        return None
    if len(start) == 4:
        return f"{year:04d}"
    if len(start) == 7:
        return f"{year:04d}-{month:02d}"
    try:
        return (date(year, month, min(day, monthrange(year, month)[1])) + timedelta(days=days - 1)).isoformat()
    except OverflowError:
        return None


def within(start: str, length: str) -> str:
    """Return the last day of a window from ``start``: ``length`` is a number of days, weeks, months or years.

    Raises ``ValueError`` for another length.

    >>> within("2021-05-15", "30d"), within("2021-05-15", "2w"), within("2021-05-15", "1y")
    ('2021-06-13', '2021-05-28', '2022-05-14')
    """
    if match := _WITHIN.fullmatch(length.lower()):
        number, unit = int(match[1]), match[2]
        duration = f"P{number * 7}D" if unit == "w" else f"P{number}{unit.upper()}"
        if end := last_of(iso(first_day(start)), duration):
            return end
    raise ValueError(f"within {length!r} is not a length; write days (90d), weeks (6w), months (3m) or years (1y)")
