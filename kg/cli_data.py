"""The commands for curators: `kg validate`, `format`, `sources`, `queries`, `index`, `similar` and `stats`."""

import sys

import click

from kg import output, terms
from kg.cli_common import emit, endpoint, examples, options, progress, read
from kg.source import DataError


@click.command(epilog=examples("kg validate", "kg validate data/sources/2026/my-new-source.ttl", "kg validate --all --format csv"))
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--all", "every", is_flag=True, help="Name every case of a problem, not the first five.")
@options("format", "endpoint")
def validate(paths: tuple[str, ...], every: bool, fmt: str | None) -> None:
    """Check the bundled data, with files at PATHS on top of it, against shapes and checks.

    What an --endpoint holds is held against the checks alone, which run there. Exits with 1 when there
    is an error; warnings alone exit with 0.
    """
    from itertools import groupby

    from kg.store import load
    from kg.validate import has_shapes
    from kg.validate import validate as check

    engine = endpoint(paths, "PATHS") or load(*paths, bundled=True)
    if not has_shapes(engine):
        click.echo("kg: the check queries only, as shapes need the triples at hand; validate files before they are loaded", err=True)
    problems = check(engine, progress=progress("sources"))
    shown = [p for _, same in groupby(problems, key=lambda p: (p.severity, p.rule)) for p in list(same)[: None if every else 5]]
    rows = ((p.severity, engine.place(p.graph, p.entity), terms.curie(p.entity), p.message, p.rule) for p in shown)
    if problems or fmt:
        output.emit(("severity", "file", "entity", "problem", "rule"), rows, fmt)
    errors = sum(p.severity == "error" for p in problems)
    rest = f"; {len(problems) - len(shown)} more with --all" if len(shown) < len(problems) else ""
    click.echo(f"kg: {errors} errors, {len(problems) - errors} warnings{rest}", err=True)
    sys.exit(bool(errors))


@click.command("format", epilog=examples("kg format data/sources/2020/*.ttl", "kg format --check data"))
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when a file would change.")
def format_(paths: tuple[str, ...], check: bool) -> None:
    """Lay out Turtle files the one way the project keeps them: sorted, one property a line."""
    from kg import source, turtle

    changed = 0
    for file in source.files(paths):
        if file.path.suffix != ".ttl":
            raise DataError(file.path, "only Turtle files have a layout")
        before = file.path.read_text(encoding="utf-8")
        after = turtle.layout(before, file.path)
        if before != after:
            changed += 1
            click.echo(f"{file.path}: {'run `kg format` on it' if check else 'laid out'}")
            if not check:
                output.write_whole(file.path, after)
    sys.exit(bool(check and changed))


@click.command(epilog=examples("kg sources", 'kg sources --publisher "IT Pro"'))
@click.option("--publisher", help="Only what this organisation published.")
@options("format", "data", "store")
def sources(publisher: str | None, fmt: str | None, data: tuple[str, ...], store: str | None) -> None:
    """List the sources: title, publisher, date, address, and how many claims each carries."""
    from kg.names import resolve

    engine = read(data, store)
    emit(engine.solutions("catalogue", publisher=resolve(engine, publisher, role="publisher") if publisher else None), fmt)


@click.command(epilog=examples("kg queries", "kg queries who-committed", "kg queries --group project"))
@click.argument("name", required=False)
@click.option("--group", type=click.Choice(["ask", "check", "project"]), default="ask", show_default=True, help="Questions, checks of the data, or projections.")
@options("format")
def queries(name: str | None, group: str, fmt: str | None) -> None:
    """List the shipped queries with their parameters, or print the text of one."""
    from kg.query import find as find_query
    from kg.query import queries as shipped

    if name:
        click.echo(find_query(name).text, nl=False)
        return
    output.emit(("name", "answers", "parameters"), ((q.name, q.summary, ", ".join(q.params)) for q in shipped(group).values()), fmt)


@click.command(epilog=examples("kg index", "kg index --check"))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when a file is not fresh.")
def index(check: bool) -> None:
    """Write data/INDEX.csv, data/positions.csv and docs/coverage.md anew from the data, for a checkout.

    Nodes of the explorer keep their place; delete data/positions.csv first to have all laid out anew.
    """
    from kg import coverage, positions
    from kg.explore import FACE_RECOGNITION, whole
    from kg.questions import questions
    from kg.store import load

    engine, stale = load(), 0
    network = whole(engine)
    asked = questions(engine, network, technology=terms.expand(FACE_RECOGNITION))
    for path, text in ((coverage.INDEX, coverage.index(engine)), (coverage.PAGE, coverage.page(engine)), (positions.PATH, positions.kept(network, asked))):
        fresh = path.is_file() and path.read_text(encoding="utf-8") == text
        stale += not fresh
        if not fresh:
            click.echo(f"{path.name}: {'run `kg index`' if check else 'written'}")
            if not check:
                output.write_whole(path, text)
    sys.exit(bool(check and stale))


@click.command(epilog=examples("kg similar", "kg similar --least 80"))
@click.option("--least", default=88, show_default=True, help="How alike two names must be, of 100.")
@options("format", "data", "store")
def similar(least: int, fmt: str | None, data: tuple[str, ...], store: str | None) -> None:
    """List near-duplicate names; exit with 1 when there are any.

    A pair that is truly different goes into data/different.csv, with the reason.
    """
    from kg.similar import Pair
    from kg.similar import similar as pairs

    found = pairs(read(data, store), least=least)
    if found or fmt:
        output.emit(Pair._fields, found, fmt)
    sys.exit(bool(found))


@click.command(epilog=examples("kg stats", "kg stats --format json"))
@options("format", "data", "store")
def stats(fmt: str | None, data: tuple[str, ...], store: str | None) -> None:
    """Count the things in the graph by type."""
    emit(read(data, store).solutions("stats"), fmt)


COMMANDS = (validate, format_, sources, queries, index, similar, stats)
