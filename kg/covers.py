"""Whether a use of a technology is forbidden or restricted by anybody, left free by name, or not covered.

Facts come from simple queries; what follows from them is decided here.
"""

from dataclasses import dataclass
from typing import NamedTuple

from kg import dates, terms
from kg.engine import Engine
from kg.facets import HIERARCHY, Facets, entity, facets
from kg.history import Known
from kg.status import Status, chosen, timelines

# What a kind of commitment means for a use it covers; a narrower kind that is not named here follows the
# nearest broader one. Pledges, principles, disclosures, funding and endorsements forbid nothing by
# themselves, a kind that is not stated may be any of these, and a law that obliges or permits is listed
# because it must not follow "law".
EFFECTS = {
    "moratorium": "forbids",
    "ban": "forbids",
    "discontinuation": "forbids",
    "restriction": "restricts",
    "policy": "restricts",
    "settlement": "restricts",
    "law": "restricts",
    "law-obligation": None,
    "law-permission": None,
}


_PARTIAL = ("user ", "purpose ", "place ")
_NOT_USING = {terms.VOCAB + "govern", terms.VOCAB + "report-on"}
_USING = {terms.VOCAB + name for name in ("use", "real-time-use", "procure", "collect")}


@dataclass(frozen=True, slots=True)
class Covering:
    """A commitment whose scope, or an exception to it, matches the use, with its status.

    ``only`` names the facets of the scope that the question leaves open, such as ``"place id:place-oakland"``.
    """

    status: Status
    holders: tuple[str, ...]
    effect: str
    scope: str
    exception: str | None
    only: tuple[str, ...]

    @property
    def commitment(self) -> str:
        """The CURIE of the commitment."""
        return self.status.commitment


@dataclass(frozen=True, slots=True)
class Coverage:
    """The answer: *forbidden*, *restricted*, *unknown*, *excepted*, *in part* or *not covered*, and what it rests on.

    ``commitments`` forbid or restrict the use, or may; ``exceptions`` leave it free; ``partly`` are
    those for some user, purpose or place only, where the question names none. What is not in force is
    left out.
    """

    verdict: str
    commitments: tuple[Covering, ...]
    exceptions: tuple[Covering, ...]
    partly: tuple[Covering, ...]
    reasons: tuple[str, ...]
    sources: tuple[str, ...]
    on: str
    known_by: str


def covers(
    engine: Engine,
    technology: str,
    *,
    user: str | None = None,
    activity: str | None = None,
    purpose: str | None = None,
    place: str | None = None,
    on: str | None = None,
    known_by: str | None = None,
    **facets: str | None,
) -> Coverage:
    """Return whether this use of ``technology`` by ``user`` is forbidden or restricted on ``on``, as known by ``known_by``.

    A commitment counts when it is in force, its kind forbids or restricts, and its scope contains
    the use: the technology or one it is a kind of, and each facet that is given, itself or something
    broader (categories and parent organisations of a user, broader activities and purposes, larger
    places). A facet missing in the scope means any. Where no place is given, a user's own counts. What
    binds some user, purpose or place only does not decide about a use that names none: it makes the
    answer *in part* when nothing else covers it. A law without a place in its scope holds where its
    maker is. A promise binds its holder: one about using the technology, where it names no user, counts for
    the holder's own use, and one about providing it does not count for the product of somebody else. A scope of making rules or reporting is none of using. An exception leaves the use free
    when every facet it names is given and contained in it. A commitment of unknown status makes the
    answer *unknown* unless another one forbids or restricts for certain.

    Names are CURIEs, IRIs or words of a label; ``facets`` (holder, kind, initiative) narrow the
    commitments looked at. Raises ``ValueError`` for a bad date, ``LookupError`` for an unknown thing.

    >>> import kg
    >>> answer = kg.covers(kg.load(), "id:rekognition", user="v:us-police", on="2020-12-01", known_by="2020-06-11", holder="id:amazon")
    >>> answer.verdict, [one.commitment for one in answer.commitments]
    ('forbidden', ['id:amazon-moratorium-2020'])
    """
    on = dates.check(on or dates.today(), "on")
    lines = timelines(engine, known_by)
    known, about = lines.known, _facets(engine)
    given = {"technology": technology, "user": user, "activity": activity, "purpose": purpose, "place": place}
    asked = _asked(about, {name: entity(engine, value, name) for name, value in given.items() if value})
    found = []
    for commitment in _candidates(engine, known, about, asked, **facets):
        status = lines.on(commitment, on)
        if status.status in ("in force", "unknown") and (match := _match(about, known, commitment, asked, status)):
            found.append(match)
    partly = tuple(one for one in found if any(facet.startswith(_PARTIAL) for facet in one.only))
    commitments = tuple(one for one in found if not one.exception and one not in partly)
    exceptions = tuple(one for one in found if one.exception and one not in partly)
    told = [*commitments, *exceptions, *partly]
    return Coverage(
        verdict=_verdict(commitments, exceptions, partly),
        commitments=commitments,
        exceptions=exceptions,
        partly=partly,
        reasons=tuple(_reason(one) for one in told),
        sources=tuple(sorted({source for one in told for source in one.status.sources})),
        on=on,
        known_by=known.by,
    )


_facets = facets  # the parameter ``facets`` hides it


