"""Python and SPARQL give one answer on random histories, on two engines; and what must always hold."""

import warnings

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import histories
import kg
from kg.source import File
from kg.status import timelines

ON = [*histories.DAYS, "2019-12-31", "2020-02-15", "2020-06-01", "2020-06-11", "2020-06-20", "2020-09-08", "2021-05-31", "2021-07-01", "2022-01-01"]
KNOWN = ["2020-02-29", "2020-06-11", "2020-06-20", "2021-07-01"]
BATCH = 20
seen = {"oxigraph": 0, "rdflib": 0}


class Quads(str):
    """N-Quads that name themselves shortly in a failure."""

    def __repr__(self) -> str:
        return f"<{self.count(chr(10))} quads>"


@st.composite
def datasets(draw: st.DrawFn, size: int = BATCH) -> Quads:
    return Quads(histories.catalogue() + "".join(sorted(quad for i in range(size) for quad in draw(histories.cases(f"n{i}")))))


def store_of(quads: str, folder) -> kg.Store:
    path = folder / "histories.nq"
    path.write_text(quads)
    return kg.Store().add(File(path, "https://w3id.org/aec/graph/test"))


def by_python(store, on, known_by):
    return {s.commitment: (s.status, s.reason) for s in kg.status(store, on=on, known_by=known_by)}


QUICK = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck), "phases": (Phase.generate,)}


@settings(max_examples=60, **QUICK)
@given(datasets(), st.lists(st.sampled_from(ON), min_size=8, max_size=8, unique=True), st.sampled_from(KNOWN))
def test_oxigraph_agrees(tmp_path_factory, quads, days, known_by):
    store = store_of(quads, tmp_path_factory.mktemp("random"))
    for on in days:
        rows = store.solutions("status", on=on, known_by=known_by)
        sparql = {kg.curie(r["commitment"].value): (r["status"].value, r["reason"].value) for r in rows}
        assert sparql == by_python(store, on, known_by), (on, known_by)
        seen["oxigraph"] += len(sparql)


@settings(max_examples=1, **QUICK)
@given(datasets(), st.lists(st.sampled_from(ON), min_size=8, max_size=8, unique=True), st.sampled_from(KNOWN))
def test_rdflib_agrees(tmp_path_factory, quads, days, known_by):
    import rdflib

    store = store_of(quads, tmp_path_factory.mktemp("random"))
    query = kg.queries()["status"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=str(quads), format="nquads")
        for on in days:
            rows = dataset.query(query.bind(on=on, known_by=known_by))
            sparql = {kg.curie(str(r.commitment)): (str(r.status), str(r.reason)) for r in rows}
            assert sparql == by_python(store, on, known_by), (on, known_by)
            seen["rdflib"] += len(sparql)
