"""RDF files: which there are, their format, and the graph each one fills."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import Any, BinaryIO

from kg import paths, terms

#: what is called with the number of bytes read since the last call
Seen = Callable[[int], None]

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

    def open(self, seen: Seen = lambda count: None) -> BinaryIO:
        """Open the file for reading bytes, unpacked when its name ends in ``.gz``; ``seen`` counts those of the file itself.

        Raises ``DataError``, also while it is read.
        """
        return io.BufferedReader(_Bytes(self.path, seen), 1 << 20)

    def broken(self, error: SyntaxError) -> DataError:
        """Return what pyoxigraph's parser finds wrong in the file, with the line."""
        return DataError(self.path, str(error.msg).partition(": ")[2] or str(error), error.lineno)


class _Bytes(io.RawIOBase):
    """The unpacked bytes of a file: counts the packed ones, and names the file when it cannot be read."""

    def __init__(self, path: Path, seen: Seen) -> None:
        self._path, self._seen = path, seen
        try:
            self._packed = path.open("rb")
        except OSError as error:
            raise DataError(path, error.strerror or str(error)) from None
        self._unpacked = gzip.GzipFile(fileobj=self._packed) if path.suffix == ".gz" else self._packed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        before = self._packed.tell()
        try:
            data = self._unpacked.read(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            raise DataError(self._path, getattr(error, "strerror", None) or str(error)) from None
        if not data and self._unpacked is not self._packed and not self._packed.tell():
            raise DataError(self._path, "is empty, which no gzip file is; fetch or pack it again")
        self._seen(self._packed.tell() - before)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._packed.close()
        super().close()


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


def chosen(data: Iterable[str | Path], bundled_too: bool) -> list[File]:
    """Return what a store of ``data`` is loaded from: the vocabularies, on request the bundled data, and ``data``."""
    return [*vocabulary(), *(bundled() if bundled_too else []), *files(data)]


def bundled() -> list[File]:
    """Return the files of the bundled data: reference first, then the sources by date."""
    return list(files([paths.DATA / "reference", paths.DATA / "sources"]))


def vocabulary() -> list[File]:
    """Return the ontology and the vocabularies, which every store holds."""
    return [File(paths.ONTOLOGY / f"{name}.ttl", terms.GRAPH + name) for name in ("ontology", "vocab")]


def listed(data: Iterable[File | str | Path]) -> list[File]:
    """Return ``data`` as files: those that are, as they are, and what the rest name."""
    return [file for one in data for file in ([one] if isinstance(one, File) else files([one]))]


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
