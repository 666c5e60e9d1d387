"""The documents: every command in them runs, every path in them exists, every word of code is current."""

import re
import shlex

import pytest
from click.testing import CliRunner

import kg
import servers
from conftest import SEED
from helpers import ROOT
from kg import paths, source
from kg.cli import main

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("bench/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted({line.removeprefix("$ ").split("  #")[0].strip() for page in PAGES for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("$ kg ")})


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


SERVER = "http://127.0.0.1:7878"


@pytest.fixture(scope="module")
def server():
    """What is told of that address runs on a free one, with the seed article on it."""
    with servers.oxigraph() as started:
        kg.Endpoint(started.query, graph_store=started.graph_store, update=started.update).add(*source.vocabulary(), *source.files([paths.DATA / "reference", SEED]))
        yield started.query.removesuffix("/query")


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_run(command, tmp_path, monkeypatch, request):
    monkeypatch.chdir(tmp_path)
    if SERVER in command:
        command = command.replace(SERVER, request.getfixturevalue("server"))
    if command.startswith("kg load --endpoint"):
        command += f" --update {request.getfixturevalue('server')}/update {SEED}"  # not all of the data
    result = CliRunner().invoke(main, shlex.split(command)[1:])
    assert result.exit_code == 0, result.output
    assert result.stdout.count("\n") > 1, "a command in the documents shows something"


def test_python_in_the_readme_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "build").mkdir()
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102
    assert (tmp_path / "build/commitments.html").stat().st_size > 100_000


def test_sparql_in_the_readme_runs(seed):
    (text,) = blocks("sparql")
    assert {row["where"].value for row in seed.solutions(text)} == {"para 1-2", "para 4"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_exist(page):
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"\]\(([^)#:]+)\)", text)) | {p for p in re.findall(r"`([\w./-]+)`", text) if "/" in p and "<" not in p}
    for target in targets:
        made = target.startswith(("build/", "data/sources/<"))
        assert made or (page.parent / target).exists() or (ROOT / target).exists() or (ROOT / target.rstrip("/")).exists(), f"{page.name}: {target}"


def test_make_targets_in_the_readme_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`?make (\w+)`?", README):
        assert target == "make" or re.search(rf"^{target}:", makefile, re.M) or target in ("Without",), target


def test_the_readme_enters_the_environment_before_it_uses_it():
    lines = [line for line in README.splitlines() if line.startswith("$ ")]
    assert lines[0] == "$ . .venv/bin/activate" and lines[1].startswith("$ kg ")
    assert re.search(r"^VENV := \.venv$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)


def test_every_query_is_listed_somewhere_a_reader_looks():
    listed = CliRunner().invoke(main, ["queries"]).stdout
    assert all(name in listed for name in kg.queries("ask"))
