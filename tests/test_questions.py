"""The 25 competency questions of the ontology, on the article alone and, where it is silent, on the sources in tests/mini."""

import pytest

import kg
from helpers import TESTS
from kg import paths, source

BY = "2020-06-11"  # the day of the article
AMAZON, IBM, GOOGLE, PLEDGE = "id:amazon-moratorium-2020", "id:ibm-facial-recognition-exit-2020", "id:google-facial-recognition-step-2020", "id:amazon-congress-help-pledge-2020"
MICROSOFT, EXTENSION = "id:microsoft-pause-made-up", "id:amazon-extension-made-up"
ARTICLE = "src:2020-06-11-it-pro-amazon-rekognition"


@pytest.fixture(scope="module")
def mini():
    """The article and the made-up sources that followed it."""
    article = paths.DATA / "sources/2020/2020-06-11-it-pro-amazon-rekognition.ttl"
    return kg.Store().add(*source.vocabulary(), *source.files([paths.DATA / "reference", article, *sorted((TESTS / "mini").glob("*.ttl"))]))


def ask(store, query, columns, **params):
    """Return rows of a shipped query, terms as CURIEs and text, each row once."""
    rows = (tuple(kg.curie(row[name].value) if row[name] else "" for name in columns.split()) for row in store.solutions(query, **params))
    return sorted(set(rows))


def status(store, commitment, on, known_by=BY):
    (one,) = kg.status(store, commitment=commitment, on=on, known_by=known_by)
    return one


def answer(store, commitment, on, known_by=BY):
    one = status(store, commitment, on, known_by)
    return one.status, one.reason


def test_01_who_committed_to_something_about_facial_recognition(seed):
    assert ask(seed, "who-committed", "holder_label kind", technology="id:facial-recognition") == [
        ("Amazon", "moratorium"),
        ("Amazon", "pledge"),
        ("Google", "kind not stated"),
        ("IBM", "discontinuation"),
    ]


def test_02_what_did_amazon_commit_to(seed):
    assert ask(seed, "who-committed", "commitment kind scope", holder="id:amazon") == [
        (PLEDGE, "pledge", "Making rules for facial recognition"),
        (AMAZON, "moratorium", "Letting police forces use Amazon Rekognition"),
    ]


def test_03_until_when(seed, mini):
    assert ask(seed, "who-committed", "commitment until duration end", holder="id:amazon") == [(PLEDGE, "", "", "end not stated"), (AMAZON, "", "P1Y", "fixed end")]
    assert status(seed, AMAZON, "2020-12-01").ends == ("2021-06",)
    assert status(mini, AMAZON, "2020-12-01", "2020-06-12").ends == ("2021-06-09",)


def test_04_with_what_exceptions(seed):
    assert ask(seed, "exceptions", "exception purpose", commitment=AMAZON) == [("id:scope-rekognition-anti-trafficking", "countering human trafficking")]


def test_05_does_amazons_hold_on_a_day_within_the_year(seed):
    assert answer(seed, AMAZON, "2020-12-01") == ("in force", "before stated end")


def test_06_and_a_year_later(seed, mini):
    assert answer(seed, AMAZON, "2021-06-10") == ("unknown", "end imprecise")  # the article gives the start to the month only
    assert answer(seed, AMAZON, "2021-07-01") == ("ended", "expired")
    assert answer(mini, AMAZON, "2021-06-09", "2020-06-12") == ("in force", "before stated end")
    assert answer(mini, AMAZON, "2021-06-10", "2020-06-12") == ("ended", "expired")
    assert answer(mini, AMAZON, "2021-06-10", "2021-06-01") == ("ended", "superseded")
    assert answer(mini, EXTENSION, "2021-06-10", "2021-06-01") == ("in force", "open-ended, no end known")


def test_07_does_ibms_hold(seed, mini):
    assert answer(seed, IBM, "2020-12-01") == ("unknown", "end not stated, no later report")
    assert status(seed, IBM, "2020-12-01").last_report == BY
    assert answer(mini, IBM, "2021-09-15", "2021-10-01") == ("unknown", "end imprecise")
    assert answer(mini, IBM, "2021-10-01", "2021-10-01") == ("ended", "terminated")


def test_08_who_says_so_and_where(seed):
    assert ask(seed, "who-says-so", "source publisher issued locator", claim=AMAZON) == [(ARTICLE, "IT Pro", BY, "para 1-2")]
    assert status(seed, AMAZON, "2020-12-01").sources == (ARTICLE,)


def test_09_who_is_said_to_have_made_no_ban(seed):
    absences = [row for row in ask(seed, "refusals-and-absences", "what holder kind as_of") if row[0] == "Absence"]
    assert absences == [("Absence", "id:microsoft", "ban", BY)]


def test_10_who_refused_cases_without_a_general_promise(seed):
    refusals = [row for row in ask(seed, "refusals-and-absences", "what holder kind scope") if row[0] == "Refusal"]
    assert refusals == [("Refusal", "id:microsoft", "case-by-case refusal", "Letting US police forces use facial recognition")]
    assert kg.status(seed, holder="id:microsoft", on=BY, known_by=BY) == []


