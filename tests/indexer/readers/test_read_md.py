"""Markdown: what its author typed, with numbers left as they are."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.manuscript import Manuscript
from indexer.readers import read


def md(text: str) -> Manuscript:
    return read(text.encode(), "稿.md")


def lines(text: str) -> list[str]:
    return [block.text for block in md(text).blocks]


def test_headings_and_paragraphs() -> None:
    found = md(
        "# 在会上的讲话\n\n## 一、提高站位\n\n### （一）认清形势\n各级要**清醒**。\n\n**整段加粗**\n"
    ).blocks
    assert [(b.text, b.level, b.bold) for b in found] == [
        ("在会上的讲话", 0, False),
        ("一、提高站位", 1, False),
        ("（一）认清形势", 2, False),
        ("各级要清醒。", None, False),
        ("整段加粗", None, True),
    ]


def test_a_wrapped_paragraph_is_one_block() -> None:
    assert lines("要把责任扛在肩上，\n坚持不懈抓\n好落实，增长 3.5%\n以上。\n\n下一段") == [
        "要把责任扛在肩上，坚持不懈抓好落实，增长 3.5% 以上。",
        "下一段",
    ]


def test_numbers_stay_as_typed() -> None:
    assert lines("1. 强化意识\n1. 压实责任\n3. 抓好落实\n\n2019. 这一年") == [
        "1. 强化意识",
        "1. 压实责任",
        "3. 抓好落实",
        "2019. 这一年",
    ]
    assert lines("要做到：\n1.强化\n2、压实\n（三）落实\n四、见效") == [
        "要做到：",
        "1.强化",
        "2、压实",
        "（三）落实",
        "四、见效",
    ]


def test_bullets_lose_their_mark() -> None:
    assert lines("- 一要学\n- 二要干\n    1. 先干\n* 三要实") == ["一要学", "二要干", "1. 先干", "三要实"]
    assert lines("要抓好：\n- 一个\n- 两个") == ["要抓好：", "一个", "两个"]


def test_paragraphs_without_blank_lines_stay_apart_when_they_are_finished() -> None:
    text = (
        "一、提高认识\n各级党组织要充分认识这项工作的重要意义，切实增强责任感和紧迫感，把各项任务抓在手上。\n"
        "　　要开好头。\n　　要起好步。"
    )
    assert lines(text) == [
        "一、提高认识",
        "各级党组织要充分认识这项工作的重要意义，切实增强责任感和紧迫感，把各项任务抓在手上。",
        "要开好头。",
        "要起好步。",
    ]


def test_indented_text_is_a_paragraph() -> None:
    assert lines("    各级要**抓好**落实。\n\n\t各地也是。") == ["各级要抓好落实。", "各地也是。"]


def test_tables() -> None:
    found = md("任务如下：\n| 序号 | 任务 |\n|---|---|\n| 1 | 整顿 |\n").blocks
    assert [(b.text, b.kind) for b in found] == [
        ("任务如下：", "paragraph"),
        ("序号\t任务", "table"),
        ("1\t整顿", "table"),
    ]


def test_placeholders_in_angle_brackets_are_not_tags() -> None:
    assert lines("请<某单位>和<XX>牵头，<b>务必</b>办好，3<5。") == ["请<某单位>和<XX>牵头，务必办好，3<5。"]


def test_attribute_lines_are_not_text() -> None:
    assert lines("旗帜鲜明。\n{: #p20 }\n\n一要学。\n{: #p20.1 }") == ["旗帜鲜明。", "一要学。"]


def test_front_matter_gives_title_and_date() -> None:
    found = md("---\ntitle: 动员讲话\ndate: 2024年3月5日\nauthor: 办公室\n---\n\n同志们\n")
    assert (found.title, found.date, found.format) == ("动员讲话", "2024-03-05", "md")
    assert [b.text for b in found.blocks] == ["同志们"]
    assert found.notices == ("文件头部的这些说明没有读入：author",)


@pytest.mark.parametrize(
    "head", ["---\n就是一段话\n---\n", "---\ntitle: [没关上\n---\n", "---\n- 甲\n---\n", "---\n没有结尾\n"]
)
def test_what_is_no_front_matter_stays_text(head: str) -> None:
    text = "".join(lines(head + "\n正文"))
    assert all(c in text for c in head if "\u4e00" <= c <= "\u9fff")
    assert md(head + "\n正文").title == ""


def test_a_bad_date_in_front_matter_is_no_error() -> None:
    assert md("---\ndate: 2024-02-55\n---\n同志们").date == "2024-02"


@given(st.text(alphabet="甲乙丙一二。，：、# *_-+>|`~[](){}<&\\!=1.\n\t　", max_size=80))
def test_no_ideograph_is_lost(text: str) -> None:
    """But for what Markdown itself hides: link targets, image texts, comments, attribute lines, front matter."""
    if any(mark in text for mark in "[]<{!") or text.lstrip("\ufeff").startswith("---"):
        return
    shown = "".join(lines(f"字\n\n{text}\n"))
    assert [c for c in shown if c in "甲乙丙一二"] == [c for c in text if c in "甲乙丙一二"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**市**县委书记", "**市**县委书记"),
        ("20**年*月*日", "20**年*月*日"),
        ("张**、李**等同志", "张**、李**等同志"),
        ("全市**人，**市委要求**：抓好落实", "全市**人，市委要求：抓好落实"),
        ("在*镇、*村调研", "在*镇、*村调研"),
        ("__镇__村", "__镇__村"),
        ("3*5*7", "3*5*7"),
        ("**一、提高认识**。", "一、提高认识。"),
        ("**市委书记**强调", "市委书记强调"),
        ("要*高度*重视", "要高度重视"),
    ],
)
def test_asterisks_that_stand_for_names_are_text(typed: str, shown: str) -> None:
    assert [block.text for block in read(typed.encode("utf-8"), "稿.md").blocks] == [shown]


@pytest.mark.parametrize("part", ["[", "![", "[a](", "**市", "*a", "`", "<", "![]["])
def test_thousands_of_marks_cost_little_and_stay(part: str) -> None:
    text = "同志们" + part * 20_000 + "完"
    before = time.monotonic()
    found = "".join(block.text for block in read(text.encode("utf-8"), "稿.md").blocks)
    assert time.monotonic() - before < 5
    assert found.startswith("同志们")
    assert found.endswith("完")
    assert found.count("[") == text.count("[")
