"""Without scripts everything still works: the links lead where the scripts would have done the work."""

from __future__ import annotations

from tests.browser.conftest import Open


def test_search_narrow_and_read(open_page: Open) -> None:
    page = open_page("/", java_script_enabled=False)
    page.fill("#q", "薄弱")
    page.press("#q", "Enter")
    page.click(".by-theme a >> text=农村集体经济")
    page.click(".hit [data-peek] >> nth=0")
    page.wait_for_url("**/speech/2023-jiti?*")
    assert page.locator(".here mark").count() == 1
    page.click(".back")
    page.wait_for_url("**/search?*")


def test_the_copy_link_shows_the_text(open_page: Open) -> None:
    page = open_page("/search?q=三资", java_script_enabled=False)
    page.click(".hit [data-copy=source]")
    page.wait_for_url("**/p4.1.txt?form=source")
    assert "第4段第1点" in page.inner_text("body")


def test_facets_open_on_a_phone(open_page: Open) -> None:
    page = open_page("/search?q=责任", java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.click(".switch-label")
    assert page.is_visible(".by-role a")


def test_reasons_show_on_focus(open_page: Open) -> None:
    page = open_page("/search?q=主体责任挂在嘴上", java_script_enabled=False)
    page.click(".hit .theme >> text=责任落实")
    page.locator(".hit .tag", has_text="责任落实").locator(".why").wait_for(state="visible")
