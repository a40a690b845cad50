"""WCAG 2.1 AA, as far as axe-core can tell: every page, light and dark, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.draft_edit import add_excerpt, add_heading, add_text
from kb.draft_sources import take
from kb.drafts import Drafts
from kb.library import Library
from kb.places import place
from tests.browser.conftest import missing, serving
from tests.web.samples import make

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
SIZES = (1440, 390)
SCHEMES = ("light", "dark")
PAGES = {
    "first page": "/",
    "hits": "/search?q=责任",
    "hits of a theme": "/search?q=责任&theme=responsibility&year=2023",
    "ticking": "/search?q=责任&tick=1",
    "no hits": "/search?q=航天 量子",
    "widened": "/search?q=怕担责",
    "reading": "/speech/2023-jiti?q=薄弱&at=p5#p5",
    "copies": "/speech/2023-jiti?alike=1&at=p3#p3",
    "why": "/speech/2023-jiti/why/p4.2",
    "speeches": "/speeches",
    "titles": "/titles?q=责任",
    "parallel": "/parallel",
    "kwic": "/kwic?q=责任",
    "themes": "/themes",
    "theme": "/themes/responsibility",
    "workshop": "/themes/workshop",
    "theme edited": "/themes/responsibility/edit",
    "decisions": "/decisions",
    "import": "/import",
    "drafts": "/drafts",
    "draft": "/draft/{draft}",
    "outline": "/draft/{draft}/outline",
    "masks": "/draft/{draft}/masks",
    "versions": "/draft/{draft}/versions",
    "export": "/draft/{draft}/export",
    "draft overlap": "/draft/{draft}/overlap",
    "overlap": "/overlap",
    "help": "/help",
    "saved": "/saved",
    "error": "/speech/none",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make(tmp_path_factory.mktemp("axe"))


@pytest.fixture(scope="module")
def draft(library: Library) -> str:
    """The id of a draft with headings, an excerpt with gaps, and words of one's own."""
    drafts, speech = Drafts(library.home), library.speech("2023-jiti")
    made = drafts.new("在推进会上的讲话", date="2026-03-01").draft
    made = add_heading(made, 1, "看清家底")
    text = place(speech, "p4.1").text
    made = add_excerpt(made, text, take(speech, "p4.1", text, "《推进会讲话》"))
    made = add_text(add_heading(made, 2, "压实责任"), "这里写自己的话。")
    drafts.edit(made.id, lambda _: made)
    return made.id


@pytest.fixture(scope="module")
def site(library: Library) -> Iterator[str]:
    yield from serving(library)


def faults(page: Page) -> list[str]:
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        missing("axe-playwright-python")
    page.wait_for_timeout(200)  # colours come by a short transition
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['target']} {node['html'][:160]}" for one in found for node in one["nodes"]]


def looked_at(page: Page) -> list[str]:
    """What axe finds in both schemes and both sizes, told with where."""
    told = []
    for width in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            told += [f"{width} {scheme} {fault}" for fault in faults(page)]
    return told


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page that lets axe in: our own policy forbids scripts that are not ours."""
    context = browser.new_context(base_url=site, bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_used_by_everyone(page: Page, draft: str, name: str) -> None:
    page.goto(PAGES[name].format(draft=draft))
    assert looked_at(page) == []


def test_what_is_found_by_looking_closer_can_be_used_by_everyone(page: Page, draft: str) -> None:
    page.goto("/search?q=责任")
    for selector in (
        ".copies summary",
        ".keep summary",
        ".taking summary",
        ".more-acts summary",
        ".how summary",
    ):
        if page.locator(selector).count():
            page.locator(selector).first.click()
            assert faults(page) == [], selector
            page.keyboard.press("Escape")
    page.goto("/search?q=主体责任挂在嘴上")
    page.hover(".hit .theme")
    page.wait_for_selector(".tag:hover > .why")
    assert faults(page) == []


@pytest.mark.parametrize(("key", "shown"), [("?", "#keys[open]"), ("t", ".panel-box[open]"), ("b", ".said")])
def test_what_a_key_opens_can_be_used_by_everyone(page: Page, draft: str, key: str, shown: str) -> None:
    page.goto("/search?q=责任")
    page.keyboard.press(key)
    page.wait_for_selector(shown)
    assert looked_at(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_three_columns_can_be_used_by_everyone(page: Page, draft: str, scheme: str) -> None:
    page.set_viewport_size({"width": 1600, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/search?q=责任")
    page.keyboard.press("d")
    page.wait_for_selector("#pane ol")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reader .here")
    assert faults(page) == []


def test_the_first_run_can_be_used_by_everyone(page: Page, empty_site: str) -> None:
    page.goto(f"{empty_site}/")
    assert looked_at(page) == []


def test_a_draft_for_printing_can_be_used_by_everyone(page: Page, draft: str) -> None:
    page.goto(f"/draft/{draft}/file.html")
    assert faults(page) == []


def test_axe_finds_what_is_wrong(page: Page, tmp_path: Path) -> None:
    page.goto("/help")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert faults(page) != []
