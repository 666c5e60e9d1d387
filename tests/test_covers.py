"""Which uses are covered: the reach of scopes, kinds that forbid, exceptions, places, and both dates."""

import pytest

import kg
from helpers import TESTS
from kg.covers import effect_of
from kg.facets import facets


@pytest.fixture(scope="module")
def made_up():
    return kg.load(TESTS / "mini/coverage.trig")


def asked(store, technology="id:face-cameras", on="2020-08-01", known_by="2020-08-01", **use):
    found = kg.covers(store, technology, on=on, known_by=known_by, holder="id:town-hall", **use)
    return found.verdict, [one.commitment for one in found.commitments], [one.commitment for one in found.exceptions], [one.commitment for one in found.partly]


def test_a_law_holds_where_its_maker_is(made_up):
    assert asked(made_up, user="id:town-police") == ("forbidden", ["id:town-ban"], [], [])
    assert asked(made_up, user="id:village-police") == ("not covered", [], [], [])
    assert asked(made_up, user="v:us-police", place="id:town") == ("forbidden", ["id:town-ban"], [], [])


def test_without_a_place_the_answer_is_in_part(made_up):
    assert asked(made_up, user="v:us-police") == ("in part", [], [], ["id:town-ban"])


def test_police_are_not_the_city(made_up):
    assert asked(made_up, user="id:town-hall") == ("restricted", ["id:town-rules"], [], [])
    assert "id:town-rules" not in str(asked(made_up, user="id:town-police"))


def test_an_exception_overrides_when_all_it_names_is_given(made_up):
    assert asked(made_up, user="id:town-police", purpose="v:missing-persons") == ("excepted", [], ["id:town-ban"], [])
    assert asked(made_up, user="id:town-police", purpose="v:surveillance") == ("forbidden", ["id:town-ban"], [], [])


def test_other_activities_are_free(made_up):
    assert asked(made_up, user="id:town-police", activity="v:real-time-use")[0] == "forbidden"
    assert asked(made_up, user="id:town-police", activity="v:procure")[0] == "not covered"


def test_a_more_general_technology_is_not_covered(made_up):
    assert asked(made_up, "id:cameras", user="id:town-police")[0] == "not covered"


def test_an_unknown_status_is_unknown_until_another_forbids(made_up):
    maker = {"holder": "id:maker", "purpose": "v:surveillance"}
    assert kg.covers(made_up, "id:face-cameras", on="2020-06-11", known_by="2020-06-11", **maker).verdict == "forbidden"
    later = kg.covers(made_up, "id:face-cameras", on="2020-08-01", known_by="2020-08-01", **maker)
    assert (later.verdict, later.reasons) == ("unknown", ("id:maker-pause forbids: unknown (end not stated, no later report)",))
    known = kg.covers(made_up, "id:face-cameras", on="2020-08-01", known_by="2020-09-01", **maker)
    assert (known.verdict, known.sources, known.on, known.known_by) == ("forbidden", ("src:later", "src:made-up"), "2020-08-01", "2020-09-01")


def test_a_purpose_not_asked_about_counts_in_part(made_up):
    found = kg.covers(made_up, "id:cameras", kind="v:product-terms", on="2020-08-01", known_by="2020-08-01")
    assert (found.verdict, [(one.commitment, one.only) for one in found.partly]) == ("in part", [("id:maker-terms", ("purpose v:military",))])
    assert kg.covers(made_up, "id:cameras", kind="v:product-terms", purpose="v:weapons", on="2020-08-01").verdict == "restricted"


@pytest.mark.parametrize("kind", ["v:pledge", "v:endorsement", "v:law-permission"])
def test_kinds_that_forbid_nothing(made_up, kind):
    assert kg.covers(made_up, "id:cameras", kind=kind, on="2020-08-01").verdict == "not covered"


def test_rules_about_making_rules_are_none_of_using(made_up):
    assert kg.covers(made_up, "id:cameras", kind="v:policy", purpose="v:surveillance", on="2020-08-01").verdict == "not covered"
    assert kg.covers(made_up, "id:cameras", kind="v:policy", activity="v:govern", on="2020-08-01").verdict in ("restricted", "in part")


def test_the_effect_of_every_kind_of_commitment(seed):
    kinds = {kg.curie(row["concept"].value) for row in seed.solutions("concepts", scheme="v:commitment-kinds")}
    effects = {}
    for kind in kinds:
        effects.setdefault(effect_of(facets(seed), kg.expand(kind)), set()).add(kind)
    assert effects["forbids"] == {"v:moratorium", "v:ban", "v:discontinuation", "v:law-ban", "v:law-moratorium"}
    assert effects["restricts"] == {"v:restriction", "v:law-restriction", "v:law", "v:policy", "v:product-terms", "v:safety-framework", "v:settlement"}
    assert {"v:pledge", "v:endorsement", "v:partial-endorsement", "v:law-obligation", "v:law-permission", "v:kind-not-stated"} <= effects[None]


def test_words_mean_things_of_their_sort(made_up):
    found = kg.covers(made_up, "Face cameras", user="Town police", activity="use", place="Town", on="2020-08-01", known_by="2020-08-01", kind="law: ban")
    assert found.verdict == "forbidden"
    with pytest.raises(LookupError, match="no activity is called 'misuse'; did you mean use"):
        kg.covers(made_up, "Face cameras", activity="misuse")


def test_a_promise_binds_its_holder(seed):
    """IBM's exit says nothing of Amazon's product, and covers what is nobody's product."""
    dated = {"on": "2020-06-11", "known_by": "2020-06-11"}
    assert [one.commitment for one in kg.covers(seed, "id:rekognition", **dated).commitments + kg.covers(seed, "id:rekognition", **dated).partly] == ["id:amazon-moratorium-2020"]
    exit_of_ibm = kg.covers(seed, "id:general-purpose-facial-recognition", activity="v:develop", **dated)
    assert [one.commitment for one in exit_of_ibm.commitments] == ["id:ibm-facial-recognition-exit-2020"]
