"""The commands about time: the answer in words first, clean rows in a pipe, errors of one line."""

import csv
import io
import json

import icalendar
import pytest
from click.testing import CliRunner

from helpers import ROOT, TESTS
from kg.cli import main
from kg.cli_status import COMMANDS

SEED = ("--data", str(ROOT / "data/reference"), "--data", str(ROOT / "data/sources/2020/2020-06-11-it-pro-amazon-rekognition.ttl"))
TABLE, WORKED, TOLD = (("--data", str(TESTS / "mini" / f"{name}.trig")) for name in ("status", "worked-example", "told-by-several"))


def run(*words):
    result = CliRunner().invoke(main, words, prog_name="kg")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_all_are_registered_with_examples():
    assert {command.name for command in COMMANDS} == {"status", "timeline", "covers", "diff", "expiring"} <= set(main.list_commands(None))


SENTENCES = [
    (
        ("status", "Amazon's one-year pause", "--on", "2020-12-01", "--known-by", "2020-06-12", *SEED),
        "On 2020-12-01, as known by 2020-06-12: yes. Amazon's one-year pause of police use of Rekognition holds until 2021-06 (before stated end); "
        "last reported 2020-06-11 (IT Pro, para 1-2). Kept or not: no report.",
    ),
    (
        ("status", "id:ibm-facial-recognition-exit-2020", "--on", "2021", "--known-by", "2020-06-12", *SEED),
        "On 2021, as known by 2020-06-12: unknown. Whether IBM drops general-purpose face recognition and analysis holds cannot be told "
        "(end not stated, no later report); last reported 2020-06-11 (IT Pro, para 10). Kept or not: no report.",
    ),
    (("status", "Amazon", "--on", "2020-12-01", "--known-by", "2020-06", *SEED), "On 2020-12-01, as known by 2020-06: 1 in force, 1 unknown. Kept or not: 2 no report."),
    (("status", "--kind", "ban", "--on", "2020", "--known-by", "2021", *SEED), "On 2020, as known by 2021: no commitment is known that fits."),
    (
        ("status", "id:amazon-2020", "--on", "2021-06-10", "--known-by", "2021-06-01", *WORKED),
        "On 2021-06-10, as known by 2021-06-01: no. id:amazon-2020 ended by 2021-05-18 (superseded); last reported 2020-06-11. Kept or not: no report. "
        "Its line of 2 commitments: in force.",
    ),
    (
        ("status", "id:amazon-2021", "--on", "2021-06-10", "--known-by", "2020-06-11", *WORKED),
        "On 2021-06-10, as known by 2020-06-11: unknown. Nothing is known of id:amazon-2021; its first source is of 2021-05-18.",
    ),
    (
        ("status", "id:row-8-length-not-added", "--on", "2020-06-10", "--known-by", "2020-06-30", *TABLE),
        "On 2020-06-10, as known by 2020-06-30: unknown. Whether id:row-8-length-not-added holds cannot be told (end imprecise; cannot add P90D to 2020-01); "
        "last reported 2020-06-11. Kept or not: no report.",
    ),
    (
        ("status", "id:row-0-cycle-one", "--on", "2020-06-10", "--known-by", "2020-06-30", *TABLE),
        "On 2020-06-10, as known by 2020-06-30: unknown. Whether id:row-0-cycle-one holds cannot be told (supersession cycle; supersede one another: "
        "id:row-0-cycle-one, id:row-0-cycle-two); last reported 2020-06-11. Kept or not: no report. Its line of 2 commitments: unknown.",
    ),
    (
        ("status", "id:judged", "--on", "2020-12-01", "--known-by", "2020-09-01", *TOLD),
        "On 2020-12-01, as known by 2020-09-01: yes. id:judged holds (open-ended, no end known); last reported 2020-06-15. Kept or not: reported breached.",
    ),
    (
        ("status", "id:contradicted", "--on", "2020-06-20", "--known-by", "2020-07-01", *TOLD),
        "On 2020-06-20, as known by 2020-07-01: unknown. Whether id:contradicted holds cannot be told (start imprecise); last reported 2020-06-20. "
        "Sources disagree. Kept or not: no report.",
    ),
    (
        ("covers", "Amazon Rekognition", "--user", "US police forces", "--activity", "use", "--on", "2020-12-01", "--known-by", "2020-06-12", *SEED),
        "On 2020-12-01, as known by 2020-06-12: yes, forbidden: Amazon's one-year pause of police use of Rekognition (in force, before stated end, until 2021-06).",
    ),
    (
        ("covers", "Amazon Rekognition", "--user", "ICMEC", "--activity", "use", "--purpose", "anti-trafficking", "--on", "2020-12-01", "--known-by", "2020-06-12", *SEED),
        "On 2020-12-01, as known by 2020-06-12: no, excepted: Amazon's one-year pause of police use of Rekognition (in force, before stated end, until 2021-06).",
    ),
    (("covers", "drone", "--on", "2020-12-01", "--known-by", "2020-06-12", *SEED), "On 2020-12-01, as known by 2020-06-12: no, not covered."),
    (("diff", "2020-06-11", "2021-06-01", "--known", *WORKED), "Reported after 2020-06-11 and up to 2021-06-01, as known by 2021-06-01: 2 made, 1 extended."),
    (("diff", "2020-01-01", "2020-05-31", "--known-by", "2021-06-01", *WORKED), "In the world after 2020-01-01 and up to 2020-05-31, as known by 2021-06-01: nothing changed."),
    (
        ("expiring", "--on", "2021-05-15", "--known-by", "2020-06-12", "--within", "30d", *SEED),
        "On 2021-05-15, as known by 2020-06-12: 1 ends within 30d; 0 more may end any day, when an event occurs.",
    ),
    (("timeline", "IBM", "--known-by", "2020-06-12", *SEED), "On 2020-06-12, as known by 2020-06-12: 1 unknown. Kept or not: 1 no report."),
]  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), SENTENCES, ids=[" ".join(words[:2]) for words, _ in SENTENCES])
def test_the_answer_in_words_stays_out_of_the_rows(words, sentence):
    code, out, err = run(*words)
    assert (code, err) == (0, sentence + "\n")
    assert sentence not in out and out.count("\n") == len(rows(out)) + 1


