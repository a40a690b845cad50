"""A draft under the fingers: saved as it is typed, moved by key and drag, two windows, a server that goes away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from kb.draft import Draft
from kb.draft_edit import add_heading, add_text
from kb.drafts import Drafts
from kb.library import Library
from tests.browser.conftest import serving
from tests.web.samples import JITI, ZUOFENG, make

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class Sheet:
    """A draft of its own on a server of its own, and the windows that it is open in."""

    def __init__(self, browser: Browser, site: str, kept: Drafts) -> None:
        self.browser, self.site, self.kept = browser, site, kept
        self.id = kept.new("在会上的发言").draft.id
        self.contexts: list[Any] = []
        self.trouble: list[str] = []

    def with_blocks(self, *lines: str) -> Sheet:
        def change(draft: Draft) -> Draft:
            for line in lines:
                marks, _, text = line.partition(" ")
                draft = add_heading(draft, len(marks), text) if set(marks) == {"#"} else add_text(draft, line)
            return draft

        self.kept.edit(self.id, change)
        return self

    @property
    def texts(self) -> list[str]:
        blocks = self.kept.open(self.id).draft.blocks
        return ["#" * b.level + " " * bool(b.level) + b.text for b in blocks]

    def open(self, **options: Any) -> Page:
        context = self.browser.new_context(base_url=self.site, **options)
        self.contexts.append(context)
        page: Page = context.new_page()
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.goto(f"/draft/{self.id}")
        return page

    def saved(self, page: Page, *lines: str) -> None:
        """Wait until exactly these stand in the file, and the page says so."""
        for _ in range(60):
            if self.texts == list(lines):
                break
            page.wait_for_timeout(50)
        assert self.texts == list(lines)
        expect(page.locator("[data-saved]")).to_have_text("已存")


@pytest.fixture
def sheet(browser: Browser, tmp_path: Path) -> Iterator[Sheet]:
    library: Library = make(tmp_path / "home", (JITI, ZUOFENG))
    for site in serving(library):
        made = Sheet(browser, site, Drafts(library.home))
        yield made
        for context in made.contexts:
            context.close()
        assert made.trouble == []


def shown(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        ".block > form > textarea", "all => all.map(one => one.value)"
    )
    return found


def test_what_is_typed_is_saved_by_itself(sheet: Sheet) -> None:
    page = sheet.with_blocks("# 甲", "一段。").open()
    page.click("#text-b2")
    page.keyboard.press("End")
    page.keyboard.insert_text("又写一句。")
    sheet.saved(page, "# 甲", "一段。又写一句。")
    page.fill("#draft-title", "换个题目")
    page.keyboard.press("Tab")
    expect(page.locator("[data-saved]")).to_have_text("已存")
    assert sheet.kept.open(sheet.id).draft.title == "换个题目"


DELAY = """() => {
  const fetch = window.fetch;
  window.fetch = (...all) => new Promise(done => setTimeout(done, 400)).then(() => fetch(...all))
    .then(answer => new Promise(done => setTimeout(() => done(answer), 400)));
}"""


def test_a_late_answer_takes_no_keystroke(sheet: Sheet) -> None:
    page = sheet.with_blocks("# 甲", "一段。").open()
    page.evaluate(DELAY)
    page.click("#text-b2")
    page.keyboard.press("End")
    page.keyboard.type("one two three four five six seven eight", delay=60)
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.type(" nine ten", delay=60)
    sheet.saved(page, "一段。one two three four five six seven eight nine ten", "# 甲")
    assert shown(page)[0].endswith("nine ten")
    assert page.evaluate("document.activeElement.id") == "text-b2"


def test_a_half_written_word_of_an_input_method_is_left_alone(sheet: Sheet) -> None:
    page = sheet.with_blocks("# 甲", "一段。").open()
    page.click("#text-b2")
    page.keyboard.press("End")
    client = page.context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"text": "zuofeng", "selectionStart": 7, "selectionEnd": 7})
    page.wait_for_timeout(1200)
    assert sheet.texts == ["# 甲", "一段。"]
    sheet.kept.edit(sheet.id, lambda draft: add_text(draft, "那边加的。"))
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector("#b3")
    client.send("Input.insertText", {"text": "作风"})
    sheet.saved(page, "# 甲", "一段。作风", "那边加的。")


def test_a_server_that_is_away_loses_nothing(sheet: Sheet) -> None:
    page = sheet.with_blocks("一段。").open()
    page.context.set_offline(True)
    page.click("#text-b1")
    page.keyboard.press("End")
    page.keyboard.insert_text("断网时写的。")
    expect(page.locator("[data-saved]")).to_have_text("没有存上，正在再试")
    assert sheet.texts == ["一段。"]
    page.context.set_offline(False)
    sheet.saved(page, "一段。断网时写的。")


def test_a_page_that_dies_leaves_its_words_to_the_next(sheet: Sheet) -> None:
    page = sheet.with_blocks("一段。").open()
    page.context.set_offline(True)
    page.click("#text-b1")
    page.keyboard.press("End")
    page.keyboard.insert_text("还没存的。")
    expect(page.locator("[data-saved]")).to_have_text("没有存上，正在再试")
    page.close(run_before_unload=False)
    page.context.set_offline(False)
    other = page.context.new_page()
    other.goto(f"/draft/{sheet.id}")
    sheet.saved(other, "一段。还没存的。")


def test_going_on_by_a_link_saves_first(sheet: Sheet) -> None:
    page = sheet.with_blocks("一段。").open()
    page.click("#text-b1")
    page.keyboard.press("End")
    page.keyboard.insert_text("刚写的。")
    page.click("text=导出 Word")
    page.wait_for_url("**/export")
    assert sheet.texts == ["一段。刚写的。"]


def test_a_server_started_anew_is_no_end(sheet: Sheet) -> None:
    page = sheet.with_blocks("一段。").open()
    page.context.clear_cookies()
    page.click("#text-b1")
    page.keyboard.press("End")
    page.keyboard.insert_text("重启以后写的。")
    sheet.saved(page, "一段。重启以后写的。")


def test_a_new_block_is_there_at_once(sheet: Sheet) -> None:
    page = sheet.with_blocks("# 甲", "后面的。").open()
    page.evaluate(DELAY)
    page.click("#text-b1")
    page.keyboard.press("Enter")
    page.keyboard.type("typed before any answer came", delay=40)
    sheet.saved(page, "# 甲", "typed before any answer came", "后面的。")
    assert page.evaluate("document.activeElement.value").startswith("typed")


def test_a_block_is_parted_and_joined_at_the_cursor(sheet: Sheet) -> None:
    page = sheet.with_blocks("前半句，后半句。").open()
    page.evaluate(DELAY)
    page.click("#text-b1")
    page.keyboard.press("Home")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Enter")
    page.keyboard.insert_text("新写的")
    sheet.saved(page, "前半句，", "新写的后半句。")
    page.keyboard.press("Home")
    page.keyboard.press("Backspace")
    sheet.saved(page, "前半句，新写的后半句。")
    expect(page.locator("#text-b1")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.insert_text("完。")
    sheet.saved(page, "前半句，新写的后半句。完。")


def test_keys_move_blocks_and_change_levels(sheet: Sheet) -> None:
    page = sheet.with_blocks("# 甲", "甲下面。", "# 乙", "乙下面。").open()
    page.click("#text-b3")
    page.keyboard.press("Alt+ArrowUp")
    sheet.saved(page, "# 乙", "乙下面。", "# 甲", "甲下面。")
    assert page.evaluate("document.activeElement.id") == "text-b3"
    assert page.locator(".number").all_text_contents() == ["一、", "二、"]
    page.click("#text-b1")
    page.keyboard.press("Alt+ArrowRight")
    sheet.saved(page, "# 乙", "乙下面。", "## 甲", "甲下面。")
    assert page.locator(".number").all_text_contents() == ["一、", "（一）"]


def test_a_heading_is_dragged_with_what_is_under_it(sheet: Sheet) -> None:
    page = sheet.with_blocks("# 甲", "甲下面。", "# 乙", "乙下面。").open()
    page.hover("#b1")
    page.drag_and_drop("#b1 .grip", "#b4", target_position={"x": 200, "y": 30})
    sheet.saved(page, "# 乙", "乙下面。", "# 甲", "甲下面。")
    assert shown(page) == ["乙", "乙下面。", "甲", "甲下面。"]


def test_everything_is_undone_by_key_and_done_again(sheet: Sheet) -> None:
    page = sheet.with_blocks("# 甲", "一段。").open()
    page.click("#text-b2")
    page.keyboard.press("End")
    page.keyboard.insert_text("又一句。")
    page.keyboard.press("Alt+ArrowUp")
    sheet.saved(page, "一段。又一句。", "# 甲")
    page.keyboard.press("Control+z")
    sheet.saved(page, "# 甲", "一段。又一句。")
    page.keyboard.press("Control+z")
    sheet.saved(page, "# 甲", "一段。")
    assert shown(page) == ["甲", "一段。"]
    page.keyboard.press("Control+y")
    sheet.saved(page, "# 甲", "一段。又一句。")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    sheet.saved(page, "# 甲", "一段。")


def test_a_block_removed_comes_back_by_the_button_that_tells_it(sheet: Sheet) -> None:
    page = sheet.with_blocks("甲。", "乙。").open()
    page.hover("#b1")
    page.click("#b1 [value=remove]")
    sheet.saved(page, "乙。")
    page.click(".said >> text=撤销")
    sheet.saved(page, "甲。", "乙。")


CHOICES = {"用我的": "这边写的话。", "用那边的": "那边写的话。", "两段都留": "那边写的话。\n这边写的话。"}


@pytest.mark.parametrize("words", CHOICES)
def test_two_windows_show_both_texts_and_a_person_chooses(sheet: Sheet, words: str) -> None:
    sheet.with_blocks("原来的话。")
    one, two = sheet.open(), sheet.open()
    two.fill("#text-b1", "那边写的话。")
    sheet.saved(two, "那边写的话。")
    one.fill("#text-b1", "这边写的话。")
    expect(one.locator(".clash .theirs")).to_have_text("那边写的话。")
    assert sheet.texts == ["那边写的话。"] and shown(one) == ["这边写的话。"]
    one.click(f".clash >> text={words}")
    sheet.saved(one, CHOICES[words])
    assert one.locator(".clash").count() == 0
    two.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(two.locator("#text-b1")).to_have_value(CHOICES[words])


def test_words_for_a_block_the_other_window_removed_stay(sheet: Sheet) -> None:
    sheet.with_blocks("甲。", "乙。")
    one, two = sheet.open(), sheet.open()
    two.hover("#b1")
    two.click("#b1 [value=remove]")
    sheet.saved(two, "乙。")
    one.fill("#text-b1", "甲改过了。")
    sheet.saved(one, "甲改过了。", "乙。")


def test_what_another_window_adds_is_there_on_coming_back(sheet: Sheet) -> None:
    page = sheet.with_blocks("甲。").open()
    sheet.with_blocks("从检索里放进来的。")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector("#b2")
    assert shown(page) == ["甲。", "从检索里放进来的。"]


PASTE = """text => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_an_outline_pasted_under_a_heading_becomes_headings(sheet: Sheet) -> None:
    page = sheet.with_blocks("# 甲", "尾。").open()
    page.click("#text-b1")
    page.keyboard.press("Enter")
    page.evaluate(PASTE, "二、乙\r\n（一）乙的一\r\n乙的正文在这里。\r\n\r\n三、丙")
    sheet.saved(page, "# 甲", "# 乙", "## 乙的一", "乙的正文在这里。", "# 丙", "尾。")
    assert page.locator(".number").all_text_contents() == ["一、", "二、", "（一）", "三、"]


