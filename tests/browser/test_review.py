"""Looking through a theme fast: nothing moves under the mouse, no key hits the wrong passage, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from indexer.refresh import refresh
from kb.decisions import every
from kb.library import Library
from tests.browser.conftest import Open, serving
from tests.browser.test_decide import DUTY, THEME
from tests.web.samples import make

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: The first answer comes long after the second question.
SLOW = """
const real = window.fetch;
let wait = 400;
window.fetch = function (address, options) {
  if (!/^.decide/.test(address)) { return real(address, options); }
  const mine = wait;
  wait = 0;
  return new Promise(go => setTimeout(go, mine)).then(() => real(address, options));
};
"""
#: Where everything that can be pressed stands.
PLACES = """() => Array.from(document.querySelectorAll('.hit, .hit .act, .hit .tag, .tick')).map(one => {
  const at = one.getBoundingClientRect();
  return [at.left, at.top + window.scrollY, at.width, at.height].map(Math.round).join(' ');
})"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = make(tmp_path / "home")
    with made.home.themes.open("a", encoding="utf-8") as file:
        file.write(THEME)
    with made.writing():
        refresh(made)
    return made


@pytest.fixture
def site(library: Library) -> Iterator[str]:
    yield from serving(library)


def said(library: Library) -> dict[str, bool]:
    return {d.place: d.yes for d in every(library) if d.speech == "zhidu" and d.theme == "duty"}


