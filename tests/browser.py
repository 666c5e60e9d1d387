"""The Chromium that tests of pages drive: found or asked for, never passed over in silence."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def offline(browser) -> Iterator:
    """Yield a function that makes a page without a network; at the end no request and no error is forgiven.

    Its first argument says of an address whether the page may ask for it; the rest go to the context.
    """
    contexts, asked, errors = [], [], []

    def made(allowed, **options):
        context = browser.new_context(offline=True, **{"reduced_motion": "reduce"} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: None if allowed(request.url) else asked.append(request.url))
        page.on("console", lambda message: errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield made
    for context in contexts:
        context.close()
    assert (asked, errors) == ([], [])


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the script of axe-core, which a package of the tests carries."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
