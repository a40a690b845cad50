"""RTF: characters of every kind of escape, and the document as a word processor shows it."""

from __future__ import annotations

import pytest
from small_files import rtf

from indexer.manuscript import Block
from indexer.readers import read
from kb.errors import UnreadableFile


def blocks(data: bytes) -> tuple[Block, ...]:
    return read(data, "讲话.rtf").blocks


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(rtf(body))]


def test_character_sets_run_by_run() -> None:
    head = r"\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset134 B;}{\f2\fcharset136 C;}}"
    data = b"{\\rtf1\\ansi" + head.encode() + rb"\f0 caf\'e9 {\f1 \'cd\'ac\'d6\'be} {\f2 \'a6P\'a7\'d3}\par}"
    assert blocks(data)[0].text == "café 同志 同志"


def test_gbk_in_a_latin_font_is_seen_for_what_it_is() -> None:
    data = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}}\f0 \'cd\'ac\'d6\'be\'c3\'c7\'a3\'ba\par}"
    assert blocks(data)[0].text == "同志们："


def test_a_second_byte_that_is_a_letter() -> None:
    assert texts("镕\\par")[0] == "镕"
    assert blocks(rb"{\rtf1\ansi\ansicpg936 \'e9F\'e9F\par}")[0].text == b"\xe9F\xe9F".decode("gbk")


def test_unicode_escapes_and_their_stand_ins() -> None:
    assert texts(r"\u21516?\u24535\'cd\'ac 甲\par")[0].startswith("同志")
    assert texts(r"\uc2\u21516\'cd\'ac\u-28928\'cd\'ac\par") == ["同" + chr(65536 - 28928)]
    assert texts(r"\uc0\u55357\u56832  笑\par") == ["😀 笑"]
    assert texts(r"{\upr{old}{\*\ud{\u26032?}}}\par") == ["新"]


def test_what_is_not_shown_is_not_read() -> None:
    body = r"甲{\v 藏}{\deleted 删}乙{\*\unknown 丙}{\field{\*\fldinst PAGE}{\fldrslt 3}}{\header 眉}{\pict 00ff}\par"
    manuscript = read(rtf(body), "讲话.rtf")
    assert [block.text for block in manuscript.blocks] == ["甲乙3"]
    assert manuscript.notices == ("没有读入：图片 1 处",)


def test_numbers_printed_by_the_program_stay_and_dots_do_not() -> None:
    body = r"\pard{\listtext 一、\tab}抓落实\par\pard{\listtext 1.\tab}抓头\par\pard{\listtext\f1 \u8226?\tab}点\par"
    assert texts(body) == ["一、抓落实", "1. 抓头", "点"]


def test_tables_boxes_and_notes() -> None:
    body = (
        r"\trowd\cellx1\cellx2\intbl 序号\cell 任务\cell\row\trowd\intbl 1\cell 整顿\par 提升\cell\row"
        r"\pard 正文{\footnote\pard 注解\par}{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt\pard 框里\par}}}。\par"
    )
    found = blocks(rtf(body))
    assert [(block.text, block.kind) for block in found] == [
        ("序号\t任务", "table"),
        ("1\t整顿提升", "table"),
        ("正文。", "paragraph"),
        ("注解", "note"),
        ("框里", "paragraph"),
    ]


def test_what_the_layout_says() -> None:
    body = r"{\stylesheet{\s1\outlinelevel0 heading 1;}{\s2 Title;}}\pard\s2\qc\b 题目\b0\par\pard\s1 一、总则\par\pard 文\line 字\par"
    found = blocks(rtf(body))
    assert [(b.text, b.level, b.centered, b.bold) for b in found] == [
        ("题目", 0, True, True),
        ("一、总则", 1, False, False),
        ("文", None, False, False),
        ("字", None, False, False),
    ]


def test_properties() -> None:
    found = read(
        rtf(r"{\info{\title 年度讲话}{\author 甲}{\creatim\yr2024\mo3\dy5}{\revtim\yr2025}}正文\par"), "a.rtf"
    )
    assert (found.title, found.date, [b.text for b in found.blocks]) == ("年度讲话", "2024-03-05", ["正文"])


def test_too_deep_a_nest_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="嵌套太深"):
        read(b"{\\rtf1" + b"{" * 5000 + b"x", "a.rtf")
