"""How cost grows with size: python bench/growth.py [QUADS …], by default 10 thousand to 10 million.

For each size a store is built on disk by a process of its own, and opened and asked by another. Prints
the table that stands in docs/scale.md, a line a size, and the arithmetic from the last line to ten billion;
``--doc`` puts both there. At ten million quads it needs 10 GB of disk.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import generate
import report

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
    """Open a store and ask: a few queries, the quickest of up to three times, and all statuses on two days."""
    import kg
    import kg.store
    from kg.status import timelines

    begin = time.perf_counter()
    graph = kg.load(store=store)
    found = {"reopen": time.perf_counter() - begin}
    for name, (query, params) in ASKED.items():
        times = []
        while len(times) < 3 and sum(times) < 2:
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


def measure(quads: int) -> dict[str, float]:
    """Return what was found at one size: seconds, bytes, and kB of memory."""
    made = BUILD / f"{quads}-7.nq"
    kept = made.exists()
    if not kept:
        generate.write(quads, made)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        store = Path(folder) / "store"
        built, asked = process("build", made, store), process("ask", made, store)
        size = sum(path.stat().st_size for path in store.rglob("*"))
    found = {"quads": quads, "file": made.stat().st_size, "store": size, "built_memory": built["memory"]} | built | asked
    if not kept:
        made.unlink()
    return found


def cells(found: dict[str, float]) -> list[str]:
    """Return the cells of one line of the table."""
    size = [f"{found['quads']:,}", f"{found['file'] / 1e6:,.0f} MB"]
    loaded = [f"{found['load']:.1f} s", f"{found['built_memory'] / 1024:,.0f} MB", f"{found['store'] / 1e6:,.0f} MB", f"{found['reopen'] * 1000:.0f} ms"]
    asked = [f"{found[name] * 1000:,.1f} ms" for name in ASKED]
    return [*size, *loaded, *asked, f"{found['statuses']:.1f} s", f"{found['second'] * 1000:,.0f} ms", f"{found['memory'] / 1024:,.0f} MB"]


def projected(found: dict[str, float], quads: int = 10**10) -> str:
    """Return the arithmetic from one size to ``quads``, in step with the data."""
    times = quads / found["quads"]
    return "\n".join(
        [
            f"- file: {found['file'] / 1e9:.3g} GB × {times:,.0f} = {found['file'] * times / 1e12:.2g} TB of N-Quads",
            f"- store: {found['store'] / found['quads']:.0f} bytes a quad × {quads:,} = {found['store'] * times / 1e12:.2g} TB",
            f"- load by one process: {found['load']:.0f} s × {times:,.0f} = {found['load'] * times / 86400:.2g} days",
            f"- facts of all statuses: {found['statuses']:.0f} s × {times:,.0f} = {found['statuses'] * times / 3600:.2g} hours, and {found['memory'] / 2**20:.2g} GiB × {times:,.0f} = {found['memory'] * times / 2**30:.2g} TiB of memory",
            f"- one thing: {found['one thing'] * 1000:.1f} ms, as at every size above",
        ]
    )


def main() -> None:
    """Print the table and the arithmetic."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("quads", type=int, nargs="*", default=SIZES)
    parser.add_argument("--doc", action="store_true", help="put both into docs/scale.md")
    options = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    lines = [report.row(*HEAD), report.row(*["---"] * len(HEAD))]
    for quads in options.quads:
        found = measure(quads)
        lines.append(report.row(*cells(found)))
        print(lines[-1], flush=True)
    print(projected(found))
    if options.doc:
        page = Path(__file__).parents[1] / "docs" / "scale.md"
        report.put("\n".join(lines), page, "growth")
        report.put(projected(found), page, "arithmetic")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--process"]:
        print(json.dumps({"build": build, "ask": ask}[sys.argv[2]](*sys.argv[3:])))
    else:
        main()
