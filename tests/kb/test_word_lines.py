"""What all exports share: roles, run-in headings, titles of several lines; plain text and Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.document import Document, Part
from kb.lines import lines
from kb.plaintext import to_markdown, to_text
from kb.title_lines import title_lines

DOCUMENT = Document(
    "在全县作风建设会议上的讲话",
    (
        Part(0, "同志们："),
        Part(0, "今天讲三点*意见*。", 1),
        Part(1, "一、提高认识"),
        Part(2, "（一）压实责任。各单位要带头。"),
        Part(0, "同志们："),
    ),
    ("（2024年3月15日）",),
    ("《甲》，2023年；第3段",),
)


def test_the_parts_a_line_can_play() -> None:
    roles = [line.role for line in lines(DOCUMENT, appendix=True)]
    assert roles == [
        "title",
        "subtitle",
        "salutation",
        "body",
        "heading1",
        "body",
        "body",
        "appendix",
        "source",
    ]


def test_only_the_first_sentence_of_a_run_in_heading_looks_like_one() -> None:
    line = lines(DOCUMENT)[5]
    assert (line.lead, line.lead_role, line.text) == ("（一）压实责任。", "heading2", "各单位要带头。")


@given(st.lists(st.tuples(st.integers(0, 4), st.text("一二（）。：“”a1", min_size=1))))
def test_no_text_is_lost(parts: list[tuple[int, str]]) -> None:
    document = Document("", tuple(Part(level, text) for level, text in parts))
    assert [line.whole.strip() for line in lines(document)] == [text.strip() for _, text in parts]


def test_plain_text_is_indented_but_for_title_and_salutation() -> None:
    assert to_text(DOCUMENT, appendix=True, marks=True) == (
        "在全县作风建设会议上的讲话\n（2024年3月15日）\n\n同志们：\n　　今天讲三点*意见*。[1]\n　　一、提高认识\n"
        "　　（一）压实责任。各单位要带头。\n　　同志们：\n\n附：材料出处\n　　1. 《甲》，2023年；第3段\n"
    )


def test_markdown_keeps_the_text_as_text() -> None:
    assert to_markdown(DOCUMENT).split("\n\n")[3:5] == ["今天讲三点\\*意见\\*。", "## 一、提高认识"]
    assert to_markdown(Document("", ())) == to_text(Document("", ())) == ""


def test_a_long_title_breaks_between_words_in_even_lines() -> None:
    title = "在全县深化作风建设暨重点工作推进会议上的讲话"
    assert title_lines(title, 20) == ("在全县深化作风建设暨", "重点工作推进会议上的讲话")
    assert title_lines("短标题\n第二行", 20) == ("短标题", "第二行")


@pytest.mark.parametrize("title", ["x" * 90, "“" * 50, "。" * 50, "学习" * 60])
def test_a_title_that_cannot_break_well_breaks_anyway(title: str) -> None:
    broken = title_lines(title, 20)
    assert "".join(broken) == title
    assert all(len(line.encode("gbk")) <= 40 for line in broken)
