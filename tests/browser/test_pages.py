"""What a person sees: narrowing, reading at the hit, reasons on hover and focus, and pages that fit the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SIZES = (360, 390, 721, 768, 901, 1024, 1181, 1241, 1440, 1920)
PAGES = (
    "/",
    "/search?q=责任&theme=responsibility",
    "/search?q=航天 责任",
    "/speech/2023-jiti?q=薄弱&at=p5#p5",
    "/speeches",
    "/themes",
    "/help",
)


def test_search_then_narrow_by_theme(open_page: Open) -> None:
    page = open_page("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.fill("#q", "薄弱")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit")
    before = page.locator(".hit").count()
    page.click(".by-theme a >> text=农村集体经济")
    page.wait_for_selector(".by-theme [aria-current]")
    assert 0 < page.locator(".hit").count() < before
    page.click(".chip")
    expect(page.locator(".chip")).to_have_count(0)
    assert page.locator(".hit").count() == before


def test_the_reading_page_stands_at_the_hit(open_page: Open) -> None:
    page = open_page("/speech/2023-jiti?q=薄弱", viewport={"width": 1440, "height": 420})
    page.click(".hops [rel=next]")
    for _ in range(2):
        page.click(".hops [rel=next]")
    page.wait_for_url("**at=p5*")
    box = page.locator(".here").bounding_box()
    assert box is not None
    assert 68 < box["y"] < 300
    assert page.inner_text(".here mark") == "薄弱"


def test_the_contents_follow_the_reader(open_page: Open) -> None:
    page = open_page("/speech/zhidu", viewport={"width": 1440, "height": 500})
    assert page.locator(".outline").count() == 0
    page = open_page("/speech/2023-jiti", viewport={"width": 1440, "height": 500})
    page.click(".outline a >> text=书记亲自抓")
    page.wait_for_selector(".outline [aria-current] >> text=书记亲自抓")


@pytest.mark.parametrize("how", ["hover", "focus"])
def test_reasons_show_on_hover_and_on_focus_and_escape_hides_them(open_page: Open, how: str) -> None:
    page = open_page("/search?q=主体责任挂在嘴上")
    why = page.locator(".hit .tag", has_text="责任落实").locator(".why")
    assert not why.is_visible()
    getattr(page, how)(".hit .theme >> text=责任落实")
    why.wait_for(state="visible")
    assert "正文里的“" in why.inner_text()
    page.keyboard.press("Escape")
    why.wait_for(state="hidden")


def test_actions_in_a_speech_wait_until_needed(open_page: Open) -> None:
    page = open_page("/speech/2023-jiti")
    actions = page.locator(".passage[data-place=p3] .do")
    assert not actions.is_visible()
    page.hover("#p3")
    actions.wait_for(state="visible")


@pytest.mark.parametrize("address", PAGES)
def test_no_page_is_wider_than_the_screen(open_page: Open, address: str) -> None:
    page = open_page(address)
    for width in SIZES:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("address", PAGES)
def test_dark_pages_are_dark(open_page: Open, address: str) -> None:
    page = open_page(address, color_scheme="dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in ground[4:-1].split(",")) < 60


def test_lines_of_speech_text_are_32_to_40_characters_long(open_page: Open) -> None:
    for address, selector in (("/search?q=村", ".snippet"), ("/speech/2023-jiti", "#p3")):
        page = open_page(address, viewport={"width": 1440, "height": 900})
        width, size, line = page.eval_on_selector(
            selector,
            "p => [p.clientWidth, parseFloat(getComputedStyle(p).fontSize), parseFloat(getComputedStyle(p).lineHeight)]",
        )
        assert 32 <= width / size <= 40
        assert line / size >= 1.7


def test_on_a_phone_facets_are_at_hand_and_targets_are_large(open_page: Open) -> None:
    page = open_page("/search?q=责任", **PHONE)
    assert page.is_visible(".by-theme a")
    assert not page.is_visible(".by-role a")
    page.tap(".switch-label")
    assert page.is_visible(".by-role a")
    page.tap(".switch-label")
    for selector in (".by-theme a", ".hit .act", ".nav a", ".switch-label", ".seek"):
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        assert box["height"] >= 40 if selector == ".nav a" else box["height"] >= 42, selector


def test_on_a_phone_a_tap_shows_what_can_be_done_with_a_passage(open_page: Open) -> None:
    page = open_page("/speech/2023-jiti", **PHONE)
    point = page.locator(".passage[data-place='p4.1']")
    assert not point.locator(".act").first.is_visible()
    page.tap("[id='p4.1']")
    point.locator(".act").first.wait_for(state="visible")
    assert point.locator(".theme").first.is_visible()


def test_the_first_run_tells_what_to_do(open_page: Open, empty_site: str) -> None:
    page = open_page(f"{empty_site}/")
    assert "kb import" in page.inner_text("main")
