"""How the status of promises ran: intervals of equal status, and the line of all that supersedes one."""

from collections.abc import Iterable
from typing import Any

from kg import terms
from kg.engine import Engine
from kg.history import Known
from kg.status import Status, chosen, timelines


class Timeline(dict[str, list[Status]]):
    """Intervals of equal status by commitment (CURIE), in the order of their starts: a ``dict`` that a notebook draws."""

    def __init__(self, spans: dict[str, list[Status]], engine: Engine) -> None:
        super().__init__(spans)
        self._engine = engine

    @property
    def labels(self) -> dict[str, str]:
        """The label of each commitment, by CURIE."""
        return labels(self._engine, self)

    def _repr_html_(self) -> str:
        from kg.bars import svg

        return svg(self, self.labels)


def timeline(engine: Engine, *, known_by: str | None = None, **facets: str | None) -> Timeline:
    """Return the intervals of equal status of each chosen commitment, by CURIE, in the order of their starts.

    A commitment brings its *line* with it: all that it supersedes and that supersede it. ``known_by``
    and ``facets`` are those of ``kg.status``, as are the errors raised.

    >>> import kg
    >>> spans = kg.timeline(kg.load(), known_by="2020-06-11", commitment="id:amazon-moratorium-2020")
    >>> [(span.status, span.first, span.last) for span in spans["id:amazon-moratorium-2020"]]
    [('not yet', None, '2020-05-31'), ('unknown', '2020-06-01', '2020-06-10'), ('in force', '2020-06-11', '2021-05-31'), ('unknown', '2021-06-01', '2021-06-30'), ('ended', '2021-07-01', None)]
    """
    lines = timelines(engine, known_by)
    wanted = {member for commitment in chosen(engine, lines.known, **facets) for member in line(lines.known, commitment)}
    spans = {terms.curie(commitment): list(lines.spans(commitment)) for commitment in wanted}
    return Timeline(dict(sorted(spans.items(), key=lambda item: (item[1][0].last or "", item[0]))), engine)


def line(known: Known, commitment: str) -> list[str]:
    """Return a commitment and everything before and after it in its chain of supersession, IRIs sorted."""
    seen: set[str] = set()
    todo = [commitment]
    while todo:
        one = todo.pop()
        if one not in seen and one in known:
            seen.add(one)
            todo += [newer for _, newer in known.successors.get(one, ())]
            todo += [older for _, older in known.pairs("supersedes", one)]
    return sorted(seen)


def labels(engine: Engine, things: Iterable[str]) -> dict[str, str]:
    """Return the preferred label of each thing (CURIEs), by CURIE; one without a label keeps its name."""
    from kg.query import find

    names: dict[str, str] = {}
    for thing in things:
        rows: Any = engine.solutions(find("names"), entity=thing)
        names[thing] = next((row["name"].value for row in rows if row["preferred"].value == "true"), thing)
    return names
