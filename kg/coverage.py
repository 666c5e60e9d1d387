"""What the data covers and what is known to be missing: the index of sources and the coverage page."""

import csv
import io

from kg import paths, terms
from kg.engine import Engine
from kg.query import Query, queries

INDEX = paths.DATA / "INDEX.csv"
PAGE = paths.DATA.parent / "docs" / "coverage.md"
MISSING = paths.DATA / "MISSING.md"


def index(engine: Engine) -> str:
    """Return the index of the sources as CSV: issue date, publisher, and counts of what each file holds.

    >>> import kg
    >>> index(kg.load()).splitlines()[0]
    'source,issued,publisher,commitments,actors,claims'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(_rows(engine, queries("coverage")["index"]))
    return out.getvalue()


def page(engine: Engine) -> str:
    """Return the coverage page as Markdown: one table a query, then what is known to be missing."""
    tables = [_table(engine, query) for name, query in queries("coverage").items() if name != "index"]
    stats = "\n".join(f"| {kind} | {number} |" for kind, number in _rows(engine, queries("ask")["stats"])[1:])
    parts = [
        "# What is in, and what is missing\n\nMade by `kg index` from the data; the tests hold it to them.\n",
        f"## Things by type\n\n| type | things |\n|---|---|\n{stats}\n",
        *tables,
        MISSING.read_text(encoding="utf-8") if MISSING.is_file() else "",
    ]
    return "\n".join(parts)


def _rows(engine: Engine, query: Query) -> list[list[str]]:
    answer = engine.solutions(query)
    names = [variable.value for variable in answer.variables]
    return [names, *([terms.curie(row[name].value) if row[name] else "" for name in names] for row in answer)]


def _table(engine: Engine, query: Query) -> str:
    head, *rows = _rows(engine, query)
    lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in [head, ["---"] * len(head), *rows]]
    return f"## {query.summary}\n\n" + "\n".join(lines) + "\n"
