"""The whole way by keyboard, and silence while someone types."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, clipboard


def selected(page: object) -> str:
    return page.evaluate("(document.querySelector('[data-stop][aria-current]') || {id: ''}).id")  # type: ignore[attr-defined,no-any-return]


def test_from_question_to_excerpt_by_keyboard(open_page: Open) -> None:
    page = open_page("/")
    page.keyboard.type("分管责任")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit")
    ids = page.eval_on_selector_all(".hit", "all => all.map(one => one.id)")
    assert selected(page) == ids[0]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert selected(page) == ids[1]
    page.keyboard.press("c")
    expect(page.locator("#said")).to_have_text("已复制")
    assert clipboard(page)["text/plain"].startswith("分管责任：")
    page.keyboard.press("Shift+C")
    expect(page.locator("#said")).to_have_text("已连出处一起复制")
    assert "《责任制汇编》" in clipboard(page)["text/plain"]


def test_the_selected_card_is_in_sight(open_page: Open) -> None:
    page = open_page("/search?q=分管责任")
    for _ in range(9):
        page.keyboard.press("j")
    box = page.locator(".hit[aria-current]").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 720 - box["height"]


def test_enter_opens_in_place_and_closes(open_page: Open) -> None:
    page = open_page("/search?q=第一责任人")
    page.keyboard.press("Enter")
    page.wait_for_selector(".peek")
    assert "（一）书记亲自抓。" in page.inner_text(".peek")
    assert "乡镇党委书记是第一责任人" in page.inner_text(".peek")
    assert page.locator(".peek mark").count() == 1
    assert not page.is_visible(".snippet")
    page.keyboard.press("Enter")
    assert page.is_visible(".snippet")
    assert page.locator(".peek").count() == 0


def test_o_opens_the_speech_and_the_way_back_ends_at_the_card(open_page: Open) -> None:
    page = open_page("/search?q=责任")
    for _ in range(3):
        page.keyboard.press("j")
    here = selected(page)
    page.keyboard.press("o")
    page.wait_for_selector(".speech")
    page.click(".back")
    page.wait_for_selector(".hit")
    assert selected(page) == here


def test_slash_goes_to_the_box_and_escape_leaves_it(open_page: Open) -> None:
    page = open_page("/search?q=薄弱")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.evaluate("getSelection().toString()") == "薄弱"
    page.keyboard.type("jc?")
    assert page.input_value("#q") == "jc?"
    assert not page.is_visible("#keys")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") != "q"


def test_nothing_fires_while_composing_or_with_a_modifier(open_page: Open) -> None:
    page = open_page("/search?q=责任")
    before = selected(page)
    for extra in ("isComposing: true", "keyCode: 229", "ctrlKey: true", "altKey: true", "metaKey: true"):
        for key in ("j", "c", "/", "?"):
            page.evaluate(
                f"document.body.dispatchEvent(new KeyboardEvent('keydown', {{key: '{key}', bubbles: true, {extra}}}))"
            )
    assert selected(page) == before
    assert not page.is_visible("#keys")
    assert page.evaluate("document.activeElement.id") != "q"
    expect(page.locator("#said")).to_be_empty()


def test_the_keyboard_table_opens_and_closes(open_page: Open) -> None:
    page = open_page("/search?q=责任")
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    page.keyboard.press("Escape")
    assert not page.is_visible("#keys")
    page.keyboard.press("?")
    page.click("#keys button")
    assert not page.is_visible("#keys")


def test_without_dialogs_the_table_is_a_page(open_page: Open) -> None:
    page = open_page("/search?q=责任", script="delete HTMLDialogElement.prototype.showModal;")
    page.keyboard.press("?")
    page.wait_for_url("**/help#keyboard")


def test_pages_of_results_turn_by_key(open_page: Open) -> None:
    page = open_page("/search?q=分管责任")
    page.keyboard.press("n")
    page.wait_for_url("**page=2")
    page.keyboard.press("p")
    expect(page).not_to_have_url(re.compile("page="))


def test_enter_on_a_link_follows_the_link(open_page: Open) -> None:
    page = open_page("/search?q=责任")
    page.focus(".by-theme a")
    page.keyboard.press("Enter")
    page.wait_for_url("**theme=*")


def test_the_space_bar_works_a_button_that_is_a_link(open_page: Open) -> None:
    page = open_page("/search?q=三资")
    page.focus(".hit [data-copy=plain]")
    page.keyboard.press(" ")
    expect(page.locator("#said")).to_have_text("已复制，有 2 处空待填")


def test_passages_of_a_speech_are_walked_too(open_page: Open) -> None:
    page = open_page("/speech/2023-jiti?q=薄弱&at=p5#p5")
    current = "document.querySelector('[data-stop][aria-current]').dataset.place"
    assert page.evaluate(current) == "p5"
    page.keyboard.press("j")
    assert page.evaluate(current) == "p6"
    page.keyboard.press("n")
    page.wait_for_url("**at=p7*")


@pytest.mark.parametrize(("way", "key"), [("titles", "Enter"), ("kwic", "Enter"), ("kwic", "o")])
def test_a_line_of_a_list_opens_its_place(open_page: Open, way: str, key: str) -> None:
    page = open_page(f"/{way}?q=责任")
    page.keyboard.press("j")
    page.keyboard.press(key)
    page.wait_for_url("**/speech/**")


def test_the_browsers_own_way_back_ends_at_the_card_one_left_from(open_page: Open) -> None:
    page = open_page("/search?q=责任")
    for _ in range(3):
        page.keyboard.press("j")
    left = selected(page)
    page.keyboard.press("o")
    page.wait_for_url("**/speech/**")
    page.go_back()
    page.wait_for_selector(f"[id='{left}'][aria-current]")
    assert page.locator("[data-stop][aria-current]").count() == 1
