"""The package: floors, public names, light imports, and a wheel that works away from the checkout."""

import ast
import subprocess
import sys

import pytest

import kg
from helpers import ROOT

FLOORS = [
    {"paths", "terms", "dates", "memory", "output", "sparql", "virtuoso"},
    {"source", "query", "tsv"},
    {"engine", "protocol", "upload", "loading", "folder"},
    {"store", "endpoint", "names", "history", "catalogue", "turtle"},
    {"decision", "facets", "cache", "said"},
    {"status", "validate", "layout"},
    {"project", "draw", "coverage", "similar", "bars", "changes", "covers", "expiring", "asking"},
    {"timeline", "questions", "moments", "positions"},
    {"sentences"},
    {"explore", "cli_common"},
    {"cli_status", "cli_data", "cli_load"},
    {"__init__"},
    {"cli"},
    {"__main__"},
]
LEVEL = {module: floor for floor, modules in enumerate(FLOORS) for module in modules}
MODULES = sorted((ROOT / "kg").glob("*.py"))


def imported(path):
    """Yield the modules of ours that a file imports, at the top or inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "kg":
            submodule = node.module.partition(".")[2]
            yield from [submodule] if submodule else [a.name if (ROOT / "kg" / f"{a.name}.py").exists() else "__init__" for a in node.names]
        elif isinstance(node, ast.Import):
            yield from (a.name.partition(".")[2] or "__init__" for a in node.names if a.name.split(".")[0] == "kg")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_only_from_floors_below(path):
    for name in imported(path):
        assert LEVEL[name] < LEVEL[path.stem], f"{path.name} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_says_what_it_does_in_its_first_line(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))).splitlines()[0].endswith(".")


def test_public_names_are_sorted_and_documented():
    assert kg.__all__ == sorted(kg.__all__)
    for name in kg.__all__:
        assert getattr(kg, name).__doc__, name


def test_import_brings_nothing_heavy():
    code = "import sys, kg; print(sorted(set(sys.modules) & {'rdflib', 'networkx', 'pandas', 'pyvis', 'oxrdflib', 'numpy', 'scipy', 'rich', 'click', 'shacl', 'requests'}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout == "[]\n"


def test_a_plain_query_brings_neither_rdflib_nor_pandas():
    code = "import sys; from kg.cli import main; main(['query', 'open-questions'], standalone_mode=False); print(sorted(set(sys.modules) & {'rdflib', 'networkx', 'pandas', 'pyvis', 'numpy', 'rich', 'requests'}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout.endswith("[]\n")


def test_the_wheel_works_away_from_the_checkout(tmp_path):
    """Build a wheel, unpack it elsewhere, and ask it from there."""
    import zipfile

    build = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    name = subprocess.run([sys.executable, "-c", build, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()[-1]
    with zipfile.ZipFile(tmp_path / name) as wheel:
        wheel.extractall(tmp_path / "site")
        names = set(wheel.namelist())
    for path in [*ROOT.glob("kg/**/*"), *ROOT.glob("data/**/*"), *ROOT.glob("ontology/*")]:
        relative = path.relative_to(ROOT).as_posix()
        if path.is_file() and "__pycache__" not in relative and not relative.startswith("data/pending/"):
            # What waits for a second reader is no part of the data set.
            assert (relative if relative.startswith("kg/") else f"kg/{relative}") in names, relative
    code = "import kg; assert '/site/' in kg.__file__; print(len(kg.load().frame('who-committed')) > 3, len([p for p in kg.validate(kg.load()) if p.severity == 'error']))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path / "site"), "PATH": ""})
    assert run.stdout == "True 0\n", run.stderr


def test_the_command_starts():
    out = subprocess.run([sys.executable, "-m", "kg", "--version"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert out.startswith("kg, version ")


def test_nothing_names_a_registry_or_a_path_of_one_machine():
    import re

    bad = re.compile(r"(?<![\w.])/(?:work|root|home|farm)/[a-z.]|registry\.npmjs|files\.pythonhosted|pypi\.org/simple|deb\.debian")
    files = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True, cwd=ROOT).stdout.split("\n")
    for name in files:
        if name and not name.endswith((".png", ".svg")) and name != "tests/test_package.py" and (ROOT / name).is_file():
            assert not bad.search((ROOT / name).read_text(encoding="utf-8")), name


def test_a_public_name_is_not_hidden_by_its_module():
    code = "import kg.status, kg.draw, kg.validate, kg.project; import kg; "
    code += "print([callable(getattr(kg, name)) for name in kg.__all__].count(False), sorted(kg._MODULE_OF) == kg.__all__)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout == "0 True\n"
