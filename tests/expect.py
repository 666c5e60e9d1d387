"""Write the expected rows of shipped queries anew, for a person to review: python tests/expect.py [NAME]..."""

import sys

from conftest import SEED
from test_queries import ASK, EXPECTED, as_csv, rows_of

import kg
from kg import paths, source

if __name__ == "__main__":
    store = kg.Store().add(*source.vocabulary(), *source.files([paths.DATA / "reference", SEED]))
    for name in sys.argv[1:] or ASK:
        (EXPECTED / f"{name}.csv").write_text(as_csv(rows_of(store, name)), encoding="utf-8")
