"""What a screen reader is told along the main path: names, roles, and what is said when something changes."""

import re

from test_explorer_browser import PAUSE, set_date, visit, written

__all__ = ["visit", "written"]  # fixtures


def said(page) -> str:
    return page.get_by_role("status").text_content()


def test_the_page_is_told_as_regions_with_the_answer_in_sentences(visit):
    page = visit()
    tree = page.locator("body").aria_snapshot()
    for line in (
        '- heading "Who promised what about AI" [level=1]', '- combobox "Search names and kinds"', '- region "Question and answer":',
        '- heading "Who had stopped or limited facial recognition for police on 1 December 2020?" [level=2]', '- tab "Graph" [selected]', '- tab "Timeline"',
        '- textbox "On": 2020-12-01', '- slider "Known by, by slider"', '- group "Only with this status":', '- checkbox "In force', '- tabpanel "Graph":',
        '- region "Details":', '- heading "Known to hold (', "- button \"Amazon's one-year pause of police use of Rekognition (In force)\"",
    ):  # fmt: skip
        assert line in tree, line
    assert ") Made, with no report since" in tree, "sentences do not run together"
    drawing = page.get_by_role("application", name="Drawing of the network")
    assert "nodes" in drawing.get_attribute("aria-label")
    assert "Arrow keys go round the neighbours" in page.locator(f"#{drawing.get_attribute('aria-describedby')}").text_content()


def test_what_is_chosen_is_said_with_its_kind_and_status(visit):
    page = visit()
    page.locator("#panel").get_by_role("button", name="Amazon's one-year pause").click()
    assert said(page).startswith("Amazon's one-year pause of police use of Rekognition, Commitment, In force, ") and said(page).endswith(" links")
    assert page.get_by_role("application").get_attribute("aria-label").endswith("Amazon's one-year pause of police use of Rekognition is chosen")
    tree = page.get_by_role("region", name="Details").aria_snapshot()
    for line in ("- heading \"Amazon's one-year pause of police use of Rekognition\" [level=2]", "- strong: In force", "before stated end", '- button "Path to …"', "- term: Stated end", "- definition: 9 June 2021", '- heading "Held by" [level=3]', "- link"):
        assert line in tree, line
    page.get_by_role("application").press("Escape")
    assert said(page) == "Nothing selected"


def test_a_change_of_date_is_said_with_the_answer(visit):
    page = visit()
    set_date(page, "On", "2021-06-10")
    assert said(page).startswith("On 10 June 2021, as known by 1 December 2020.") and "Ended by then: 1 (Amazon)" in said(page)
    assert page.get_by_role("slider", name="On, by slider").get_attribute("aria-valuetext") == "10 June 2021"


def test_views_say_what_they_show_and_the_table_what_is_chosen(visit):
    page = visit(f"#n={PAUSE}")
    page.get_by_role("tab", name="Timeline").click()
    assert said(page).startswith("Timeline of ")
    tree = page.get_by_role("tabpanel", name="Timeline").aria_snapshot()
    assert '- list "Commitments"' in tree
    assert re.search("one-year pause of police use of Rekognition ?: in force from 10 June 2020, (cannot be told|ended) from 10 June 2021", tree)
    page.get_by_role("tab", name="Table").click()
    tree = page.get_by_role("tabpanel", name="Table").aria_snapshot()
    assert '- table "What is shown, one row each"' in tree and '- columnheader "Status"' in tree and "- rowheader \"Amazon's one-year pause" in tree
    page.get_by_role("button", name="Status", exact=True).click()
    assert said(page) == "Sorted by Status, ascending"


def test_what_cannot_be_found_is_said(visit):
    page = visit()
    page.get_by_role("combobox").fill("zzz")
    assert page.get_by_role("option").inner_text().startswith("Nothing found")
    page.get_by_role("combobox").press("Escape")
    page.get_by_role("application").press("Backspace")
    assert said(page) == "There is nothing to go back to"
