"""The command `kg`: each verb is a few lines over the library."""

import sys
from pathlib import Path
from typing import Any

import click

from kg import output, terms
from kg.cli_common import bound, emit, examples, on_screen, options, read
from kg.source import DataError


class _Group(click.Group):
    """Turns the library's errors into one line: exit 1 for a problem in the data, 2 for usage.

    The commands of other modules join when one is asked for that is none of this module's: making
    their options takes a tenth of the time of a `kg query`.
    """

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or self._every().get(cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self._every())

    def _every(self) -> dict[str, click.Command]:
        from kg import cli_data, cli_load, cli_status

        for command in (*cli_status.COMMANDS, *cli_data.COMMANDS, *cli_load.COMMANDS):
            self.add_command(command)
        return self.commands

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


@main.command(epilog=examples("kg query who-committed", 'kg query exceptions holder=Amazon', "kg query my-question.rq --format json", 'kg query "SELECT ?s { ?s a aec:Refusal }"', "cat my-question.rq | kg query -", "kg query who-committed -o answer.csv"))
@click.argument("query")
@click.argument("params", nargs=-1, metavar="[NAME=VALUE]...")
@options("format", "output", "data", "store")
def query(query: str, params: tuple[str, ...], fmt: str | None, path: str | None, data: tuple[str, ...], store: str | None) -> None:
    """Run a shipped query by name, a file, SPARQL text, or - for standard input.

    `kg queries` lists the shipped ones with their parameters. With -o, the whole answer goes to a file
    ending in .csv, .tsv, .json or .xml for rows, .ttl or .nt for triples, its terms as SPARQL writes them.
    """
    from kg.query import find

    text: str | Path = sys.stdin.read() if query == "-" else query
    if query.endswith((".rq", ".sparql")):
        if not Path(query).is_file():
            raise DataError(query, "no such file")
        text = Path(query)
    asked, engine = find(text), read(data, store)
    wanted = bound(engine, asked, params)
    if path and fmt:
        raise click.UsageError("the ending of -o's file says its format; leave --format out")
    if path:
        click.echo(f"{engine.save(asked, path, **wanted)}: written", err=True)
    else:
        emit(engine.solutions(asked, **wanted), fmt)


@main.command(epilog=examples("kg show Amazon", "kg show id:amazon-moratorium-2020", "kg show id:rome-call --format json"))
@click.argument("name")
@options("format", "data", "store")
def show(name: str, fmt: str | None, data: tuple[str, ...], store: str | None) -> None:
    """Show one thing: every fact about it, what mentions it, and the sources that say so.

    NAME is a CURIE such as id:amazon, or words that match one label.
    """
    from kg.names import resolve

    engine = read(data, store)
    iri = resolve(engine, name)
    if on_screen(fmt):
        (label, *_) = [row["name"].value for row in engine.solutions("names", entity=iri)]
        click.secho(f"{label}  ({terms.curie(iri)})\n", bold=True)
    emit(engine.solutions("about", entity=iri), fmt)
    if on_screen(fmt):
        click.secho("\nSources", bold=True)
        emit(engine.solutions("who-says-so", claim=iri), fmt)


@main.command(epilog=examples("kg find police", 'kg find "rome call" --type Initiative'))
@click.argument("words", nargs=-1, required=True)
@click.option("--type", "kind", metavar="TYPE", help="Keep one type: Organisation, Person, Commitment, Technology …")
@click.option("--limit", default=20, show_default=True, help="At most so many.")
@options("format", "data", "store")
def find(words: tuple[str, ...], kind: str | None, limit: int, fmt: str | None, data: tuple[str, ...], store: str | None) -> None:
    """Search the names of things; all WORDS must be in a name."""
    from kg.names import search

    found = search(read(data, store), " ".join(words), type=kind, limit=limit)
    output.emit(("name", "label", "type"), ((m.curie, m.label if m.name == m.label else f"{m.label} ({m.name})", m.type) for m in found), fmt)
    if not found:
        click.echo("kg: nothing has all of these words in its name; try fewer", err=True)
        sys.exit(1)


