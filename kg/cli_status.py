"""The commands about time: `kg status`, `timeline`, `covers`, `diff` and `expiring`."""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from kg import cli_common as common
from kg import output, terms

_FACETS = {
    "holder": "Only of this organisation or person, its parts included.",
    "technology": "Only about this technology and its kinds.",
    "kind": "Only of this kind: ban, moratorium, law …",
    "place": "Only in this place.",
    "initiative": "Only under this charter or campaign.",
}
Facets = dict[str, str | None]


def _options(*, on: bool = True, facets: Sequence[str] = tuple(_FACETS)) -> Callable:
    """The options that these commands share."""
    every = [common.options("on")] * on + [common.options("known_by")]
    every += [click.option(f"--{name}", metavar="NAME", help=_FACETS[name]) for name in facets]
    every += [common.options("format", "data", "store")]

    def add(command: Callable) -> Callable:
        for option in reversed(every):
            command = option(command)
        return command

    return add


def _say(text: str, fmt: str | None) -> None:
    """Print the answer in words: above a table on a terminal, else apart from the rows on standard error."""
    click.echo(text, err=not common.on_screen(fmt))


def _emit(columns: str, shown: str, rows: Iterable[dict[str, Any]], fmt: str | None) -> None:
    """Print rows: the columns ``shown`` as a table, all of them as CSV or JSON."""
    names = (shown if common.on_screen(fmt) else columns).split()
    output.emit(names, ([row[name] for name in names] for row in rows), fmt)


def _statuses(engine: Any, statuses: Iterable[Any], fmt: str | None, known_by: str) -> None:
    """Print statuses, one a row."""
    from kg.facets import facets
    from kg.status import timelines
    from kg.timeline import labels

    names, about, sources = labels(engine), facets(engine), timelines(engine, known_by).known.sources

    def row(one: Any) -> dict[str, Any]:
        holders = map(terms.curie, about.values("holder", terms.expand(one.commitment), sources))
        return {name: getattr(one, name) for name in one.__slots__} | {
            "label": names.get(one.commitment, one.commitment),
            "holder": "; ".join(names.get(holder, holder) for holder in holders),
            "disagree": str(one.disagree).lower(),
            "starts": " ".join(one.starts),
            "ends": " ".join(one.ends),
            "sources": " ".join(one.sources),
        }

    columns = "commitment label holder status reason note starts ends first last last_report kept disagree sources on known_by"
    _emit(columns, "label status reason ends last_report kept", map(row, statuses), fmt)


def _sources(engine: Any, one: Any, fmt: str | None) -> None:
    """Print who says so and where, of the sources known."""
    rows = engine.solutions("who-says-so", claim=one.commitment)
    told = [row for row in rows if terms.curie(row["source"].value) in one.sources]
    columns = ("publisher", "title", "issued", "locator", "address")
    click.secho("\nSources", bold=True)
    output.emit(columns, ([row[name].value if row[name] else None for name in columns] for row in told), fmt)


def _named(engine: Any, name: str | None, facets: Facets) -> Facets:
    """Return the facets with what NAME stands for: a commitment, a technology, a holder …"""
    if not name:
        return facets
    from kg.facets import entity
    from kg.query import term

    iri = entity(engine, name)
    types = {terms.curie(row["type"].value) for row in engine.solutions(f"SELECT ?type {{ {term(iri)} a ?type }}")}
    meanings = {
        "aec:Commitment": "commitment",
        "aec:Technology": "technology",
        "aec:Initiative": "initiative",
        "dcterms:Location": "place",
        "skos:Concept": "kind",
    }
    return facets | {next((facet for kind, facet in meanings.items() if kind in types), "holder"): iri}


def _unknown(engine: Any, commitment: str, on: str, known_by: str) -> str:
    """Return in words that a commitment is not known by a date, and by when it was."""
    from kg.history import record
    from kg.sentences import dated
    from kg.timeline import labels

    name, facts = terms.curie(commitment), record(engine)
    first = min((facts.issued[source] for source, _ in facts.facts["type"].get(commitment, ())), default=None)
    why = f"; its first source is of {first}." if first else ", as no dated source describes it."
    return f"{dated(on, known_by)}unknown. Nothing is known of {labels(engine).get(name, name)}{why}"


