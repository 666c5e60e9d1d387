"""The figures of the README's promises, measured side by side in one run: python bench/figures.py.

Whole processes are timed from outside and the median of several runs is kept; what happens inside
one process is timed there. Ratios matter, times drift with the machine.
"""

import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable

RUNS = 9


def process(*command: str) -> float:
    """Return the median seconds of a whole process of this Python with ``command``."""
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def inside(work: Callable[[], object], runs: int = 5) -> float:
    """Return the median seconds of ``work``."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Measure and print one line a figure."""
    warnings.simplefilter("ignore")
    bare, oxigraph, ours = process("-c", "pass"), process("-c", "import pyoxigraph"), process("-c", "import kg")
    query = process("-m", "kg", "query", "open-questions", "--format", "csv")
    print(f"import kg: {(ours - bare) * 1000:.0f} ms over bare Python (goal: at most 30)")
    print(f"kg query open-questions, whole process: {query * 1000:.0f} ms; import pyoxigraph alone {oxigraph * 1000:.0f} ms; goal: at most {(2 * oxigraph + 0.06) * 1000:.0f} ms")

    import rdflib
    from rdflib.extras.external_graph_libs import rdflib_to_networkx_multidigraph

    import kg
    from kg import source

    files = source.vocabulary() + source.bundled()

    def by_rdflib() -> rdflib.Dataset:
        dataset = rdflib.Dataset(default_union=True)
        for file in files:
            dataset.graph(rdflib.URIRef(file.graph)).parse(str(file.path), publicID=file.graph, format="turtle")
        return dataset

    graph = kg.load()
    mine, theirs = inside(kg.load), inside(by_rdflib, 3)
    print(f"load {len(files)} files: {mine:.3f} s; rdflib {theirs:.2f} s, {theirs / mine:.0f} times as long")
    try:
        import kglab
    except ImportError:
        print("load by kglab: not installed here")
    else:
        def by_kglab() -> None:
            knowledge = kglab.KnowledgeGraph()
            for file in files:
                knowledge.load_rdf(str(file.path), format="ttl")

        other = inside(by_kglab, 3)
        print(f"load by kglab (one graph, no sources): {other:.2f} s, {other / mine:.0f} times as long")

    everything = "SELECT ?s ?p ?o { ?s ?p ?o }"
    dataset = by_rdflib()
    rows = len(graph.frame(everything))
    frame, loop = inside(lambda: graph.frame(everything)), inside(lambda: [tuple(map(str, row)) for row in dataset.query(everything)], 3)
    print(f"frame of {rows:,} rows: {frame:.3f} s; a loop over rdflib's result {loop:.2f} s, {loop / frame:.0f} times as long")

    merged = rdflib.Graph()
    for triple in dataset.triples((None, None, None)):
        merged.add(triple)
    project, convert = inside(lambda: kg.project(graph, "stances")), inside(lambda: rdflib_to_networkx_multidigraph(merged), 3)
    print(f"project stances: {project:.3f} s; rdflib_to_networkx_multidigraph {convert:.2f} s, {convert / project:.1f} times as long")


if __name__ == "__main__":
    main()
