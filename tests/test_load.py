"""`kg load`: stores on disk made and added to whole or not at all, whatever happens, while others read them."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import kg
from kg import folder
from kg.cli import main

QUADS = """<https://w3id.org/aec/id/{n}> <http://www.w3.org/2000/01/rdf-schema#label> "number {n}"@en <https://w3id.org/aec/source/{n}> .
<https://w3id.org/aec/id/{n}> <https://w3id.org/aec/ontology#note> "in no graph" .
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a function that runs `kg` in an empty folder and returns exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        result = CliRunner().invoke(main, words, prog_name="kg")
        assert not result.exception or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr

    return run


def quads(name, *numbers):
    Path(name).write_text("".join(QUADS.format(n=n) for n in numbers))
    return name


def held(store):
    """Return which of the numbers a store holds, seen in the merge."""
    rows = kg.load(store=store).solutions("SELECT ?s { ?s aec:note ?note }")
    return sorted(int(kg.curie(row["s"].value).removeprefix("id:")) for row in rows)


def beside(path):
    return sorted(one.name for one in path.iterdir() if one.name.startswith("."))


def killed(code):
    """Run Python code that ends by SIGKILL."""
    assert subprocess.run([sys.executable, "-c", f"import os, kg, pathlib\n{code}"]).returncode == -9


def test_load_says_what_it_did_and_what_to_do_next(run):
    code, out, err = run("load", quads("a.nq", 1, 2), "--store", "new/store")
    assert (code, err) == (0, "")
    assert f"new/store: {len(kg.load(store='new/store')):,} triples, 5 graphs, loaded in " in out and out.endswith("next: kg stats --store new/store\n")
    assert run("stats", "--store", "new/store")[0] == 0 and held("new/store") == [1, 2]


def test_append_adds_and_a_second_time_changes_nothing(run, tmp_path):
    run("load", quads("a.nq", 1), "--store", "store")
    for _ in range(2):
        assert run("load", quads("b.nq", 2), "--store", "store", "--append")[0] == 0
        assert held("store") == [1, 2]
    assert beside(tmp_path) == [] and len(list(kg.load(store="store").inner)) == len(list(kg.load("a.nq", "b.nq").inner))


def test_bundled_data_can_be_added_to_ones_own(run):
    code, out, _ = run("load", quads("a.nq", 1), "--bundled", "--store", "store")
    assert code == 0 and kg.load(store="store").ask("ASK { id:amazon a org:Organization . id:1 aec:note ?note }")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("a.nq", "--store", "there"), 1, "kg: there: exists already; add to it with --append"),
        (("a.nq", "--store", "nowhere", "--append"), 1, "kg: nowhere: no such store"),
        (("--store", "there", "--append"), 2, "--append needs DATA"),
        (("a.nq",), 2, "name one place to load into"),
        (("a.nq", "--store", "plain", "--append"), 1, "kg: plain: is not a store"),
        (("a.nq", "--store", "a.nq/store"), 1, "a.nq/store: cannot be written: "),
        (("a.nq", "bad.nq", "--store", "other"), 1, "kg: bad.nq:3: "),
        (("a.nq", "bad.nq", "--store", "there", "--append"), 1, "kg: bad.nq:3: "),
        (("cut.nq.gz", "--store", "other"), 1, "kg: cut.nq.gz: Compressed file ended"),
        (("empty.nq.gz", "--store", "other"), 1, "kg: empty.nq.gz: is empty, which no gzip file is"),
        (("a.nq", "empty.nq.gz", "--store", "there", "--append"), 1, "kg: empty.nq.gz: is empty"),
        (("latin.nq", "--store", "other"), 1, "kg: latin.nq:1: "),
    ],
)
def test_what_cannot_be_loaded_is_told_in_one_line_and_changes_nothing(run, tmp_path, words, code, message):
    import gzip

    run("load", quads("a.nq", 1), "--store", "there")
    Path("plain").mkdir()
    Path("plain/mine.txt").write_text("mine")
    Path("bad.nq").write_text(QUADS.format(n=2) + "nonsense\n")
    Path("cut.nq.gz").write_bytes(gzip.compress(Path(quads("c.nq", *range(100))).read_bytes())[:-20])
    Path("empty.nq.gz").touch()
    Path("latin.nq").write_bytes(QUADS.format(n=1).replace("number", "numéro").encode("latin-1"))
    before = sorted(tmp_path.iterdir())
    got, out, err = run("load", *words)
    assert (got, out) == (code, "") and message in err and (code == 2 or err.count("\n") == 1)
    assert sorted(tmp_path.iterdir()) == before and held("there") == [1] and Path("plain/mine.txt").read_text() == "mine"


