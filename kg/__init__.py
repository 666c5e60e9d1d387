"""AEC, the open knowledge graph of AI-ethics actors and commitments.

>>> import kg
>>> graph = kg.load()
>>> graph.frame("who-committed", technology="id:facial-recognition")["holder_label"].unique().tolist()[:2]
['Amazon', 'Google']
"""

from kg.catalogue import sources
from kg.draw import View, draw
from kg.names import Match, resolve, search
from kg.project import project
from kg.query import Query, queries
from kg.source import DataError
from kg.status import Status, status, timeline
from kg.store import Store, load
from kg.terms import curie, expand
from kg.validate import Problem, validate

__all__ = [
    "DataError",
    "Match",
    "Problem",
    "Query",
    "Status",
    "Store",
    "View",
    "curie",
    "draw",
    "expand",
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