def _verdict(commitments: tuple[Covering, ...], exceptions: tuple[Covering, ...], partly: tuple[Covering, ...]) -> str:
    holding = {one.effect for one in commitments if one.status.status == "in force"}
    excepting = {one.status.status for one in exceptions}
    if "forbids" in holding:
        return "forbidden"
    if "restricts" in holding:
        return "restricted"
    if commitments or excepting == {"unknown"}:
        return "unknown"
    if excepting:
        return "excepted"
    return "in part" if any(one.status.status == "in force" and not one.exception for one in partly) else "not covered"


def _reason(one: Covering) -> str:
    does = f"excepts by {one.exception}" if one.exception else one.effect
    only = f", only for {' and '.join(one.only)}" if one.only else ""
    return f"{one.commitment} {does}{only}: {one.status.status} ({one.status.reason})"


def _asked(about: Facets, given: dict[str, str]) -> dict[str, set[str]]:
    """Return each facet of the question with everything that contains it."""
    asked = {name: about.above(HIERARCHY[name], [value]) for name, value in given.items() if name in HIERARCHY}
    asked["providers"] = about.direct("provided by", given["technology"])
    if user := given.get("user"):
        # A part is the whole's, but the whole's categories are not the part's: police are not "the city".
        asked["user"] = about.above("part of", [user]) | about.above("broader", {user} | about.direct("category", user))
        if "place" not in given and (where := about.direct("located in", user)):
            asked["place"] = about.above("contained in", where)
    return asked


def _candidates(engine: Engine, known: Known, about: Facets, asked: dict[str, set[str]], **narrowed: str | None) -> list[str]:
    """Return the known commitments with a scope or exception that names the technology or one it is a kind of."""
    fitting = about.naming(asked["technology"], known.sources)
    return sorted(fitting & set(chosen(engine, known, **narrowed)))


def _match(about: Facets, known: Known, commitment: str, asked: dict[str, set[str]], status: Status) -> Covering | None:
    kinds = about.values("kind", commitment, known.sources)
    effect = next((found for kind in kinds if (found := effect_of(about, kind))), None)
    if effect is None:
        return None
    holders = about.values("holder", commitment, known.sources)
    law = about.is_law(commitment, known.sources)
    where = {place for holder in holders for place in about.direct("located in", holder)} if law else set()
    read = _Reading(where, set() if law or _public(about, holders) else set(holders), _others_product(about, holders, asked), "user" in asked)
    scopes = about.values("scope", commitment, known.sources)
    scope = next((one for one in scopes if _contains(read(about.scopes[one]), asked)), None)
    exceptions = about.values("exception", commitment, known.sources)
    exception = next((one for one in exceptions if _excepts(about.scopes[one], asked)), None)
    if not exception and not scope:
        return None
    named = read(about.scopes[scope or scopes[0]]) if scopes else {}
    named = named or {}
    return Covering(
        status=status,
        holders=tuple(map(terms.curie, holders)),
        effect=effect,
        scope=terms.curie(scope) if scope else "",
        exception=terms.curie(exception) if exception else None,
        only=tuple(_only(name, values) for name, values in sorted(named.items()) if name not in asked),
    )


def _only(name: str, values: set[str]) -> str:
    return f"{name} {' or '.join(sorted(map(terms.curie, values)))}"


class _Reading(NamedTuple):
    """How the scopes of one commitment are read: where it holds, whom it binds (empty: everybody), and what is asked."""

    where: set[str]
    binds: set[str]
    others_product: bool
    user_asked: bool

    def __call__(self, scope: dict[str, set[str]]) -> dict[str, set[str]] | None:
        """Return the scope with what is left to understand filled in, or ``None`` when it cannot be about the use."""
        read = {"place": self.where} | scope if self.where else dict(scope)
        activities = scope.get("activity", set())
        if self.binds and self.others_product and not activities & _USING:
            return None
        own_use = activities <= _USING if activities else self.user_asked
        if self.binds and (own_use and not scope.get("user") or self.others_product):
            read["user"] = self.binds
        return read


def _public(about: Facets, holders: list[str]) -> bool:
    """Whether a holder is a public body, whose rules bind others too."""
    return any(terms.VOCAB + "public-body" in about.above("broader", about.direct("category", holder)) for holder in holders)


def _others_product(about: Facets, holders: list[str], asked: dict[str, set[str]]) -> bool:
    """Whether the technology asked about is a product that none of ``holders`` provides."""
    kin = about.above("part of", holders) | about.below("part of", holders)
    return bool(asked["providers"]) and not asked["providers"] & kin


def _contains(scope: dict[str, set[str]] | None, asked: dict[str, set[str]]) -> bool:
    """Whether each facet given is within the scope; what the scope does not name is any."""
    if scope is None:
        return False
    if "activity" not in asked and scope.get("activity") and scope["activity"] <= _NOT_USING:
        return False
    return all(not scope.get(name) or scope[name] & values for name, values in asked.items())


def _excepts(scope: dict[str, set[str]], asked: dict[str, set[str]]) -> bool:
    """Whether all that the exception names is given and within it: an exception is read narrowly."""
    return all(name in asked and values & asked[name] for name, values in scope.items())


def effect_of(about: Facets, kind: str) -> str | None:
    """Return whether commitments of a kind (an IRI) forbid, restrict or do neither, by the nearest kind in ``EFFECTS``."""
    level, seen = {kind}, set()
    while level:
        named = {EFFECTS[name] for one in level if (name := one.removeprefix(terms.VOCAB)) in EFFECTS}
        if named:
            return next((effect for effect in ("forbids", "restricts") if effect in named), None)
        seen |= level
        level = {broad for one in level for broad in about.direct("broader", one)} - seen
    return None
