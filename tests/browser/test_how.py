"""What opens from its own button: it opens, runs and closes, by mouse, by keyboard and without scripts."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Open


def test_it_opens_and_closes_by_keyboard(open_page: Open) -> None:
    page = open_page("/search?q=责任")
    page.focus(".how summary")
    page.keyboard.press("Enter")
    expect(page.locator(".how-in")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".how-in")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_click_elsewhere_or_typing_closes_it(open_page: Open) -> None:
    page = open_page("/search?q=责任")
    page.click(".how summary")
    page.click("#main", position={"x": 5, "y": 5})
    expect(page.locator(".how-in")).to_be_hidden()
    page.click(".how summary")
    page.locator("#q").press("a")
    expect(page.locator(".how-in")).to_be_hidden()


def test_an_example_runs_without_scripts_on_a_phone(open_page: Open) -> None:
    page = open_page("/", java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.click(".how summary")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click(".how dd a >> nth=0")
    page.wait_for_url("**/search?q=*")
    assert page.locator(".hit").count() > 0


def test_one_closes_the_other_and_escape_closes_both(open_page: Open) -> None:
    page = open_page("/search?q=责任", viewport={"width": 1440, "height": 900})
    page.click(".keep summary")
    expect(page.locator(".keep form")).to_be_visible()
    page.focus(".taking summary")
    page.keyboard.press("Enter")
    expect(page.locator(".keep form")).to_be_hidden()
    expect(page.locator(".taking form")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".taking form")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