def test_11_who_calls_on_whom_to_do_what(seed):
    assert ask(seed, "demands", "holder_label kind addressee") == [
        ("Amazon", "call to regulate", "v:government"),
        ("American Civil Liberties Union of Northern California", "call to join", "id:microsoft"),
        ("American Civil Liberties Union of Northern California", "call to join", "v:company"),
        ("IBM", "call for debate", "id:us-congress"),
        ("Microsoft", "call to disclose", "v:biometrics-vendor"),
        ("Microsoft", "call to disclose", "v:police"),
    ]


def test_12_what_did_that_call_respond_to(seed):
    assert ask(seed, "triggers", "trigger", stance="id:aclu-nc-join-demand-2020") == [(AMAZON,), (GOOGLE,), (IBM,)]


def test_13_who_raised_which_harm_affecting_whom(seed):
    assert ask(seed, "concerns", "holder_label harm affects") == [
        ("American Civil Liberties Union of Northern California", "v:surveillance-harm", "general public"),
        ("Critics of Rekognition, unnamed", "v:gender-bias", "darker-skinned people"),
        ("Critics of Rekognition, unnamed", "v:racial-bias", "darker-skinned people"),
        ("Human rights organisations, unnamed", "v:racial-bias", "people of colour"),
        ("IBM", "v:misuse", ""),
        ("Microsoft", "v:false-match", "minorities"),
        ("Microsoft", "v:racial-bias", "minorities"),
    ]


def test_14_what_triggered_amazons_pause(seed):
    assert ask(seed, "triggers", "trigger occurred", stance=AMAZON) == [("id:george-floyd-killing-2020", "2020-05-25"), ("id:george-floyd-protests-2020", "2020")]


def test_15_what_is_said_to_be_unknown(seed):
    assert ask(seed, "open-questions", "question as_of") == [("How many police forces use Amazon's face recognition?", BY)]


def test_16_who_sponsors_the_rome_call_and_what_follows(seed):
    assert ask(seed, "initiatives", "relation actor", initiative="id:rome-call") == [("sponsors", "id:ibm"), ("sponsors", "id:microsoft")]
    assert kg.status(seed, initiative="id:rome-call", on=BY, known_by=BY) == []


def test_17_is_a_us_police_forces_use_of_rekognition_covered(seed, mini):
    use = {"user": "v:us-police", "activity": "v:use"}
    found = kg.covers(seed, "id:rekognition", **use, on="2020-12-01", known_by=BY)
    assert (found.verdict, [one.commitment for one in found.commitments], found.exceptions, found.sources) == ("forbidden", [AMAZON], (), (ARTICLE,))
    assert kg.covers(seed, "id:rekognition", **use, on="2021-07-01", known_by=BY).verdict == "not covered"
    assert [one.commitment for one in kg.covers(mini, "id:rekognition", **use, on="2021-07-01", known_by="2021-07-01").commitments] == [EXTENSION]


def test_18_is_the_exempted_body_covered(seed):
    assert kg.covers(seed, "id:rekognition", user="id:icmec", activity="v:use", on=BY, known_by=BY).verdict == "not covered"
    found = kg.covers(seed, "id:rekognition", user="id:icmec", activity="v:use", purpose="v:anti-trafficking", on=BY, known_by=BY)
    assert (found.verdict, [one.exception for one in found.exceptions]) == ("excepted", ["id:scope-rekognition-anti-trafficking"])


def test_19_is_developing_general_purpose_facial_recognition_covered(seed):
    on_the_day, later = (kg.covers(seed, "id:general-purpose-facial-recognition", activity="v:train", on=on, known_by=BY) for on in (BY, "2020-12-01"))
    assert (on_the_day.verdict, [one.commitment for one in on_the_day.commitments]) == ("forbidden", [IBM])
    assert (later.verdict, [one.commitment for one in later.commitments]) == ("unknown", [IBM])


def test_20_what_ends_in_the_thirty_days_from_the_middle_of_may(seed, mini):
    assert [(one.date, one.commitment) for one in kg.expiring(seed, "30d", on="2021-05-15", known_by=BY)] == [("2021-06", AMAZON)]
    found = kg.expiring(mini, "30d", on="2021-05-15", known_by="2021-05-15")
    assert [(one.date, one.commitment, one.what) for one in found] == [("2021-06-09", AMAZON, "computed end"), (None, MICROSOFT, "awaited event")]


def test_21_which_technology_companies_have_no_recorded_stance(seed):
    silent = ask(seed, "no-stance", "organisation", category="v:tech-company", technology="id:facial-recognition")
    assert {("id:amazon",), ("id:google",), ("id:ibm",), ("id:microsoft",)}.isdisjoint(silent)
    # About drones none of them has said anything here; Amazon's parts are silent on their own account.
    assert {("id:amazon",), ("id:amazon-web-services",), ("id:google",), ("id:ibm",), ("id:microsoft",)} <= set(ask(seed, "no-stance", "organisation", category="v:tech-company", technology="id:drone"))


