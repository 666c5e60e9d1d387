"""Shapes: an example fires exactly the shape that names it, on both engines; valid data are quiet."""

from functools import cache

import pyshacl
import pytest
from rdflib import DCTERMS, RDF, Graph
from rdflib.namespace import SH

from helpers import (
    REFERENCE,
    SHAPES,
    SOURCES,
    TESTS,
    VOCAB,
    S,
    bundled,
    graph,
    own_properties,
    pyshacl_results,
    shacl_results,
    shapes,
)

COMMON = graph(VOCAB, TESTS / "shapes" / "base.ttl")
VALID = sorted((TESTS / "shapes" / "valid").glob("*.ttl"))
INVALID = sorted((TESTS / "shapes" / "invalid").glob("*.ttl"))
COLLECTIONS = ("PerSource", "Merged")


def _name(shape):
    return str(shape).removeprefix(S)


def _breaks(path):
    """Return the name of the shape that an invalid example breaks."""
    return path.stem.partition("--")[0]


def _messages():
    """Return the message of each shape that can be reported, by its name."""
    constraint = SH.message | SH.sparql / SH.message
    found = {shape: shapes().value(shape, constraint) for shape in shapes().subjects() if shape.startswith(S)}
    return {_name(shape): str(message) for shape, message in found.items() if message}


def _collection(name):
    """Return the collection of a shape, or of the shape that it is a property of."""
    shape = shapes().value(None, SH.property, S[name]) or S[name]
    return _name(shapes().value(shape, DCTERMS.isPartOf))


@cache
def _example(path):
    return COMMON + graph(path)


invalid = pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
valid = pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)


@invalid
def test_invalid_example_fires_its_shape_only(path):
    found = pyshacl_results(_example(path))
    assert {shape for _, shape, _ in found} == {_breaks(path)}
    assert shacl_results(_example(path)) == found


@invalid
def test_invalid_example_fires_in_its_collection_only(path):
    fired = {name for name in COLLECTIONS if shacl_results(_example(path), collection=name)}
    assert fired == {_collection(_breaks(path))}


@valid
def test_valid_example_is_quiet(path):
    assert not pyshacl_results(_example(path))
    assert not shacl_results(_example(path))


def test_every_shape_has_an_invalid_example():
    assert {_breaks(path) for path in INVALID} == _messages().keys()


def test_one_valid_example_has_every_class_and_property():
    example = next(path for path in VALID if path.stem == "every-class")
    assert set(shapes().objects(None, SH.targetClass)) <= set(_example(example).objects(None, RDF.type))
    assert own_properties() <= set(_example(example).predicates())


def test_bundled_data_is_quiet():
    """Every fortieth source, beside all of the reference data; `kg validate` sees to the rest."""
    context = graph(VOCAB, *REFERENCE)
    for path in SOURCES[::40]:
        assert not shacl_results(context, graph(path), collection="PerSource"), path
    assert not {result for result in shacl_results(bundled(), collection="Merged") if "Violation" in result}


def test_engines_agree_on_real_data():
    """Ten sources only: pySHACL parses every SPARQL constraint again for every node."""
    data = graph(VOCAB, *REFERENCE, *SOURCES[:10])
    assert pyshacl_results(data) == shacl_results(data)


def test_messages_say_what_is_wrong_and_what_to_do():
    """One sentence: what is wrong, a colon, and what the curator does."""
    for name, message in _messages().items():
        wrong, colon, todo = message.partition(": ")
        assert wrong[0].isupper() and colon and todo[0].islower() and todo.endswith("."), name
        assert ". " not in message, name


def test_every_target_is_in_one_collection():
    for shape in {*shapes().subjects(SH.targetClass), *shapes().subjects(SH.targetSubjectsOf)}:
        assert len([name for name in COLLECTIONS if (shape, DCTERMS.isPartOf, S[name]) in shapes()]) == 1, shape


def test_shapes_are_valid_shacl():
    """SHACL has shapes for shapes."""
    conforms, _, report = pyshacl.validate(Graph(), shacl_graph=Graph().parse(SHAPES), meta_shacl=True)
    assert conforms, report