@click.command(
    epilog=common.examples(
        'kg status "Amazon\'s one-year pause" --on 2020-12-01 --known-by 2020-06-12',
        "kg status IBM --on 2021",
        'kg status --technology "facial recognition" --kind ban',
        "kg status --on 2021-06-10 --format csv > status.csv",
    )
)
@click.argument("name", required=False)
@_options()
def status(name: str | None, on: str | None, known_by: str | None, fmt: str | None, **facets: Any) -> None:
    """Does a promise hold on a day, as far as was known on a day, and who says so?

    NAME is a commitment, or a holder, technology or initiative for all of theirs: a CURIE or words
    of its label. Kept or not is another question, and its answer stands beside.
    """
    from kg import dates, sentences
    from kg.status import status as statuses
    from kg.status import timelines
    from kg.timeline import line

    engine = common.read(facets.pop("data"), facets.pop("store"))
    asked = _named(engine, name, facets)
    found = statuses(engine, on=on, known_by=known_by, **asked)
    on, known_by = on or dates.today(), known_by or dates.today()
    commitment, lines = asked.get("commitment"), timelines(engine, known_by)
    if commitment and commitment not in lines.known:
        _say(_unknown(engine, commitment, on, known_by), fmt)
    elif len(found) != 1:
        _say(sentences.about_many(found, on, known_by), fmt)
    else:
        thread = [lines.on(member, on) for member in line(lines.known, terms.expand(found[0].commitment))]
        _say(sentences.about_one(engine, found[0], thread), fmt)
        found = thread
    _statuses(engine, found, fmt, known_by)
    if common.on_screen(fmt) and len(found) == 1:
        _sources(engine, found[0], fmt)


@click.command(
    epilog=common.examples(
        "kg timeline Amazon",
        "kg timeline id:amazon-moratorium-2020 --known-by 2020-06-12",
        "kg timeline --technology drone -o drones.svg",
        "kg timeline IBM --format csv",
    )
)
@click.argument("name", required=False)
@click.option("-o", "--output", "path", type=click.Path(dir_okay=False), help="Write the picture as SVG to this file.")
@_options(on=False)
def timeline(name: str | None, path: str | None, known_by: str | None, fmt: str | None, **facets: Any) -> None:
    """Draw when promises held: bars on a terminal, intervals as CSV in a pipe, a picture with -o.

    NAME is a commitment (with all that it supersedes or that supersedes it), a holder, a technology
    or an initiative.
    """
    from kg import bars, dates, sentences
    from kg.timeline import timeline as spans_of

    engine = common.read(facets.pop("data"), facets.pop("store"))
    spans = spans_of(engine, known_by=known_by, **_named(engine, name, facets))
    known_by = known_by or dates.today()
    _say(sentences.about_many([bars.spans_on(one) for one in spans.values()], known_by, known_by), fmt)
    if path:
        output.write_whole(path, spans.svg(standalone=True) + "\n")
        click.echo(f"{path}: {len(spans)} commitments in {len(spans.lines)} lines", err=True)
    elif not common.on_screen(fmt):
        _statuses(engine, (span for one in spans.values() for span in one), fmt, known_by)
    elif spans:
        from rich.console import Console

        console = Console()
        console.print(bars.table(spans, spans.labels, spans.lines, console.width))
        console.print("█ in force   ▒ unknown   ─ ended   · not yet", style="dim")


@click.command(
    epilog=common.examples(
        'kg covers "Amazon Rekognition" --user "US police forces" --on 2020-12-01 --known-by 2020-06-12',
        "kg covers id:live-facial-recognition --activity use --place Oakland",
        "kg covers drone --purpose weapons --format json",
    )
)
@click.argument("technology")
@click.option("--user", metavar="NAME", help="Who would use it: an organisation, or a category such as v:police.")
@click.option("--activity", metavar="NAME", help="What would be done with it: use, provide, develop …")
@click.option("--purpose", metavar="NAME", help="What for.")
@click.option("--place", metavar="NAME", help="Where; a user's own place when not given.")
@_options(facets=("holder", "kind", "initiative"))
def covers(technology: str, on: str | None, known_by: str | None, fmt: str | None, **use: Any) -> None:
    """Is a use of TECHNOLOGY forbidden or restricted by anybody, left free by name, or not covered?"""
    from kg import sentences
    from kg.covers import covers as coverage
    from kg.timeline import labels

    engine = common.read(use.pop("data"), use.pop("store"))
    answer = coverage(engine, technology, on=on, known_by=known_by, **use)
    _say(sentences.about_use(engine, answer), fmt)
    names = labels(engine)

    def row(part: str, one: Any) -> dict[str, Any]:
        return {
            "part": part,
            "commitment": one.commitment,
            "label": names.get(one.commitment, one.commitment),
            "holder": "; ".join(names.get(holder, holder) for holder in one.holders),
            "effect": one.effect,
            "status": one.status.status,
            "reason": one.status.reason,
            "only": "; ".join(" ".join(names.get(word, word) for word in facet.split(" ")) for facet in one.only),
            "exception": one.exception,
            "last_report": one.status.last_report,
            "kept": one.status.kept,
            "sources": " ".join(one.status.sources),
            "on": answer.on,
            "known_by": answer.known_by,
        }

    parts = (("covers", answer.commitments), ("excepts", answer.exceptions), ("in part", answer.partly))
    columns = "part commitment label holder effect status reason only exception last_report kept sources on known_by"
    _emit(columns, "part label holder effect status reason only", (row(part, one) for part, found in parts for one in found), fmt)


