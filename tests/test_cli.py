"""The command: what a person types and reads, exit codes, and errors of one line."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

import kg
from helpers import ROOT
from kg.cli import main


@pytest.fixture
def run():
    """Return a function that runs `kg` with words and returns exit code, standard output and standard error."""

    def run(*words, input=None):
        result = CliRunner().invoke(main, words, input=input, prog_name="kg")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    return run


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_every_command_has_help_with_examples(run):
    for name in main.list_commands(None):
        code, out, _ = run(name, "--help")
        assert code == 0 and main.get_command(None, name).help and "Examples:" in out and f"kg {name}" in out, name


def test_query_by_name_prints_csv_in_a_pipe(run):
    code, out, err = run("query", "who-committed", "holder=IBM", "technology=general-purpose facial recognition")
    assert (code, err) == (0, "")
    assert "id:ibm-facial-recognition-exit-2020" in {row["commitment"] for row in table(out)}


def test_query_by_file_text_and_standard_input(run, tmp_path):
    text = "SELECT ?sponsor { ?sponsor aec:sponsors id:rome-call . FILTER(?sponsor IN (id:ibm, id:microsoft)) } ORDER BY ?sponsor"
    (tmp_path / "mine.rq").write_text(text)
    expected = (0, "sponsor\nid:ibm\nid:microsoft\n", "")
    assert run("query", text) == run("query", "-", input=text) == run("query", str(tmp_path / "mine.rq")) == expected


def test_forms_of_answer(run):
    assert run("query", "ASK { id:amazon a org:Organization }")[1] == "true\n"
    assert "id:rome-call" in run("query", "CONSTRUCT WHERE { id:ibm aec:sponsors ?what }")[1]
    code, out, _ = run("query", "open-questions", "--format", "json")
    assert any(row["question"].startswith("How many police forces") for row in json.loads(out))
    assert json.loads(run("stats", "--format", "json")[1])[0]["things"] > 10


def test_table_shows_labels_in_place_of_names(run):
    _, out, _ = run("query", "exceptions", "commitment=id:amazon-moratorium-2020", "--format", "table")
    assert "trafficking" in out and "id:amazon" not in out


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("query", "who-comitted"), 2, "kg: no query 'who-comitted'; did you mean who-committed?"),
        (("query", "who-committed", "colour=red"), 2, "kg: query who-committed takes technology, holder, not colour"),
        (("query", "who-committed", "holder=Amazn"), 2, "kg: nothing is called 'Amazn'; did you mean Amazon"),
        (("query", "who-committed", "holder"), 2, "'holder' is not name=value"),
        (("query", "SELECT ?s { ?s a foo:Bar }"), 2, "kg: SPARQL syntax: error at 1:25: a prefix is not declared\n"),
        (("query", "SELECT { x"), 2, "kg: SPARQL syntax: "),
        (("query", "no-such-file.rq"), 1, "kg: no-such-file.rq: no such file"),
        (("show", "id:amazn"), 2, "did you mean id:amazon"),
        (("draw", "stanses"), 2, "did you mean stances?"),
        (("sources", "--data", "nowhere"), 1, "kg: nowhere: no such file or folder"),
        (("stats", "--store", "README.md"), 1, "is not a store"),
        (("find", ""), 2, "kg: no word to look for"),
        (("find", " ", "\t"), 2, "kg: no word to look for"),
        (("find", "xyzzy"), 1, "kg: nothing has all of these words"),
        (("validate", "nowhere.ttl"), 1, "kg: nowhere.ttl: no such file"),
        (("querry",), 2, "Did you mean"),
    ],
)
def test_errors_say_what_to_do_in_one_line(run, words, code, message, monkeypatch):
    monkeypatch.chdir(ROOT)
    got, out, err = run(*words)
    assert got == code and message in err and "Traceback" not in err
    assert not out.strip() or words[0] == "find"
    if err.startswith("kg: "):
        assert err.count("\n") == 1


def test_show_gives_facts_and_sources(run):
    code, out, _ = run("show", "id:ibm-facial-recognition-exit-2020")
    facts = {(row["property"], row["value"]) for row in table(out)}
    assert code == 0 and ("aec:holder", "id:ibm") in facts and ("aec:respondsTo", "id:ibm-misuse-concern-2020") in facts
    assert any(row["first_source"] == "src:2020-06-11-it-pro-amazon-rekognition" for row in table(out))


def test_find(run):
    assert table(run("find", "trafficking", "rescue", "--type", "Scope")[1])[0]["name"] == "id:scope-rekognition-anti-trafficking"
    assert table(run("find", "ICMEC")[1])[0] == {"name": "id:icmec", "label": "International Center for Missing and Exploited Children (ICMEC)", "type": "Organisation"}


@pytest.mark.parametrize("suffix", [".html", ".graphml", ".gexf"])
def test_draw_writes_whole_files(run, tmp_path, suffix):
    target = tmp_path / f"amazon{suffix}"
    code, out, err = run("draw", "commitments", "holder=id:amazon", "technology=id:rekognition", "--on", "2020-12-01", "--known-by", "2020-06-12", "-o", str(target))
    assert (code, out) == (0, "") and "nodes" in err
    assert "one-year pause" in target.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_explore_answers_and_writes_the_page(run, tmp_path):
    code, out, _ = run("explore", "--no-open", "--on", "2020-12-01", "--known-by", "2020-06-11", "-o", str(tmp_path / "deep" / "page.html"))
    assert code == 0 and "Amazon" in out and "before stated end" in out and "How many police forces" in out
    assert (tmp_path / "deep" / "page.html").stat().st_size > 400_000


def test_draw_and_explore_open_where_asked(run, tmp_path):
    target = tmp_path / "page.html"
    code, _, _ = run("draw", "stances", "holder=id:amazon", "--on", "2020-12", "--known-by", "2020-06-12", "--select", "id:amazon", "--view", "table", "-o", str(target))
    assert code == 0 and '"start":{"on":"2020-12-31","by":"2020-06-12","select":"id:amazon","view":"table"}' in target.read_text(encoding="utf-8")
    assert run("explore", "--no-open", "--view", "map", "-o", str(target))[0] == 2
    assert run("explore", "--no-open", "--select", "nobody at all", "-o", str(target))[0] == 2
    assert run("draw", "stances", "--on", "soon", "-o", str(target))[0] == 2


def test_validate_is_quiet_on_what_ships_and_names_file_and_line(run, tmp_path):
    code, _, err = run("validate")
    assert code == 0 and err.startswith("kg: 0 errors")
    bad = tmp_path / "2024-01-01-bad.ttl"
    bad.write_text((ROOT / "data/sources/2020/2020-06-11-it-pro-amazon-rekognition.ttl").read_text().replace("aec:endKind v:end-not-stated ;\n", "", 1).replace("id:amazon-", "id:another-"))
    code, out, err = run("validate", str(bad))
    problems = table(out)
    assert code == 1 and {row["severity"] for row in problems} >= {"error"}
    line = next(n for n, text in enumerate(bad.read_text().splitlines(), 1) if text.startswith("id:another-congress-help-pledge-2020 "))
    assert any(row["rule"] == "Commitment-endKind" and row["file"].endswith(f":{line}") for row in problems), problems


def test_format_lays_out_and_keeps_comments(run, tmp_path):
    seed = (ROOT / "data/sources/2020/2020-06-11-it-pro-amazon-rekognition.ttl").read_text()
    file = tmp_path / "2020-06-11-it-pro-amazon-rekognition.ttl"
    file.write_text(seed.replace("  aec:kind v:moratorium ;\n", "").replace("a aec:Commitment ;\n", "a aec:Commitment ; aec:kind v:moratorium ;\n", 1))
    assert run("format", "--check", str(file))[0] == 1
    assert run("format", str(file))[0] == 0
    assert file.read_text() == seed and run("format", "--check", str(file))[0] == 0
    file.write_text("id:a id:b")
    assert run("format", str(file))[:2] == (1, "") and file.read_text() == "id:a id:b"


def test_format_refuses_what_it_would_lose(run, tmp_path):
    file = tmp_path / "a.ttl"
    for text in ("@prefix id: <https://w3id.org/aec/id/> .\nid:a id:b [] .\n", "@prefix id: <https://w3id.org/aec/id/> .\nid:a id:b 1 ;\n# inside\nid:c 2 .\n"):
        file.write_text(text)
        assert run("format", str(file))[0] == 1 and file.read_text() == text


def test_the_data_is_laid_out(run):
    code, out, _ = run("format", "--check", str(ROOT / "data"))
    assert code == 0, out


def test_a_spreadsheet_runs_no_cell(run):
    _, out, _ = run("query", 'SELECT ?x { VALUES ?x { "=1+1" "@a" "-2" "plain" } }')
    assert out.splitlines()[1:] == ["'=1+1", "'@a", "'-2", "plain"]


def test_queries_lists_and_prints(run):
    assert {row["name"] for row in table(run("queries")[1])} == set(kg.queries("ask"))
    assert run("queries", "who-committed")[1] == kg.queries()["who-committed"].text


def test_sources(run):
    assert {row["publisher_label"] for row in table(run("sources", "--publisher", "IT Pro")[1])} == {"IT Pro"}


def test_index_and_coverage_are_fresh(run):
    code, out, _ = run("index", "--check")
    assert code == 0, out


def test_no_two_entries_for_one_actor(run):
    """A new pair is one actor (merge them) or two (put them into data/different.csv, with the reason)."""
    code, out, _ = run("similar")
    assert code == 0, out


def test_similar_finds_a_near_name(run, tmp_path):
    (tmp_path / "reference").mkdir()
    names = ["Acme Foundation", "The Foundation of Acme"]
    text = "@prefix id: <https://w3id.org/aec/id/> . @prefix org: <http://www.w3.org/ns/org#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    (tmp_path / "reference/organisations.ttl").write_text(text + "".join(f'id:o{i} a org:Organization ; rdfs:label "{name}"@en .\n' for i, name in enumerate(names)))
    code, out, _ = run("similar", "--data", str(tmp_path))
    assert code == 1 and [(row["one"], row["other"]) for row in table(out)] == [("id:o0", "id:o1")]


def test_every_source_was_read_twice(bundled):
    """A file that a second reader has not compared with its source waits in data/pending."""
    waiting = bundled.frame("SELECT ?source { ?source a aec:Source FILTER NOT EXISTS { ?source aec:reviewedOn ?day } }")
    assert waiting["source"].tolist() == []


def test_what_waits_is_well_formed(run):
    code, out, err = run("validate", str(ROOT / "data/pending/reference"), str(ROOT / "data/pending/sources"))
    assert code == 0, out
