"""From question to pasted excerpt: both kinds of text arrive, whatever the browser has."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from kb.excerpt import RICH_STYLE
from tests.browser.conftest import Open, clipboard

POINT = "一是村集体经济家底不厚。全县××个村年收入不足×万元，“三资”台账对不上。"
CITED = f"{POINT}\n（《在全县集体经济推进会上的讲话》，2023年3月15日；第4段第1点）"
WHOLE = (
    "全县还有不少村守着旧校舍过日子，集体经济薄弱，短板明摆着。概括起来有两条。"
    f"{POINT}二是书记的责任没有压实。有的同志把主体责任挂在嘴上，落在纸上。"
)

#: What a browser may lack: nothing; the clipboard, as over http on a LAN name or in an old one; copy events.
LACKS = {
    "nothing": "",
    "clipboard": "delete Navigator.prototype.clipboard; delete window.ClipboardItem;",
    "copy event": "Document.prototype.execCommand = () => false;",
}
RICH = "".join(f'<p style="{RICH_STYLE}">{line}</p>' for line in CITED.split("\n"))


@pytest.mark.parametrize("lacking", LACKS)
def test_both_kinds_of_text_are_copied(open_page: Open, lacking: str) -> None:
    page = open_page("/search?q=三资", script=LACKS[lacking], quiet=lacking != "copy event")
    page.click(".hit [data-copy=source]")
    page.wait_for_selector(".hit [data-copy=source] >> text=已复制 ✓")
    expect(page.locator("#said")).to_have_text("已连出处一起复制，有 2 处空待填")
    found = clipboard(open_page("/help"))
    assert found["text/plain"] == CITED
    assert RICH in found["text/html"]
    page.wait_for_selector(".hit [data-copy=source] >> text=带出处")


def test_where_copying_is_forbidden_the_text_is_shown(open_page: Open) -> None:
    script = "Document.prototype.execCommand = () => false; delete window.ClipboardItem;"
    page = open_page("/search?q=三资", script=script)
    page.click(".hit [data-copy=source]")
    page.wait_for_url("**/p4.1.txt?form=source")
    assert POINT in page.inner_text("body")


def test_plain_is_the_text_alone(open_page: Open) -> None:
    page = open_page("/search?q=三资")
    page.click(".hit [data-copy=plain]")
    page.wait_for_selector("text=已复制 ✓")
    assert clipboard(page)["text/plain"] == POINT


def test_markup_in_a_text_is_copied_as_text(open_page: Open) -> None:
    page = open_page("/search?q=会风")
    page.click(".hit [data-copy=plain]")
    page.wait_for_selector("text=已复制 ✓")
    found = clipboard(page)
    assert found["text/plain"] == "会风一松，人心就散。<b>这不是标签</b>，是原话 & 原样。"
    assert "&lt;b&gt;" in found["text/html"]


@pytest.mark.parametrize(("button", "text"), [("整段", WHOLE), ("复制", POINT), ("带出处", CITED)])
def test_a_point_or_its_paragraph_is_copied_from_the_speech(open_page: Open, button: str, text: str) -> None:
    page = open_page("/speech/2023-jiti?q=三资")
    page.hover("[id='p4.1']")
    page.click(f".passage[data-place='p4.1'] .act >> text={button}")
    page.wait_for_selector("text=已复制 ✓")
    assert clipboard(page)["text/plain"] == text


def test_a_table_row_keeps_its_cells(open_page: Open) -> None:
    page = open_page("/speech/2023-jiti")
    page.click("tr[data-place=p7]")
    page.keyboard.press("c")
    expect(page.locator("#said")).to_have_text("已复制")
    assert clipboard(page)["text/plain"] == "摸清薄弱村家底\t农业农村局\t六月底"