@click.command(
    epilog=common.examples(
        "kg diff 2020-06-01 2021-06-30",
        "kg diff 2020-06-11 2021-06-01 --known --holder Amazon",
        'kg diff 2023 2024 --technology "facial recognition" --kind law --format csv',
    )
)
@click.argument("before")
@click.argument("after")
@click.option("--known", is_flag=True, help="Compare what was reported by the two dates, not the world on them.")
@_options(on=False)
def diff(before: str, after: str, known: bool, known_by: str | None, fmt: str | None, **facets: Any) -> None:
    """List what changed after the date BEFORE and up to AFTER: made, extended, narrowed, ended, reported breached …

    With --known, what sources issued in between were the first to report.
    """
    from collections import Counter

    from kg import dates
    from kg.changes import diff as changes
    from kg.timeline import labels

    if known and known_by:
        raise click.UsageError("--known compares two known-by dates, so it takes no --known-by; AFTER is the later one")
    engine = common.read(facets.pop("data"), facets.pop("store"))
    found = changes(engine, before, after, known=known, known_by=known_by, **facets)
    counts = ", ".join(f"{number} {what}" for what, number in Counter(one.what for one in found).most_common())
    where, known_by = ("Reported", after) if known else ("In the world", known_by or dates.today())
    _say(f"{where} after {before} and up to {after}, as known by {known_by}: {counts or 'nothing changed'}.", fmt)
    names = labels(engine)
    rows = (
        {
            "date": one.date,
            "commitment": one.commitment,
            "label": names.get(one.commitment, one.commitment),
            "what": one.what,
            "by": one.by,
            "by_label": names.get(one.by, one.by),
            "sources": " ".join(one.sources),
        }
        for one in found
    )
    _emit("date commitment label what by by_label sources", "date label what by_label", rows, fmt)


@click.command(
    epilog=common.examples(
        "kg expiring --within 1y",
        "kg expiring --on 2021-05-15 --known-by 2021-05-15 --within 30d",
        'kg expiring --ics ends.ics --technology "facial recognition"',
    )
)
@click.option("--within", metavar="LENGTH", help="How far ahead: 90d, 6w, 3m, 1y. 90d when not given; with --ics, all to come.")
@click.option("--ics", metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True), help="Write an iCalendar file to subscribe to; - for standard output.")
@_options()
def expiring(within: str | None, ics: str | None, on: str | None, known_by: str | None, fmt: str | None, **facets: Any) -> None:
    """List what ends soon: stated and computed ends, and events that promises wait for."""
    from kg import dates
    from kg.expiring import expiring as ends
    from kg.sentences import dated
    from kg.timeline import labels

    engine = common.read(facets.pop("data"), facets.pop("store"))
    found = ends(engine, within or (None if ics else "90d"), on=on, known_by=known_by, **facets)
    names, undated = labels(engine), sum(one.date is None for one in found)
    count = f"{len(found) - undated} ends"
    if ics:
        _calendar(found, names, ics)
        click.echo(f"{ics}: {count}; {undated} await an event without a date", err=True)
        return
    asked = dated(on or dates.today(), known_by or dates.today())
    _say(f"{asked}{count} within {within or '90d'}; {undated} more may end any day, when an event occurs.", fmt)
    rows = (
        {
            "date": one.date or ("any day" if common.on_screen(fmt) else None),
            "commitment": one.commitment,
            "label": names.get(one.commitment, one.commitment),
            "what": one.what,
            "by": one.by,
            "by_label": names.get(one.by, one.by),
            "status": one.status.status,
            "kept": one.status.kept,
            "sources": " ".join(one.status.sources),
            "on": one.status.on,
            "known_by": one.status.known_by,
        }
        for one in found
    )
    _emit("date commitment label what by by_label status kept sources on known_by", "date label what by_label status kept", rows, fmt)


def _calendar(found: list[Any], names: dict[str, str], target: str) -> None:
    from kg.expiring import calendar

    try:
        whole = calendar(found, names)
    except ModuleNotFoundError as error:
        raise ValueError(str(error)) from None  # a line that says what to install, not a mistake of ours
    if target == "-":
        sys.stdout.buffer.write(whole)
    else:
        output.write_whole(Path(target), whole.decode())


COMMANDS = (status, timeline, covers, diff, expiring)
