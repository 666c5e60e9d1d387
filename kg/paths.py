"""Where the ontology, the data and the queries are: in a checkout or in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    """Return folder ``name``: beside the package in a checkout, inside it in a wheel."""
    checkout = PACKAGE.parent
    return (checkout if (checkout / "pyproject.toml").is_file() else PACKAGE) / name


ONTOLOGY = _folder("ontology")
DATA = _folder("data")
QUERIES = PACKAGE / "queries"
