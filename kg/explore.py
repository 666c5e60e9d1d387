"""The first look: the headline questions with their answers, and the network as a page."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg import dates, terms
from kg.draw import View, draw, part_for
from kg.engine import Engine
from kg.project import project
from kg.status import status

if TYPE_CHECKING:
    import networkx

FACE_RECOGNITION = "id:facial-recognition"
BEGINNING = "2020-06-11"


class Headline(NamedTuple):
    """A question, the shipped query that answers it, and the columns worth showing."""

    question: str
    query: str
    columns: tuple[str, ...]


HEADLINES = (
    Headline("Who asks whom to do what?", "demands", ("holder_label", "kind", "addressee_label")),
    Headline("Who has turned requests down, and who is said not to have acted?", "refusals-and-absences", ("holder_label", "what", "statement_label", "as_of")),
    Headline("What do sources say is not known?", "open-questions", ("question", "as_of")),
)  # fmt: skip

_BESIDE = {"is part of", "works or worked for", "judges", "sponsors"}

Answer = tuple[str, tuple[str, ...], list[tuple[str, ...]], tuple[int, str] | None]


def answers(engine: Engine, *, technology: str | None = None, on: str | None = None, known_by: str | None = None, most: int = 10) -> Iterator[Answer]:
    """Yield the headline questions, each with columns, at most ``most`` rows, and how many more there are by which command.

    The first asks what holds on ``on`` as known by ``known_by``; where neither is given, once for the
    days of the article it all began with and once for today.
    """
    days = [(on, known_by)] if on or known_by else [(BEGINNING, BEGINNING), (None, None)]
    for on, known_by in days:
        yield _holding(engine, terms.expand(technology or FACE_RECOGNITION), on, known_by, most)
    for headline in HEADLINES:
        distinct = list(dict.fromkeys(tuple(row[name].value if row[name] else "" for name in headline.columns) for row in engine.solutions(headline.query)))
        yield headline.question, headline.columns, distinct[:most], _more(distinct, most, f"kg query {headline.query}")


def _holding(engine: Engine, technology: str, on: str | None, known_by: str | None, most: int) -> Answer:
    today = date.today().isoformat()
    names = {row["entity"].value: row["name"].value for row in engine.solutions("names") if row["preferred"].value == "true"}
    told = {terms.curie(row["commitment"].value): (row["holder_label"].value, row["commitment_label"]) for row in engine.solutions("who-committed", technology=technology)}
    rows = []
    for one in status(engine, on=on, known_by=known_by, technology=technology):
        if one.commitment in told and one.status != "not yet":
            holder, label = told[one.commitment]
            rows.append((holder, label.value if label else one.commitment, one.status, one.reason, one.last_report))
    # What holds comes before what has ended, and of each the latest news first.
    order = {"in force": 0, "unknown": 1, "ended": 2}
    rows.sort(key=lambda row: row[4], reverse=True)
    rows.sort(key=lambda row: order[row[2]])
    question = f"Who holds to what on {names[technology].lower()}, on {on or today} as known by {known_by or today}?"
    dated = f" --on {on or today} --known-by {known_by or today}"
    return question, ("holder", "commitment", "status", "reason", "last report"), rows[:most], _more(rows, most, f"kg status --technology {terms.curie(technology)}{dated}")


def _more(rows: list, most: int, command: str) -> tuple[int, str] | None:
    return (len(rows) - most, command) if len(rows) > most else None


def page(
    engine: Engine,
    *,
    technology: str | None = None,
    on: str | None = None,
    known_by: str | None = None,
    select: str | None = None,
    view: str = "graph",
    renderer: str = "auto",
    sparql: bool = False,
) -> View:
    """Return the page of every stance, or of those about ``technology`` and its kinds, to be read on any two dates.

    It opens on a question, on ``on`` as known by ``known_by``, with the node ``select`` chosen and
    ``view`` (graph, timeline, table) in front, drawn by ``renderer`` (as ``kg.draw`` takes it). With
    ``sparql`` it also answers queries by itself, which makes it four times as large. Nodes stand where
    they stood last (``kg.positions``).
    """
    from kg.asking import asking
    from kg.moments import tell_time
    from kg.positions import last_of
    from kg.questions import questions

    on, known_by = day(on, "on"), day(known_by, "known by")
    network = tell_time(engine, whole(engine, technology))
    asked = questions(engine, network, technology=terms.expand(technology or FACE_RECOGNITION), on=on, known_by=known_by)
    title = "Who promised what about AI"
    if technology:
        (name,) = {row["name"].value for row in engine.solutions("names", entity=technology) if row["preferred"].value == "true"}
        title = f"{name}: who promised what"
    positions = None
    if not technology:  # else it is a part, which is laid out by itself
        positions = last_of(network)
        asked = [one | {"positions": last_of(part_for(network, one), one["id"])} for one in asked]
    return draw(network, title=title, positions=positions, questions=asked, on=on, known_by=known_by, select=select, view=view, renderer=renderer, ask=asking(engine) if sparql else None)


def day(when: str | None, what: str) -> str | None:
    """Return the last day of a date for a page, which moves by days; ``None`` is left for the page to choose.

    >>> day("2020-06", "on")
    '2020-06-30'
    """
    return dates.iso(dates.last_day(dates.check(when, what))) if when else None


def whole(engine: Engine, technology: str | None = None) -> "networkx.MultiDiGraph":
    """Return the stances with what else relates their actors (who belongs to whom, works for whom, judges whom), in one order."""
    import networkx

    about = {"technology": technology} if technology else {}
    stances = project(engine, "stances", **about)
    actors = project(engine, "actors")
    beside = [edge[:3] for edge in actors.edges(keys=True) if edge[2] in _BESIDE and (edge[0] in stances or edge[1] in stances)]
    both = networkx.compose(actors.edge_subgraph(beside), stances)
    ordered = networkx.MultiDiGraph(**both.graph)  # a store gives its rows in another order each time
    ordered.add_nodes_from(sorted(both.nodes(data=True), key=lambda node: node[0]))
    ordered.add_edges_from(sorted(both.edges(keys=True, data=True), key=lambda edge: edge[:3]))
    return ordered


def explore(engine: Engine, path: str | Path, **options: Any) -> Path:
    """Write ``page`` with ``options`` to ``path``, its folder made if need be, and return the path.

    >>> import kg, tempfile
    >>> explore(kg.load(), Path(tempfile.mkdtemp()) / "explorer.html", on="2020-12-01").name
    'explorer.html'
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    return page(engine, **options).save(path)
