"""What is copied: a selection, several passages, Markdown, in the words that were chosen; what is dragged; over http."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from kb.citation import Citation
from kb.excerpt import RICH_STYLE, Excerpt
from kb.model import Heading, Passage, Speech
from tests.browser.conftest import Open, clipboard, serving
from tests.web.samples import JITI, make

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

YIJIAN = Speech(
    "2024-yijian",
    "在责任制会上的讲话",
    (
        Heading(1, "一、讲认识"),
        Passage("p1", "压实责任有两条，先说在前面。"),
        Passage("p1.1", '一是强化责任意识。各级党组织要有"钉钉子"精神 ,把担子扛在肩上。'),
        Passage("p1.2", "二是XX镇要带头，*每年* 2024年报一次账。"),
    ),
    date="2024-03-15",
)
POINT = "一是强化责任意识。各级党组织要有“钉钉子”精神，把担子扛在肩上。"

#: Select from the beginning of one string to the end of another, each within one text node.
SELECT = """([from, to]) => {
  const walk = document.createTreeWalker(document.getElementById('main'), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let begun = false;
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const start = node.data.indexOf(from);
    if (!begun && start >= 0) { range.setStart(node, start); begun = true; }
    const end = node.data.indexOf(to, begun && node === range.startContainer ? range.startOffset : 0);
    if (begun && end >= 0) { range.setEnd(node, end + to.length); break; }
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""

#: What a drag of an element, or of what is selected, would carry.
DRAG = """selector => {
  const data = new DataTransfer();
  const from = selector ? document.querySelector(selector) : getSelection().anchorNode;
  from.dispatchEvent(new DragEvent('dragstart', { dataTransfer: data, bubbles: true }));
  const found = {};
  for (const type of data.types) { found[type] = data.getData(type); }
  return found;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serving(make(tmp_path_factory.mktemp("excerpts"), (JITI, YIJIAN)))


def wanting(*choices: str) -> dict[str, Any]:
    """A browser in which these choices were made."""
    cookie = {"name": "taking", "value": ".".join(choices), "domain": "127.0.0.1", "path": "/"}
    return {"storage_state": {"cookies": [cookie], "origins": []}}


def rich(*lines: str) -> str:
    return "".join(f'<p style="{RICH_STYLE}">{line}</p>' for line in lines)


def copied(page: Page, open_page: Open, said: str) -> dict[str, str]:
    expect(page.locator("#said")).to_have_text(said)
    return clipboard(open_page("/help"))


def test_a_selection_is_copied_by_key_with_its_source(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/speech/2023-jiti")
    page.evaluate(SELECT, ["个村年收入", "“三资”台账"])
    page.keyboard.press("Shift+C")
    text = "个村年收入不足×万元，“三资”台账"
    found = copied(page, open_page, f"选中的 {len(text)} 个字已连出处复制，有 1 处空待填")
    cite = "（《在全县集体经济推进会上的讲话》，2023年3月15日；第4段第1点）"
    assert found["text/plain"] == f"{text}\n{cite}"
    assert rich(text, cite) in found["text/html"]


def test_the_browsers_own_copying_gives_the_same(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/search?q=三资")
    page.evaluate(SELECT, ["村集体经济家底", "家底不厚。"])
    page.keyboard.press("Control+c")
    found = clipboard(open_page("/help"))
    assert found["text/plain"] == "村集体经济家底不厚。"
    assert rich("村集体经济家底不厚。") in found["text/html"]


def test_a_selection_over_several_passages_keeps_them_apart(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/speech/2023-jiti")
    page.evaluate(SELECT, ["“三资”台账", "没有压实。"])
    page.keyboard.press("Control+c")
    found = clipboard(open_page("/help"))
    assert found["text/plain"] == "“三资”台账对不上。\n二是书记的责任没有压实。"
    assert rich("“三资”台账对不上。", "二是书记的责任没有压实。") in found["text/html"]


def test_what_is_no_passage_is_copied_as_ever(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/search?q=三资")
    page.evaluate(SELECT, ["在全县集体经济", "推进会"])
    page.keyboard.press("Control+c")
    assert clipboard(open_page("/help"))["text/plain"] == "在全县集体经济推进会"


@pytest.mark.parametrize("page_of", ["/search?q=担子", "/speech/2024-yijian"])
@pytest.mark.parametrize(
    ("choices", "ends", "text"),
    [
        ((), ("各级党组织", "精神 ,把"), '各级党组织要有"钉钉子"精神 ,把'),
        (("straighten",), ("各级党组织", "精神 ,把"), "各级党组织要有“钉钉子”精神，把"),
        (("straighten",), ("要有", '钉钉子"'), "要有“钉钉子”"),
        (("straighten", "ordinal"), ("强化责任", "上。"), POINT.removeprefix("一是")),
        (("straighten", "ordinal", "lead"), ("一是", "上。"), POINT.partition("。")[2]),
        (("straighten", "indent"), ("一是", "上。"), f"\u3000\u3000{POINT}"),
    ],
)
def test_a_selection_is_copied_as_excerpts_are_wanted(
    open_page: Open, address: str, page_of: str, choices: tuple[str, ...], ends: tuple[str, str], text: str
) -> None:
    page = open_page(f"{address}{page_of}", **wanting(*choices))
    page.evaluate(SELECT, list(ends))
    page.keyboard.press("c")
    found = copied(page, open_page, f"选中的 {len(text.strip(chr(0x3000)))} 个字已复制")
    assert found["text/plain"] == text
    assert rich(text.strip("\u3000").replace('"', "&quot;")) in found["text/html"]


def test_markdown_is_a_quotation_with_its_source_for_plain_text_alone(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/search?q=报一次账")
    page.click(".hit .more-acts summary")
    page.click(".hit [data-copy=markdown]")
    found = copied(page, open_page, "已复制为 Markdown，有 1 处空待填")
    place = Citation(YIJIAN.title, YIJIAN.date, "第1段第2点", YIJIAN.id, "p1.2")
    assert found == {"text/plain": Excerpt(YIJIAN.passages[2].text, place).markdown()}


@pytest.mark.parametrize(
    "text", ["# 不是标题 #", "1. 不是列表", "- *a* _b_ [c] {d} `e` <f> & \\", "+1", "2024) x", "#"]
)
def test_markup_is_escaped_as_the_library_does_it(open_page: Open, address: str, text: str) -> None:
    page = open_page(f"{address}/search?q=报一次账")
    given = page.evaluate(
        """text => {
          const owner = document.querySelector('.hit');
          return Yanku.rendered([{ owner: owner, text: text }], 'markdown').plain;
        }""",
        text,
    )
    cite = Citation(YIJIAN.title, YIJIAN.date, "第1段第2点", YIJIAN.id, "p1.2")
    assert given == Excerpt(text, cite).markdown()


def test_ticked_passages_are_copied_together(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/search?q=责任 -账&tick=1&kind=passage")
    for place in ("p1", "p1.1"):
        page.check(f".hit[data-place='{place}'] .tick input")
    first = page.eval_on_selector_all(".hit:has(input:checked)", "all => all.map(one => one.dataset.text)")
    page.click("[data-copy-ticked=plain]")
    found = copied(page, open_page, "打勾的 2 段已复制")
    assert found["text/plain"] == "\n".join(first)
    assert found["text/html"].count("<p ") == 2
    page.locator(".hit").first.click()
    page.keyboard.press("Shift+C")
    found = copied(page, open_page, "打勾的 2 段已连出处复制")
    assert found["text/plain"].count("（《在责任制会上的讲话》，2024年3月15日；") == 2
    page.click("[data-copy-ticked=markdown]")
    assert copied(page, open_page, "打勾的 2 段已复制为 Markdown")["text/plain"].count("\n\n> ") == 1


def test_a_passage_is_dragged_as_it_is_copied(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/search?q=台账")
    whole = JITI.passages[4].text
    for button in (".hit [data-copy=plain]", ".hit .take"):
        found = page.evaluate(DRAG, button)
        assert found["text/plain"] == whole
        assert found["text/html"] == rich(whole)
        assert "text/uri-list" not in found
    assert page.evaluate(DRAG, ".hit [data-copy=source]")["text/plain"].startswith(f"{whole}\n（《")


def test_a_selection_is_dragged_as_it_is_copied(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/speech/2024-yijian", **wanting("straighten"))
    page.evaluate(SELECT, ["各级党组织", "精神 ,把"])
    found = page.evaluate(DRAG, "")
    assert found["text/plain"] == "各级党组织要有“钉钉子”精神，把"
    assert found["text/html"] == rich("各级党组织要有“钉钉子”精神，把")


@pytest.fixture
def lan(tmp_path: Path) -> Iterator[str]:
    """An address as another machine of the office opens it: http, and a name that is not this machine's own."""
    library = make(tmp_path, (YIJIAN,))
    library.config = replace(library.config, host="yanku.test")
    for address in serving(library):
        yield address.replace("127.0.0.1", "yanku.test")


@pytest.mark.parametrize("way", ["button", "key", "selection"])
def test_over_http_on_an_office_network_both_kinds_arrive(
    browser: Browser, open_page: Open, lan: str, way: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{lan}/search?q=报一次账")
    assert page.evaluate("[isSecureContext, typeof navigator.clipboard]") == [False, "undefined"]
    text = YIJIAN.passages[2].text
    if way == "button":
        page.click(".hit [data-copy=plain]")
    else:
        if way == "selection":
            page.evaluate(SELECT, ["二是", "报一次账。"])
        page.keyboard.press("c")
    expect(page.locator("#said")).to_contain_text("有 1 处空待填")
    found = clipboard(open_page("/help"))
    assert found["text/plain"] == text
    assert rich(text) in found["text/html"]
    context.close()
