"""Tables, plot and CSV of what was measured; the tables are the ones that stand in bench/README.md."""

import csv
import json
import math
import os
import platform
import statistics
from collections import defaultdict
from pathlib import Path
from typing import Any

Record = dict[str, Any]
AHEAD = 3  # times; where a peer is that far ahead, a query should be written anew
FIELDS = ["engine", "job", "seconds", "rows", "digest", "memory", "bytes", "floor", "note"]


class Results:
    """The records of one run by job and engine."""

    def __init__(self, records: list[Record], limit: int) -> None:
        self.limit, self.by = limit, defaultdict(dict)
        for record in records:
            self.by[record["job"]].setdefault(record["engine"], record)
        self.engines = list(dict.fromkeys(record["engine"] for record in records))

    def seconds(self, job: str, engine: str) -> float | None:
        return self.by.get(job, {}).get(engine, {}).get("seconds")

    def late(self, job: str, engine: str) -> bool:
        return self.by[job].get(engine, {}).get("note") == "over the limit"

    def differs(self, job: str, engine: str) -> bool:
        """Whether the answer of an engine is not that of ``kg``: other terms, or where no terms are compared, another number."""
        ours, theirs = self.by[job].get("kg", {}), self.by[job].get(engine, {})
        same = ("digest",) if ours.get("digest") else ("rows",) if job.startswith(("export", "cold")) else ()
        return "seconds" in ours and "seconds" in theirs and any(ours.get(what) != theirs.get(what) for what in same)

    def ratio(self, job: str, engine: str) -> float | None:
        """How many times as long as ``kg`` an engine takes; at the limit where it was stopped."""
        limit = self.limit if job.startswith("query ") else 10 * self.limit
        ours, theirs = self.seconds(job, "kg"), limit if self.late(job, engine) else self.seconds(job, engine)
        return theirs / ours if ours and theirs else None


def write(records: list[Record], versions: dict[str, str], quads: int, limit: int, folder: Path) -> str:
    """Write ``results.csv``, ``results.md`` and ``results.svg`` into ``folder`` and return the tables."""
    with (folder / "results.csv").open("w", newline="") as stream:
        rows = csv.DictWriter(stream, FIELDS)
        rows.writeheader()
        rows.writerows(records)
    (folder / "results.json").write_text(json.dumps({"quads": quads, "limit": limit, "versions": versions, "records": records}, indent=1))
    results = Results(records, limit)
    parts = [machine(versions), f"### Jobs at {quads:,} quads\n\n" + work(results), f"### The shipped queries at {quads:,} quads\n\n" + queries(results), "### Goals\n\n" + goals(results, quads)]
    text = "\n\n".join(parts) + "\n"
    (folder / "results.md").write_text(text)
    try:
        plot(results, quads, folder / "results.svg")
    except ImportError:
        text += "\nNo plot: pip install matplotlib\n"
    return text


def put(text: str, page: Path, mark: str) -> None:
    """Put ``text`` between the two comments of ``page`` that bear the mark."""
    before, begin, rest = page.read_text().partition(f"<!-- {mark} -->")
    _, end, after = rest.partition(f"<!-- /{mark} -->")
    if not begin or not end:
        raise ValueError(f"{page} has no comments <!-- {mark} --> and <!-- /{mark} -->")
    page.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}")


def machine(versions: dict[str, str]) -> str:
    """Return one line on the machine and one on the versions."""
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), platform.processor())
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    listed = "; ".join(f"{name}: {version}" for name, version in versions.items())
    return f"{os.cpu_count()} cores ({model}), {gigabytes:.0f} GiB, {system}, Python {platform.python_version()}.\n\n{listed}."


def work(results: Results) -> str:
    """Return the table of jobs but queries, an engine a column."""
    lines = [row("job", *results.engines), row(*["---"] * (len(results.engines) + 1))]
    reasons = {}
    for job in results.by:
        if not job.startswith("query "):
            cells = []
            for engine in results.engines:
                record = results.by[job].get(engine, {})
                if record.get("note", "").startswith(("cannot", "failed")):
                    reasons.setdefault(record["note"], []).append(f"{engine}, {job}")
                cells.append(cell(results, job, engine, record))
            lines.append(row(job, *cells))
    notes = [f"- {note}: {'; '.join(where)}" for note, where in reasons.items() if not note.startswith("cannot: has no store") and "makes no" not in note and "draws no" not in note and "does not" not in note]
    return "\n".join(lines) + ("\n\n" + "\n".join(notes) if notes else "")


def cell(results: Results, job: str, engine: str, record: Record) -> str:
    if note := record.get("note"):
        return f"over {results.limit * 10} s" if note == "over the limit" else "–" if note.startswith("cannot") else "failed"
    if "seconds" not in record:
        return f"{record['memory'] / 1024:,.0f} MB" if "memory" in record else ""
    ratio = results.ratio(job, engine)
    shown = f"{record['seconds']:.3g} s" + (f" ({ratio:.3g}×)" if ratio and engine != "kg" else "")
    shown += f", {record['memory'] / 1024:,.0f} MB" if "memory" in record else ""
    shown += f", {record['bytes'] / 1e6:,.0f} MB on disk" if "bytes" in record else ""
    return shown + (", **answer differs**" if results.differs(job, engine) else "")


