"""The theme workshop in a real browser: the preview follows the typing, and nothing changes until it is applied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.home import Home
from kb.themes import load
from tests.browser.conftest import Open, serving
from tests.web.samples import make

if TYPE_CHECKING:
    from playwright.sync_api import Page

EDIT = "/themes/work-style/edit"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def site(home: Home) -> Iterator[str]:
    """The address of a library that may be changed."""
    yield from serving(make(home.root))


def add(page: Page, field: str, line: str) -> None:
    """Type a line at the end of a list."""
    area = page.locator(f"#theme-{field}")
    area.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n" + line)


def strong(home: Home) -> tuple[str, ...]:
    return load(home.themes).by_id["work-style"].strong


def test_the_preview_follows_the_typing_and_applying_can_be_undone(open_page: Open, home: Home) -> None:
    page = open_page(EDIT)
    add(page, "strong", "田埂上")
    page.wait_for_selector("#foreseen mark:has-text('田埂上')")
    assert page.locator("#sum").inner_text() == "会多 2 段，会少 0 段"
    assert page.locator("#said").inner_text() == "会多 2 段，会少 0 段"
    assert "田埂上" not in strong(home)
    page.click("text=应用")
    page.wait_for_selector(".said")
    assert "田埂上" in strong(home)
    page.click(".said button")
    page.wait_for_url("**/themes/workshop")
    assert "田埂上" not in strong(home)


def test_a_bad_term_is_marked_as_it_is_typed_and_the_mark_goes_when_it_is_mended(open_page: Open) -> None:
    page = open_page(EDIT)
    add(page, "strong", "风")
    page.wait_for_selector("#faults-strong li")
    assert page.locator("#theme-strong").get_attribute("aria-invalid") == "true"
    page.keyboard.type("气不正")
    page.wait_for_selector("#faults-strong li", state="detached")
    assert page.locator("#theme-strong").get_attribute("aria-invalid") is None


def test_more_passages_come_without_losing_what_was_typed(open_page: Open) -> None:
    page = open_page(EDIT)
    add(page, "strong", "分管责任")
    page.wait_for_selector(".side-gain li")
    page.click("button[name=more]")
    page.wait_for_selector(".side-gain li >> nth=25")
    assert page.locator("#theme-strong").input_value().endswith("分管责任")


def test_proposals_come_on_demand(open_page: Open) -> None:
    page = open_page(EDIT)
    page.click("text=找一找")
    page.wait_for_selector("#proposals:has-text('没有可提议的')")


def test_nothing_is_sent_while_an_input_method_composes(open_page: Open) -> None:
    page = open_page(EDIT)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    page.locator("#theme-strong").dispatch_event("compositionstart")
    page.locator("#theme-strong").dispatch_event("input")
    page.wait_for_timeout(900)
    assert sent == []
    page.locator("#theme-strong").dispatch_event("compositionend")
    page.wait_for_timeout(900)
    assert sent == ["POST"]


@pytest.mark.parametrize(
    "address",
    [EDIT, "/themes/workshop", "/themes/work-style/split", "/themes/change?what=retire&theme=work-style"],
)
@pytest.mark.parametrize("width", [360, 800])
def test_it_fits_a_narrow_window(open_page: Open, address: str, width: int) -> None:
    page = open_page(address, viewport={"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_buttons_do_the_same(open_page: Open, home: Home) -> None:
    page = open_page(EDIT, java_script_enabled=False)
    page.fill("#theme-strong", "田埂上")
    page.click(".do-it button[value=preview]")
    assert "会多 2 段" in " ".join(page.locator("#foreseen").inner_text().split())
    page.click("text=应用")
    page.wait_for_selector(".said")
    assert strong(home) == ("田埂上",)


def test_what_was_typed_is_not_left_behind_unasked(open_page: Open, home: Home) -> None:
    asked: list[str] = []
    page = open_page(EDIT)
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.click(".trail a >> nth=1")
    page.wait_for_url("**/themes/workshop")
    assert asked == []
    page.go_back()
    page.wait_for_selector("#theme-form")
    add(page, "strong", "田埂上")
    page.click(".trail a >> nth=1")
    page.wait_for_url("**/themes/workshop")
    assert asked == ["beforeunload"]
    page.goto(EDIT)
    add(page, "strong", "田埂上")
    page.click("text=应用")
    page.wait_for_selector(".said")
    assert asked == ["beforeunload"]


def test_words_on_one_line_part_when_one_types_elsewhere(open_page: Open) -> None:
    page = open_page("/themes/new")
    page.fill("#theme-strong", "分管责任、田埂上")
    page.focus("#theme-weak")
    page.wait_for_selector(".by-term")
    assert page.locator("#sum").inner_text() == "会多 42 段，会少 0 段"
    assert page.locator("#theme-strong").input_value().split() == ["分管责任", "田埂上"]


def test_a_file_is_chosen_in_our_own_words(open_page: Open) -> None:
    page = open_page("/themes/workshop")
    label = page.locator("[data-file]")
    assert label.inner_text() == "选文件"
    page.set_input_files("[data-file] input", {"name": "主题.toml", "mimeType": "text/plain", "buffer": b""})
    assert page.locator("[data-file] + .faint").inner_text() == "主题.toml"


def test_an_answer_that_is_an_error_leaves_the_page_usable(open_page: Open) -> None:
    # The page used to stay grey, and the button to say for ever that it was looking.
    page = open_page(EDIT, quiet=False)  # the console tells of the 503
    page.route("**" + EDIT, lambda route: route.fulfill(status=503, body="<p>忙</p>"))
    page.click("text=找一找")
    page.wait_for_selector("text=找一找")
    assert page.locator("#proposals button").is_enabled()
    assert page.locator("[aria-busy]").count() == 0
    assert "预览没有更新" in page.locator("#said").inner_text()
    page.unroute("**" + EDIT)
    add(page, "strong", "田埂上")
    page.wait_for_selector("#foreseen mark:has-text('田埂上')")


def test_a_fault_of_the_whole_table_is_told_beside_its_field_and_nothing_typed_is_lost(
    open_page: Open,
) -> None:
    page = open_page(EDIT)
    add(page, "strong", "田埂上")
    page.fill("#theme-name", "talent")
    page.wait_for_selector("#faults-name li")
    assert page.locator("#theme-strong").input_value().endswith("田埂上")
    assert page.locator("[aria-busy]").count() == 0
