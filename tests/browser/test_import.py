"""Dropping files, seeing what becomes of them, setting a speech right; with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kb.home import Home, create
from kb.library import Library
from tests.browser.conftest import Open, serving
from tests.web.test_intake import OTHER, SPEECH

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
NO_SCRIPT = {"java_script_enabled": False}

#: Drops files on the page as a hand does: the browser makes the files, the page takes the event.
DROP = """files => {
  const transfer = new DataTransfer();
  for (const [name, text] of files) { transfer.items.add(new File([text], name)); }
  for (const type of ['dragover', 'drop']) {
    document.querySelector('main').dispatchEvent(
      new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }
}"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a library of one's own."""
    home = Home(tmp_path / "home")
    create(home)
    yield from serving(Library(home))


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Two speeches and something that is none, in a folder."""
    folder = tmp_path / "讲话"
    (folder / "旧").mkdir(parents=True)
    found = {"推进会.txt": SPEECH, "旧/水利.txt": OTHER, "坏.docx": b"PK\x03\x04" + bytes(100)}
    for name, data in found.items():
        (folder / name).write_bytes(data)
    return [str(folder / name) for name in found]


def drop(page: Page) -> None:
    page.evaluate(DROP, [["推进会.txt", SPEECH.decode()], ["水利.txt", OTHER.decode()]])
    page.wait_for_selector("[data-state=done]")


def test_drop_two_files_correct_a_title_and_find_the_text(open_page: Open) -> None:
    page = open_page("/import")
    drop(page)
    assert page.locator(".outcomes .file").all_inner_texts() == ["推进会.txt", "水利.txt"]
    page.click("text=逐篇看一看")
    page.fill("#fact-title", "在重点工作推进会上的讲话（修订）")
    page.click(".facts-form .button")
    expect(page.locator(".said [role=status]")).to_have_text("已改好")
    expect(page.locator("#said")).to_have_text("已改好")
    page.click(".turn a >> text=下一篇")
    page.click(".turn a >> text=完成")
    assert page.locator(".outcomes >> text=看过了").count() == 2
    page.fill("#q", "挂图作战")
    page.keyboard.press("Enter")
    expect(page.locator(".hit .path a")).to_have_text("在重点工作推进会上的讲话（修订）")


def test_a_folder_is_chosen(open_page: Open, files: list[str]) -> None:
    page = open_page("/import")
    page.set_input_files("[webkitdirectory]", str(Path(files[0]).parent))
    page.wait_for_selector("[data-state=done]")
    told = zip(
        page.locator(".file").all_inner_texts(), page.locator(".status").all_inner_texts(), strict=True
    )
    assert dict(told) == {"坏.docx": "读不了", "推进会.txt": "导入", "水利.txt": "导入"}


def test_too_many_files_are_told_before_any_is_sent(open_page: Open) -> None:
    page = open_page("/import")
    page.evaluate(DROP, [[f"{n}.txt", "字"] for n in range(2001)])
    page.wait_for_selector(".sending[data-failed]")
    assert "2,001 个文件，一次最多 2,000 个" in page.inner_text(".sending")
    assert page.is_visible(".drop")


def test_a_line_comes_back_and_a_passage_goes_and_comes_back(open_page: Open) -> None:
    page = open_page("/import")
    drop(page)
    page.click("text=逐篇看一看")
    page.click("text=读全文")
    page.click(".removed summary")
    page.click(".removed tr >> text=责任编辑 >> xpath=.. >> button")
    page.wait_for_selector(".passage >> text=责任编辑：张三")
    page.hover("text=要挂图作战")
    page.click(".passage:has-text('要挂图作战') button[form=remove]")
    page.wait_for_selector(".said >> text=已移到")
    assert page.locator(".passage >> text=要挂图作战").count() == 0
    page.click(".said button")
    page.wait_for_selector(".passage >> text=要挂图作战")
    page.goto(page.url.split("/speech")[0] + "/search?q=责任编辑")
    expect(page.locator(".hit mark")).to_have_text(["责任编辑"])


def test_all_of_it_without_scripts(open_page: Open, files: list[str]) -> None:
    page = open_page("/import", **NO_SCRIPT)
    page.set_input_files("[name=file] >> nth=0", files)
    page.click("text=开始导入")
    page.wait_for_selector("[data-state=done]", timeout=20000)
    assert page.locator(".outcomes li").count() == 3
    page.click("text=逐篇看一看")
    page.fill("#fact-date", "2021年5月7日")
    page.click(".facts-form .button")
    page.wait_for_selector("text=已改好")
    assert page.input_value("#fact-date") == "2021-05-07"
    page.click(".removed button >> nth=0")
    page.wait_for_selector("text=已放回原处")
    page.click(".said button")
    page.wait_for_selector("text=已撤销")


@pytest.mark.parametrize("options", [PHONE, {"color_scheme": "dark"}], ids=["phone", "dark"])
def test_the_pages_fit_a_phone_and_the_dark(open_page: Open, options: dict[str, object]) -> None:
    page = open_page("/import", **options)
    drop(page)
    addresses = ["/import", page.url, page.url + "/1", page.url + "/2"]
    for address in addresses:
        page.goto(address)
        wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide[0] <= wide[1], address
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (max(int(part) for part in ground[4:-1].split(",")) < 60) == ("color_scheme" in options)
    for selector in (".facts-form .button", ".turn .button", ".fact input"):
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        assert box["height"] >= 44 or "color_scheme" in options, selector


def test_the_way_through_by_keyboard(open_page: Open, files: list[str]) -> None:
    page = open_page("/import")
    page.focus("[name=file] >> nth=0")
    ring = "getComputedStyle(document.activeElement.parentElement).outlineStyle"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hasAttribute('webkitdirectory')")
    assert page.evaluate(ring) == "solid"