def order(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(".hit", "all => all.map(one => one.dataset.place)")
    return found


def current(page: Page) -> str | None:
    return page.locator("[data-stop][aria-current]").get_attribute("data-place")


@pytest.mark.parametrize("width", [1400, 1000, 800])
@pytest.mark.parametrize("address", [DUTY, f"{DUTY}&tick=1"])
def test_nothing_moves_between_pressing_and_letting_go(open_page: Open, address: str, width: int) -> None:
    page = open_page(address, viewport={"width": width, "height": 900})
    before = page.evaluate(PLACES)
    for number in (1, 2):
        page.locator(".hit").nth(number).locator("[data-copy=source]").hover()
        page.mouse.down()
        assert page.evaluate(PLACES) == before
        page.mouse.up()
        assert page.evaluate(PLACES) == before
        expect(page.locator(".hit").nth(number).locator("[data-copy=source]")).to_contain_text("已复制")


def test_every_card_copies_at_the_first_click(open_page: Open) -> None:
    page = open_page("/search?q=责任")
    for number in range(page.locator(".hit").count()):
        page.locator(".hit").nth(number).locator("[data-copy=plain]").click()
        expect(page.locator(".hit").nth(number).locator("[data-copy=plain]")).to_contain_text("已复制")


def test_no_tick_is_lost_to_fast_clicking(open_page: Open) -> None:
    page = open_page(f"{DUTY}&tick=1", viewport={"width": 1000, "height": 900})
    for box in page.locator(".tick input").all():
        box.scroll_into_view_if_needed()
        at = box.bounding_box()
        assert at
        page.mouse.click(at["x"] + 5, at["y"] + 5)
    expect(page.locator("[data-picked]")).to_have_text("已选 10 处")


def test_answers_slower_than_the_keys_change_nothing(open_page: Open, library: Library) -> None:
    page = open_page(DUTY, script=SLOW)
    first, second, *_ = order(page)
    page.keyboard.press("x")
    page.keyboard.press("y")
    page.keyboard.press("u")
    expect(page.locator(".said")).to_have_text("已撤销：定为“分管”")
    assert said(library) == {first: False}
    assert current(page) == second
    page.keyboard.press("u")
    expect(page.locator(".said")).to_have_text("已撤销：不是“分管”")
    assert said(library) == {}
    assert current(page) == first


def test_turning_the_page_waits_for_what_was_decided(open_page: Open, library: Library) -> None:
    page = open_page(DUTY, script=SLOW)
    places = order(page)
    for _ in range(3):
        page.keyboard.press("y")
    page.keyboard.press("n")
    page.wait_for_url("**page=2")
    assert said(library) == dict.fromkeys(places[:3], True)


def test_a_heading_that_cannot_be_decided_is_passed_over(open_page: Open, library: Library) -> None:
    page = open_page(DUTY)
    places = order(page)
    page.evaluate("document.querySelectorAll('.hit [data-panel]')[0].remove()")
    page.keyboard.press("y")
    expect(page.locator(".said")).to_contain_text("跳过")
    assert current(page) == places[1]
    page.keyboard.press("y")
    expect(page.locator(".said")).to_have_text("已定为“分管”撤销")
    assert said(library) == {places[1]: True}


def test_the_last_of_a_page_is_not_decided_twice(open_page: Open, library: Library) -> None:
    page = open_page(DUTY)
    for _ in range(10):
        page.keyboard.press("y")
    expect(page.locator(".said")).to_contain_text("本页完，按 N 看下一页")
    page.keyboard.press("x")
    page.keyboard.press("x")
    page.wait_for_timeout(300)
    assert said(library) == dict.fromkeys(order(page), True)
    page.keyboard.press("u")
    expect(page.locator(".said")).to_contain_text("已撤销")
    page.keyboard.press("x")
    expect(page.locator(".said")).to_contain_text("不是“分管”")
    assert said(library) == dict.fromkeys(order(page), True) | {order(page)[-1]: False}


def test_the_numbers_follow_a_decision(open_page: Open) -> None:
    page = open_page(DUTY)
    chosen = page.locator(".by-theme [aria-current] .n")
    expect(chosen).to_have_text("40")
    page.keyboard.press("x")
    page.keyboard.press("x")
    expect(chosen).to_have_text("38")
    expect(page.locator(".sum > b")).to_have_text("38 段")


def test_the_last_decision_is_undone_on_another_page_too(open_page: Open, library: Library) -> None:
    page = open_page(DUTY)
    page.keyboard.press("u")
    expect(page.locator(".said")).to_have_text("没有可撤销的")
    page.keyboard.press("x")
    expect(page.locator(".said")).to_contain_text("不是“分管”")
    page.reload()
    page.keyboard.press("u")
    expect(page.locator(".said")).to_have_text("已撤销：不是“分管”")
    assert said(library) == {}


def test_the_space_bar_ticks_and_no_letter_decides_meanwhile(open_page: Open, library: Library) -> None:
    page = open_page(f"{DUTY}&tick=1")
    page.keyboard.press(" ")
    page.keyboard.press("j")
    page.keyboard.press(" ")
    expect(page.locator("[data-picked]")).to_have_text("已选 2 处")
    page.keyboard.press("x")
    expect(page.locator(".said")).to_contain_text("批量里先打勾")
    assert said(library) == {}


def rows(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        ".panel-box .told li", "all => all.map(one => one.dataset.theme)"
    )
    return found


def test_the_panel_is_worked_by_keys_and_its_rows_stay(open_page: Open, library: Library) -> None:
    page = open_page("/search?q=主体责任挂在嘴上")
    page.keyboard.press("t")
    page.wait_for_selector(".panel-box[open]")
    before = rows(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    row = page.locator(f".panel-box li[data-theme={before[0]}]")
    expect(row.locator(".settled")).to_have_text("由人确定：不是")
    assert rows(page) == before
    assert page.evaluate("document.activeElement.dataset.theme") == before[0]
    page.keyboard.press("y")
    expect(row.locator(".settled")).to_have_text("由人确定")
    page.keyboard.press("u")
    page.keyboard.press("u")
    expect(row.locator(".settled")).to_have_count(0)
    assert rows(page) == before
    page.keyboard.press("Escape")
    assert not page.is_visible(".panel-box")


def test_on_a_phone_many_are_decided_at_the_lower_edge(open_page: Open) -> None:
    page = open_page(f"{DUTY}&tick=1", viewport={"width": 360, "height": 740})
    page.locator(".tick input").nth(9).scroll_into_view_if_needed()
    at, tabs = page.locator("#many").bounding_box(), page.locator("#tabs").bounding_box()
    assert at and tabs and round(tabs["y"] + tabs["height"]) == 740
    assert abs(at["y"] + at["height"] - tabs["y"]) <= 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_is_told_does_not_cover_the_card(open_page: Open) -> None:
    page = open_page(DUTY, viewport={"width": 1280, "height": 720})
    for _ in range(5):
        page.keyboard.press("y")
    # Each answer puts its own words in place of the last; only the last of them stays.
    page.wait_for_load_state("networkidle")
    expect(page.locator(".said")).to_be_visible()
    card = page.locator(".hit[aria-current]").bounding_box()
    told = page.locator(".said").bounding_box()
    assert card and told and card["y"] + card["height"] <= told["y"]


def test_turning_the_page_passes_over_none_when_some_were_taken_out(
    open_page: Open, library: Library
) -> None:
    page = open_page(DUTY)
    seen = []
    for key in "xyxyyyyyyx" + "yyy":
        if len(seen) == 10:
            page.keyboard.press("n")
            expect(page.locator("[data-off]")).to_have_count(0)
        seen.append(current(page))
        page.keyboard.press(key)
        expect(page.locator(".said")).to_be_visible()
    assert len(set(seen)) == 13
    expect(page.locator(".said")).to_contain_text("本页完")
    page.keyboard.press("n")
    page.wait_for_url("**page=2")
    assert not {*seen} & {*order(page)}
