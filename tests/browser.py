"""The Chromium that tests of pages drive: found or asked for, never passed over in silence."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from helpers import ROOT

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
    """Return the script of axe-core; without npm the tests that need it fail rather than pass unseen."""
    run = subprocess.run(["sh", str(ROOT / ".ci/axe")], capture_output=True, text=True, check=False)
    if run.returncode:
        pytest.fail(f"axe-core is needed and could not be fetched with npm: {run.stderr}", pytrace=False)
    return (ROOT / run.stdout.strip()).read_text("utf-8")
