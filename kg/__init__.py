"""AEC, the open knowledge graph of AI-ethics actors and commitments.

>>> import kg
>>> graph = kg.load()
>>> graph.frame("who-committed", holder="id:ibm", technology="id:face-analysis")["kind"].unique().tolist()
['discontinuation']
"""

from kg.catalogue import sources
from kg.changes import Change, diff
from kg.covers import Coverage, Covering, covers
from kg.draw import View, draw
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
