"""From words to things: search by words, and the one thing that a name means."""

from dataclasses import dataclass
from difflib import get_close_matches

from kg import terms
from kg.engine import Engine
from kg.query import Query


@dataclass(frozen=True)
class Match:
    """A thing found by its name: CURIE, preferred label, type, and the name that matched."""

    curie: str
    label: str
    type: str
    name: str


def search(engine: Engine, words: str, *, type: str | None = None, limit: int = 20) -> list[Match]:
    """Return things whose name holds every one of ``words``, whatever the case; the closest first.

    ``type`` keeps one type only, such as ``"Organisation"`` or ``"Commitment"``. Raises ``ValueError``
    where there is no word to look for.

    >>> import kg
    >>> [match.curie for match in kg.search(kg.load(), "rescue trafficking")]
    ['id:scope-rekognition-anti-trafficking']
    """
    wanted = words.casefold().split()
    if not wanted:
        raise ValueError("no word to look for; `kg find police` finds what has it in its name")
    found: dict[str, tuple[tuple[int, int, str], Match]] = {}
    for match in every_name(engine):
        name = match.name.casefold()
        if not all(word in name for word in wanted) or (type and match.type.casefold() != type.casefold()):
            continue
        # A name that is the words comes before one that starts with them, and short before long.
        rank = (0 if name.split() == wanted else 1 if name.startswith(words.casefold()) else 2, len(name), match.curie)
        if match.curie not in found or rank < found[match.curie][0]:
            found[match.curie] = (rank, match)
    return [match for _, match in sorted(found.values(), key=lambda pair: pair[0])[:limit]]


# What a parameter or option of this name can mean, so that its words are looked for among these only.
_ACTORS = {"Organisation", "Person", "Group"}
MEANS = {
    "technology": {"Technology"},
    "holder": _ACTORS,
    "actor": _ACTORS,
    "user": _ACTORS | {"Actor category"},
    "addressee": _ACTORS | {"Actor category"},
    "publisher": {"Organisation"},
    "organisation": {"Organisation"},
    "person": {"Person"},
    "initiative": {"Initiative"},
    "place": {"Place"},
    "commitment": {"Commitment"},
}


def resolve(engine: Engine, name: str, *, role: str = "") -> str:
    """Return the IRI that ``name`` means: a CURIE or IRI in the graph, or the words of one label.

    ``role`` is the name of the parameter that is to take it; words for a technology then mean
    technologies only. Raises ``LookupError`` with the near names when there is no such thing, or
    more than one.

    >>> import kg
    >>> kg.resolve(kg.load(), "amazon rekognition", role="technology")
    'https://w3id.org/aec/id/rekognition'
    """
    try:
        iri = terms.expand(name)
    except ValueError:
        iri = None
    if iri is not None:
        if every_name(engine, entity=iri):
            return iri
        near = get_close_matches(terms.curie(iri), sorted({match.curie for match in every_name(engine)}), 3)
        raise LookupError(_no_such(name, near))
    matches = every_name(engine, types=MEANS.get(role))
    if any(match.curie == f"id:{name}" for match in matches):
        return terms.expand(f"id:{name}")
    exact = {match.curie: match for match in matches if match.name.casefold() == name.casefold()}
    words = name.casefold().split()
    chosen = exact or {match.curie: match for match in matches if all(word in match.name.casefold() for word in words)}
    if len(chosen) == 1:
        return terms.expand(next(iter(chosen)))
    if chosen:
        nearest = sorted(chosen.values(), key=lambda match: (len(match.name), match.curie))[:5]
        raise LookupError(f"{name!r} could be {', '.join(f'{match.curie} ({match.label})' for match in nearest)}; use the name before the bracket")
    raise LookupError(_no_such(name, get_close_matches(name, sorted({match.name for match in matches}), 3)))


def _no_such(name: str, near: list[str]) -> str:
    return f"nothing is called {name!r}" + (f"; did you mean {' or '.join(near)}?" if near else "; try `kg find WORDS`")


def every_name(engine: Engine, *, entity: str | None = None, types: set[str] | None = None) -> list[Match]:
    """Return every name of every thing, or of one, or of those of some types; preferred ones and others."""
    preferred: dict[str, str] = {}
    matches = []
    classes = _classes(engine, types) if types else None
    for iri, name, prefers, kind in engine._plain("names", entity=entity, **{"class": classes}):
        curie = terms.curie(iri)
        if prefers == "true":
            preferred.setdefault(curie, name)
        matches.append(Match(curie, preferred.get(curie, name), kind, name))
    return matches


def _classes(engine: Engine, labels: set[str]) -> list[str]:
    import pyoxigraph as ox

    called = Query("classes", "SELECT DISTINCT ?class { VALUES ?label { UNDEF } ?class rdfs:label ?label }")
    return [iri for (iri,) in engine._plain(called, label=[ox.Literal(label, language="en") for label in sorted(labels)])]
