"""The Chromium that tests of pages drive: found or asked for, never passed over in silence."""

import os
import shutil
from collections.abc import Iterator
from importlib.resources import files

import pytest

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
HELP = "No Chromium for the browser tests. Set AEC_CHROMIUM to one, or run: python -m playwright install --with-deps chromium"


def chromium() -> str | None:
    """Return the Chromium of this machine, or ``None`` where only Playwright may have its own."""
    if asked := os.environ.get("AEC_CHROMIUM"):
        return asked
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator:
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        except Error as error:
            pytest.fail(f"{HELP}\n{error}", pytrace=False)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the script of axe-core, which a package of the tests carries."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
