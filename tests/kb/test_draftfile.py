"""A draft on disk: the round trip, how it looks, and what a person may do to the file by hand."""

from __future__ import annotations

import re
from dataclasses import replace

import markdown
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kb.draft import Block, Draft
from kb.draftfile import parse, render
from kb.errors import BrokenDraft
from tests.drafts import _NASTIER, draft, drafts, shown, source, texts


@settings(max_examples=500)
@given(drafts)
def test_what_is_written_is_read_back(written: Draft) -> None:
    assert parse(render(written)) == written


@settings(max_examples=300)
@given(drafts)
def test_line_ends_of_another_system_change_nothing(written: Draft) -> None:
    assert parse(render(written).replace("\n", "\r\n")) == written
    assert parse("\ufeff" + render(written)) == written


@settings(max_examples=500)
@given(st.lists(st.one_of(st.sampled_from(_NASTIER), st.text(max_size=12)), max_size=12).map("".join))
def test_whatever_stands_in_a_file_is_read_and_then_stays(written: str) -> None:
    body = "---\nid: a\ntitle: 题\n---\n" + written
    once = parse(body)
    assert parse(render(once)) == once


@settings(max_examples=300)
@given(st.lists(texts, max_size=5))
def test_no_character_a_person_typed_is_lost(paragraphs: list[str]) -> None:
    """Han characters stand for all: marks may go, and so may the numbers of headings."""
    body = "\n\n".join(paragraphs)
    read = parse("---\nid: a\ntitle: 没有\n---\n" + body)
    assume(not any(block.level for block in read.blocks))
    han = re.compile(r"[\u4e00-\u9fff]")
    assert han.findall("".join(block.text for block in read.blocks)) == han.findall(body)


def test_the_file_looks_as_documented() -> None:
    written = Draft(
        id="2026-zuofeng-3f2a",
        title="在作风会上的发言",
        audience="全体科级干部",
        date="2026-03-05",
        blocks=(
            Block("b1", "提高认识", 1),
            Block("b2", "先说一句。\n再说一句。"),
            Block("b3", "会要开短。", source=source("会要开短。")),
            Block("b4", "话要说实。", source=source("话要讲短\n讲实。")),
        ),
    )
    attributes = 'from="2019-zuofeng-3f2a#p3" cite="《在作风会上的讲话》，2019年；p3" sha="0123456789abcdef" added="2026-03-05T06:02:11Z"'
    assert render(written) == (
        "---\nid: 2026-zuofeng-3f2a\ntitle: 在作风会上的发言\naudience: 全体科级干部\ndate: '2026-03-05'\n---\n\n"
        "## 提高认识 {: #b1 }\n\n"
        "先说一句。\n{: #b2 }\n\n再说一句。\n{: .b2 }\n\n"
        f"会要开短。\n{{: #b3 {attributes} }}\n\n"
        f"话要说实。\n{{: #b4 {attributes} }}\n\n"
        '> 话要讲短\n>\n> 讲实。\n{: taken="b4" }\n'
    )


def test_any_markdown_program_shows_it() -> None:
    written = draft("## 提高认识", "先说一句。\n# 再说一句。", "> 1. 会要*开短*。")
    html = markdown.markdown(render(written).split("---\n", 2)[2], extensions=["attr_list"])
    assert '<h2 id="b1">提高认识</h2>' in html
    assert '<p id="b2">先说一句。</p>\n<p class="b2"># 再说一句。</p>' in html
    assert re.search(r'<p [^>]*from="2019-zuofeng-3f2a#p3"[^>]*>1. 会要\*开短\*。</p>', html)


HEAD = "---\nid: a\ntitle: 在会上的发言\n---\n"


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("自己写的一段，\n折成两行。\n\n又一段。\n", ["自己写的一段，折成两行。", "又一段。"]),
        ("## 一、提高认识\n### （一）讲责任\n# 三、收尾\n", ["## 提高认识", "### 讲责任", "## 收尾"]),
        ("###### 太深的\n", ["##### 太深的"]),
        ("# 在会上的发言\n\n同志们：\n", ["同志们："]),
        ("- 甲\n- 乙\n1. 丙\n", ["- 甲\n- 乙\n1. 丙"]),
        ("> 别处的话\n", ["> 别处的话"]),
        ("甲\n{: .center }\n", ["甲{: .center }"]),
        ("甲\n{: .b7 }\n", ["甲"]),
        ("甲\n{: #b1 color=\"red\" }\n", ['甲{: #b1 color="red" }']),
        ("甲\n{: #b1 from=\"没有井号\" }\n", ['甲{: #b1 from="没有井号" }']),
        ("> 甲\n{: taken=\"b9\" }\n", ['> 甲{: taken="b9" }']),
        ("{: #b1 }\n\n乙\n", ["", "乙"]),
        ("##没有空格\n", ["##没有空格"]),
    ],
)  # fmt: skip
def test_hand_edits_are_understood_and_nothing_is_lost(body: str, blocks: list[str]) -> None:
    assert shown(parse(HEAD + body)) == blocks


def test_a_block_copied_by_hand_gets_an_id_of_its_own() -> None:
    once = render(draft("> 会要开短。", "自己的话。"))
    twice = parse(once + once.split("---\n", 2)[2])
    assert shown(twice) == ["> 会要开短。", "自己的话。"] * 2
    assert [b.id for b in twice.blocks] == ["b1", "b2", "b3", "b4"]


def test_a_paragraph_added_inside_a_block_stands_alone() -> None:
    written = draft("甲\n乙")
    text = render(written).replace("乙\n{: .b1 }", "新的\n\n乙\n{: .b1 }")
    assert shown(parse(text)) == ["甲", "新的", "乙"]


def test_an_excerpt_changed_by_hand_keeps_its_source() -> None:
    written = draft("> 会要开短。")
    changed = parse(render(written).replace("会要开短。\n", "会要开得短。\n"))
    assert changed.blocks[0].source and changed.blocks[0].source.key == "2019-zuofeng-3f2a#p3"


def test_a_file_without_front_matter_is_a_draft() -> None:
    read = parse("同志们：\n\n## 一、提高认识\n", name="我的稿")
    assert (read.id, read.title, shown(read)) == ("我的稿", "我的稿", ["同志们：", "## 提高认识"])
    assert shown(parse("---\n只是一条线\n---\n甲", "稿")) == ["---只是一条线\n---甲"]


def test_front_matter_that_is_no_yaml_is_named() -> None:
    with pytest.raises(BrokenDraft, match=r"稿\.md，第 3 行"):
        parse("---\nid: a\ntitle: 甲: 乙\n---\n", file="稿.md")


def test_what_a_person_adds_to_the_front_matter_stays() -> None:
    read = parse("---\nid: a\ntitle: 题\n状态: 送审\n---\n甲\n")
    assert "状态: 送审" in render(replace(read, title="新题"))
