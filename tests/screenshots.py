"""Pictures of the explorer's main states, for a person to look at: python tests/screenshots.py [FOLDER]."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

import kg
from browser import ARGUMENTS, chromium
from kg import explore

PAUSE = "n=id:amazon-moratorium-2020"
DESKTOP, TABLET, PHONE = (1280, 800), (800, 1000), (360, 740)
STATES = [
    ("answer", "", DESKTOP, "light"),
    ("answer-dark", "", DESKTOP, "dark"),
    ("answer-tablet", "", TABLET, "light"),
    ("answer-phone", "", PHONE, "light"),
    ("pause", f"#{PAUSE}", DESKTOP, "light"),
    ("pause-after-its-end", f"#on=2021-06-10&by=2021-06-10&{PAUSE}", DESKTOP, "dark"),
    ("pause-phone", f"#{PAUSE}", PHONE, "dark"),
    ("timeline", f"#q=limits&v=timeline&{PAUSE}", DESKTOP, "light"),
    ("timeline-technology", "#q=limits&v=timeline&g=technology", DESKTOP, "dark"),
    ("timeline-phone", "#v=timeline", PHONE, "light"),
    ("table", "#q=over&v=table", DESKTOP, "light"),
    ("table-phone", "#v=table", PHONE, "light"),
    ("focus", "#f=id:microsoft&n=id:microsoft&on=2026-01-01&by=2026-01-01", DESKTOP, "light"),
    ("path", "#p=id:microsoft&p=id:aclu&on=2026-01-01&by=2026-01-01", DESKTOP, "light"),
    ("demands", "#q=demands", DESKTOP, "light"),
    ("everything", "#q=all", DESKTOP, "light"),
]


def main(folder: Path) -> None:
    """Write the page and a picture of each state to ``folder``."""
    page = explore.explore(kg.load(), folder / "explorer.html").resolve().as_uri()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for name, address, (width, height), scheme in STATES:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce", offline=True)
            opened = context.new_page()
            opened.goto(page + address)
            opened.locator("html[data-ready]").wait_for(state="attached")
            opened.wait_for_timeout(200)
            opened.screenshot(path=folder / f"{name}.png", full_page=width < 400)
            context.close()
        browser.close()
    print(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/screenshots"))
