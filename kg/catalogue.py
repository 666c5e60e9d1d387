"""The sources of a dataset, as a table."""

from typing import TYPE_CHECKING

from kg.engine import Engine

if TYPE_CHECKING:
    import pandas


def sources(engine: Engine, *, publisher: str | None = None) -> "pandas.DataFrame":
    """Return the sources, oldest first: title, publisher, date, kind, address, and how many claims each carries.

    ``publisher`` (a CURIE or IRI) keeps those of one organisation.

    >>> import kg
    >>> kg.sources(kg.load(), publisher="id:it-pro")["claims"].tolist()[0]
    32
    """
    return engine.frame("catalogue", publisher=publisher)
