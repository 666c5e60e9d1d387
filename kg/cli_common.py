"""What the commands share: options, loading, parameters, and how an answer is printed."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kg import output, terms


def examples(*lines: str) -> str:
    """Return the examples that close a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def options(*wanted: str) -> Callable:
    """The options that commands share, in one place; with ``store`` comes ``--endpoint``, which ``read`` takes itself."""
    every = {
        "data": click.option("--data", "data", multiple=True, metavar="PATH", help="File, folder or glob to read in place of the bundled data; again for more."),
        "store": click.option("--store", metavar="DIR", help="A store on disk to read."),
        "endpoint": click.option("--endpoint", metavar="URL", expose_value=False, callback=_keep, help="A SPARQL endpoint to ask; AEC_ENDPOINT_USER and AEC_ENDPOINT_PASSWORD, or AEC_ENDPOINT_TOKEN, sign in."),
        "format": click.option("--format", "fmt", type=click.Choice(output.FORMATS), help="Default: a table on a terminal, CSV in a pipe."),
        "on": click.option("--on", metavar="DATE", help="Day, month or year asked about; default: today."),
        "known_by": click.option("--known-by", metavar="DATE", help="Count only sources issued by then; default: today."),
        "select": click.option("--select", metavar="NAME", help="Open the page with this chosen: a CURIE or the words of a label."),
        "view": click.option("--view", type=click.Choice(("graph", "timeline", "table")), default="graph", show_default=True, help="The view in front when the page opens."),
        "renderer": click.option("--renderer", type=click.Choice(("auto", "canvas", "vis")), default="auto", show_default=True, help="What draws the graph: vis-network, or our own canvas for more than 300 nodes."),
        "output": click.option("-o", "--output", "path", type=click.Path(dir_okay=False), help="The file to write."),
    }

    def add(command: Callable) -> Callable:
        for name in reversed(wanted):
            if name == "store":
                command = every["endpoint"](command)
            command = every[name](command)
        return command

    return add


_ENDPOINT = "kg.endpoint"


def _keep(context: click.Context, _option: click.Parameter, url: str | None) -> None:
    """Keep --endpoint for ``read``, so that no command has to hand it on."""
    context.meta[_ENDPOINT] = url


def endpoint(others: tuple[str, ...], named: str) -> Any:
    """Return the endpoint that --endpoint names, if it does; it goes without ``others``."""
    url = click.get_current_context().meta.get(_ENDPOINT)
    if url is None:
        return None
    if others:
        raise click.UsageError(f"--endpoint goes without {named}")
    from kg.endpoint import Endpoint

    return Endpoint(url)


def read(data: tuple[str, ...], store: str | None) -> Any:
    """Return the graph that --data, --store or --endpoint names; the bundled data, from its cache, where none is given."""
    if asked := endpoint((*data, *([store] if store else ())), "--data and --store"):
        return asked
    from kg.cache import bundled
    from kg.folder import exists
    from kg.source import DataError
    from kg.store import load

    if store and not data and not exists(Path(store)):
        raise DataError(store, "no such store; `kg load` makes one")
    return load(*data, store=store) if data or store else bundled()


def progress(what: str) -> Callable:
    """Return a wrapper that shows a progress bar on standard error when that is a terminal."""

    def wrap(items: list) -> Any:
        if not sys.stderr.isatty():
            return iter(items)
        from rich.console import Console
        from rich.progress import track

        return track(items, description=what, console=Console(stderr=True), transient=True)

    return wrap


def bound(engine: Any, query: Any, pairs: tuple[str, ...]) -> dict[str, Any]:
    """Return ``name=value`` words as parameters; a value may be a CURIE or the words of a label."""
    params: dict[str, Any] = {}
    if pairs:
        from kg.names import resolve
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"{pair!r} is not name=value; {query.name} takes {', '.join(query.params) or 'no parameters'}")
        plain = query.param_help.get(name, "").startswith("date")
        params[name] = value if plain or name not in query.params else resolve(engine, value, role=name)
    return params


def emit(answer: Any, fmt: str | None) -> None:
    """Print pyoxigraph's answer: rows, triples as Turtle, or true and false."""
    import pyoxigraph as ox

    if isinstance(answer, ox.QueryBoolean):
        click.echo(str(bool(answer)).lower())
    elif not isinstance(answer, ox.QuerySolutions):
        click.echo(ox.serialize(answer, format=ox.RdfFormat.TURTLE, prefixes=terms.PREFIXES).decode(), nl=False)
    else:
        names = [variable.value for variable in answer.variables]
        if on_screen(fmt):
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


def on_screen(fmt: str | None) -> bool:
    """Say whether the answer is read by a person: a table, asked for or on a terminal."""
    return fmt == "table" or (fmt is None and sys.stdout.isatty())
