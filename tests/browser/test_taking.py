"""Into the draft from where one reads: a hit, a selection, several at once; where it went, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kb import draft_edit as edit
from kb.draft import Draft
from kb.drafts import Drafts
from kb.home import Home
from tests.browser.conftest import Open, serving
from tests.browser.test_excerpts import SELECT
from tests.web.samples import JITI, ZUOFENG, make


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "库")


@pytest.fixture
def address(home: Home) -> Iterator[str]:
    """A library with one draft of two headings."""
    library = make(home.root, (JITI, ZUOFENG))
    drafts = Drafts(home)
    id_ = drafts.new("年初讲话", date="2026-03-05").draft.id
    drafts.edit(id_, lambda d: edit.add_heading(edit.add_heading(d, 1, "讲认识"), 1, "讲责任"))
    yield from serving(library)


def draft(home: Home) -> Draft:
    drafts = Drafts(home)
    (one,) = drafts.all()
    return drafts.open(one.id).draft


def texts(home: Home) -> list[str]:
    return [block.text for block in draft(home).blocks]


def test_a_hit_is_taken_moved_and_taken_back(open_page: Open, address: str, home: Home) -> None:
    page = open_page(f"{address}/search?q=三资")
    page.keyboard.press("b")
    said = page.locator(".said")
    expect(said).to_contain_text("已放进《年初讲话》")
    point = JITI.passages[4].text
    assert texts(home) == ["讲认识", "讲责任", point]
    said.locator("select").select_option(label="一、讲认识")
    expect(page.locator("#said")).to_contain_text("一、讲认识")
    assert texts(home) == ["讲认识", point, "讲责任"]
    page.locator("main").click(position={"x": 2, "y": 2})
    page.keyboard.press("u")
    expect(page.locator("#said")).not_to_contain_text("以后也放在这里")
    page.keyboard.press("u")
    expect(page.locator("#said")).to_have_text("已从文稿里拿出")
    assert texts(home) == ["讲认识", "讲责任"]


def test_only_what_is_selected_is_taken(open_page: Open, address: str, home: Home) -> None:
    page = open_page(f"{address}/speech/2023-jiti")
    page.evaluate(SELECT, ["村集体经济家底", "家底不厚。"])
    page.keyboard.press("b")
    expect(page.locator(".said")).to_contain_text("已放进《年初讲话》")
    block = draft(home).blocks[-1]
    assert block.text == "村集体经济家底不厚。"
    assert block.source is not None
    assert block.source.key == "2023-jiti#p4.1"


def test_a_selection_over_two_points_is_taken_as_two(open_page: Open, address: str, home: Home) -> None:
    page = open_page(f"{address}/speech/2023-jiti")
    page.evaluate(SELECT, ["“三资”台账", "没有压实。"])
    page.keyboard.press("b")
    expect(page.locator(".said")).to_contain_text("2 段已放进《年初讲话》")
    taken = draft(home).blocks[-2:]
    assert [b.text for b in taken] == ["“三资”台账对不上。", "二是书记的责任没有压实。"]
    assert [b.source.place for b in taken if b.source] == ["p4.1", "p4.2"]


def test_what_is_selected_around_a_hit_is_taken_from_where_it_stands(
    open_page: Open, address: str, home: Home
) -> None:
    page = open_page(f"{address}/search?q=三资", viewport={"width": 900, "height": 900})
    page.keyboard.press("Enter")
    page.wait_for_selector(".peek .beside")
    page.evaluate(SELECT, ["乡镇党委书记", "第一责任人"])
    page.keyboard.press("b")
    expect(page.locator(".said")).to_contain_text("已放进《年初讲话》")
    block = draft(home).blocks[-1]
    assert block.text == "乡镇党委书记是第一责任人"
    assert block.source is not None
    assert block.source.place == "p5"


@pytest.mark.parametrize("way", ["key", "button"])
def test_what_is_ticked_is_taken_together(open_page: Open, address: str, home: Home, way: str) -> None:
    page = open_page(f"{address}/search?q=责任&kind=passage")
    page.keyboard.press("m")
    page.wait_for_selector(".tick")
    page.keyboard.press(" ")
    page.keyboard.press("j")
    page.keyboard.press(" ")
    if way == "key":
        page.keyboard.press("b")
    else:
        page.click(".many [formaction='/draft/take']")
    expect(page.locator(".said")).to_contain_text("2 段已放进《年初讲话》")
    assert len(texts(home)) == 4
    page.keyboard.press("u")
    expect(page.locator("#said")).to_have_text("已从文稿里拿出")
    assert texts(home) == ["讲认识", "讲责任"]


def test_the_pane_shows_the_draft_and_where_the_next_goes(open_page: Open, address: str, home: Home) -> None:
    page = open_page(f"{address}/search?q=三资", viewport={"width": 1300, "height": 900})
    expect(page.locator("#pane")).to_be_hidden()
    page.keyboard.press("d")
    expect(page.locator("#pane")).to_contain_text("年初讲话")
    page.click("#pane >> text=讲认识")
    expect(page.locator("#said")).to_contain_text("以后放在一、讲认识")
    page.locator(".hit").first.click()
    page.keyboard.press("b")
    expect(page.locator("#pane .t")).to_contain_text("一是村集体经济家底不厚。")
    assert texts(home) == ["讲认识", JITI.passages[4].text, "讲责任"]
    page.keyboard.press("d")
    expect(page.locator("#pane")).to_be_hidden()


def test_what_is_dragged_goes_under_the_heading_it_is_dropped_on(
    open_page: Open, address: str, home: Home
) -> None:
    page = open_page(f"{address}/search?q=三资", viewport={"width": 1300, "height": 900})
    page.keyboard.press("d")
    page.wait_for_selector("#pane [data-under]")
    page.drag_and_drop(".hit [data-copy=plain]", "#pane li.h >> nth=0")
    expect(page.locator(".said")).to_contain_text("已放进《年初讲话》：一、讲认识")
    assert texts(home) == ["讲认识", JITI.passages[4].text, "讲责任"]


def test_where_a_passage_was_used_is_shown_and_can_be_left_out(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/search?q=责任")
    page.locator(".hit[data-place='p4.2'] .take").click()
    expect(page.locator(".said")).to_contain_text("已放进")
    page.reload()
    used = page.locator(".hit[data-place='p4.2'] .used")
    expect(used).to_have_text("用过：2026年3月《年初讲话》")
    total = page.locator(".hit").count()
    page.click(".facets >> text=未用过")
    expect(page.locator(".chip >> text=未用过")).to_be_visible()
    assert "used=no" in page.url
    expect(page.locator(".hit")).to_have_count(total - 1)
    page.click(".chip >> text=未用过")
    page.goto(f"{address}/speech/2023-jiti")
    page.locator(".passage[data-place='p4.2'] .used a").click()
    page.wait_for_url("**/draft/**")
