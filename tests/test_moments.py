"""What a page is told about time: on any two dates the same as the command says."""

import pytest

import kg
from kg import explore
from kg.moments import tell_time
from kg.questions import questions

PAIRS = [("2020-12-01", "2020-06-11"), ("2021-06-10", "2021-06-09"), ("2021-06-10", "2026-01-01"), ("2019-03-01", "2026-06-30"), ("2027-01-01", "2024-02-29"), ("2016-01-01", "2016-01-01")]


@pytest.fixture(scope="module")
def network(bundled):
    return tell_time(bundled, kg.project(bundled, "stances"))


def at(pairs: list, day: str):
    """Return the value of the last pair that starts by ``day``, as the page does."""
    return [value for first, value in zip(pairs[::2], pairs[1::2], strict=True) if first <= day][-1]


def told(network, moments: list[dict], on: str, by: str) -> tuple | None:
    known = [moment for moment in moments if moment["by"] <= by]
    if not known or "spans" not in known[-1]:
        return None
    moment = known[-1]
    return (*network.graph["statuses"][at(moment["spans"], on)], at(moment.get("kept", ["", "no report"]), on), moment["report"], moment["starts"], moment["ends"], "disagree" in moment)


@pytest.mark.parametrize(("on", "by"), PAIRS)
def test_moments_say_what_status_says(bundled, network, on, by):
    said = {one.commitment: (one.status, one.reason, one.kept, one.last_report, "; ".join(one.starts), "; ".join(one.ends), one.disagree) for one in kg.status(bundled, on=on, known_by=by)}
    for node, attributes in network.nodes(data=True):
        if "moments" in attributes:
            assert told(network, attributes["moments"], on, by) == said.get(node), node


def test_a_moment_is_told_only_when_something_changed(network):
    for _, attributes in network.nodes(data=True):
        moments = [{name: value for name, value in moment.items() if name != "by"} for moment in attributes.get("moments", [])]
        assert all(before != after for before, after in zip(moments, moments[1:], strict=False))


def test_a_retracted_source_is_forgotten_from_that_day(seed):
    from kg.history import record

    network = kg.project(seed, "commitments")
    facts, (only,) = record(seed), record(seed).issued
    facts.retracted[only] = "2021-01-01"
    try:
        moments = tell_time(seed, network).nodes["id:amazon-moratorium-2020"]["moments"]
    finally:
        facts.retracted.clear()
    assert [(moment["by"], "spans" in moment) for moment in moments] == [("2020-06-11", True), ("2021-01-01", False)]


def test_the_network_is_left_as_it_was(seed):
    network = kg.project(seed, "commitments")
    before = {node: dict(attributes) for node, attributes in network.nodes(data=True)}
    tell_time(seed, network)
    assert {node: dict(attributes) for node, attributes in network.nodes(data=True)} == before


def test_questions_choose_claims_by_what_they_are_about(bundled):
    network = tell_time(bundled, explore.whole(bundled))
    asked = {one["id"]: one for one in questions(bundled, network, technology="https://w3id.org/aec/id/facial-recognition", on="2020-12-01")}
    assert "id:amazon-moratorium-2020" in asked["police"]["members"] and set(asked["police"]["members"]) < set(asked["limits"]["members"])
    assert all(one["on"] == "2020-12-01" for one in asked.values())
    assert {network.nodes[node]["type"] for node in asked["turned-down"]["members"]} == {"Refusal", "Absence"}
    assert {network.nodes[node]["type"] for node in asked["laws"]["members"]} == {"Commitment"}


def test_a_page_is_drawn_with_the_state_asked_for(bundled):
    with pytest.raises(ValueError, match="no view 'map'"):
        explore.page(bundled, technology="id:drone", view="map")
    with pytest.raises(ValueError, match="id:nobody"):
        explore.page(bundled, technology="id:drone", select="id:nobody")
    with pytest.raises(ValueError, match="not a date"):
        explore.page(bundled, technology="id:drone", on="tomorrow")
