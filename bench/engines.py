"""The engines side by side: each loads the same graph and does the same jobs, as its own manual would have it.

A job that an engine has no way to do raises ``Cannot`` with the reason.
"""

import contextlib
import importlib.metadata
import io
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jobs
import pyoxigraph as ox

import kg
from kg import explore, paths, terms

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))


class Cannot(Exception):
    """An engine has no way to do this."""


@dataclass(frozen=True)
class Files:
    """One graph as each engine can read it."""

    made: Path  #: as generated: a named graph per source
    quads: Path  #: the same with ontology and vocabularies
    merged: Path  #: the same with the merge as default graph
    virtuoso: Path  #: the same with the merge as one more named graph
    triples: Path  #: the merge alone, as N-Triples


def files(made: Path) -> Files:
    """Write what is missing beside ``made`` and return all of it."""
    names = (made.with_name(f"{made.stem}-{name}") for name in ("quads.nq", "merged.nq", "virtuoso.nq", "merge.nt"))
    found = Files(made, *names)
    if not found.virtuoso.exists() or found.virtuoso.stat().st_mtime < made.stat().st_mtime:
        inner = kg.load(made).inner
        inner.dump(found.merged, format=ox.RdfFormat.N_QUADS)
        inner.dump(found.triples, format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        with found.quads.open("wb") as quads, found.virtuoso.open("wb") as virtuoso:
            for graph in inner.named_graphs():
                for quad in inner.quads_for_pattern(None, None, None, graph):
                    quads.write(line := f"{quad} .\n".encode())
                    virtuoso.write(line)
            with found.triples.open() as triples:
                virtuoso.writelines(f"{line[:-3]} <{terms.GRAPH}merge> .\n".encode() for line in triples)
    return found


def peak(process: int | str = "self") -> int:
    """Return the peak memory of a process in kB.

    Not from ``getrusage``, which in a process just started counts what its parent held.
    """
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


class Engine:
    """What all have in common: nothing can be done until a subclass says how."""

    name = ""
    packages: tuple[str, ...] = ()
    interruptible = False  # written in Python, so a signal stops a query
    limited = ""  # what it cannot hold

    def load(self, files: Files) -> None:
        raise Cannot("does not load files")

    def rows(self, text: str) -> list[tuple]:
        raise Cannot("has no SPARQL")

    def export(self, text: str) -> list[tuple]:
        return self.rows(text)

    def statuses(self, text: str) -> list[tuple]:
        return self.rows(text)

    def frame(self, text: str) -> Any:
        raise Cannot("makes no DataFrame")

    def network(self, text: str) -> Any:
        raise Cannot("makes no network")

    def page(self, text: str) -> Any:
        raise Cannot("draws no page")

    def validate(self, text: str) -> Any:
        raise Cannot("does not validate")

    def disk(self, files: Files, folder: Path) -> None:
        raise Cannot("has no store on disk, or this is not measured")

    def reopen(self, folder: Path) -> None:
        raise Cannot("has no store on disk, or this is not measured")

    def ready(self) -> None:
        """Do what the jobs need and loading is not."""

    def memory(self) -> int | None:
        """Return the peak memory in kB where it is not that of this process."""
        return None


class Ours(Engine):
    """This package."""

    name, packages = "kg", ("pyoxigraph",)

    def load(self, files: Files) -> None:
        self.files, self.graph = files, kg.load(files.made)

    def rows(self, text: str) -> list[tuple]:
        return list(jobs.values(self.graph.solutions(text)))

    def statuses(self, text: str) -> list[tuple]:
        self.graph.kept.clear()
        found = kg.status(self.graph, on=jobs.ON, known_by=jobs.KNOWN_BY)
        return [(f"<{terms.expand(one.commitment)}>", f'"{one.status}"', f'"{one.reason}"', f'"{one.last_report}"') for one in found]

    def frame(self, text: str) -> Any:
        return self.graph.frame(text)

    def network(self, text: str) -> Any:
        return kg.project(self.graph, "stances")

    def page(self, text: str) -> Any:
        return [explore.page(self.graph, technology="id:technology-12").save(self.files.made.with_name("page.html"))]

    def validate(self, text: str) -> Any:
        return kg.validate(self.graph)

    def disk(self, files: Files, folder: Path) -> None:
        kg.load(files.made, store=folder)

    def reopen(self, folder: Path) -> None:
        next(iter(kg.load(store=folder).solutions("SELECT ?s { ?s ?p ?o } LIMIT 1")))


class Pyoxigraph(Engine):
    """The embedded engine alone; its load is timed without the merge, which is made by hand afterwards."""

    name, packages = "pyoxigraph", ("pyoxigraph",)

    def load(self, files: Files) -> None:
        self.store = ox.Store()
        self.store.bulk_load(path=files.quads, format=ox.RdfFormat.N_QUADS)
        self.files = files

    def ready(self) -> None:
        self.store.bulk_load(path=self.files.triples, format=ox.RdfFormat.N_TRIPLES)

    def rows(self, text: str) -> list[tuple]:
        return list(jobs.values(self.store.query(text)))

    def frame(self, text: str) -> Any:
        import pandas

        return pandas.read_csv(io.BytesIO(self.store.query(text).serialize(format=ox.QueryResultsFormat.CSV)))

    def disk(self, files: Files, folder: Path) -> None:
        store = ox.Store(folder)
        store.bulk_load(path=files.merged, format=ox.RdfFormat.N_QUADS)
        store.flush()

    def reopen(self, folder: Path) -> None:
        next(iter(ox.Store.read_only(str(folder)).query("SELECT ?s { ?s ?p ?o } LIMIT 1")))


class Rdflib(Engine):
    """rdflib in memory, its default graph the union of the named ones."""

    name, packages, interruptible = "rdflib", ("rdflib",), True

    def load(self, files: Files) -> None:
        import rdflib

        rdflib.NORMALIZE_LITERALS = False  # or years would become days
        self.graph = rdflib.Dataset(default_union=True)
        self.graph.parse(str(files.quads), format="nquads")

    def ready(self) -> None:
        import rdflib

        self.merged = rdflib.Graph()  # the converter and the validator take no dataset
        for subject, property, value, *_ in self.graph.triples((None, None, None)):
            self.merged.add((subject, property, value))

    def rows(self, text: str) -> list[tuple]:
        return [tuple(row) for row in self.graph.query(text)]

    def frame(self, text: str) -> Any:
        import pandas

        result = self.graph.query(text)
        return pandas.DataFrame([[None if cell is None else str(cell) for cell in row] for row in result], columns=[str(name) for name in result.vars])

    def network(self, text: str) -> Any:
        from rdflib.extras.external_graph_libs import rdflib_to_networkx_multidigraph

        return rdflib_to_networkx_multidigraph(self.merged)

    def validate(self, text: str) -> Any:
        import pyshacl
        import rdflib

        _, report, _ = pyshacl.validate(self.merged, shacl_graph=rdflib.Graph().parse(paths.ONTOLOGY / "shapes.ttl"), advanced=True)
        return list(report.subjects(rdflib.SH.resultSeverity, None))


class Kglab(Engine):
    """kglab: one rdflib graph without sources."""

    name, packages, interruptible = "kglab", ("kglab",), True
    limited = "holds one graph: no question that names sources"

    def load(self, files: Files) -> None:
        import kglab
        import rdflib

        rdflib.NORMALIZE_LITERALS = False
        self.graph = kglab.KnowledgeGraph()
        self.graph.load_rdf(str(files.triples), format="nt")

    def rows(self, text: str) -> list[tuple]:
        if "GRAPH " in text:
            raise Cannot(self.limited)
        return [tuple(row) for row in self.graph.query(text)]

    def frame(self, text: str) -> Any:
        return self.graph.query_as_df(text)

    def network(self, text: str) -> Any:
        import kglab
        import networkx

        return kglab.SubgraphMatrix(self.graph, "SELECT ?subject ?object WHERE { ?subject ?property ?object }").build_nx_graph(networkx.DiGraph())

    def validate(self, text: str) -> Any:
        _, report, _ = self.graph.validate(shacl_graph=str(paths.ONTOLOGY / "shapes.ttl"), shacl_graph_format="ttl", advanced=True)
        return list(report._g.subjects(None, None))


class Oxrdflib(Engine):
    """rdflib's interface over Oxigraph's store, with the merge as default graph, read by Oxigraph's parser."""

    name, packages = "oxrdflib", ("oxrdflib",)

    def load(self, files: Files) -> None:
        import rdflib

        self.graph = rdflib.Dataset(store="Oxigraph")
        self.graph.parse(str(files.merged), format="ox-nquads")

    def rows(self, text: str) -> list[tuple]:
        return [tuple(row) for row in self.graph.query(text)]

    frame = Rdflib.frame


class Maplib(Engine):
    """maplib, columnar, on Polars."""

    name, packages = "maplib", ("maplib", "polars")
    limited = "GRAPH with a variable is not implemented, so the merge alone is loaded"

    def load(self, files: Files) -> None:
        import maplib

        self.model = maplib.Model()
        self.model.read(str(files.triples), format="ntriples")

    def rows(self, text: str) -> list[tuple]:
        return self.frame(text).rows()

    def canonical(self, text: str) -> list[tuple]:
        answer = self.model.query(text, return_json=True)
        # Its columns come in any order.
        return [tuple(solution[name] for name in jobs.columns(text)) for solution in ox.parse_query_results(answer.encode(), format=ox.QueryResultsFormat.JSON)]

    def frame(self, text: str) -> Any:
        if "GRAPH " in text:
            raise Cannot(self.limited)
        return self.model.query(text)


class Server(Engine):
    """A server on this machine, asked through ``kg.Endpoint``."""

    def load(self, files: Files) -> None:
        self.stack = contextlib.ExitStack()
        self.server = self.stack.enter_context(self.start())
        self.server.load(self.file(files))
        self.endpoint = kg.Endpoint(self.server.query, auth=self.server.auth, timeout=3600, retries=0)

    def start(self) -> Any:
        raise Cannot("does not start")

    def file(self, files: Files) -> Path:
        raise Cannot("reads no file")

    def rows(self, text: str) -> list[tuple]:
        return list(jobs.values(self.endpoint.solutions(text)))

    def frame(self, text: str) -> Any:
        return self.endpoint.frame(text)

    def memory(self) -> int | None:
        return peak(self.server.pid)


class OxigraphServer(Server):
    """The Oxigraph server, in memory."""

    name, packages = "Oxigraph server", ("oxigraph",)

    def start(self) -> Any:
        import servers

        return servers.oxigraph()

    def file(self, files: Files) -> Path:
        return files.merged

    def disk(self, files: Files, folder: Path) -> None:
        command = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
        subprocess.run([command, "load", "--location", str(folder), "--file", str(files.merged)], check=True, capture_output=True)


class Virtuoso(Server):
    """Virtuoso, Debian's package, with two gigabytes of buffers."""

    name, packages = "Virtuoso", ("virtuoso",)

    def start(self) -> Any:
        import servers

        return servers.virtuoso(megabytes=2000, rows=1_000_000)

    def file(self, files: Files) -> Path:
        return files.virtuoso


ENGINES = {engine.name: engine for engine in (Ours, Pyoxigraph, Oxrdflib, OxigraphServer, Virtuoso, Maplib, Rdflib, Kglab)}


def version(engine: type[Engine]) -> str:
    """Return the engine's version; raises ``Cannot`` when it is not installed."""
    if issubclass(engine, Server) and not hasattr(kg, "Endpoint"):
        raise Cannot("needs kg.Endpoint")
    if engine is Virtuoso:
        import servers

        if not servers.has_virtuoso():
            raise Cannot("not installed: apt-get install virtuoso-opensource")
        shown = subprocess.run([shutil.which("virtuoso-t") or "virtuoso-t", "-?"], capture_output=True, text=True)
        return next(line for line in (shown.stdout + shown.stderr).splitlines() if "Version" in line).split("Version")[1].split()[0]
    try:
        return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in engine.packages)
    except importlib.metadata.PackageNotFoundError as error:
        raise Cannot(f"not installed: pip install {error.name}") from None
