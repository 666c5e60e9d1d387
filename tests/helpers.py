"""What the tests of the ontology, the shapes and the check queries share: files, graphs, engines."""

import warnings
from functools import cache
from pathlib import Path

import pyoxigraph
import pyshacl
import rdflib
import shacl
from rdflib.namespace import OWL, RDF, SH

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
ONTOLOGY = ROOT / "ontology" / "ontology.ttl"
VOCAB = ROOT / "ontology" / "vocab.ttl"
SHAPES = ROOT / "ontology" / "shapes.ttl"
REFERENCE = sorted((ROOT / "data" / "reference").glob("*.ttl"))
SOURCES = sorted((ROOT / "data" / "sources").rglob("*.ttl"))

BASE = "https://w3id.org/aec/"
AEC = rdflib.Namespace(BASE + "ontology#")
S = rdflib.Namespace(BASE + "shapes/")


def graph_of(path: Path) -> str:
    """Return the IRI of the graph that holds the file."""
    if path in (ONTOLOGY, VOCAB):
        return f"{BASE}graph/{path.stem}"
    return f"{BASE}graph/reference/{path.stem}" if path in REFERENCE else f"{BASE}source/{path.stem}"


def graph(*paths: Path) -> rdflib.Graph:
    """Return the merge of Turtle files, its literals as they are written."""
    # Normalised, a date would lose its time zone before any shape could object. pySHACL resets the flag.
    rdflib.NORMALIZE_LITERALS = False
    merged = rdflib.Graph()
    for path in paths:
        merged.parse(path, publicID=graph_of(path))
    return merged


@cache
def bundled() -> rdflib.Graph:
    """Return the merge of the ontology, the vocabularies and the bundled data."""
    return graph(ONTOLOGY, VOCAB, *REFERENCE, *SOURCES)


def own_properties() -> set[rdflib.URIRef]:
    """Return the properties that the ontology mints."""
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    return {found for kind in kinds for found in graph(ONTOLOGY).subjects(RDF.type, kind)}


@cache
def shapes() -> rdflib.Graph:
    """Return the graph of the shapes."""
    return rdflib.Graph().parse(SHAPES)


@cache
def _ntriples(data: rdflib.Graph) -> str:
    return data.serialize(format="nt")


@cache
def _compiled(collection: str | None) -> shacl.Shapes:
    text = SHAPES.read_text(encoding="utf-8")
    for shape in shapes().subjects(rdflib.DCTERMS.isPartOf):
        if collection and (shape, rdflib.DCTERMS.isPartOf, S[collection]) not in shapes():
            text += f"<{shape}> sh:deactivated true .\n"
    return shacl.Shapes.from_turtle(text)


def shacl_results(*data: rdflib.Graph, collection: str | None = None) -> set[tuple[str, str, str]]:
    """Return what the Rust engine reports of the merge, as focus node, local name of the shape, and severity."""
    report = _compiled(collection).validate_text("".join(map(_ntriples, data)), format="ntriples")
    return {
        (result.focus_node.strip("<>"), result.source_shape.strip("<>").removeprefix(S), result.severity)
        for result in report.results
    }


def pyshacl_results(data: rdflib.Graph) -> set[tuple[str, str, str]]:
    """Return what pySHACL reports, in the form of ``shacl_results``."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes())
    # Through sh:result, because pySHACL lists what failed inside a sh:node as results of their own.
    return {
        (
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.sourceShape)).removeprefix(S),
            str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
        )
        for result in report.objects(report.value(None, RDF.type, SH.ValidationReport), SH.result)
    }


class Oxigraph:
    """A dataset in pyoxigraph whose default graph is the merge of its named graphs."""

    def __init__(self) -> None:
        self.store = pyoxigraph.Store()

    def load(self, *paths: Path) -> "Oxigraph":
        """Load TriG as it is, and each Turtle file into its graph."""
        for path in paths:
            if path.suffix == ".trig":
                self.store.load(path=path)
            else:
                name = graph_of(path)
                self.store.load(path=path, base_iri=name, to_graph=pyoxigraph.NamedNode(name))
        return self

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """Return the rows of a SELECT, terms as IRIs or lexical forms."""
        found = self.store.query(query, use_default_graph_as_union=True)
        return [tuple("" if term is None else term.value for term in row) for row in found]


class Rdflib:
    """The same in rdflib, whose ``Dataset`` warns of its own use of deprecated names."""

    def __init__(self) -> None:
        with warnings.catch_warnings(action="ignore"):
            self.dataset = rdflib.Dataset(default_union=True)

    def load(self, *paths: Path) -> "Rdflib":
        """Load TriG as it is, and each Turtle file into its graph."""
        with warnings.catch_warnings(action="ignore"):
            for path in paths:
                target = self.dataset if path.suffix == ".trig" else self.dataset.graph(rdflib.URIRef(graph_of(path)))
                target.parse(path, publicID=graph_of(path))
        return self

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """Return the rows of a SELECT, terms as IRIs or lexical forms."""
        with warnings.catch_warnings(action="ignore"):
            found = list(self.dataset.query(query))
        return [tuple("" if term is None else str(term) for term in row) for row in found]


ENGINES = (Oxigraph, Rdflib)