def test_22_which_commitments_are_reported_breached(seed, mini):
    assert {one.kept for one in kg.status(seed, on="2020-12-01", known_by=BY)} == {"no report"}
    assert {one.commitment: one.kept for one in kg.status(mini, on="2020-12-01", known_by="2020-12-01") if one.kept != "no report"} == {AMAZON: "reported breached"}
    assert answer(mini, AMAZON, "2020-12-01", "2020-12-01") == ("in force", "before stated end")  # breached or not, it binds


def test_23_which_claims_rest_on_one_source(seed, mini):
    assert {row[0] for row in ask(seed, "single-source", "only_source")} == {ARTICLE}
    assert len(ask(seed, "single-source", "claim")) == 23
    assert not {(AMAZON,), (GOOGLE,)} & set(ask(mini, "single-source", "claim"))


def test_24_where_do_sources_disagree(seed, mini):
    assert [one.commitment for one in kg.status(seed, on="2020-12-01", known_by=BY) if one.disagree] == []
    disagreeing = {one.commitment: (one.starts, one.status) for one in kg.status(mini, on="2019-01-15", known_by="2020-12-01") if one.disagree}
    assert disagreeing == {GOOGLE: (("2018-12", "2019-03-01"), "unknown")}


def test_25_what_changed_between_two_known_by_dates(mini):
    found = kg.diff(mini, "2020-06-11", "2021-06-01", known=True)
    assert [(one.date, one.commitment, one.what, one.by) for one in found] == [
        ("2020-06-12", AMAZON, "newly reported", "src:2020-06-12-next-day"),
        ("2020-06-12", MICROSOFT, "made", ""),
        ("2020-06-13", GOOGLE, "newly reported", "src:2020-06-13-other-account"),
        ("2020-06-14", GOOGLE, "newly reported", "src:2020-06-14-third-account"),
        ("2020-11-01", AMAZON, "reported breached", "id:amazon-breach-made-up"),
        ("2021-05-18", EXTENSION, "made", ""),
        ("2021-05-18", AMAZON, "extended", EXTENSION),
    ]


class TestChanges:
    def test_in_the_world(self, mini):
        found = kg.diff(mini, "2020-06-01", "2021-12-31", known_by="2021-12-31")
        assert [(one.date, one.commitment, one.what, one.by) for one in found if one.commitment not in (PLEDGE, GOOGLE)] == [
            ("2020-06", IBM, "made", ""),
            ("2020-06-10", AMAZON, "made", ""),
            ("2020-06-11", MICROSOFT, "made", ""),
            ("2020-10-15", AMAZON, "reported breached", "id:amazon-breach-made-up"),
            ("2021-05-18", EXTENSION, "made", ""),
            ("2021-05-18", AMAZON, "extended", EXTENSION),
            ("2021-08-20", MICROSOFT, "event occurred", "id:us-facial-recognition-law"),
            ("2021-09", IBM, "terminated", "id:ibm-returns-made-up"),
        ]

    def test_what_is_certain_by_a_day_adds_up(self, mini):
        """Two diffs on either side of a day are one diff over both."""
        whole = kg.diff(mini, "2018-01-01", "2022-12-31")
        for day in ("2019-01-15", "2020-06-10", "2020-06-11", "2020-06-30", "2021-05-18", "2021-09-15"):
            assert sorted(kg.diff(mini, "2018-01-01", day) + kg.diff(mini, day, "2022-12-31")) == whole

    def test_a_retraction(self, mini):
        reported = kg.diff(mini, "2020-07-01", "2020-08-05", known=True)
        assert [(one.date, one.what, one.by, one.sources) for one in reported] == [("2020-08-01", "terminated", "id:amazon-resumes-made-up", ("src:2020-08-01-retracted",))]
        assert answer(mini, AMAZON, "2020-08-05", "2020-08-05") == ("ended", "terminated")
        assert answer(mini, AMAZON, "2020-08-05", "2020-08-11") == ("in force", "before stated end")
        taken_back = kg.diff(mini, "2020-08-05", "2020-09-01", known=True)
        assert [(one.date, one.commitment, one.what, one.by) for one in taken_back] == [("2020-08-11", AMAZON, "report retracted", "src:2020-08-01-retracted")]

    def test_before_the_first_source_nothing_was_known(self, seed):
        assert {(one.date, one.what) for one in kg.diff(seed, "2020-01-01", "2020-06-30", known=True)} == {(BY, "made")}

    def test_the_earlier_date_comes_first(self, seed):
        with pytest.raises(ValueError, match="^2020 is before 2021; give the earlier date first$"):
            kg.diff(seed, "2021", "2020")


def test_an_event_ends_what_waited_for_it(mini):
    assert answer(mini, MICROSOFT, "2021-08-31", "2021-08-31") == ("unknown", "event not known to have occurred")
    assert answer(mini, MICROSOFT, "2021-08-31", "2021-09-01") == ("ended", "event occurred")