def test_on_a_table_the_answer_comes_first():
    code, out, err = run("status", "Amazon's one-year pause", "--on", "2020-12-01", "--known-by", "2020-06-12", "--format", "table", *SEED)
    assert (code, err) == (0, "") and out.startswith("On 2020-12-01, as known by 2020-06-12: yes. ")
    assert "Sources" in out and "Amazon halts police use of its facial recognition tech" in out


def test_status_rows_carry_everything():
    _, out, _ = run("status", "Amazon's one-year pause", "--on", "2020-12-01", "--known-by", "2020-06-12", *SEED)
    assert rows(out) == [
        {
            "commitment": "id:amazon-moratorium-2020",
            "label": "Amazon's one-year pause of police use of Rekognition",
            "holder": "Amazon",
            "status": "in force",
            "reason": "before stated end",
            "note": "",
            "starts": "2020-06",
            "ends": "2021-06",
            "first": "2020-06-11",
            "last": "2021-05-31",
            "last_report": "2020-06-11",
            "kept": "no report",
            "disagree": "false",
            "sources": "src:2020-06-11-it-pro-amazon-rekognition",
            "on": "2020-12-01",
            "known_by": "2020-06-12",
        }
    ]


@pytest.mark.parametrize(
    ("words", "commitments"),
    [
        (("--holder", "Amazon"), {"id:amazon-moratorium-2020", "id:amazon-congress-help-pledge-2020"}),
        (("--holder", "Amazon", "--kind", "moratorium"), {"id:amazon-moratorium-2020"}),
        (("--technology", "id:rekognition"), {"id:amazon-moratorium-2020"}),
        (("--technology", "Biometric technology", "--kind", "v:discontinuation"), {"id:ibm-facial-recognition-exit-2020"}),
        (("--place", "United Kingdom"), set()),
        (("--place", "North America", "--holder", "Google"), {"id:google-facial-recognition-step-2020"}),
        (("--initiative", "Rome Call for AI Ethics"), set()),
        (("Facial recognition", "--holder", "IBM"), {"id:ibm-facial-recognition-exit-2020"}),
        (("id:rome-call",), set()),
        (("id:amazon-moratorium-2020", "--kind", "ban"), set()),
        (("v:pledge",), {"id:amazon-congress-help-pledge-2020"}),
    ],
)
def test_filters(words, commitments):
    _, out, _ = run("status", *words, "--on", "2020", "--known-by", "2020-06-12", *SEED)
    assert {row["commitment"] for row in rows(out)} == commitments


