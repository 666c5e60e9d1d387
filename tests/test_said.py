"""What was known by a day is what a dataset says that holds no other sources."""

import pyoxigraph as ox
import pytest

import kg
from helpers import TESTS
from kg.history import record
from kg.moments import tell_time
from kg.said import days_of, said
from kg.status import timelines

FILES = [TESTS / "mini" / name for name in ("2020-06-12-next-day.ttl", "2020-06-13-other-account.ttl", "2020-08-01-retracted.ttl", "2020-11-01-breach.ttl", "2021-05-18-extension.ttl")]
RETRACTED = kg.expand("src:2020-06-11-it-pro-amazon-rekognition")
TOLD = ("kind", "end", "scope", "exceptions", "said_by", "only_if", "duration", "note", "family", "initiative", "until_event", "announced", "until")


@pytest.fixture(scope="module")
def several(bundled):
    """The bundled data with accounts that add, contradict and are retracted."""
    store = kg.load(*FILES, bundled=True)
    record(store).retracted[RETRACTED] = "2020-09-01"
    return store


@pytest.fixture(scope="module")
def network(several):
    return tell_time(several, kg.project(several, "stances"))


def holds(days, by: str) -> bool:
    return sum(day <= by for day in days) % 2 == 1


def told(attributes, name: str, by: str) -> str:
    """Return an attribute as the page shows it on a day."""
    if name in attributes.get("said", {}):
        return "; ".join(value for value, *days in attributes["said"][name] if holds(days, by))
    return attributes.get(name, "")


def without_later(store, by: str, folder):
    """Return the dataset as it was on a day: without the graphs of sources that were not known then."""
    facts, path = record(store), folder / "then.nq"
    later = facts.issued.keys() - timelines(store, by).known.sources
    kept = [quad for quad in store.inner if not isinstance(quad.graph_name, ox.DefaultGraph) and quad.graph_name.value not in later]
    path.write_bytes(ox.serialize(kept, format=ox.RdfFormat.N_QUADS))
    return kg.load(path)


@pytest.mark.parametrize("by", ["2020-06-12", "2020-10-01", "2023-05-05"])
def test_a_page_tells_what_was_known(several, network, by, tmp_path):
    then = tell_time(earlier := without_later(several, by, tmp_path), kg.project(earlier, "stances"))
    there = {(u, v, key) for u, v, key, known in network.edges(keys=True, data="known", default="") if (known <= by if isinstance(known, str) else holds(known, by))}
    assert there == set(then.edges(keys=True))
    claims = [node for node, kind in then.nodes(data="type") if kind in ("Commitment", "Refusal", "Demand", "Concern", "Absence")]
    assert len(claims) > 10
    for node in claims:
        assert {name: told(network.nodes[node], name, by) for name in TOLD} == {name: then.nodes[node].get(name, "") for name in TOLD}, node


def test_a_retracted_source_is_marked_with_its_day(several, network):
    lines = {tuple(line.split("\t")) for *_, sources in network.edges(data="sources", default="") for line in sources.split("\n") if line.count("\t") == 6}
    assert {(issued, retracted) for _, _, issued, _, _, _, retracted in lines} == {("2020-06-11", "2020-09-01")}
    assert network.edges["id:amazon", "id:amazon-moratorium-2020", "commits to"]["known"] == ["2020-06-10"], "others say so too"


def test_of_some_things_it_tells_the_same(several):
    everything = said(several)
    some = dict(sorted(everything.items())[:3])
    assert len(everything) > 3 and said(several, some.keys()) == some


def test_days_of_sources_that_overlap_or_leave_a_gap(several):
    from kg.history import Record

    facts = Record((), {"a": "2020", "b": "2020-03", "c": "2021-05-05", "d": "2022-01-01"}, {"a": "2020-06-01", "b": "2020-05-01", "c": "2021-08-01"})
    assert days_of(facts, "a") == days_of(facts, "ab") == ("2020-01-01", "2020-06-01")
    assert days_of(facts, "abc") == ("2020-01-01", "2020-06-01", "2021-05-05", "2021-08-01")
    assert days_of(facts, "acd") == ("2020-01-01", "2020-06-01", "2021-05-05", "2021-08-01", "2022-01-01")
    assert days_of(facts, ["reference", "a"]) == ("",)
