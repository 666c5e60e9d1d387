"""AEC, the open knowledge graph of AI-ethics actors and commitments.

>>> import kg
>>> graph = kg.load()
>>> graph.frame("who-committed", holder="id:ibm", technology="id:face-analysis")["kind"].unique().tolist()
['discontinuation']
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.catalogue import sources
    from kg.changes import Change, diff
    from kg.covers import Coverage, Covering, covers
    from kg.draw import View, draw
    from kg.endpoint import Endpoint
    from kg.expiring import Expiry, expiring
    from kg.names import Match, resolve, search
    from kg.project import project
    from kg.query import Query, queries
    from kg.source import DataError
    from kg.status import Status, status
    from kg.store import Store, load
    from kg.terms import curie, expand
    from kg.timeline import Timeline, timeline
    from kg.validate import Problem, validate

__all__ = [
    "Change",
    "Coverage",
    "Covering",
    "DataError",
    "Endpoint",
    "Expiry",
    "Match",
    "Problem",
    "Query",
    "Status",
    "Store",
    "Timeline",
    "View",
    "covers",
    "curie",
    "diff",
    "draw",
    "expand",
    "expiring",
    "load",
    "project",
    "queries",
    "resolve",
    "search",
    "sources",
    "status",
    "timeline",
    "validate",
]

# Which module each name comes from: it is imported when the name is first used, so that `import kg`
# and a short command take milliseconds.
_HOME = {
    "catalogue": ("sources",),
    "changes": ("Change", "diff"),
    "covers": ("Coverage", "Covering", "covers"),
    "draw": ("View", "draw"),
    "endpoint": ("Endpoint",),
    "expiring": ("Expiry", "expiring"),
    "names": ("Match", "resolve", "search"),
    "project": ("project",),
    "query": ("Query", "queries"),
    "source": ("DataError",),
    "status": ("Status", "status"),
    "store": ("Store", "load"),
    "terms": ("curie", "expand"),
    "timeline": ("Timeline", "timeline"),
    "validate": ("Problem", "validate"),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}


class _Package(ModuleType):
    """A package whose function ``kg.status`` is not hidden by its module of the same name.

    Importing a submodule sets it as an attribute of the package; where a public name is the same,
    the public name is what a user means.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _MODULE_OF and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    value = getattr(import_module(f"kg.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


sys.modules[__name__].__class__ = _Package
