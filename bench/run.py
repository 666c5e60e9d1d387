"""Run all engines side by side and check that their answers agree: python bench/run.py [QUADS].

Each engine has a process of its own, one after the other, which gives its peak memory. A job that passes
the limit ends that process; a new one goes on with the next job. Writes tables, a plot and every figure
to build/bench.
"""

import argparse
import json
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import engines
import generate
import jobs
import report
from engines import ENGINES, Cannot, Files, peak

import kg

BUILD = Path(__file__).parents[1] / "build" / "bench"
SHORTEST = """
import rdflib, pathlib
graph = rdflib.Graph()
for path in pathlib.Path({data!r}).rglob("*.ttl"): graph.parse(path)
print(len(graph.query(pathlib.Path({query!r}).read_text())))
"""


def work(name: str, files: Files, todo: list[jobs.Job], limit: int) -> None:
    """Do the jobs with one engine and print a line of JSON before and after each: what a process does."""
    import pandas  # noqa: F401 - importing it is no engine's work; a cold start is a job of its own

    warnings.simplefilter("ignore")
    engine = ENGINES[name]()
    say(start="load")
    _, seconds = timed(lambda: engine.load(files))
    say(job="load", seconds=seconds, memory=engine.memory() or peak())
    engine.ready()
    if engine.interruptible:
        signal.signal(signal.SIGALRM, _late)
    for job in todo:
        say(start=job.name)
        signal.alarm(limit if job.name.startswith("query ") else 10 * limit)
        try:
            say(job=job.name, **measured(engine, job))
        except Cannot as error:
            say(job=job.name, note=f"cannot: {error}")
        except TimeoutError:
            say(job=job.name, note="over the limit")
        except Exception as error:  # a peer's failure is a result
            say(job=job.name, note=f"failed: {type(error).__name__}: {' '.join(str(error).split())[:90]}")
        signal.alarm(0)
    say(job="peak memory", memory=engine.memory() or peak())


def measured(engine: engines.Engine, job: jobs.Job) -> dict[str, Any]:
    """Return the median seconds of up to three runs, the number of rows and the hash of the answer."""
    answer, seconds = timed(lambda: getattr(engine, job.do)(job.text))
    times = [seconds]
    while len(times) < 3 and sum(times) < 2:
        answer = None
        answer, seconds = timed(lambda: getattr(engine, job.do)(job.text))
        times.append(seconds)
    signal.alarm(0)
    found = {"seconds": statistics.median(times), "rows": len(answer), "digest": ""}
    if job.do in ("rows", "statuses"):
        found["digest"] = jobs.digest(engine.canonical(job.text) if hasattr(engine, "canonical") else answer)
    if job.do == "network":
        found["rows"] = answer.number_of_edges()
        if isinstance(engine, engines.Ours):
            found["floor"] = floor(answer)
    return found


def floor(network: Any) -> float:
    """Return the seconds in which networkx adds the same nodes and edges with their attributes."""
    import networkx

    nodes, edges = list(network.nodes(data=True)), list(network.edges(keys=True, data=True))

    def add() -> None:
        fresh = networkx.MultiDiGraph()
        fresh.add_nodes_from(nodes)
        fresh.add_edges_from(edges)

    return statistics.median(timed(add)[1] for _ in range(3))


def timed(action: Callable[[], Any]) -> tuple[Any, float]:
    """Return what ``action`` returned, and the seconds it took."""
    begin = time.perf_counter()
    answer = action()
    return answer, time.perf_counter() - begin


def say(**words: Any) -> None:
    print(json.dumps(words), flush=True)


def _late(*_: Any) -> None:
    raise TimeoutError


