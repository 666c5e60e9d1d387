"""The command that loads: `kg load`."""

import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kg.cli_common import examples, progress


@click.command(epilog=examples("kg load --store build/aec", "kg load big.nq.gz more/*.ttl --store build/big", "kg load new.ttl --store build/big --append", "kg load mine.ttl --bundled --store build/mine", "kg load --endpoint http://127.0.0.1:7878/query --graph-store http://127.0.0.1:7878/store --update http://127.0.0.1:7878/update"))
@click.argument("data", nargs=-1)
@click.option("--store", metavar="DIR", help="The folder of the store: a new one, or with --append one that is there.")
@click.option("--append", is_flag=True, help="Add to the store, whole or not at all; others may read it meanwhile.")
@click.option("--endpoint", metavar="URL", help="The SPARQL endpoint of a server to load into instead; AEC_ENDPOINT_USER and the like sign in.")
@click.option("--update", metavar="URL", help="Where the server takes SPARQL Update.")
@click.option("--graph-store", metavar="URL", help="Where the server takes the Graph Store Protocol, which is preferred.")
@click.option("--bundled", is_flag=True, help="Load the bundled data too; alone where no DATA is named.")
def load(data: tuple[str, ...], store: str | None, append: bool, endpoint: str | None, update: str | None, graph_store: str | None, bundled: bool) -> None:
    """Load DATA into a store on disk, or a server, for `--store DIR` or `--endpoint URL` of the other commands.

    DATA are files, folders or globs: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD, also
    gzipped. A load that is stopped leaves the folder as it was; on a server, where each file takes the
    place of its graph, it says how far it came.
    """
    if (store is None) is (endpoint is None):
        raise click.UsageError("name one place to load into: --store DIR or --endpoint URL")
    if endpoint:
        if append:
            raise click.UsageError("--append goes with --store; a server keeps its other graphs anyway")
        _into_server(data, endpoint, update, graph_store, bundled)
        return
    if update or graph_store:
        raise click.UsageError("--update and --graph-store go with --endpoint")
    from kg.folder import exists
    from kg.source import DataError
    from kg.store import load as into

    if not append and exists(Path(store)):
        raise DataError(store, "exists already; add to it with --append, or name a new folder")
    if append and not data and not bundled:
        raise click.UsageError("--append needs DATA to add, or --bundled")
    began = time.perf_counter()
    with _bar() as seen:
        built = into(*data, store=store, append=append, bundled=bundled or None, progress=seen)
    seconds, graphs = time.perf_counter() - began, sum(1 for _ in built.inner.named_graphs())
    click.echo(f"{store}: {len(built):,} triples, {graphs:,} graphs, loaded in {seconds:.1f} s")
    click.echo(f"next: kg stats --store {shlex.quote(store)}")


def _into_server(data: tuple[str, ...], url: str, update: str | None, graph_store: str | None, bundled: bool) -> None:
    """Load into a server what a new store would hold."""
    from kg import source
    from kg.endpoint import Endpoint

    began = time.perf_counter()
    engine = Endpoint(url, update=update, graph_store=graph_store)
    chosen = source.chosen(data, bundled or not data)
    engine.add(*chosen, progress=progress("files"))
    click.echo(f"{url}: {len(chosen):,} files loaded in {time.perf_counter() - began:.1f} s; {len(engine):,} triples in the merge")
    click.echo(f"next: kg stats --endpoint {shlex.quote(url)}")


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None] | None]:
    """Show the bytes read as a bar on standard error when that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("loading", total=None)

        def seen(done: int, total: int) -> None:
            bars.update(task, completed=done, total=total, description="loading" if done < total else "finishing")

        yield seen


COMMANDS = (load,)
