"""Check queries: each finds what its example has wrong, on both engines, and nothing in the bundled data."""

import re
from functools import cache

import pytest

import kg
from helpers import ENGINES, ONTOLOGY, REFERENCE, ROOT, SOURCES, TESTS, VOCAB

CHECKS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "kg/queries/check").glob("*.rq"))}
EXAMPLES = {path.stem: path for path in sorted((TESTS / "checks").glob("*.trig"))}
BUNDLED = (*REFERENCE, *SOURCES)
# rdflib takes minutes for all of the data, so the engines are compared on a part of it.
SOME = (TESTS / "shapes" / "base.ttl", *REFERENCE[:2], *SOURCES[:20])

engines = pytest.mark.parametrize("engine", ENGINES)
checks = pytest.mark.parametrize("name", CHECKS)


@cache
def _dataset(engine, *paths):
    return engine().load(ONTOLOGY, VOCAB, *paths)


@cache
def _rows(engine, name, *paths):
    """Return what the check finds in the ontology, the vocabularies and ``paths``."""
    return _dataset(engine, *paths).rows(CHECKS[name])


def test_each_check_has_an_example():
    assert CHECKS.keys() == EXAMPLES.keys()


@checks
def test_header_and_columns(name):
    """A header of two sentences without full stop, then SPARQL whose first column is the entity."""
    header = r"#\+ summary: [A-Z].+[^.]\n#\+ fix: [A-Z].+[^.]\n(#\+ severity: warning\n)?"
    select = r"(PREFIX .+\n)*\nSELECT (DISTINCT )?(\?entity|\(\?graph AS \?entity\)) "
    assert re.match(header + select, CHECKS[name])


@engines
@checks
def test_example_fires(engine, name):
    """Whatever is wrong in an example has a name that ends in ``wrong``."""
    known = _rows(engine, name)
    entities = {row[0] for row in _rows(engine, name, EXAMPLES[name]) if row not in known}
    assert entities
    assert all(entity.endswith("wrong") for entity in entities), entities


@checks
def test_engines_agree(name):
    """Rows are compared in order, so a check reports the same first five everywhere."""
    for paths in ((EXAMPLES[name],), SOME):
        one, two = (_rows(engine, name, *paths) for engine in ENGINES)
        assert one == two


@checks
def test_bundled_data_is_quiet(name):
    if "#+ severity: warning" not in CHECKS[name]:
        assert not _rows(ENGINES[0], name, *BUNDLED)


def test_a_problem_of_several_sources_stands_in_the_first_by_name():
    graph = kg.load(EXAMPLES["sources-disagree"])
    (problem, *_) = [problem for problem in kg.validate(graph) if problem.rule == "sources-disagree"]
    (row,) = graph.solutions(f"SELECT (MIN(STR(?g)) AS ?first) (COUNT(DISTINCT ?g) AS ?n) {{ GRAPH ?g {{ <{problem.entity}> ?p ?o }} }}")
    assert int(row["n"].value) > 1
    assert problem.graph == row["first"].value
