"""The command `kg`: each verb is a few lines over the library."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kg import cli_status, output, terms
from kg.source import DataError


class _Group(click.Group):
    """Turns the library's errors into one line: exit 1 for a problem in the data, 2 for usage."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DataError as error:
            click.echo(f"kg: {error}", err=True)
            ctx.exit(1)
        except (LookupError, TypeError, ValueError) as error:
            if isinstance(error, (KeyError, IndexError)):
                raise  # a mistake of ours, not of the user's
            click.echo(f"kg: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            # `kg … | head` closes the pipe early; what is left unwritten nobody wants.
            sys.stdout = None
            ctx.exit(0)


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _options(*wanted: str) -> Callable:
    """The options that commands share, in one place."""
    every = {
        "data": click.option("--data", "data", multiple=True, metavar="PATH", help="File, folder or glob to read in place of the bundled data; again for more."),
        "store": click.option("--store", metavar="DIR", help="A store on disk to read."),
        "format": click.option("--format", "fmt", type=click.Choice(output.FORMATS), help="Default: a table on a terminal, CSV in a pipe."),
        "on": click.option("--on", metavar="DATE", help="Day, month or year asked about; default: today."),
        "known_by": click.option("--known-by", metavar="DATE", help="Count only sources issued by then; default: today."),
        "output": click.option("-o", "--output", "path", type=click.Path(dir_okay=False), help="The file to write."),
    }

    def add(command: Callable) -> Callable:
        for name in reversed(wanted):
            command = every[name](command)
        return command

    return add


def _load(data: tuple[str, ...], store: str | None) -> Any:
    from kg.cache import bundled
    from kg.store import load

    return load(*data, store=store) if data or store else bundled()


def _progress(what: str) -> Callable:
    """Return a wrapper that shows a progress bar on standard error when that is a terminal."""

    def wrap(items: list) -> Any:
        if not sys.stderr.isatty():
            return iter(items)
        from rich.console import Console
        from rich.progress import track

        return track(items, description=what, console=Console(stderr=True), transient=True)

    return wrap


def _bound(engine: Any, query: Any, pairs: tuple[str, ...]) -> dict[str, Any]:
    """Return ``name=value`` words as parameters; a value may be a CURIE or the words of a label."""
    from kg.names import resolve

    params = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"{pair!r} is not name=value; {query.name} takes {', '.join(query.params) or 'no parameters'}")
        plain = query.param_help.get(name, "").startswith("date")
        params[name] = value if plain or name not in query.params else resolve(engine, value, role=name)
    return params


def _emit(answer: Any, fmt: str | None) -> None:
    """Print pyoxigraph's answer: rows, triples as Turtle, or true and false."""
    import pyoxigraph as ox

    if isinstance(answer, ox.QueryBoolean):
        click.echo(str(bool(answer)).lower())
    elif isinstance(answer, ox.QueryTriples):
        click.echo(ox.serialize(answer, format=ox.RdfFormat.TURTLE, prefixes=terms.PREFIXES).decode(), nl=False)
    else:
        names = [variable.value for variable in answer.variables]
        if fmt == "table" or fmt is None and sys.stdout.isatty():
            # On a screen the label says it; `kg show` and `kg find` give the name behind it.
            names = [name for name in names if f"{name}_label" not in names]
        output.emit(names, ([_cell(row[name]) for name in names] for row in answer), fmt)


def _cell(term: Any) -> str | int | None:
    """Return a term as it is shown: a CURIE, a whole number, or the text of a literal."""
    if term is None:
        return None
    if type(term).__name__ == "NamedNode":
        return terms.curie(term.value)
    return int(term.value) if term.datatype.value.endswith("#integer") else term.value


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="aec-kg", prog_name="kg")
def main() -> None:
    """Who promised what about AI, until when, and who says so.

    \b
    Examples:
      kg explore                                    see the network, answer the first questions
      kg query who-committed technology="facial recognition"
      kg show "Amazon's one-year pause"             one thing, with its sources
      kg find police                                search by words
    """


for _command in cli_status.COMMANDS:
    main.add_command(_command)


@main.command(epilog=_examples("kg query who-committed", 'kg query exceptions holder=Amazon', "kg query my-question.rq --format json", 'kg query "SELECT ?s { ?s a aec:Refusal }"', "cat my-question.rq | kg query -"))
@click.argument("query")
@click.argument("params", nargs=-1, metavar="[NAME=VALUE]...")
@_options("format", "data", "store")
def query(query: str, params: tuple[str, ...], fmt: str | None, data: tuple[str, ...], store: str | None) -> None:
    """Run a shipped query by name, a file, SPARQL text, or - for standard input.

    `kg queries` lists the shipped ones with their parameters.
    """
    from kg.query import find

    text: str | Path = sys.stdin.read() if query == "-" else query
    if query.endswith((".rq", ".sparql")):
        if not Path(query).is_file():
            raise DataError(query, "no such file")
        text = Path(query)
    asked, engine = find(text), _load(data, store)
    _emit(engine.solutions(asked, **_bound(engine, asked, params)), fmt)


