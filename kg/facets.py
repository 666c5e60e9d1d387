"""What commitments are about: their holders, kinds, scopes and initiatives, with all that contain them.

Gathered once by three simple queries. Who says so is kept, so that what is chosen is known by K too;
the hierarchies are reference data and the same on any day.
"""

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

from kg import terms
from kg.engine import Engine
from kg.memory import uncollected
from kg.query import find, term

FACETS = ("holder", "technology", "kind", "place", "initiative")
# The hierarchy in which a facet of a commitment or scope is broader or narrower.
HIERARCHY = {
    "holder": "part of",
    "technology": "kind of",
    "kind": "broader",
    "activity": "broader",
    "purpose": "broader",
    "place": "contained in",
}

# Where the words for a facet are looked up: a scheme of concepts, or things of one type.
_SCHEMES = {"kind": "v:commitment-kinds", "activity": "v:activities", "purpose": "v:purposes"}


class Facets:
    """The facets of every commitment, and the hierarchies to compare them by."""

    def __init__(self, engine: Engine) -> None:
        self._said: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        self._saying: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        for source, commitment, facet, value in engine._plain(find("facets", "status")):
            name = facet.removeprefix(terms.AEC)
            self._said[name][commitment].append((source, value))
            self._saying[name][value].append((source, commitment))
        self.scopes: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._covering: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for scope, facet, value in engine._plain(find("scopes", "status")):
            self.scopes[scope][facet].add(value)
            self._covering[facet][value].add(scope)
        self._up: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._down: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for relation, narrow, broad in engine._plain(find("broader", "status")):
            self._up[relation][narrow].add(broad)
            self._down[relation][broad].add(narrow)

    def values(self, name: str, commitment: str, sources: set[str]) -> list[str]:
        """Return what ``sources`` give as ``name`` (holder, kind, under, scope, exception) of a commitment."""
        return sorted({value for source, value in self._said[name].get(commitment, ()) if source in sources})

    def is_law(self, commitment: str, sources: set[str]) -> bool:
        """Return whether ``sources`` give a commitment a kind of law."""
        return terms.VOCAB + "law" in self.above("broader", self.values("kind", commitment, sources))

    def direct(self, relation: str, value: str) -> set[str]:
        """Return what ``value`` is in the relation to, one step up."""
        return self._up[relation].get(value, set())

    def above(self, relation: str, values: Iterable[str]) -> set[str]:
        """Return ``values`` and all that contain them."""
        return _closure(self._up[relation], values)

    def below(self, relation: str, values: Iterable[str]) -> set[str]:
        """Return ``values`` and all that they contain."""
        return _closure(self._down[relation], values)

    def commitments(self, facet: str, value: str, sources: set[str]) -> set[str]:
        """Return the commitments that ``sources`` give this facet (one of ``FACETS``), or a narrower one."""
        if facet == "initiative":
            return self._with("under", [value], sources)
        wanted = self.below(HIERARCHY[facet], [value])
        if facet == "technology":
            return self._about("technology", wanted, sources)
        if facet == "place":
            local = (holder for place in wanted for holder in self._down["located in"].get(place, ()))
            return self._about("place", wanted, sources) | self._with("holder", local, sources)
        return self._with(facet, wanted, sources)

    def naming(self, technologies: Iterable[str], sources: set[str]) -> set[str]:
        """Return the commitments with a scope or an exception that names one of ``technologies``."""
        scopes = {scope for technology in technologies for scope in self._covering["technology"].get(technology, ())}
        return self._with("scope", scopes, sources) | self._with("exception", scopes, sources)

    def _with(self, name: str, values: Iterable[str], sources: set[str]) -> set[str]:
        saying = self._saying[name]
        return {commitment for value in values for source, commitment in saying.get(value, ()) if source in sources}

    def _about(self, facet: str, values: Iterable[str], sources: set[str]) -> set[str]:
        return self._with("scope", {scope for value in values for scope in self._covering[facet].get(value, ())}, sources)


def _closure(steps: dict[str, set[str]], values: Iterable[str]) -> set[str]:
    """Return what is reached from ``values`` in any number of steps; a circle in the data ends it, too."""
    found, todo = set(), list(values)
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += steps.get(one, ())
    return found


@uncollected()
def facets(engine: Engine) -> Facets:
    """Return the facets of ``engine``, gathered once and kept until data is added."""
    if engine.kept.get("facets") is None:
        engine.kept["facets"] = Facets(engine)
    return engine.kept["facets"]


def entity(engine: Engine, name: str, facet: str = "") -> str:
    """Return the IRI of a thing that is in the data: a CURIE or IRI, or the words of one label of its sort.

    ``facet`` says which sort is meant, so that "use" is the activity and not every scope with that
    word. Raises ``LookupError`` with near names when there is no such thing, or more than one.

    >>> import kg
    >>> graph = kg.load()
    >>> entity(graph, "use", "activity"), entity(graph, "id:ibm")
    ('https://w3id.org/aec/vocab/use', 'https://w3id.org/aec/id/ibm')
    """
    from kg.names import resolve

    try:
        iri = terms.expand(name)
    except ValueError:
        pass
    else:
        if engine.ask(f"ASK {{ {{ {term(iri)} ?p ?o }} UNION {{ ?s ?p {term(iri)} }} }}"):
            return iri
        return resolve(engine, name)  # which says what is near
    if facet in _SCHEMES:
        return _concept(engine, name, facet)
    return resolve(engine, name, role=facet)


def _concept(engine: Engine, name: str, facet: str) -> str:
    """Return the concept of the facet's scheme with this label, or this last part of its IRI."""
    labels, concepts = set(), {}
    for row in engine.solutions(find("concepts", "status"), scheme=_SCHEMES[facet]):
        label, iri = row["label"].value.casefold(), row["concept"].value
        labels.add(label)
        concepts |= {label: iri, iri.removeprefix(terms.VOCAB): iri}
    if iri := concepts.get(name.casefold()):
        return iri
    near = get_close_matches(name.casefold(), sorted(labels), 3)
    raise LookupError(f"no {facet} is called {name!r}; " + (f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(sorted(labels))}"))
