"""The one layout of a data file: fixed order, one property a line, comments kept.

``kg format`` writes it, so that a diff shows facts and nothing else.
"""

import re
from pathlib import Path

import pyoxigraph as ox

from kg import source, terms
from kg.source import DataError

_TYPE = terms.PREFIXES["rdf"] + "type"
_FIRST = (
    "rdf:type dcterms:title rdfs:label skos:prefLabel skos:altLabel dcterms:publisher dcterms:creator dcterms:issued dcterms:source "
    "dcterms:subject aec:holder aec:kind aec:scope aec:exception aec:addressee aec:announcedOn aec:occurredOn aec:validFrom aec:validUntil "
    "aec:statedDuration aec:endKind"
).split()
_LAST = ["aec:locator", "aec:reviewedOn", "skos:definition", "skos:editorialNote"]
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_COMMENT = re.compile(r"(?m)^#.*\n(?:#.*\n)*\s*(?=\S)")
_PREFIX = re.compile(r"(?im)^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>\s*\.?\s*$")


def layout(text: str, path: Path) -> str:
    """Return the Turtle ``text`` of the file ``path`` in the project's layout.

    Subjects keep their order and the comments that stand before them. Raises ``DataError`` for
    broken Turtle, and for what the layout cannot keep: blank nodes, and comments inside a block.
    """
    base = source.graph_of(path)
    try:
        triples = list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE, base_iri=base))
    except SyntaxError as error:
        raise DataError(path, str(error.msg).partition(": ")[2], error.lineno) from None
    subjects: dict[str, dict[str, set[str]]] = {}
    used: set[str] = set()

    def short(term: ox.NamedNode | ox.Literal) -> str:
        if isinstance(term, ox.BlankNode):
            raise DataError(path, "holds a blank node; give it a name of its own")
        if isinstance(term, ox.Literal):
            plain = term.language or term.datatype.value.endswith("#string")
            return str(term) if plain else f"{ox.Literal(term.value)}^^{short(term.datatype)}"
        if term.value == base:
            return "<>"
        prefix, _, local = terms.curie(term.value).partition(":")
        if prefix in terms.PREFIXES and _LOCAL.fullmatch(local):
            used.add(prefix)
            return f"{prefix}:{local}"
        return f"<{term.value}>"

    for triple in triples:
        predicates = subjects.setdefault(short(triple.subject), {})
        predicates.setdefault(terms.curie(triple.predicate.value), set()).add(short(triple.object))
        if triple.predicate.value != _TYPE:
            short(triple.predicate)
    comments, head = _comments(text, subjects, path)
    blocks = [comments.get(subject, "") + _block(subject, predicates) for subject, predicates in subjects.items()]
    prefixes = "".join(f"@prefix {name}: <{terms.PREFIXES[name]}> .\n" for name in sorted(used))
    return f"{head}{prefixes}\n" + "\n".join(blocks)


def _block(subject: str, predicates: dict[str, set[str]]) -> str:
    def order(name: str) -> tuple[int, str]:
        return (_FIRST.index(name) if name in _FIRST else 200 + _LAST.index(name) if name in _LAST else 100, name)

    lines = [f"{'a' if name == 'rdf:type' else name} {' , '.join(sorted(predicates[name]))}" for name in sorted(predicates, key=order)]
    return f"{subject} " + " ;\n  ".join(lines) + " .\n"


def _comments(text: str, subjects: dict[str, dict[str, set[str]]], path: Path) -> tuple[dict[str, str], str]:
    """Return the comment before each subject, and the one at the head of the file."""
    found, head, kept = {}, "", 0
    for match in _COMMENT.finditer(text):
        block, after = match[0].rstrip() + "\n", text[match.end() :].split(None, 1)[0]
        kept += block.count("\n")
        if match.start() == 0:
            head = block
        elif after in subjects:
            found[after] = block
        else:
            raise DataError(path, f"the comment {block.strip()!r} stands before nothing that could carry it")
    if kept != len(re.findall(r"(?m)^\s*#", text)):
        raise DataError(path, "a comment stands inside a block; put it on a line of its own before the block")
    return found, head