@main.command(epilog=_examples("kg show Amazon", "kg show id:amazon-moratorium-2020", "kg show id:rome-call --format json"))
@click.argument("name")
@_options("format", "data", "store")
def show(name: str, fmt: str | None, data: tuple[str, ...], store: str | None) -> None:
    """Show one thing: every fact about it, what mentions it, and the sources that say so.

    NAME is a CURIE such as id:amazon, or words that match one label.
    """
    from kg.names import resolve

    engine = _load(data, store)
    iri = resolve(engine, name)
    if fmt in (None, "table") and sys.stdout.isatty():
        (label, *_) = [row["name"].value for row in engine.solutions("names", entity=iri)]
        click.secho(f"{label}  ({terms.curie(iri)})\n", bold=True)
    _emit(engine.solutions("about", entity=iri), fmt)
    if fmt in (None, "table") and sys.stdout.isatty():
        click.secho("\nSources", bold=True)
        _emit(engine.solutions("who-says-so", claim=iri), fmt)


@main.command(epilog=_examples("kg find police", 'kg find "rome call" --type Initiative'))
@click.argument("words", nargs=-1, required=True)
@click.option("--type", "kind", metavar="TYPE", help="Keep one type: Organisation, Person, Commitment, Technology …")
@click.option("--limit", default=20, show_default=True, help="At most so many.")
@_options("format", "data", "store")
def find(words: tuple[str, ...], kind: str | None, limit: int, fmt: str | None, data: tuple[str, ...], store: str | None) -> None:
    """Search the names of things; all WORDS must be in a name."""
    from kg.names import search

    found = search(_load(data, store), " ".join(words), type=kind, limit=limit)
    output.emit(("name", "label", "type"), ((m.curie, m.label if m.name == m.label else f"{m.label} ({m.name})", m.type) for m in found), fmt)
    if not found:
        click.echo("kg: nothing has all of these words in its name; try fewer", err=True)
        sys.exit(1)


@main.command(epilog=_examples("kg explore", 'kg explore --technology drone --on 2021-06-10 --known-by 2020-06-12', "kg explore -o page.html --no-open"))
@click.option("--technology", default="id:facial-recognition", show_default=True, help="What the page is about: a CURIE or the words of a label.")
@click.option("--open/--no-open", "show", default=None, help="Open the page; default: where there is a screen.")
@_options("on", "known_by", "output", "data", "store")
def explore(technology: str, show: bool | None, on: str | None, known_by: str | None, path: str | None, data: tuple[str, ...], store: str | None) -> None:
    """Answer the first questions and write the network as one page that opens from disk."""
    from kg import explore as look
    from kg.names import resolve

    engine = _load(data, store)
    topic = resolve(engine, technology, role="technology")
    for question, columns, rows, more in look.answers(engine, technology=topic, on=on, known_by=known_by):
        click.secho(f"\n{question}", bold=True)
        output.emit(columns, rows, "table")
        if more:
            click.secho(f"… {more[0]} more: {more[1]}", dim=True)
    page = look.explore(engine, path or "build/explorer.html", technology=topic, on=on, known_by=known_by)
    click.echo(f"\n{page}: open it in a browser, no network needed")
    if show or (show is None and sys.stdout.isatty() and _screen()):
        click.launch(page.resolve().as_uri())


def _screen() -> bool:
    """Say whether a window can be opened here."""
    import os

    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@main.command(epilog=_examples("kg draw -o network.html", "kg draw commitments holder=Amazon -o amazon.html", "kg draw actors -o actors.graphml", "kg draw stances --on 2020-12-01 --known-by 2020-06-12"))
