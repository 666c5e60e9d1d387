"""What Virtuoso 7 keeps otherwise than it was told, put right where its answers still show what was meant."""

import re

#: named graphs of its own in every new database, which are no data
GRAPHS = ("http://www.openlinksw.com/schemas/virtrdf#", "http://www.w3.org/ns/ldp#", "http://localuriqaserver/sparql")

#: rows that it sorts for a LIMIT with its OFFSET; beyond that it sorts only within a subquery
SORTED = 10_000

_DURATION = re.compile(rb'"([0-9.e+]+)"\^\^<http://www.w3.org/2001/XMLSchema#duration>')


def righted(tsv: bytes) -> bytes:
    """Return lines of SPARQL TSV with durations as durations: Virtuoso gives months, or seconds with a point.

    >>> righted(b'"12"^^<http://www.w3.org/2001/XMLSchema#duration>\\t"7.776e+06"^^<http://www.w3.org/2001/XMLSchema#duration>')
    b'"P1Y"^^<http://www.w3.org/2001/XMLSchema#duration>\\t"P90D"^^<http://www.w3.org/2001/XMLSchema#duration>'
    """
    return _DURATION.sub(lambda match: match[0].replace(b'"' + match[1], b'"' + _duration(match[1].decode()).encode()), tsv)


def _duration(number: str) -> str:
    if number.isdecimal():
        years, months = divmod(int(number), 12)
        return "P" + (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
    days, seconds = divmod(round(float(number)), 86400)
    time = f"T{seconds}S" if seconds or not days else ""
    return "P" + (f"{days}D" if days else "") + time
