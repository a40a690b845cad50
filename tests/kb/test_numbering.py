"""Numbers of headings and points, and the draft as it is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.document import Document, Part
from kb.draft import Draft, heading_text
from kb.draft_edit import with_facts
from kb.numbering import document_of, numbered, renumber_points
from kb.numbers import chinese, point, value, without_number, written
from tests.drafts import draft, drafts, shown, texts


def test_headings_are_numbered_by_level() -> None:
    levels = [
        "## 甲",
        "### 乙",
        "#### 丙",
        "##### 丁",
        "##### 戊",
        "#### 己",
        "### 庚",
        "#### 辛",
        "## 壬",
        "### 癸",
    ]
    assert [n.text for n in numbered(draft(*levels))] == [
        "一、甲", "（一）乙", "1.丙", "（1）丁", "（2）戊", "2.己", "（二）庚", "1.辛", "二、壬", "（一）癸",
    ]  # fmt: skip


def test_text_has_no_number_and_empty_headings_have_and_take_none() -> None:
    assert [n.number for n in numbered(draft("## 甲", "正文", "## ", "## 乙"))] == ["一、", "", "", "二、"]


@given(drafts)
def test_printed_numbers_leave_none_out(whole: Draft) -> None:
    """Of headings under one heading, each that is printed counts one more than the one before."""
    counts = [0] * 5
    for one in numbered(whole):
        if one.block.level and one.text:
            counts[one.block.level] += 1
            counts[one.block.level + 1 :] = [0] * (4 - one.block.level)
            assert one.number in ("", written(one.block.level, counts[one.block.level]))
        else:
            assert not one.number


def test_a_heading_that_counts_in_words_gets_no_number() -> None:
    shown_ = [n.text for n in numbered(draft("## 第一句话，成绩要肯定", "## 第二个问题，责任在谁"))]
    assert shown_ == ["第一句话，成绩要肯定", "第二个问题，责任在谁"]
    assert [n.number for n in numbered(draft("## 第一项目部怎么建", "## 第三产业怎么办"))] == ["一、", "二、"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一、提高认识", "提高认识"),
        ("十二、 提高认识", "提高认识"),
        ("（三）提高认识", "提高认识"),
        ("(三)提高认识", "提高认识"),
        ("1.提高认识", "提高认识"),
        ("３．提高认识", "提高认识"),
        ("2、提高认识", "提高认识"),
        ("（1）提高认识", "提高认识"),
        ("1）提高认识", "提高认识"),
        ("①提高认识", "提高认识"),
        ("第一，提高认识", "提高认识"),
        ("一、（一）提高认识", "提高认识"),
        ("一、二、三产业融合", "一、二、三产业融合"),
        ("一、二和三产业", "一、二和三产业"),
        ("1.5倍的增长", "1.5倍的增长"),
        ("2026年工作", "2026年工作"),
        ("一个中心", "一个中心"),
        ("十项任务", "十项任务"),
        ("第一句话，成绩要肯定", "第一句话，成绩要肯定"),
        ("一、", "一、"),
        ("三农工作", "三农工作"),
        ("1.2026年工作", "2026年工作"),
        ("3.15晚会", "3.15晚会"),
    ],
)
def test_typed_numbers_are_dropped_and_words_are_not(typed: str, kept: str) -> None:
    assert without_number(typed) == kept


@given(texts)
def test_dropping_numbers_twice_is_once(text: str) -> None:
    once = heading_text(text)
    assert heading_text(once) == once


@given(st.integers(1, 4), st.integers(1, 99), st.text("认识责任", min_size=1))
def test_our_own_numbers_are_recognised(level: int, number: int, text: str) -> None:
    assert without_number(written(level, number) + text) == text


@given(st.integers(1, 99))
def test_numerals_are_read_as_they_are_written(number: int) -> None:
    assert value(chinese(number)) == number


def test_numerals_beyond_a_hundred() -> None:
    assert [chinese(n) for n in (10, 20, 99, 100, 101, 110, 111)] == [
        "十", "二十", "九十九", "一百", "一百零一", "一百一十", "一百一十一",
    ]  # fmt: skip


POINTS = [
    (["三是甲；", "一是乙；", "二是丙。"], ["一是甲；", "二是乙；", "三是丙。"]),
    (["> 二要甲", "> 第五，乙"], ["> 一要甲", "> 二要乙"]),
    (["第二，甲", "其一，乙"], ["第一，甲", "第二，乙"]),
    (["一是甲", "说明", "二是乙"], ["一是甲", "说明", "二是乙"]),
    (["一是甲", "说明", "三是乙"], ["一是甲", "说明", "二是乙"]),
    (["一是甲", "二是乙", "说明", "一要丙", "三要丁"], ["一是甲", "二是乙", "说明", "一要丙", "二要丁"]),
    (["二是甲", "## 题", "二是乙"], ["一是甲", "## 题", "一是乙"]),
    (["一要素也不能少", "一是一二是二"], ["一要素也不能少", "一是一二是二"]),
    (["二是一把手要带头", "第一要务是发展"], ["一是一把手要带头", "第一要务是发展"]),
    (["没有序号"], ["没有序号"]),
]


@pytest.mark.parametrize(("before", "after"), POINTS)
def test_points_are_numbered_anew(before: list[str], after: list[str]) -> None:
    assert shown(renumber_points(draft(*before))) == after


@given(drafts)
def test_numbering_points_changes_nothing_but_ordinals(before: Draft) -> None:
    after = renumber_points(before)
    assert renumber_points(after) == after
    assert [b.id for b in after.blocks] == [b.id for b in before.blocks]
    for one, other in zip(before.blocks, after.blocks, strict=True):
        found, new = point(one.text), point(other.text)
        if one != other:
            assert found and new
            assert one.text[found.end :] == other.text[new.end :]


def test_points_under_one_heading_only() -> None:
    before = draft("二是甲", "## 题", "二是乙", "## 又题", "二是丙")
    assert shown(renumber_points(before, "b2")) == ["二是甲", "## 题", "一是乙", "## 又题", "二是丙"]


def test_the_printed_document() -> None:
    written_ = draft("同志们：", "## 讲认识", "> 会要开短。", "甲\n乙", "", "> 话要说实。")
    written_ = with_facts(written_, date="2026-03-05", occasion="作风会")
    cited = "《在作风会上的讲话》，2019年；p3"
    assert document_of(written_) == Document(
        "在会上的发言",
        (
            Part(0, "同志们："),
            Part(1, "一、讲认识"),
            Part(0, "会要开短。", 1),
            Part(0, "甲"),
            Part(0, "乙"),
            Part(0, "话要说实。", 1),
        ),
        ("作风会", "（2026年3月5日）"),
        (cited,),
    )


@given(drafts)
def test_nothing_is_left_out_of_the_document(whole: Draft) -> None:
    printed = document_of(whole)
    written_ = [paragraph for block in whole.blocks for paragraph in block.paragraphs]
    for part, paragraph in zip(printed.parts, written_, strict=True):
        assert part.text.endswith(paragraph)
    assert all(p.source is None or 1 <= p.source <= len(printed.sources) for p in printed.parts)
