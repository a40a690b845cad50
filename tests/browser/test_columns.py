"""Results, the speech and the draft as one piece: beside each other in a wide window, by tabs on a phone; and undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from kb.draft_edit import add_heading
from kb.drafts import Drafts
from kb.library import Library
from tests.browser.conftest import Open, clipboard, serving
from tests.web.samples import make

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDE = {"viewport": {"width": 1600, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """With a draft of two headings."""
    made = make(tmp_path / "home")
    drafts = Drafts(made.home)
    draft = drafts.new("推进会讲话", date="2026-03-01").draft
    drafts.edit(draft.id, lambda one: add_heading(add_heading(one, 1, "看清家底"), 1, "压实责任"))
    return made


@pytest.fixture
def site(library: Library) -> Iterator[str]:
    """A library of one's own, for these tests write."""
    yield from serving(library)


def texts(library: Library) -> list[str]:
    return [block.text for block in Drafts(library.home).all()[0].draft.blocks]  # type: ignore[union-attr]


def beside(open_page: Open, address: str = "/search?q=薄弱", **options: object) -> Page:
    """A wide page with the draft open."""
    page = open_page(address, **(WIDE | options))
    page.keyboard.press("d")
    page.wait_for_selector("#pane ol")
    return page


def current(page: Page, column: str) -> str:
    return str(page.get_attribute(f"{column} [data-stop][aria-current]", "data-place"))


def test_a_hit_is_read_in_a_column_of_its_own(open_page: Open) -> None:
    page = beside(open_page)
    hit = current(page, "#main")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reader .here")
    assert current(page, "#reader") == hit
    assert page.locator("#reader .here mark").count() >= 1
    assert "办法总比困难多" in page.inner_text("#reader")
    assert page.locator(".peek").count() == 0
    boxes = [page.locator(one).bounding_box() for one in (".results", "#reader", "#pane")]
    edges = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
    assert edges[0][1] <= edges[1][0] + 1
    assert edges[1][1] <= edges[2][0] + 1
    page.keyboard.press("Escape")
    assert not page.is_visible("#reader")
    assert current(page, "#main") == hit
    assert page.evaluate("document.activeElement.classList.contains('hit')")


def test_what_is_read_is_copied_and_taken_by_keyboard(open_page: Open, library: Library) -> None:
    page = beside(open_page, "/search?q=不推诿")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reader .here")
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator("#said")).to_have_text("已复制")
    page.keyboard.press("b")
    expect(page.locator("#pane .t")).to_have_count(1)
    assert texts(library)[-1].startswith("会风一松，人心就散。")
    assert clipboard(page)["text/plain"].startswith("会风一松，人心就散。")


def test_the_speech_follows_the_eye_in_the_list(open_page: Open) -> None:
    page = beside(open_page, "/search?q=责任")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reader .here")
    page.keyboard.press("1")
    page.keyboard.press("j")
    page.keyboard.press("j")
    title = page.inner_text(".hit[aria-current] .path a")
    expect(page.locator("#reader h2 a")).to_have_text(title)
    assert page.evaluate("document.activeElement.classList.contains('hit')")


def test_the_next_hit_of_a_speech_is_read_without_leaving(open_page: Open) -> None:
    page = beside(open_page, "/search?q=薄弱&speech=2023-jiti")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reader .here")
    before, address = current(page, "#reader"), page.url
    page.keyboard.press("n" if page.locator("#reader [data-hop=next]").count() else "p")
    page.wait_for_function(
        "before => document.querySelector('#reader [aria-current]').dataset.place !== before", arg=before
    )
    assert page.url == address


def test_what_narrows_stands_behind_its_switch_while_a_speech_is_open(open_page: Open) -> None:
    page = beside(open_page)
    page.keyboard.press("Enter")
    page.wait_for_selector("#reader .here")
    assert not page.is_visible(".by-theme")
    page.click(".switch-label")
    assert page.is_visible(".by-theme")


def test_closing_the_draft_closes_the_speech_and_enter_opens_in_place_again(open_page: Open) -> None:
    page = beside(open_page)
    page.keyboard.press("Enter")
    page.wait_for_selector("#reader .here")
    page.keyboard.press("d")
    assert not page.is_visible("#reader")
    page.keyboard.press("Enter")
    page.wait_for_selector(".peek")


def test_a_narrower_window_reads_in_place(open_page: Open) -> None:
    page = beside(open_page, viewport={"width": 1280, "height": 800})
    page.keyboard.press("Enter")
    page.wait_for_selector(".peek")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_where_it_goes_is_chosen_by_keyboard(open_page: Open, library: Library) -> None:
    page = beside(open_page)
    page.keyboard.press("3")
    page.wait_for_selector("#pane button:focus")
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("#pane [aria-current]")).to_contain_text("一、看清家底")
    assert page.evaluate("document.activeElement.classList.contains('hit')")
    page.keyboard.press("b")
    expect(page.locator("#pane .t")).to_have_count(1)
    assert texts(library)[0] == "看清家底"
    assert texts(library)[2] == "压实责任"


