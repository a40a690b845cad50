"""Deciding in a browser: one click or key, in place, undone, and the same without scripts."""

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
from tests.web.samples import make

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: A theme of the tests' own, that forty passages earn.
DUTY = "/search?theme=duty"
THEME = """
[[theme]]
id = "duty"
name = "分管"
strong = ["分管责任"]
"""


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
    """A library of one's own, for these tests change it."""
    yield from serving(library)


@pytest.fixture
def open_page(browser: object, site: str) -> Iterator[Open]:
    contexts = []
    trouble: list[str] = []

    def opened(address: str, **options: object) -> Page:
        context = browser.new_context(base_url=site, **options)  # type: ignore[attr-defined]
        contexts.append(context)
        page: Page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda m: trouble.append(m.text) if m.type in ("error", "warning") else None)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert trouble == []


def said(library: Library) -> dict[str, bool]:
    return {f"{d.place} {d.theme}": d.yes for d in every(library) if d.speech == "zhidu"}


def place(page: Page) -> str:
    return str(page.locator("[data-stop][aria-current]").get_attribute("data-place"))


def test_no_with_one_click_changes_the_tag_where_it_stands(open_page: Open, library: Library) -> None:
    page = open_page("/search?q=主体责任挂在嘴上")
    address = page.url
    page.hover(".hit .theme >> text=责任落实")
    page.click(".hit .tag .say >> text=不是")
    expect(page.locator(".hit .tag[data-denied] > .theme")).to_have_text("责任落实")
    expect(page.locator(".said")).to_contain_text("已定：不是“责任落实”")
    expect(page.locator("#said")).to_have_text("已定：不是“责任落实”")
    assert page.url == address
    page.click(".said button")
    expect(page.locator(".hit .tag[data-denied]")).to_have_count(0)
    assert page.locator(".hit .theme >> text=责任落实").count() == 1


def test_a_theme_is_looked_through_by_key(open_page: Open, library: Library) -> None:
    page = open_page(DUTY)
    first = place(page)
    page.keyboard.press("x")
    expect(page.locator(".hit[data-off]")).to_have_count(1)
    second = place(page)
    assert second != first
    page.keyboard.press("y")
    expect(page.locator(".hit .settled")).to_have_text("由人确定")
    assert said(library) == {f"{first} duty": False, f"{second} duty": True}
    page.keyboard.press("u")
    expect(page.locator(".hit .settled")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator(".hit[data-off]")).to_have_count(0)
    assert said(library) == {}


def test_without_one_theme_the_keys_only_say_so(open_page: Open, library: Library) -> None:
    page = open_page("/search?q=分管责任")
    page.keyboard.press("x")
    expect(page.locator("#said")).to_have_text("先在左边只选一个主题")
    assert said(library) == {}


def test_nothing_is_decided_while_typing_or_composing(open_page: Open, library: Library) -> None:
    page = open_page(DUTY)
    page.keyboard.press("/")
    page.keyboard.type("xytum")
    assert page.input_value("#q") == "xytum"
    for key in "xyt":
        page.evaluate(
            f"document.body.dispatchEvent(new KeyboardEvent('keydown', {{key: '{key}', isComposing: true, bubbles: true}}))"
        )
    page.wait_for_timeout(200)
    assert page.locator(".panel-box").count() == 0
    assert said(library) == {}


def test_the_panel_adds_a_theme_by_its_initials(open_page: Open, library: Library) -> None:
    page = open_page(DUTY)
    page.keyboard.press("t")
    page.wait_for_selector(".panel-box[open]")
    page.fill(".find input", "gbjy")
    expect(page.locator(".adds li:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".panel-box .told li[data-theme=cadre-education] .settled")).to_have_text("由人确定")
    assert list(said(library).items()) == [(f"{place(page)} cadre-education", True)]
    page.keyboard.press("Escape")
    assert not page.is_visible(".panel-box")
    assert page.locator(".hit[aria-current] .theme >> text=干部教育").count() == 1
    page.keyboard.press("u")
    expect(page.locator(".hit[aria-current] .theme >> text=干部教育")).to_have_count(0)


def test_words_light_up_with_their_theme(open_page: Open) -> None:
    page = open_page("/search?q=主体责任挂在嘴上")
    page.keyboard.press("t")
    page.hover(".panel-box .told li[data-theme=responsibility]")
    lit = page.eval_on_selector_all(".panel-box .w[data-lit]", "all => all.map(one => one.textContent)")
    assert "主体责任" in "".join(lit)
    page.hover("#panel-title")
    assert page.locator(".panel-box .w[data-lit]").count() == 0


def test_keys_rest_while_the_panel_is_open(open_page: Open) -> None:
    page = open_page(DUTY)
    before = place(page)
    page.keyboard.press("t")
    page.wait_for_selector(".panel-box[open]")
    page.keyboard.press("j")
    assert place(page) == before


def test_the_panel_opens_in_a_speech_too(open_page: Open, library: Library) -> None:
    page = open_page("/speech/zhidu?at=p3#p3")
    page.keyboard.press("t")
    page.click(".panel-box .told li[data-theme=duty] .say >> text=不是")
    expect(page.locator(".panel-box .name.not")).to_have_text("分管")
    page.click(".panel-box .shut")
    assert page.locator("[data-place=p3] .tag[data-denied]").count() == 1
    assert said(library) == {"p3 duty": False}


def test_many_are_ticked_and_undone_together(open_page: Open, library: Library) -> None:
    page = open_page(DUTY)
    page.keyboard.press("m")
    page.wait_for_selector("#many")
    page.click("[data-all]")
    expect(page.locator("[data-picked]")).to_have_text("已选 10 处")
    page.locator(".hit input[name=place]").first.uncheck()
    expect(page.locator("[data-picked]")).to_have_text("已选 9 处")
    page.click("#many .saying >> text=不是")
    expect(page.locator(".said")).to_contain_text("9 处已定为不是“分管”")
    assert len(said(library)) == 9
    page.click(".said button")
    expect(page.locator(".said")).to_contain_text("已撤销")
    assert said(library) == {}


def test_all_hits_are_decided_without_scripts(open_page: Open, library: Library) -> None:
    page = open_page(DUTY + "&tick=1", java_script_enabled=False)
    page.check("input[name=all]")
    page.click("#many .saying >> text=不是")
    assert "把 40 处都定为不是“分管”？" in page.inner_text("h1")
    page.click(".sure .button")
    assert len(said(library)) == 40
    page.click(".said button")
    assert said(library) == {}


def test_one_is_decided_without_scripts(open_page: Open, library: Library) -> None:
    page = open_page("/search?q=分管责任", java_script_enabled=False)
    page.click(".hit .add >> nth=0")
    page.click(".adds .say >> text=干部教育")
    assert "由人确定" in page.inner_text(".told")
    page.click(".back-link a")
    page.wait_for_url("**/search?q=*")
    assert list(said(library).values()) == [True]


def test_the_list_takes_back_and_undoes(open_page: Open, library: Library) -> None:
    page = open_page("/decisions")
    page.click(".decided .say >> text=收回")
    expect(page.locator(".said")).to_contain_text("已收回对“作风整顿”的决定")
    assert list(every(library)) == []
    page.click(".said button")
    assert len(list(every(library))) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1400])
def test_none_of_it_is_wider_than_the_screen(open_page: Open, scheme: str, width: int) -> None:
    size = {"width": width, "height": 800}
    for address in (
        DUTY + "&tick=1",
        "/speech/2023-jiti/why/p4.2",
        "/decisions",
        "/decide/all?say=no&about=work-style&q=责任",
    ):
        page = open_page(address, viewport=size, color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