def test_gaps_are_filled_on_the_page(sheet: Sheet) -> None:
    page = sheet.with_blocks("××镇要带头。", "××镇要看齐。").open()
    page.fill("#gaps [name=value]", "青山")
    page.keyboard.press("Enter")
    sheet.saved(page, "青山镇要带头。", "青山镇要看齐。")
    assert page.locator("#gaps").count() == 0 and shown(page)[0] == "青山镇要带头。"


def test_it_all_works_without_scripts(sheet: Sheet) -> None:
    page = sheet.with_blocks("# 甲", "一段。").open(java_script_enabled=False)
    page.fill("#text-b2", "改过的。")
    page.hover("#b2")
    page.click("#b2 [data-saves]")
    assert sheet.texts == ["# 甲", "改过的。"]
    page.hover("#b2")
    page.click("#b2 [value=up]")
    assert sheet.texts == ["改过的。", "# 甲"]
    page.click(".bar [value=undo]")
    assert sheet.texts == ["# 甲", "改过的。"]


@pytest.mark.parametrize("width", [390, 768, 1024, 1440])
def test_nothing_stands_outside_the_window(sheet: Sheet, width: int) -> None:
    page = sheet.with_blocks("# 甲", "××镇" * 60).open(viewport={"width": width, "height": 700})
    page.click("#text-b2")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width > 1000:
        box = page.locator("#b2 .tools").bounding_box()
        assert box and box["x"] + box["width"] <= width