def test_everything_taken_is_undone_step_by_step(open_page: Open, library: Library) -> None:
    page = beside(open_page, "/search?q=责任")
    for number in (1, 2):
        page.keyboard.press("b")
        expect(page.locator("#pane .t")).to_have_count(number)
        page.keyboard.press("j")
    page.click("#pane .h button >> nth=0")
    expect(page.locator("#pane .h >> nth=0")).to_have_attribute("aria-current", "true")
    page.keyboard.press("Control+z")
    expect(page.locator("#pane .end")).to_have_attribute("aria-current", "true")
    page.keyboard.press("u")
    expect(page.locator("#pane .t")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator("#pane .t")).to_have_count(0)
    assert texts(library) == ["看清家底", "压实责任"]


def test_the_draft_opens_by_mouse_too(open_page: Open) -> None:
    page = open_page("/search?q=薄弱", viewport={"width": 1280, "height": 800})
    page.click("#pane-tab")
    page.wait_for_selector("#pane ol")
    assert not page.is_visible("#pane-tab")
    page.click("#pane [data-shut]")
    assert page.is_visible("#pane-tab")
    assert page.get_attribute("#pane-tab", "aria-expanded") == "false"


def test_e_opens_the_draft_and_j_goes_into_it(open_page: Open) -> None:
    page = open_page("/search?q=薄弱")
    page.keyboard.press("e")
    page.wait_for_url("**/draft/*")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.value") == "看清家底"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.value") == "压实责任"
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    page.wait_for_url("**/export")


def test_tabs_on_a_phone_keep_the_place_of_each(open_page: Open) -> None:
    page = open_page("/search?q=责任", **PHONE)
    page.evaluate("window.scrollTo(0, 900)")
    page.click("#tabs >> text=文稿")
    page.wait_for_url("**/draft/*")
    page.click("#tabs >> text=检索")
    page.wait_for_url("**/search?q=*")
    page.wait_for_function("window.scrollY === 900")
    page.goto(page.url.split("/search")[0] + "/speech/2023-jiti")
    page.click("#tabs >> text=检索")
    page.wait_for_url("**/search?q=*")
    page.click("#tabs >> text=原文")
    page.wait_for_url("**/speech/2023-jiti")
    assert page.get_attribute("#tabs [aria-current]", "data-to") == "reading"


def test_tabs_cover_nothing(open_page: Open) -> None:
    page = open_page("/search?q=责任", **PHONE)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    tabs, last = page.locator("#tabs").bounding_box(), page.locator(".results > *").last.bounding_box()
    assert tabs is not None
    assert last is not None
    assert last["y"] + last["height"] <= tabs["y"]


def test_without_scripts_none_of_it_shows(open_page: Open) -> None:
    page = open_page("/search?q=责任", java_script_enabled=False, **PHONE)
    for selector in ("#tabs", "#reader", "#pane", "#pane-tab"):
        assert not page.is_visible(selector)


@pytest.mark.parametrize("key", ["u", "Control+z"])
def test_a_draft_put_away_comes_back(open_page: Open, library: Library, key: str) -> None:
    page = open_page("/drafts")
    page.click("text=删去")
    expect(page.locator(".said")).to_contain_text("推进会讲话")
    assert not Drafts(library.home).all()
    page.keyboard.press(key)
    page.wait_for_selector(".draft-list a >> text=推进会讲话")
    assert len(Drafts(library.home).all()) == 1


def test_drafts_are_opened_by_keyboard(open_page: Open) -> None:
    page = open_page("/drafts")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-draft]")


def test_the_toast_leads_to_what_was_taken(open_page: Open) -> None:
    page = open_page("/search?q=不推诿")
    page.keyboard.press("b")
    page.click(".said a")
    page.wait_for_url("**/draft/*#*")
    assert "谁的账谁来认" in page.locator(".block.excerpt textarea").first.input_value()


@pytest.mark.parametrize("address", ["/search?q=责任", "/speech/2023-jiti?q=薄弱&at=p5#p5", "/titles?q=责任"])
def test_beside_the_draft_there_is_room_to_read(open_page: Open, address: str) -> None:
    page = beside(open_page, address)
    for width in (1100, 1181, 1241, 1280, 1440, 1499, 1500, 1581, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        text, pane = (page.locator(one).first.bounding_box() for one in ("[data-stop]", "#pane"))
        assert text is not None
        assert pane is not None
        assert text["width"] >= 430, width
        assert text["x"] + text["width"] <= pane["x"], width
