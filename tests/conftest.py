"""Fixtures: the bundled data, and the seed article alone, whose answers do not change as data grows."""

import pytest

import kg
from browser import axe, browser
from kg import explore, paths, source

__all__ = ["axe", "browser"]  # fixtures; here, so that all tests share one browser

SEED = paths.DATA / "sources/2020/2020-06-11-it-pro-amazon-rekognition.ttl"


@pytest.fixture(scope="session")
def bundled() -> kg.Store:
    """Everything that ships."""
    return kg.load()


@pytest.fixture(scope="session")
def explorer(bundled) -> kg.View:
    """The explorer of the bundled data, which takes two seconds to make."""
    return explore.page(bundled)


@pytest.fixture(scope="session")
def seed() -> kg.Store:
    """The ontology, the reference data and the one article the project began with."""
    return kg.Store().add(*source.vocabulary(), *source.files([paths.DATA / "reference", SEED]))
