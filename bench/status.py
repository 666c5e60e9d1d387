"""Measure status at scale: gather facts and decide in Python, against the same question as one SPARQL query.

    python bench/status.py                       50,000 commitments, about a million quads
    python bench/status.py 5000 --sparql 5000    smaller

Both run in one process on one store, and their answers are compared. SPARQL takes minutes at the full
size: ``--sparql`` gives the largest size to ask it at, and a smaller dataset is made for it.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

import kg
from kg.status import timelines

ONTOLOGY, ID, SOURCE, VOCAB = (f"https://w3id.org/aec/{part}" for part in ("ontology#", "id/", "source/", "vocab/"))
RDF_TYPE, XSD, DCTERMS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2001/XMLSchema#", "http://purl.org/dc/terms/"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ENDS = ["end-fixed"] * 4 + ["end-open"] * 2 + ["end-permanent"] + ["end-event"] * 2 + ["end-not-stated"] * 5
KINDS = ["moratorium", "ban", "discontinuation", "restriction", "pledge", "endorsement", "law-ban", "policy"]
ON, NEXT, KNOWN_BY = "2021-06-15", "2022-01-01", "2023-01-01"


def quads(size: int, seed: int = 1) -> Iterator[str]:
    """Yield the N-Quads of ``size`` commitments: a graph per source, some told by several, few holders with many."""
    rng = random.Random(seed)
    issued: dict[int, str] = {}
    for number in range(size):
        commitment, source = f"{ID}c{number}", number // 2
        issued.setdefault(source, _day(rng))
        tellers = [source] + ([rng.randrange(source + 1)] if rng.random() < 0.3 else [])
        holder = int(rng.random() ** 3 * size / 10)  # heavy-tailed: a few hold thousands, most a handful
        start = _partial(rng, _before(issued[source], rng))
        for teller in tellers:
            issued.setdefault(teller, _day(rng))
            yield from _told(rng, commitment, teller, number, holder, start)
        if number and rng.random() < 0.05:
            yield _quad(commitment, ONTOLOGY + "supersedes", f"<{ID}c{rng.randrange(number)}>", source)
        if rng.random() < 0.05:
            event = f"{ID}stop{number}"
            yield _quad(event, ONTOLOGY + "terminates", f"<{commitment}>", source)
            yield _quad(event, ONTOLOGY + "occurredOn", _literal(_partial(rng, _day(rng))), source)
        for claim in range(2):  # what else a source says, which a status must not stumble over
            concern = f"{ID}concern{number}-{claim}"
            yield _quad(concern, RDF_TYPE, f"<{ONTOLOGY}Concern>", source)
            yield _quad(concern, RDFS_LABEL, f'"Concern {claim} about promise {number}"@en', source)
            yield _quad(concern, ONTOLOGY + "holder", f"<{ID}holder{rng.randrange(100)}>", source)
    for source, day in issued.items():
        yield _quad(f"{SOURCE}s{source}", RDF_TYPE, f"<{ONTOLOGY}Source>", source)
        yield _quad(f"{SOURCE}s{source}", DCTERMS + "title", f'"Source {source}"@en', source)
        yield _quad(f"{SOURCE}s{source}", DCTERMS + "issued", _literal(day), source)


def _told(rng: random.Random, commitment: str, source: int, number: int, holder: int, start: str) -> Iterator[str]:
    yield _quad(commitment, RDF_TYPE, f"<{ONTOLOGY}Commitment>", source)
    yield _quad(commitment, RDFS_LABEL, f'"Promise {number}"@en', source)
    yield _quad(commitment, ONTOLOGY + "holder", f"<{ID}holder{holder}>", source)
    yield _quad(commitment, ONTOLOGY + "kind", f"<{VOCAB}{rng.choice(KINDS)}>", source)
    yield _quad(commitment, ONTOLOGY + "scope", f"<{ID}scope{number % 997}>", source)
    yield _quad(commitment, ONTOLOGY + "locator", f'"para {number % 40}"', source)
    yield _quad(commitment, ONTOLOGY + "announcedOn", _literal(start if rng.random() < 0.95 else _partial(rng, start)), source)
    end = rng.choice(ENDS)
    yield _quad(commitment, ONTOLOGY + "endKind", f"<{VOCAB}{end}>", source)
    if end == "end-fixed" and rng.random() < 0.5:
        yield _quad(commitment, ONTOLOGY + "statedDuration", f'"{rng.choice(["P1Y", "P6M", "P18M", "P2Y", "P90D"])}"^^<{XSD}duration>', source)
    elif end == "end-fixed":
        yield _quad(commitment, ONTOLOGY + "validUntil", _literal(_partial(rng, _day(rng))), source)
    elif end == "end-event":
        yield _quad(commitment, ONTOLOGY + "untilEvent", f"<{ID}stop{rng.randrange(number + 1)}>", source)


def _day(rng: random.Random) -> str:
    return f"{rng.randint(2018, 2024)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def _before(day: str, rng: random.Random) -> str:
    return f"{day[:8]}{rng.randint(1, int(day[8:])):02d}"


def _partial(rng: random.Random, day: str) -> str:
    return day[: rng.choice([10, 10, 10, 10, 7, 4])]


def _literal(when: str) -> str:
    return f'"{when}"^^<{XSD}{ {4: "gYear", 7: "gYearMonth", 10: "date"}[len(when)] }>'


def _quad(subject: str, property: str, value: str, source: int) -> str:
    return f"<{subject}> <{property}> {value} <{SOURCE}s{source}> .\n"


def store(size: int, seed: int = 1) -> tuple[kg.Store, int]:
    """Return a store in memory with the histories, bulk loaded, and the number of quads without the merge."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "histories.nq"
        with path.open("w") as stream:
            stream.writelines(quads(size, seed))
        inner = ox.Store()
        inner.bulk_load(path=path, format=ox.RdfFormat.N_QUADS)
        named = len(inner)
        inner.bulk_extend(ox.Quad(*quad.triple) for quad in ox.parse(path=path, format=ox.RdfFormat.N_QUADS))
    return kg.Store(inner), named


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long ``action`` took in seconds, and what it returned."""
    begin = time.perf_counter()
    answer = action()
    return time.perf_counter() - begin, answer


def measure(size: int, sparql: bool) -> list[tuple[str, str, str]]:
    """Return rows of what was measured at one size: what, time, remark."""
    engine, named = store(size)
    gather, lines = timed(lambda: timelines(engine, KNOWN_BY))
    decide, python = timed(lambda: lines.statuses(ON))
    second, _ = timed(lambda: lines.statuses(NEXT))
    objects, _ = timed(lambda: kg.status(engine, on=ON, known_by=KNOWN_BY))
    rows = [
        (f"{size:,} commitments, {named:,} quads in {len(list(engine.inner.named_graphs())):,} sources, with the merge {len(engine.inner):,}", "", ""),
        ("all statuses of one day: gather and decide", f"{gather + decide:.2f} s", f"{gather:.2f} + {decide:.2f}"),
        ("a second day on the same facts", f"{second * 1000:.1f} ms", f"{second * 1e7 / size:.1f} ms per 10,000; goal 10"),
        ("the same as objects with dates and sources", f"{objects:.2f} s", ""),
    ]
    for holder, what in (("id:holder0", "the holder with most"), (f"id:holder{size // 80}", "the middling holder")):
        first, spans = timed(lambda: kg.timeline(engine, known_by=KNOWN_BY, holder=holder))
        again, _ = timed(lambda: kg.timeline(engine, known_by=KNOWN_BY, holder=holder))
        rows.append((f"timeline of {what}, {len(spans):,} commitments", f"{again * 1000:.1f} ms", f"first {first * 1000:.1f} ms; goal 5"))
    if sparql:
        asked, answer = timed(lambda: {r[0].value: (r[1].value, r[2].value) for r in engine.solutions("status", on=ON, known_by=KNOWN_BY)})
        differ = sum(python.get(c) != answer.get(c) for c in python.keys() | answer.keys())
        rows.append(("the same statuses by ask/status.rq", f"{asked:.2f} s", f"{asked / (gather + decide):.1f} times as long; goal 5; {differ} answers differ"))
    return rows


def main() -> None:
    """Print a table of what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", nargs="?", type=int, default=50_000, help="commitments (50000)")
    parser.add_argument("--sparql", type=int, default=50_000, metavar="SIZE", help="largest size at which SPARQL is asked too")
    options = parser.parse_args()
    sizes = [options.size] if options.size <= options.sparql else [options.sparql, options.size]
    for size in sizes:
        for what, figure, remark in measure(size, size <= options.sparql):
            print(f"{what:<72}{figure:>12}   {remark}", flush=True)
        print()


if __name__ == "__main__":
    main()
