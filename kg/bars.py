"""Timelines as bars: an SVG picture for pages and notebooks, and rows of blocks for a terminal.

Status is told by pattern as well as by colour. The colours stand out on light and on dark ground, and
the text takes the colour of the page around it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from kg import dates
from kg.status import Status, line_status

if TYPE_CHECKING:
    from rich.table import Table

Spans = Mapping[str, list[Status]]

# fill, and how the edge is drawn
_LOOKS = {
    "not yet": ("none", 'stroke="#808080" stroke-dasharray="1 4"'),
    "in force": ("#2e9e5b", 'stroke="#2e9e5b"'),
    "unknown": ("url(#%s-hatch)", 'stroke="#b7791f"'),
    "ended": ("none", 'stroke="#808080" stroke-dasharray="6 3"'),
}
_BLOCKS = {"not yet": ("·", "dim"), "in force": ("█", "green"), "unknown": ("▒", "yellow"), "ended": ("─", "dim")}
_OWN_PAGE = "<style>:root{color:#1a1a1a;background:#fff}@media (prefers-color-scheme:dark){:root{color:#e8e8e8;background:#161616}}</style>"
_NOT_IN_XML = re.compile(r"[^\t\n\r -\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_WIDTH, _ROW, _TOP = 800, 44, 34


class _Axis:
    """The days a drawing spans: every change of status, K, and a little more on either side."""

    def __init__(self, timeline: Spans) -> None:
        spans = [span for spans in timeline.values() for span in spans]
        days = [dates.first_day(day) for span in spans for day in (span.first, span.last) if day]
        days += [dates.last_day(spans[0].known_by)] if spans else []
        margin = max(60, (max(days, default=0) - min(days, default=0)) // 12)
        self.first, self.last = max(min(days, default=1) - margin, 1), min(max(days, default=1) + margin, dates.NEVER)

    def share(self, day: int) -> float:
        """Return where a day lies, from 0 to 1."""
        return min(max((day - self.first) / (self.last - self.first), 0), 1)

    def parts(self, spans: list[Status]) -> Iterator[tuple[Status, float, float]]:
        """Yield each interval that is in sight with where it begins and ends."""
        for span in spans:
            begin = self.share(dates.first_day(span.first)) if span.first else 0.0
            end = self.share(dates.first_day(span.last) + 1) if span.last else 1.0
            if end > begin:
                yield span, begin, end

    def years(self, most: int) -> Iterator[tuple[str, float]]:
        """Yield at most about ``most`` years with where they begin."""
        first, last = (int(dates.iso(day)[:4]) for day in (self.first, self.last))
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000, 10000) if (last - first) / step <= most)
        for year in range(first + 1, last + 1):
            if year % step == 0:
                yield f"{year:04d}", self.share(dates.first_day(f"{year:04d}"))


def svg(timeline: Spans, labels: Mapping[str, str], later: Collection[str] = (), *, standalone: bool = False) -> str:
    """Return the picture of intervals by commitment as one SVG element.

    ``labels`` name the commitments, ``later`` are those that supersede another, and ``standalone``
    gives the picture a ground of its own, for a file.

    >>> import kg
    >>> spans = kg.timeline(kg.load(), known_by="2020-06-11", commitment="id:amazon-moratorium-2020")
    >>> picture = svg(spans, spans.labels)
    >>> picture.startswith("<svg"), "in force from 2020-06-10 to 2021-06-09: before stated end" in picture
    (True, True)
    """
    axis = _Axis(timeline)
    height = _TOP + _ROW * len(timeline) + 34
    known_by = next((spans[0].known_by for spans in timeline.values()), "")
    description = _description(timeline, labels)
    # Two pictures on a page must not share the names of their parts.
    name = "aec" + sha256(f"{known_by} {description}".encode()).hexdigest()[:10]
    body = [*_years(axis, height), *_known(axis, known_by, height), *_rows(axis, timeline, labels, later, name), *_legend(height, name)]
    what = labels[next(iter(timeline))] if len(timeline) == 1 else f"{len(timeline)} commitments"
    title = f"{what}: when in force, as known by {known_by}"
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="100%" role="img" aria-labelledby="{name}-title {name}-desc" ',
            'font-family="system-ui, sans-serif" font-size="13" fill="currentColor">',
            f'<title id="{name}-title">{_text(title)}</title><desc id="{name}-desc">{_text(description)}</desc>',
            _OWN_PAGE if standalone else "",
            f'<defs><pattern id="{name}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">',
            '<rect width="3" height="7" fill="#b7791f"/></pattern></defs>',
            *body,
            "</svg>",
        ]
    )


def _look(status: str, name: str) -> tuple[str, str]:
    fill, edge = _LOOKS[status]
    return fill.replace("%s", name), edge


def _text(text: str) -> str:
    """Return text as XML may hold it."""
    return escape(_NOT_IN_XML.sub("", text))


def _description(timeline: Spans, labels: Mapping[str, str]) -> str:
    told = ((labels[one], "; ".join(map(_words, spans)), spans[-1].kept) for one, spans in timeline.items())
    return " ".join(f"{label}: {words}. Kept or not: {kept}." for label, words, kept in told)


def _words(span: Status) -> str:
    begin, end = f" from {span.first}" if span.first else "", f" to {span.last}" if span.last else ""
    return f"{span.status}{begin}{end}: {span.reason}"


def _years(axis: _Axis, height: int) -> Iterator[str]:
    for year, share in axis.years(12):
        x = share * _WIDTH
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="20" y2="{height - 34}" stroke="currentColor" opacity=".2"/>'
        yield f'<text x="{x + 3:.1f}" y="14" opacity=".75">{year}</text>'


def _rows(axis: _Axis, timeline: Spans, labels: Mapping[str, str], later: Collection[str], name: str) -> Iterator[str]:
    for number, (commitment, spans) in enumerate(timeline.items()):
        y = _TOP + number * _ROW
        label = ("↳ " if commitment in later else "") + labels[commitment]
        kept = spans[-1].kept
        shown = label if len(label) <= 84 else label[:83] + "…"
        yield f'<text x="2" y="{y + 11}"><title>{_text(label)}</title>{_text(shown)}</text>'
        yield f'<text x="{_WIDTH - 2}" y="{y + 11}" text-anchor="end" opacity=".75">kept or not: {_text(kept)}</text>'
        for span, begin, end in axis.parts(spans):
            fill, edge = _look(span.status, name)
            x, width = begin * _WIDTH, (end - begin) * _WIDTH
            box = f'x="{x + 0.5:.1f}" y="{y + 17}" width="{max(width - 1, 1):.1f}" height="15"'
            yield f'<rect {box} fill="{fill}" {edge}><title>{_text(_words(span))}</title></rect>'


def _known(axis: _Axis, known_by: str, height: int) -> Iterator[str]:
    if known_by:
        x = axis.share(dates.last_day(known_by)) * _WIDTH
        line = f'<line x1="{x:.1f}" x2="{x:.1f}" y1="20" y2="{height - 34}" stroke="currentColor" stroke-width="1.5">'
        yield f"{line}<title>known by {_text(known_by)}</title></line>"


def _legend(height: int, name: str) -> Iterator[str]:
    for number, status in enumerate(_LOOKS):
        x, (fill, edge) = 2 + number * 110, _look(status, name)
        yield f'<rect x="{x}" y="{height - 22}" width="24" height="12" fill="{fill}" {edge}/><text x="{x + 30}" y="{height - 11}">{status}</text>'
    yield f'<text x="{_WIDTH - 2}" y="{height - 11}" text-anchor="end" opacity=".75">upright line: known by</text>'


def table(timeline: Spans, labels: Mapping[str, str], lines: Iterable[list[str]], width: int = 100) -> "Table":
    """Return intervals by commitment as a ``rich`` table of bars, line by line, for a terminal of ``width`` columns."""
    from rich.table import Table
    from rich.text import Text

    axis = _Axis(timeline)
    room = max(width - 34 - 20, 20)
    grid = Table(box=None, show_edge=False, pad_edge=False, header_style="dim")
    for title, size in (("commitment", 32), (_header(axis, room), room), ("kept or not", 18)):
        grid.add_column(title, width=size, no_wrap=size == room)
    for line in lines:
        for commitment in line:
            bar = Text()
            for span, begin, end in axis.parts(timeline[commitment]):
                block, style = _BLOCKS[span.status]
                bar.append(block * (round(end * room) - round(begin * room)), style)
            grid.add_row(Text(("" if commitment == line[0] else "↳ ") + labels[commitment]), bar, timeline[commitment][-1].kept)
        if len(line) > 1:
            now = line_status(spans_on(timeline[one]).status for one in line)
            grid.add_row(Text(f"  these {len(line)} as one line", "italic"), Text(f"{now} when known", "italic"), "")
    return grid


def spans_on(spans: list[Status]) -> Status:
    """Return the interval in which K lies."""
    day = dates.last_day(spans[0].known_by)
    return next(span for span in spans if span.last is None or day <= dates.first_day(span.last))


def _header(axis: _Axis, room: int) -> str:
    header = [" "] * room
    for year, share in axis.years(room // 6):
        place = round(share * room)
        if place + 4 <= room:
            header[place : place + 4] = year
    return "".join(header)
