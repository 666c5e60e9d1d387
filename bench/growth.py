"""How cost grows with size: python bench/growth.py [QUADS …], by default 10 thousand to 10 million.

For each size a store is built on disk by a process of its own, and opened and asked by another. Prints
the table that stands in docs/scale.md, a line a size. At ten million quads it needs 6 GB of disk.
"""

import argparse
import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import generate

BUILD = Path(__file__).parents[1] / "build" / "bench"
SIZES = [10_000, 100_000, 1_000_000, 10_000_000]
ASKED = {"one holder": ("by-holder", {"holder": "id:organisation-20"}), "one thing": ("about", {"entity": "id:promise-10-0"}), "all on a technology": ("who-committed", {"technology": "id:technology-12"})}
HEAD = ["quads", "file", "load on disk", "peak memory", "store", "reopen", *ASKED, "facts for status, and all statuses", "a second day", "peak memory"]


def build(made: str, store: str) -> dict[str, Any]:
    """Load on disk; returns seconds and peak memory of this process and those it starts."""
    import kg

    begin = time.perf_counter()
    kg.load(made, store=store)
    seconds = time.perf_counter() - begin
    return {"load": seconds, "memory": peak()}


def ask(made: str, store: str) -> dict[str, Any]:
    """Open a store and ask: a few queries, twice, and all statuses on two days."""
    import kg
    from kg.status import timelines

    begin = time.perf_counter()
    graph = kg.load(store=store)
    found = {"reopen": time.perf_counter() - begin}
    for name, (query, params) in ASKED.items():
        times = []
        for _ in range(3):
            begin = time.perf_counter()
            list(graph.solutions(query, **params))
            times.append(time.perf_counter() - begin)
        found[name] = min(times)
    begin = time.perf_counter()
    lines = timelines(graph, "2023-01-01")
    lines.statuses("2021-06-15")
    found["statuses"] = time.perf_counter() - begin
    begin = time.perf_counter()
    lines.statuses("2022-06-15")
    return found | {"second": time.perf_counter() - begin, "memory": peak()}


def peak() -> int:
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def process(what: str, made: Path, store: Path) -> dict[str, Any]:
    """Return what ``build`` or ``ask`` found in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--process", what, str(made), str(store)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-400:])
    return json.loads(done.stdout.splitlines()[-1])


def measure(quads: int) -> list[str]:
    """Return the cells of one line of the table."""
    made = BUILD / f"{quads}-7.nq"
    kept = made.exists()
    if not kept:
        generate.write(quads, made)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        store = Path(folder) / "store"
        built, asked = process("build", made, store), process("ask", made, store)
        size = sum(path.stat().st_size for path in store.rglob("*"))
    cells = [f"{quads:,}", f"{made.stat().st_size / 1e6:,.0f} MB", f"{built['load']:.1f} s", f"{built['memory'] / 1024:,.0f} MB", f"{size / 1e6:,.0f} MB", f"{asked['reopen'] * 1000:.0f} ms"]
    cells += [f"{asked[name] * 1000:,.1f} ms" for name in ASKED]
    cells += [f"{asked['statuses']:.2f} s", f"{asked['second'] * 1000:,.0f} ms", f"{asked['memory'] / 1024:,.0f} MB"]
    if not kept:
        with contextlib.suppress(FileNotFoundError):
            made.unlink()
    return cells


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("quads", type=int, nargs="*", default=SIZES)
    options = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    for cells in (HEAD, ["---"] * len(HEAD)):
        print("| " + " | ".join(cells) + " |", flush=True)
    for quads in options.quads:
        print("| " + " | ".join(measure(quads)) + " |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--process"]:
        print(json.dumps({"build": build, "ask": ask}[sys.argv[2]](*sys.argv[3:])))
    else:
        main()