def engine_results(name: str, made: Path, todo: list[jobs.Job], limit: int, load_limit: int) -> list[dict[str, Any]]:
    """Return the records of one engine, starting its process anew after a job over the limit."""
    records: list[dict[str, Any]] = []
    left = list(todo)
    while True:
        command = [sys.executable, __file__, "--work", name, str(made), str(limit)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            process.stdin.write(json.dumps([job.record() for job in left]))
            process.stdin.close()
            doing, again = "start", bool(records)
            timer = signal.signal(signal.SIGALRM, lambda *_: process.kill())
            signal.alarm(load_limit)
            for line in process.stdout:
                signal.alarm(0)
                record = json.loads(line)
                doing = record.get("start", doing)
                if "job" in record and not (again and record["job"] == "load"):
                    records.append({"engine": name} | record)
                    doing = ""
                if doing == "load":
                    signal.alarm(load_limit)
            signal.alarm(0)
            signal.signal(signal.SIGALRM, timer)
        if process.returncode == 0:
            return records
        late = process.returncode in (-signal.SIGALRM, -signal.SIGKILL)
        if doing == "":  # stopped after the last job
            return records
        records.append({"engine": name, "job": doing, "note": "over the limit" if late else "failed: the process ended"})
        if doing in ("start", "load"):
            return records
        left = left[[job.name for job in left].index(doing) + 1 :]


def on_disk(name: str, files: Files) -> list[dict[str, Any]]:
    """Return the records of loading on disk and of opening again, each timed as a whole process's work."""
    records = []
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        store = Path(folder) / "store"
        for job in ("disk", "reopen"):
            code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import run; run.disk({job!r}, {name!r}, {str(files.made)!r}, {str(store)!r})"
            done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
            words = json.loads(done.stdout) if done.returncode == 0 and done.stdout else {"note": f"failed: {done.stderr[-100:]}"}
            records.append({"engine": name, "job": {"disk": "load on disk", "reopen": "reopen from disk"}[job]} | words)
    return records


def disk(job: str, name: str, made: str, store: str) -> None:
    """Load on disk, or open again, and print seconds, peak memory and size."""
    engine, files = ENGINES[name](), engines.files(Path(made))
    try:
        if job == "disk":
            _, seconds = timed(lambda: engine.disk(files, Path(store)))
            children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            say(seconds=seconds, memory=max(peak(), children), bytes=sum(path.stat().st_size for path in Path(store).rglob("*")))
        else:
            say(seconds=timed(lambda: engine.reopen(Path(store)))[1])
    except Cannot as error:
        say(note=f"cannot: {error}")


def cold() -> list[dict[str, Any]]:
    """Return the records of whole processes on the bundled data: ``kg query`` and the shortest rdflib script."""
    from kg import paths

    query = paths.QUERIES / "ask" / "open-questions.rq"
    script = SHORTEST.format(data=str(paths.DATA), query=str(query))
    records = []
    for name, command in (("kg", ["-m", "kg", "query", "open-questions", "--format", "csv"]), ("rdflib", ["-c", script])):
        runs = 6 if name == "kg" else 3
        times = []
        for _ in range(runs):
            done, seconds = timed(lambda: subprocess.run([sys.executable, *command], check=True, capture_output=True, text=True))  # noqa: B023
            times.append(seconds)
        rows = len(done.stdout.splitlines()) - 1 if name == "kg" else int(done.stdout)
        records.append({"engine": name, "job": "cold start, whole process", "seconds": statistics.median(times[1:]), "rows": rows})
    return records


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("quads", type=int, nargs="?", default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--engines", default=",".join(ENGINES), help=f"comma between names (all): {', '.join(ENGINES)}")
    parser.add_argument("--limit", type=int, default=3, metavar="SECONDS", help="for one query (3); other jobs have ten times as long")
    parser.add_argument("--load-limit", type=int, default=900, metavar="SECONDS")
    parser.add_argument("--readme", action="store_true", help="put tables and plot into bench/README.md")
    parser.add_argument("--only", default="", metavar="WORD", help="only jobs whose name has it")
    options = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    made = BUILD / f"{options.quads}-{options.seed}.nq"
    if not made.exists():
        generate.write(options.quads, made, options.seed)
    files = engines.files(made)
    todo = [job for job in jobs.jobs(kg.load(made)) if options.only in job.name]
    records, versions, tables = cold(), {}, ""
    for name in options.engines.split(","):
        try:
            versions[name] = engines.version(ENGINES[name])
        except Cannot as error:
            versions[name] = str(error)
            print(f"{name}: left out, {error}", flush=True)
            continue
        begin = time.perf_counter()
        records += on_disk(name, files)
        records += engine_results(name, made, todo, options.limit, options.load_limit)
        print(f"{name}: {time.perf_counter() - begin:.0f} s", flush=True)
        tables = report.write(records, versions, options.quads, options.limit, BUILD)  # a run that is stopped leaves what it found
    print(tables)
    if options.readme:
        page = Path(__file__).with_name("README.md")
        report.put(tables, page, "results")
        shutil.copy(BUILD / "results.svg", page.with_name("results.svg"))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        _, _, engine_name, made_at, at_most = sys.argv
        given = [jobs.Job(**job) for job in json.load(sys.stdin)]
        work(engine_name, engines.files(Path(made_at)), given, int(at_most))
    else:
        main()