def test_a_full_disk_is_told_of_the_store_not_of_the_data(run, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("kg.store.onto_disk", full)
    assert run("load", quads("a.nq", 1), "--store", "store") == (1, "", "kg: store: cannot be written: No space left on device\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.nq"]


def test_a_killed_load_leaves_no_store_and_the_next_clears_up(run, tmp_path):
    quads("a.nq", 1)
    killed("kg.load('a.nq', store='store', progress=lambda done, total: os.kill(os.getpid(), 9))")
    assert not Path("store").exists() and beside(tmp_path) == [".store.lock", ".store.new"]
    assert run("stats", "--store", "store") == (1, "", "kg: store: no such store; `kg load` makes one\n")
    assert run("load", "a.nq", "--store", "store")[0] == 0
    assert held("store") == [1] and beside(tmp_path) == []


def test_a_killed_append_leaves_the_store_as_it_was(run, tmp_path):
    run("load", quads("a.nq", 1), "--store", "store")
    quads("b.nq", 2)
    killed("kg.load('b.nq', store='store', append=True, progress=lambda done, total: os.kill(os.getpid(), 9))")
    assert held("store") == [1]
    assert run("load", "b.nq", "--store", "store", "--append")[0] == 0
    assert held("store") == [1, 2] and beside(tmp_path) == []


def test_an_append_killed_between_its_renames_loses_nothing(run, tmp_path):
    run("load", quads("a.nq", 1), "--store", "store")
    quads("b.nq", 2)
    killed("rename = pathlib.Path.rename\npathlib.Path.rename = lambda self, to: (rename(self, to), os.kill(os.getpid(), 9))\nkg.load('b.nq', store='store', append=True)")
    assert not Path("store").exists() and held("store") == [1], "readers find it aside"
    assert run("load", "b.nq", "--store", "store")[0] == 1, "a new store would hide it"
    assert run("load", "b.nq", "--store", "store", "--append")[0] == 0
    assert held("store") == [1, 2] and beside(tmp_path) == []


def test_one_writer_at_a_time(run):
    run("load", quads("a.nq", 1), "--store", "store")
    with folder._only_writer(Path("store")):
        code, _, err = run("load", "a.nq", "--store", "store", "--append")
        assert code == 1 and "another load is writing it" in err
    writing = [sys.executable, "-c", "import pyoxigraph; store = pyoxigraph.Store('store'); print('open', flush=True); input()"]
    with subprocess.Popen(writing, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout.readline() == "open\n"
        code, _, err = run("load", "a.nq", "--store", "store", "--append")
        server.communicate("\n", timeout=30)
    assert code == 1 and "another program has it open for writing" in err
    assert run("load", "a.nq", "--store", "store", "--append")[0] == 0


def test_readers_read_on_while_a_store_is_added_to(run):
    """The store has more tables than a reader opens at first, and appends put others in its place."""
    run("load", quads("a.nq", 0), "--store", "store")
    store = ox.Store("store")
    for n in range(1, 30):
        store.bulk_load(QUADS.format(n=n), format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    reading = [sys.executable, "-c", "import kg; s = kg.load(store='store'); print('open', flush=True)\nwhile input(): print(len(list(s.solutions('SELECT ?s { ?s aec:note ?note }'))), flush=True)"]
    readers = [subprocess.Popen(reading, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    try:
        assert [reader.stdout.readline() for reader in readers] == ["open\n"] * 3
        for n in (30, 31):
            assert run("load", quads("b.nq", n), "--store", "store", "--append")[0] == 0
            for reader in readers:
                reader.stdin.write("count\n")
                reader.stdin.flush()
            assert [reader.stdout.readline() for reader in readers] == ["30\n"] * 3
    finally:
        for reader in readers:
            reader.communicate("\n", timeout=30)
    assert held("store") == list(range(32))


def test_what_an_append_no_longer_uses_is_kept_for_readers_until_the_next(run):
    """A store that compacts what was added to, as a big one does by itself."""

    def add(n):
        def fill(store):
            store.bulk_load(QUADS.format(n=n), format=ox.RdfFormat.N_QUADS)
            store.optimize()

        folder.write(Path("store"), fill, append=True)
        return {table.name for table in Path("store").glob("*.sst")}

    run("load", quads("a.nq", 1), "--store", "store")
    first = {table.name for table in Path("store").glob("*.sst")}
    second = add(2)
    assert first < second
    third = add(3)
    assert not first <= third and second - first <= third


@pytest.mark.parametrize("change", [str, lambda text: text.replace(" .\n", "\t.# a comment <a:b> .\n")], ids=["plain", "by hand"])
def test_a_big_file_of_quads_is_loaded_as_a_small_one_is(run, monkeypatch, change):
    def ours(store):
        return set(store.inner.quads_for_pattern(None, ox.NamedNode(kg.expand("aec:note")), None)) | set(store.inner.quads_for_pattern(None, None, ox.Literal("number 2", language="en")))

    Path("a.nq").write_text(change(Path(quads("a.nq", 1, 2, 3)).read_text()))
    small = ours(kg.load("a.nq"))
    assert len(small) == 8
    monkeypatch.setattr("kg.loading._BATCH", 10)
    assert ours(kg.load("a.nq", store="lines")) == small
    Path("a.trig").write_bytes(ox.serialize(ox.parse(path="a.nq"), format=ox.RdfFormat.TRIG))
    assert ours(kg.load("a.trig", store="trig")) == small


def test_a_bar_is_shown_on_a_terminal(run):
    import pty

    ours, theirs = pty.openpty()
    words = "load", quads("a.nq", 1), "--store", "store"
    subprocess.run([sys.executable, "-m", "kg", *words], stderr=theirs, env=os.environ | {"TERM": "xterm"}, stdout=subprocess.DEVNULL, check=True)
    os.close(theirs)
    with open(ours, "rb", buffering=0) as terminal:
        assert b"loading" in terminal.read(4096)