@main.command(epilog=examples("kg explore", 'kg explore --technology drone --on 2021-06-10 --known-by 2020-06-12', "kg explore -o page.html --no-open"))
@click.option("--technology", metavar="NAME", help="Only what is about it and its kinds: a CURIE or the words of a label; default: everything.")
@click.option("--open/--no-open", "show", default=None, help="Open the page; default: where there is a screen.")
@click.option("--sparql", is_flag=True, help="A page that also answers SPARQL by itself, of about 2.5 MB; fetches Oxigraph with npm the first time.")
@options("on", "known_by", "select", "view", "renderer", "output", "data", "store")
def explore(technology: str | None, sparql: bool, show: bool | None, on: str | None, known_by: str | None, select: str | None, view: str, renderer: str, path: str | None, data: tuple[str, ...], store: str | None) -> None:
    """Answer the first questions and write the network as one page that opens from disk."""
    from kg import explore as look
    from kg.names import resolve

    engine = read(data, store)
    topic = technology and resolve(engine, technology, role="technology")
    chosen = select and terms.curie(resolve(engine, select))
    for question, columns, rows, more in look.answers(engine, technology=topic, on=on, known_by=known_by):
        click.secho(f"\n{question}", bold=True)
        output.emit(columns, rows, "table")
        if more:
            click.secho(f"… {more[0]} more: {more[1]}", dim=True)
    page = look.explore(engine, path or "build/explorer.html", technology=topic, on=on, known_by=known_by, select=chosen, view=view, renderer=renderer, sparql=sparql)
    click.echo(f"\n{page}: open it in a browser, no network needed")
    if show or (show is None and sys.stdout.isatty() and _screen()):
        click.launch(page.resolve().as_uri())


def _screen() -> bool:
    """Say whether a window can be opened here."""
    import os

    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@main.command(epilog=examples("kg draw -o network.html", "kg draw commitments holder=Amazon -o amazon.html", "kg draw actors -o actors.graphml", "kg draw stances --on 2020-12-01 --known-by 2020-06-12 --view timeline"))
@click.argument("projection", default="stances")
@click.argument("params", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--title", help="The heading of the page.")
@click.option("--seed", default=1, show_default=True, help="Another seed gives another layout.")
@options("on", "known_by", "select", "view", "renderer", "output", "data", "store")
def draw(projection: str, params: tuple[str, ...], title: str | None, seed: int, on: str | None, known_by: str | None, select: str | None, view: str, renderer: str, path: str | None, data: tuple[str, ...], store: str | None) -> None:
    """Draw a PROJECTION (actors, commitments, sources, stances) as one HTML file, with both dates to move.

    The file opens from disk without a network. A name ending in .graphml or .gexf writes that
    format instead, for Gephi, yEd and the like; with a date, commitments then carry their status.
    """
    from kg.draw import draw as draw_network
    from kg.explore import day
    from kg.moments import tell_time
    from kg.names import resolve
    from kg.project import project
    from kg.query import find as find_query

    asked, first = find_query(projection, "project"), {"on": day(on, "on"), "known_by": day(known_by, "known by")}
    engine = read(data, store)
    target, wanted = Path(path or f"{projection}.html"), bound(engine, asked, params)
    if target.suffix in (".graphml", ".gexf"):
        import networkx

        network = project(engine, asked, on=on, known_by=known_by, **wanted)
        writer = networkx.generate_graphml if target.suffix == ".graphml" else networkx.generate_gexf
        output.write_whole(target, "\n".join(writer(network)))
    else:
        network = tell_time(engine, project(engine, asked, **wanted))
        chosen = select and terms.curie(resolve(engine, select))
        draw_network(network, title=title or asked.summary, seed=seed, **first, select=chosen, view=view, renderer=renderer).save(target)
    click.echo(f"{target}: {len(network):,} nodes, {network.number_of_edges():,} edges", err=True)
