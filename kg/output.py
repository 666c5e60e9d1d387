"""Rows to a table on a terminal, to CSV in a pipe, to JSON on request; and files written whole."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

FORMATS = ("table", "csv", "json", "tsv")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def emit(columns: Sequence[str], rows: Iterable[Sequence[str | None]], format: str | None = None, out: IO[str] | None = None) -> None:
    """Write ``rows`` to ``out`` (standard output): ``format`` is one of ``FORMATS``.

    Without a format: a table on a terminal, CSV elsewhere. In CSV and TSV a cell that a spreadsheet
    would run as a formula gets an apostrophe in front.
    """
    out = out or sys.stdout
    format = format or ("table" if out.isatty() else "csv")
    if format == "table":
        _table(columns, rows, out)
    elif format == "json":
        import json

        json.dump([dict(zip(columns, row, strict=True)) for row in rows], out, ensure_ascii=False, indent=1)
        out.write("\n")
    else:
        import csv

        writer = csv.writer(out, delimiter="\t" if format == "tsv" else ",", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: str | None) -> str:
    text = "" if cell is None else str(cell)
    return "'" + text if text.startswith(_FORMULA) else text


def _table(columns: Sequence[str], rows: Iterable[Sequence[str | None]], out: IO[str]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, row_styles=("", "dim") if len(columns) > 4 else ("",))
    for column in columns:
        table.add_column(column.replace("_label", "").replace("_", " "), overflow="fold")
    number = 0
    for number, row in enumerate(rows, 1):
        # Text, not markup: a label such as "[red]" is shown as it is.
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console = Console(file=out, width=None if out.isatty() else 160)
    if number:
        console.print(table)
    else:
        console.print("nothing found", style="dim")


def write_whole(path: str | Path, text: str) -> Path:
    """Write ``text`` to ``path`` through a temporary file beside it, so that no half file is ever seen."""
    with replacing(path) as stream:
        stream.write(text.encode())
    return Path(path)


@contextmanager
def replacing(path: str | Path) -> Iterator[IO[bytes]]:
    """Give a temporary file to write, which takes the place of ``path`` once all went well."""
    import tempfile

    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
