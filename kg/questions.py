"""The questions a page opens on: words, the claims that may answer, and the dates asked about first.

Only the choice of claims is made here, by what they are about and of what kind; which of them answer
on a day follows from their status, on the page as in ``kg status``.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg import dates, terms
from kg.covers import effect_of
from kg.engine import Engine
from kg.facets import Facets, facets
from kg.history import record

if TYPE_CHECKING:
    import networkx

_TURNED = {"Refusal", "Absence"}
# What is shown beside the claims; not what they are about, which the question says and which would tie all of them into one knot.
_ALONG = ["commits to", "refused", "asks", "has not", "fears", "asked of", "responds to", "supersedes"]
_MOST = 250  # claims one question may open with; the largest on face recognition has 179


def questions(engine: Engine, network: "networkx.MultiDiGraph", *, technology: str, on: str | None = None, known_by: str | None = None) -> list[dict[str, Any]]:
    """Return the questions that ``network`` can answer, the headline first; its first dates are ``on`` and ``known_by``.

    Each has ``ask`` with ``{on}`` for the day, ``members`` (nodes that may answer), ``along`` (the
    edges to show with them), ``first`` (the status the answer begins with) and the two dates.
    """
    about, today = facets(engine), dates.today()
    everything = set(record(engine).issued)
    by_iri = {terms.expand(node): node for node, kind in network.nodes(data="type") if kind == "Commitment"}
    topic = [by_iri[iri] for iri in sorted(about.commitments("technology", technology, everything)) if iri in by_iri]
    name = _name(engine, technology)
    effects = {node: effect_of_any(about, iri, everything) for iri, node in by_iri.items()}
    binding = [node for node in topic if effects[node]]
    police = [node for node in binding if _for_police(about, terms.expand(node), everything)]
    laws = [node for node in topic if about.is_law(terms.expand(node), everything)]
    first = on or "2020-12-01"
    asked = [
        {"id": "police", "ask": f"Who had stopped or limited {name} for police on {{on}}?", "members": police, "first": "in force", "on": first, "known_by": known_by or first},
        {"id": "limits", "ask": f"Who had stopped or limited {name} on {{on}}?", "members": binding, "first": "in force", "on": on or today, "known_by": known_by or today},
        {"id": "laws", "ask": f"Which laws on {name} were in force on {{on}}?", "members": laws, "first": "in force", "on": on or today, "known_by": known_by or today},
        {"id": "over", "ask": f"Which promises on {name} had ended by {{on}}?", "members": topic, "first": "ended", "on": on or today, "known_by": known_by or today},
        {"id": "turned-down", "ask": "Who had turned requests down, or was said not to have acted, by {on}?", "members": _of(network, _TURNED), "on": on or today, "known_by": known_by or today},
        {"id": "demands", "ask": "Who had asked whom to act by {on}?", "members": _of(network, {"Demand"}), "on": on or today, "known_by": known_by or today},
        *_initiative(network, on or today, known_by or today),
    ]  # fmt: skip
    return [question | {"members": question["members"][:_MOST], "along": _ALONG} for question in asked if question["members"]]


def effect_of_any(about: Facets, commitment: str, sources: set[str]) -> str | None:
    """Return what a commitment does to a use by any of its kinds: forbids, restricts or neither."""
    return next((effect for kind in about.values("kind", commitment, sources) if (effect := effect_of(about, kind))), None)


def _for_police(about: Facets, commitment: str, sources: set[str]) -> bool:
    """Whether a scope names police, or an organisation that is one; what names no user at all covers them too, but does not say so."""
    police = terms.VOCAB + "police"
    users = {user for scope in about.values("scope", commitment, sources) for user in about.scopes[scope]["user"]}
    return any(police in about.above("broader", {user} | about.direct("category", user)) for user in users)


def _of(network: "networkx.MultiDiGraph", types: set[str]) -> list[str]:
    return [node for node, kind in network.nodes(data="type") if kind in types]


def _initiative(network: "networkx.MultiDiGraph", on: str, known_by: str) -> Iterator[dict[str, Any]]:
    """Yield who had signed the initiative that most commitments are under."""
    signed: dict[str, list[str]] = {}
    for source, target, kind in network.edges(data="type"):
        if kind == "under" and network.nodes[source]["type"] == "Commitment":
            signed.setdefault(target, []).append(source)
    if signed:
        most = max(sorted(signed), key=lambda one: len(signed[one]))
        yield {"id": "signed", "ask": f"Who had signed {network.nodes[most]['label']} by {{on}}?", "members": signed[most], "first": "in force", "on": on, "known_by": known_by}


def _name(engine: Engine, technology: str) -> str:
    found = [row["name"].value for row in engine.solutions("names", entity=technology) if row["preferred"].value == "true"]
    label = found[0] if found else terms.curie(technology)
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
