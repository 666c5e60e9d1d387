"""Names that look like one another: two entries for one actor are the commonest mistake of curation."""

import csv
from typing import NamedTuple

from kg import paths
from kg.engine import Engine

#: pairs that a person looked at and found to be truly different: two names and the reason
DIFFERENT = paths.DATA / "different.csv"
_KINDS = {"Organisation", "Group", "Person", "Initiative", "Technology", "Event", "Place"}
_EMPTY = {"the", "of", "and", "for", "inc", "ltd", "plc", "corp", "llc"}


class Pair(NamedTuple):
    """Two things of one kind with near names; ``score`` is 100 for the same words in any order."""

    one: str
    one_name: str
    other: str
    other_name: str
    score: int


def similar(engine: Engine, *, least: int = 88) -> list[Pair]:
    """Return the pairs of things whose names are alike by ``least`` of 100, the nearest first.

    Pairs listed in ``data/different.csv`` are left out. Raises ``ImportError`` when rapidfuzz is
    missing: ``pip install 'aec-kg[curation]'``.

    >>> import kg
    >>> similar(kg.load(), least=100)
    []
    """
    from rapidfuzz import fuzz, process

    from kg.names import every_name

    with DIFFERENT.open(encoding="utf-8", newline="") as stream:
        reviewed = {frozenset((row["one"], row["other"])) for row in csv.DictReader(stream)}
    found: dict[frozenset[str], Pair] = {}
    named = every_name(engine, types=_KINDS)
    for kind in sorted({_kind(match.type) for match in named}):
        group = [match for match in named if _kind(match.type) == kind]
        words = [" ".join(word for word in match.name.casefold().split() if word not in _EMPTY) for match in group]
        scores = process.cdist(words, words, scorer=fuzz.token_sort_ratio, score_cutoff=least)
        for i, j in zip(*scores.nonzero(), strict=True):
            pair = frozenset((group[i].curie, group[j].curie))
            if i < j and len(pair) == 2 and pair not in reviewed:
                found[pair] = Pair(group[i].curie, group[i].name, group[j].curie, group[j].name, int(scores[i, j]))
    return sorted(found.values(), key=lambda pair: (-pair.score, pair))


def _kind(type: str) -> str:
    # An unnamed group and an organisation may well be the same actor.
    return "Organisation" if type == "Group" else type