def queries(results: Results) -> str:
    """Return the table of the queries together, an engine a line, and which of them differ."""
    asked = [job for job in results.by if job.startswith("query ")]
    head = ("engine", "answered", "over the limit", "cannot or failed", "answers differ", "time over kg's, geometric mean", "least ahead of it")
    lines, differing, ahead = [row(*head), row(*["---"] * len(head))], [], []
    for engine in results.engines[1:]:
        mine = [job for job in asked if engine in results.by[job]]
        done = [job for job in mine if results.seconds(job, engine) is not None]
        late = [job for job in mine if results.late(job, engine)]
        differ = [job for job in done if results.differs(job, engine)]
        ratios = {job: ratio for job in done + late if job not in differ and (ratio := results.ratio(job, engine))}
        if not ratios:
            continue
        least = min(ratios, key=ratios.get)
        mean = math.exp(statistics.fmean(map(math.log, ratios.values())))
        lines.append(row(engine, len(done), len(late), len(mine) - len(done) - len(late), len(differ), f"{mean:.3g}{' or more' if late else ''}", f"{least.removeprefix('query ')}, {ratios[least]:.2g}×"))
        if won := sorted((ratio, job) for job, ratio in ratios.items() if ratio < 1 / AHEAD):
            named = ", ".join(f"{job.removeprefix('query ')} ({ratio:.2g}×)" for ratio, job in won)
            ahead.append(f"- {engine} is more than {AHEAD} times ahead on {named}")
        if differ:
            differing.append(f"- {engine} answers otherwise: {', '.join(job.removeprefix('query ') for job in differ)}")
    slow = sorted((results.seconds(job, "kg") or 0, job) for job in asked)[-3:]
    lines += ["", "Slowest in kg: " + ", ".join(f"{job.removeprefix('query ')} {seconds:.3g} s" for seconds, job in reversed(slow)) + "."]
    if over := [job.removeprefix("query ") for job in asked if results.late(job, "kg")]:
        lines += [f"Over the limit in kg, and in no mean: {', '.join(over)}."]
    return "\n".join(lines + ([""] + ahead + differing if ahead + differing else []))


def goals(results: Results, quads: int) -> str:
    """Return the goals of the project beside what this run reached; those that this run cannot tell are left out."""
    lines = [row("goal", "reached"), row("---", "---")]

    def compare(goal: str, job: str, *engines: str, by: str = "ratio") -> None:
        shown = []
        for engine in engines:
            if by == "memory" and (mine := results.by["load"].get("kg", {}).get("memory")) and (theirs := results.by["load"].get(engine, {}).get("memory")):
                shown.append(f"{engine} {theirs / mine:.2g} times ours")
            elif by == "ratio" and (ratio := results.ratio(job, engine)):
                shown.append(f"{engine} {'over ' if results.late(job, engine) else ''}{ratio:.2g} times our time")
        if shown:
            lines.append(row(goal, "; ".join(shown)))

    compare("load, merge included: 6x rdflib, 5x kglab, at most 2.0x plain pyoxigraph", "load", "rdflib", "kglab", "pyoxigraph")
    compare("load on disk: at most 2.1x the Oxigraph command", "load on disk", "Oxigraph server", "pyoxigraph")
    if seconds := results.seconds("reopen from disk", "kg"):
        lines.append(row("reopen within 0.1 s", f"{seconds:.3f} s"))
    compare("rows to a DataFrame: 20x rdflib, 10x oxrdflib", "export to a DataFrame", "rdflib", "oxrdflib", "maplib")
    record = results.by["projection to networkx"].get("kg", {})
    if record.get("floor"):
        lines.append(row("projection: at most 1.5x networkx adding the same", f"{record['seconds'] / record['floor']:.2g}x ({record['seconds']:.2f} s, {record['rows']:,} edges)"))
    compare("projection: ahead of rdflib's converter and kglab's", "projection to networkx", "rdflib", "kglab")
    compare("all statuses: 5x SPARQL on pyoxigraph, ahead of Virtuoso and maplib", "all statuses on a date", "pyoxigraph", "Virtuoso", "maplib")
    compare("kg query, whole process: 3x the shortest rdflib script", "cold start, whole process", "rdflib")
    compare("peak memory: half of rdflib's", "load", "rdflib", by="memory")
    return "\n".join(lines) + f"\n\nThe goals are for 1,000,000 quads; this run had {quads:,}."


def row(*cells: object) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"


def plot(results: Results, quads: int, path: Path) -> None:
    """Draw how many times as long as ``kg`` each engine takes, a group a job, to ``path`` as SVG."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "kg"
    from matplotlib import pyplot

    jobs = [job for job in results.by if not job.startswith("query ") and any(results.ratio(job, engine) for engine in results.engines[1:])]
    figure, axes = pyplot.subplots(figsize=(9, 0.75 * len(jobs) + 1.5), layout="constrained")
    for place, engine in enumerate(results.engines[1:]):
        points = [(ratio, number + 0.08 * (place - 3)) for number, job in enumerate(jobs) if (ratio := results.ratio(job, engine))]
        if points:
            axes.scatter(*zip(*points, strict=True), label=engine, s=36)
    axes.axvline(1, color="black", linewidth=1)
    axes.set(xscale="log", xlabel="time over that of kg (right of the line: slower than kg)", title=f"{quads:,} quads")
    axes.xaxis.set_major_formatter("{x:g}×")
    axes.set_yticks(range(len(jobs)), jobs)
    axes.set_ylim(len(jobs) - 0.5, -0.5)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    axes.grid(axis="x", alpha=0.3)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