@click.argument("projection", default="stances")
@click.argument("params", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--title", help="The heading of the page.")
@click.option("--seed", default=1, show_default=True, help="Another seed gives another layout.")
@_options("on", "known_by", "output", "data", "store")
def draw(projection: str, params: tuple[str, ...], title: str | None, seed: int, on: str | None, known_by: str | None, path: str | None, data: tuple[str, ...], store: str | None) -> None:
    """Draw a PROJECTION (actors, commitments, sources, stances) as one HTML file.

    The file opens from disk without a network. A name ending in .graphml or .gexf writes that
    format instead, for Gephi, yEd and the like. With a date, commitments carry their status.
    """
    from kg.draw import draw as draw_network
    from kg.project import project
    from kg.query import find as find_query

    asked, engine = find_query(projection, "project"), _load(data, store)
    network = project(engine, asked, on=on, known_by=known_by, **_bound(engine, asked, params))
    target = Path(path or f"{projection}.html")
    if target.suffix in (".graphml", ".gexf"):
        import networkx

        writer = networkx.generate_graphml if target.suffix == ".graphml" else networkx.generate_gexf
        output.write_whole(target, "\n".join(writer(network)))
    else:
        draw_network(network, title=title or asked.summary, seed=seed).save(target)
    click.echo(f"{target}: {len(network):,} nodes, {network.number_of_edges():,} edges", err=True)


@main.command(epilog=_examples("kg validate", "kg validate data/sources/2026/my-new-source.ttl", "kg validate --all --format csv"))
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--all", "every", is_flag=True, help="Name every case of a problem, not the first five.")
@_options("format")
def validate(paths: tuple[str, ...], every: bool, fmt: str | None) -> None:
    """Check the bundled data, with files at PATHS on top of it, against shapes and checks.

    Exits with 1 when there is an error; warnings alone exit with 0.
    """
    from itertools import groupby

    from kg.store import load
    from kg.validate import validate as check

    engine = load(*paths, bundled=True)
    problems = check(engine, progress=_progress("sources"))
    shown = [p for _, same in groupby(problems, key=lambda p: (p.severity, p.rule)) for p in list(same)[: None if every else 5]]
    rows = ((p.severity, engine.place(p.graph, p.entity), terms.curie(p.entity), p.message, p.rule) for p in shown)
    if problems or fmt:
        output.emit(("severity", "file", "entity", "problem", "rule"), rows, fmt)
    errors = sum(p.severity == "error" for p in problems)
    rest = f"; {len(problems) - len(shown)} more with --all" if len(shown) < len(problems) else ""
    click.echo(f"kg: {errors} errors, {len(problems) - errors} warnings{rest}", err=True)
    sys.exit(bool(errors))


@main.command("format", epilog=_examples("kg format data/sources/2020/*.ttl", "kg format --check data"))
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


@main.command(epilog=_examples("kg sources", 'kg sources --publisher "IT Pro"'))
@click.option("--publisher", help="Only what this organisation published.")
@_options("format", "data", "store")
def sources(publisher: str | None, fmt: str | None, data: tuple[str, ...], store: str | None) -> None:
    """List the sources: title, publisher, date, address, and how many claims each carries."""
    from kg.names import resolve

    engine = _load(data, store)
    _emit(engine.solutions("catalogue", publisher=resolve(engine, publisher, role="publisher") if publisher else None), fmt)


@main.command(epilog=_examples("kg queries", "kg queries who-committed", "kg queries --group project"))
@click.argument("name", required=False)
@click.option("--group", type=click.Choice(["ask", "check", "project"]), default="ask", show_default=True, help="Questions, checks of the data, or projections.")
@_options("format")
def queries(name: str | None, group: str, fmt: str | None) -> None:
    """List the shipped queries with their parameters, or print the text of one."""
    from kg.query import find as find_query
    from kg.query import queries as shipped

    if name:
        click.echo(find_query(name).text, nl=False)
        return
    output.emit(("name", "answers", "parameters"), ((q.name, q.summary, ", ".join(q.params)) for q in shipped(group).values()), fmt)


@main.command(epilog=_examples("kg index", "kg index --check"))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when a file is not fresh.")
def index(check: bool) -> None:
    """Write data/INDEX.csv and docs/coverage.md anew from the data, for a checkout."""
    from kg import coverage
    from kg.store import load

    engine, stale = load(), 0
    for path, text in ((coverage.INDEX, coverage.index(engine)), (coverage.PAGE, coverage.page(engine))):
        fresh = path.is_file() and path.read_text(encoding="utf-8") == text
        stale += not fresh
        if not fresh:
            click.echo(f"{path.name}: {'run `kg index`' if check else 'written'}")
            if not check:
                output.write_whole(path, text)
    sys.exit(bool(check and stale))


@main.command(epilog=_examples("kg similar", "kg similar --least 80"))
@click.option("--least", default=88, show_default=True, help="How alike two names must be, of 100.")
@_options("format", "data", "store")
def similar(least: int, fmt: str | None, data: tuple[str, ...], store: str | None) -> None:
    """List near-duplicate names; exit with 1 when there are any.

    A pair that is truly different goes into data/different.csv, with the reason.
    """
    from kg.similar import Pair
    from kg.similar import similar as pairs

    found = pairs(_load(data, store), least=least)
    if found or fmt:
        output.emit(Pair._fields, found, fmt)
    sys.exit(bool(found))


@main.command(epilog=_examples("kg stats", "kg stats --format json"))
@_options("format", "data", "store")
def stats(fmt: str | None, data: tuple[str, ...], store: str | None) -> None:
    """Count the things in the graph by type."""
    _emit(_load(data, store).solutions("stats"), fmt)
