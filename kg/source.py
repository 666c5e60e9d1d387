"""RDF files: which there are, their format, and the graph each one fills."""

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import BinaryIO

from kg import paths, terms

FORMATS = {
    ".ttl": "TURTLE",
    ".trig": "TRIG",
    ".nt": "N_TRIPLES",
    ".nq": "N_QUADS",
    ".rdf": "RDF_XML",
    ".owl": "RDF_XML",
    ".xml": "RDF_XML",
    ".jsonld": "JSON_LD",
}


class DataError(ValueError):
    """A file that cannot be used: its path, the line where known, and the reason."""

    def __init__(self, path: str | Path, reason: str, line: int | None = None) -> None:
        self.path, self.line, self.reason = Path(path), line, reason
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")


@dataclass(frozen=True)
class File:
    """One RDF file and the IRI of the named graph that holds it, which is also its base IRI."""

    path: Path
    graph: str

    @property
    def format(self) -> str:
        """The name of the file's format in ``pyoxigraph.RdfFormat``."""
        return FORMATS[_suffix(self.path)]

    def open(self) -> BinaryIO:
        """Open the file for reading bytes, unpacked when its name ends in ``.gz``."""
        return gzip.open(self.path, "rb") if self.path.suffix == ".gz" else self.path.open("rb")


def _suffix(path: Path) -> str:
    return Path(path.name.removesuffix(".gz")).suffix.lower()


def graph_of(path: Path) -> str:
    """Return the graph of a file: its name is its key, so a source is found by its slug.

    >>> graph_of(Path("data/sources/2020/2020-06-11-it-pro-amazon-rekognition.ttl"))
    'https://w3id.org/aec/source/2020-06-11-it-pro-amazon-rekognition'
    """
    stem = Path(path.name.removesuffix(".gz")).stem
    if path.parent.name == "reference":
        return f"{terms.GRAPH}reference/{stem}"
    # A name may hold what an IRI may not (spaces, quotes); such characters become hyphens.
    return terms.SOURCE + "".join(c if c.isalnum() or c in "-._~" else "-" for c in stem)


def bundled() -> list[File]:
    """Return the files of the bundled data: reference first, then the sources by date."""
    return list(files([paths.DATA / "reference", paths.DATA / "sources"]))


def vocabulary() -> list[File]:
    """Return the ontology and the vocabularies, which every store holds."""
    return [File(paths.ONTOLOGY / f"{name}.ttl", terms.GRAPH + name) for name in ("ontology", "vocab")]


def files(data: Iterable[str | Path]) -> Iterator[File]:
    """Yield the RDF files that ``data`` (files, folders, globs) names, each once.

    Raises ``DataError`` for a name that matches nothing, for an unknown format, and for two files
    that would fill one graph.
    """
    seen: dict[str, Path] = {}
    for path in (path for name in data for path in _expand(name)):
        file = File(path, graph_of(path))
        if (other := seen.setdefault(file.graph, path)).resolve() != path.resolve():
            raise DataError(path, f"would fill the same graph as {other}; rename one of them")
        if other is path:
            yield file


def _expand(name: str | Path) -> list[Path]:
    path = Path(name).expanduser()
    if path.is_dir():
        return sorted(p for p in path.rglob("*") if p.is_file() and _suffix(p) in FORMATS)
    found = [path] if path.is_file() else [Path(p) for p in sorted(glob(str(path), recursive=True)) if Path(p).is_file()]
    if not found:
        raise DataError(name, "no such file or folder")
    for one in found:
        if _suffix(one) not in FORMATS:
            raise DataError(one, f"unknown format; name it {', '.join(FORMATS)}, with .gz or without")
    return found
