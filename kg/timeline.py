"""How the status of promises ran: intervals of equal status, and the line of all that supersedes one."""

from typing import NamedTuple

from kg import terms
from kg.engine import Engine
from kg.history import Known
from kg.query import find
from kg.status import Status, Timelines, chosen, timelines


class Timeline(dict[str, list[Status]]):
    """Intervals of equal status by commitment (CURIE): a ``dict`` that a notebook draws as bars.

    ``lines`` are the threads: each commitment with all that supersedes it, in the order of their starts.
    """

    def __init__(self, spans: dict[str, list[Status]], lines: list[list[str]], engine: Engine) -> None:
        super().__init__(spans)
        self.lines = lines
        self._engine = engine

    @property
    def labels(self) -> dict[str, str]:
        """The label of each commitment, by CURIE."""
        names = labels(self._engine)
        return {commitment: names.get(commitment, commitment) for commitment in self}

    def svg(self, *, standalone: bool = False) -> str:
        """Return the timeline as a picture; ``standalone`` gives it a ground of its own, for a file."""
        from kg.bars import svg

        return svg(self, self.labels, {one for line in self.lines for one in line[1:]}, standalone=standalone)

    def _repr_html_(self) -> str:
        return self.svg()


def timeline(engine: Engine, *, known_by: str | None = None, **facets: str | None) -> Timeline:
    """Return the intervals of equal status of each chosen commitment, by CURIE, line by line in the order of their starts.

    A commitment brings its *line* with it: all that it supersedes and that supersede it. ``known_by``
    and ``facets`` are those of ``kg.status``, as are the errors raised.

    >>> import kg
    >>> spans = kg.timeline(kg.load(), known_by="2020-06-11", commitment="id:amazon-moratorium-2020")["id:amazon-moratorium-2020"]
    >>> [(span.status, span.first, span.last) for span in spans]
    [('not yet', None, '2020-06-09'), ('in force', '2020-06-10', '2021-06-09'), ('ended', '2021-06-10', None)]
    """
    lines = timelines(engine, known_by)
    known_threads, found = engine.kept.setdefault("threads", {}).setdefault(lines.known.by, {}), {}
    for commitment in chosen(engine, lines.known, **facets):
        if commitment not in known_threads:
            thread = _thread(lines, commitment)
            known_threads |= dict.fromkeys(thread.members, thread)
        thread = known_threads[commitment]
        found[thread.members[0]] = thread
    threads = sorted(found.values())
    return Timeline({name: lines.spans(one) for thread in threads for one, name in zip(thread.members, thread.names, strict=True)}, [list(thread.names) for thread in threads], engine)


class _Thread(NamedTuple):
    """A line of commitments in the order of their starts; threads sort by the first of them."""

    start: list[int]
    members: list[str]
    names: list[str]


def _thread(lines: Timelines, commitment: str) -> _Thread:
    starts = sorted((lines.intervals(one)[0][1:2], one) for one in line(lines.known, commitment))
    members = [one for _, one in starts]
    return _Thread(starts[0][0], members, list(map(terms.curie, members)))


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


def labels(engine: Engine) -> dict[str, str]:
    """Return the label of everything that has one, by CURIE; in English where there are several."""
    if engine.kept.get("labels") is None:
        found: dict[str, tuple[bool, str]] = {}
        for iri, text in engine.solutions(find("labels", "status")):
            thing, label = terms.curie(iri.value), (text.language != "en", text.value)
            found[thing] = min(found.get(thing, label), label)
        engine.kept["labels"] = {thing: label for thing, (_, label) in found.items()}
    return engine.kept["labels"]
