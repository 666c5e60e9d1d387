"""Two real SPARQL servers on free ports of this machine: the Oxigraph server and Virtuoso.

    with servers.virtuoso() as server:
        server.load("data.nq")
        kg.Endpoint(server.query, auth=server.auth)

Each lives in a temporary folder and stops with its ``with`` block, and when the tests are killed.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from helpers import ROOT

_START = 60  # seconds that a server may take to answer
_UNPACKED = ROOT / "build" / "virtuoso"  # where .ci/servers puts it when it may not install


@dataclass(frozen=True)
class Server:
    """A running server: its addresses, user and password where it asks for them, and its process."""

    name: str
    query: str
    update: str
    graph_store: str
    auth: tuple[str, str] | None
    pid: int
    #: loads an N-Quads file the fastest way the server has
    load: Callable[[str | Path], None]


@contextmanager
def oxigraph(folder: str | Path | None = None) -> Iterator[Server]:
    """Start the Oxigraph server, in memory or on ``folder``."""
    command = _beside_python("oxigraph")
    if command is None:
        raise FileNotFoundError("the Oxigraph server: pip install oxigraph")
    port = _free_port()
    at = f"http://127.0.0.1:{port}"

    def load(path: str | Path) -> None:
        with Path(path).open("rb") as stream:
            request = urllib.request.Request(f"{at}/store?no_transaction", stream, {"Content-Type": "application/n-quads", "Content-Length": str(Path(path).stat().st_size)}, method="POST")
            urllib.request.urlopen(request, timeout=3600).close()

    location = ["--location", str(folder)] if folder else []
    with _running([command, "serve", *location, "--bind", f"127.0.0.1:{port}"], port) as pid:
        yield Server("oxigraph", f"{at}/query", f"{at}/update", f"{at}/store", None, pid, load)


@contextmanager
def virtuoso(*, megabytes: int = 400, rows: int = 10_000, seconds: int = 600) -> Iterator[Server]:
    """Start Virtuoso with so much memory for its buffers; ``rows`` is where it cuts answers, as delivered 10,000.

    ``seconds`` is what it lets a query take.
    """
    command, isql = _virtuoso("virtuoso-t"), _virtuoso("isql-vt")
    if command is None or isql is None:
        raise FileNotFoundError("Virtuoso: run .ci/servers, or apt-get install virtuoso-opensource-7-bin")
    with tempfile.TemporaryDirectory(prefix="virtuoso-") as name:
        folder, port, sql = Path(name), _free_port(), _free_port()
        buffers = megabytes * 1024 // 9  # of about 9 kB each
        (folder / "virtuoso.ini").write_text(_INI.format(port=port, sql=sql, buffers=buffers, dirty=buffers * 3 // 4, rows=rows, seconds=seconds))
        at = f"http://127.0.0.1:{port}"

        def ask(text: str) -> None:
            words = [isql, f"127.0.0.1:{sql}", "dba", "dba", "ERRORS=STDOUT", f"exec={text}"]
            done = subprocess.run(words, capture_output=True, text=True, env=_libraries(), timeout=3600)
            if done.returncode or "*** Error" in done.stdout:
                raise RuntimeError(f"Virtuoso: {done.stdout[-400:]}{done.stderr[-400:]}")

        def load(path: str | Path) -> None:
            with tempfile.TemporaryDirectory(dir=folder) as loads:
                # Only names that end in .nq are read for their graphs; the graph named here is unused.
                (Path(loads) / "data.nq").symlink_to(Path(path).resolve())
                ask(f"delete from DB.DBA.LOAD_LIST; ld_dir('{loads}', '*.nq', 'urn:unused'); rdf_loader_run(); checkpoint;")
                ask("select signal('42000', ll_error) from DB.DBA.LOAD_LIST where ll_error is not null;")

        with _running([command, "+foreground", "+configfile", "virtuoso.ini"], port, folder, _libraries()) as pid:
            yield Server("virtuoso", f"{at}/sparql-auth", f"{at}/sparql-auth", f"{at}/sparql-graph-crud-auth", ("dba", "dba"), pid, load)


def has_virtuoso() -> bool:
    """Say whether Virtuoso is here."""
    return None not in (_virtuoso("virtuoso-t"), _virtuoso("isql-vt"))


@contextmanager
def _running(command: list[str], port: int, folder: Path | None = None, environment: dict[str, str] | None = None) -> Iterator[int]:
    """Run a server while the block lasts, from when it takes connections."""
    if guard := shutil.which("setpriv"):
        command = [guard, "--pdeathsig", "KILL", *command]  # not even killed tests leave it running
    with tempfile.TemporaryFile() as log, subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log) as process:
        try:
            end = time.monotonic() + _START
            while not _listens(port):
                if process.poll() is not None or time.monotonic() > end:
                    log.seek(0)
                    raise RuntimeError(f"{command[-1]} did not start: {log.read()[-600:].decode(errors='replace')}")
                time.sleep(0.05)
            yield process.pid
        finally:
            process.kill()


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _beside_python(name: str) -> str | None:
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def _virtuoso(name: str) -> str | None:
    return shutil.which(name, path=str(_UNPACKED / "usr/bin")) or shutil.which(name)


def _libraries() -> dict[str, str]:
    """Return an environment in which unpacked programs find the libraries unpacked with them."""
    folders = sorted({str(path.parent) for path in _UNPACKED.glob("**/*.so*")})
    return os.environ | ({"LD_LIBRARY_PATH": ":".join(folders)} if folders else {})


_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
MaxCheckpointRemap = 2000

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
ThreadsPerQuery = 2
CheckpointInterval = 0
MaxQueryMem = 1G

[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
ServerThreads = 8
Charset = UTF-8

[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = {seconds}
"""
