"""What a backend of networkx gains on a projection: python bench/dispatch.py [QUADS]."""

import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import generate
import networkx as nx

import kg

ALGORITHMS: dict[str, dict[str, Any]] = {"pagerank": {}, "clustering": {}, "triangles": {}, "square_clustering": {}}


def seconds(action: Callable[[], object]) -> float:
    """Return the shortest of three runs."""
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        action()
        times.append(time.perf_counter() - begin)
    return min(times)


def main() -> None:
    """Print a table: networkx alone, with the backend from the first call on, and when the graph is converted already."""
    warnings.simplefilter("ignore")
    quads = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    made = generate.Path(__file__).parents[1] / "build" / "bench" / f"{quads}-7.nq"
    if not made.exists():
        generate.write(quads, made)
    plain = nx.Graph(kg.project(kg.load(made), "stances").edges())
    nx.pagerank(nx.path_graph(3)), nx.pagerank(nx.path_graph(3), backend="graphblas")  # imports
    print(f"{plain.number_of_nodes():,} nodes, {plain.number_of_edges():,} edges; networkx {nx.__version__}\n")
    print("| algorithm | networkx | graphblas, with conversion | graphblas, converted |\n| --- | --- | --- | --- |")
    for name, options in ALGORITHMS.items():
        algorithm = getattr(nx, name)
        alone = seconds(lambda: algorithm(plain, **options))  # noqa: B023
        plain.__networkx_cache__.clear()
        begin = time.perf_counter()
        algorithm(plain, backend="graphblas", **options)
        first = time.perf_counter() - begin
        again = seconds(lambda: algorithm(plain, backend="graphblas", **options))  # noqa: B023
        print(f"| {name} | {alone * 1000:,.0f} ms | {first * 1000:,.0f} ms ({alone / first:.2g}×) | {again * 1000:,.1f} ms ({alone / again:.2g}×) |")


if __name__ == "__main__":
    main()