def test_json_is_json():
    for words in (("status",), ("timeline",), ("covers", "id:rekognition", "--on", "2020-12-01"), ("diff", "2020", "2021"), ("expiring", "--within", "9y", "--on", "2020-06-11")):
        code, out, _ = run(*words, "--format", "json", *SEED)
        assert code == 0 and json.loads(out)


def test_timeline_rows_and_picture(tmp_path):
    _, out, _ = run("timeline", "id:amazon-2020", "--known-by", "2021-06-01", *WORKED)
    assert [(row["commitment"], row["status"], row["first"]) for row in rows(out)][:3] == [
        ("id:amazon-2020", "not yet", ""),
        ("id:amazon-2020", "in force", "2020-06-10"),
        ("id:amazon-2020", "ended", "2021-05-18"),
    ]
    picture = tmp_path / "amazon.svg"
    code, out, err = run("timeline", "id:amazon-2020", "--known-by", "2021-06-01", "-o", str(picture), *WORKED)
    assert (code, out) == (0, "") and err.endswith(f"{picture}: 2 commitments in 1 lines\n") and picture.read_text().startswith("<svg")
    _, out, _ = run("timeline", "id:amazon-2020", "--known-by", "2021-06-01", "--format", "table", *WORKED)
    assert "█" in out and "these 2 as one line" in out


def test_calendar_file(tmp_path):
    target = tmp_path / "ends.ics"
    code, out, err = run("expiring", "--ics", str(target), "--on", "2020-06-10", "--known-by", "2020-06-30", *TABLE)
    assert (code, out, err) == (0, "", f"{target}: 5 ends; 2 await an event without a date\n")
    assert len(icalendar.Calendar.from_ical(target.read_bytes()).events) == 5
    code, out, _ = run("expiring", "--ics", "-", "--on", "2020-06-10", "--known-by", "2020-06-30", *TABLE)
    assert code == 0 and out.encode().splitlines() == target.read_bytes().splitlines()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("status", "--on", "2020-13"), "on '2020-13' is not a date; write a day (2020-06-10), a month (2020-06) or a year (2020)"),
        (("status", "--known-by", "junk"), "known by 'junk' is not a date; write a day (2020-06-10), a month (2020-06) or a year (2020)"),
        (("status", "--known-by", "2019"), "nothing was known by 2019: the first source is of 2020-06-11"),
        (("status", "Amazn"), "nothing is called 'Amazn'; did you mean Amazon"),
        (("status", "--kind", "morator"), "no kind is called 'morator'; did you mean moratorium or law: moratorium?"),
        (("covers", "id:rekognition", "--purpose", "wepons"), "no purpose is called 'wepons'; did you mean weapons?"),
        (("diff", "2021", "2020"), "2020 is before 2021; give the earlier date first"),
        (("diff", "soon", "2020"), "before 'soon' is not a date; write a day (2020-06-10), a month (2020-06) or a year (2020)"),
        (("expiring", "--within", "soon"), "within 'soon' is not a length; write days (90d), weeks (6w), months (3m) or years (1y)"),
        (("timeline", "id:amazon-moratorium-2O20"), "nothing is called 'id:amazon-moratorium-2O20'; did you mean id:amazon-moratorium-2020"),
    ],
)
def test_errors_are_one_line(words, message):
    code, out, err = run(*words, *SEED)
    assert code == 2 and out == "" and err.startswith(f"kg: {message}") and err.count("\n") == 1


def test_known_by_has_no_place_in_a_comparison_of_what_was_known():
    code, _, err = run("diff", "2020", "2021", "--known", "--known-by", "2021", *SEED)
    assert code == 2 and "--known compares two known-by dates" in err
