"""The decision table: from what holds of a commitment on a day to its status and the reason for it."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from kg import terms
from kg.history import History, Turn

_FIXED, _EVENT, _OPEN = (frozenset({terms.VOCAB + name}) for name in ("end-fixed", "end-event", "end-open"))


class Conditions(NamedTuple):
    """What the table asks of a commitment on one day: ``"T"`` yes, ``"F"`` no, ``"U"`` uncertain."""

    started: str
    stopped: str  # by an event that terminates it
    replaced: str  # by a commitment that supersedes it
    happened: str  # the event it was to last until
    past_first: str  # after the earliest end that a source states
    past_last: str  # after the latest
    end_kinds: frozenset[str]
    law: bool  # enacted by a public body
    reported: bool  # a source of that day or later still describes it
    cycle: bool  # it supersedes itself


def _expired(t: Conditions) -> bool:
    return t.end_kinds == _FIXED and t.past_first == t.past_last == "T"


# The first row whose test is true decides. Rows 1 to 12 are those of the ontology's documentation;
# row 0 keeps broken data from pretending to know. Row 6 leaves what has run out anyway to row 8:
# whether it was also stopped does not matter then. Row 12 presumes of a law, as every reader does, that
# it stands until it is changed; of a promise that nobody reports any more it presumes nothing.
TABLE: tuple[tuple[int, Callable[[Conditions], bool], str, str], ...] = (
    (0,  lambda t: t.cycle,                                                       "unknown",  "supersession cycle"),
    (1,  lambda t: t.started == "F",                                              "not yet",  "starts later"),
    (2,  lambda t: t.stopped == "T",                                              "ended",    "terminated"),
    (3,  lambda t: t.replaced == "T",                                             "ended",    "superseded"),
    (4,  lambda t: t.happened == "T",                                             "ended",    "event occurred"),
    (5,  lambda t: t.started == "U",                                              "unknown",  "start imprecise"),
    (6,  lambda t: "U" in (t.stopped, t.replaced, t.happened) and not _expired(t), "unknown",  "end imprecise"),
    (7,  lambda t: len(t.end_kinds) > 1,                                          "unknown",  "sources disagree on end kind"),
    (8,  _expired,                                                                "ended",    "expired"),
    (8,  lambda t: t.end_kinds == _FIXED and t.past_first == t.past_last == "F",  "in force", "before stated end"),
    (8,  lambda t: t.end_kinds == _FIXED and t.past_first != t.past_last,         "unknown",  "sources disagree on end date"),
    (8,  lambda t: t.end_kinds == _FIXED,                                         "unknown",  "end imprecise"),
    (9,  lambda t: t.end_kinds == _OPEN,                                          "in force", "open-ended, no end known"),
    (10, lambda t: t.reported,                                                    "in force", "within reported period"),
    (11, lambda t: t.end_kinds == _EVENT,                                         "unknown",  "event not known to have occurred"),
    (12, lambda t: t.law,                                                         "in force", "a law, and no change of it is known"),
    (12, lambda t: True,                                                          "unknown",  "end not stated, no later report"),
)  # fmt: skip


def decide(history: History, day: int) -> tuple[str, str]:
    """Return status and reason of one commitment on a day (as ``date.toordinal`` counts)."""
    return _row(
        Conditions(
            _state(history.started, day),
            _state(history.stopped, day),
            _state(history.replaced, day),
            _state(history.happened, day),
            _state(history.past_first, day),
            _state(history.past_last, day),
            history.end_kinds,
            history.law,
            day <= history.reported_until,
            bool(history.cycle),
        )
    )


# There are few different conditions, however many commitments.
@lru_cache(maxsize=1 << 14)
def _row(conditions: Conditions) -> tuple[str, str]:
    return next((status, reason) for _, test, status, reason in TABLE if test(conditions))


def _state(turn: Turn, day: int) -> str:
    return "F" if day < turn.unsure else "U" if day < turn.sure else "T"
