"""Automatic numbering of .docx, as Word prints it."""

from __future__ import annotations

import pytest
from docx_files import item, level, lines, numbering, p

from indexer.readers.numerals import numeral

NUM = '<w:num w:numId="{}"><w:abstractNumId w:val="0"/>{}</w:num>'


def override(ilvl: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{ilvl}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


OFFICIAL = (
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3．"),
    level(3, "decimal", "（%4）"),
)


def test_the_four_levels_of_official_writing_restart_under_each_other() -> None:
    body = "".join(
        item(text, 1, ilvl)
        for text, ilvl in [
            ("甲", 0),
            ("乙", 1),
            ("丙", 2),
            ("丁", 2),
            ("戊", 3),
            ("己", 1),
            ("庚", 2),
            ("辛", 0),
            ("壬", 1),
        ]
    )
    assert lines(body, numbering=numbering(*OFFICIAL)) == [
        "一、甲", "（一）乙", "1．丙", "2．丁", "（1）戊", "（二）己", "1．庚", "二、辛", "（一）壬",
    ]  # fmt: skip


def test_plain_paragraphs_between_do_not_break_the_count() -> None:
    body = item("甲", 1) + p("正文。") + item("乙", 1)
    assert lines(body, numbering=numbering(*OFFICIAL)) == ["一、甲", "正文。", "二、乙"]


def test_compound_numbers_and_legal_style() -> None:
    levels = (
        level(0, "chineseCounting", "第%1章", suff="space"),
        level(1, "decimal", "%1.%2", suff="tab"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>", suff="tab"),
    )
    body = item("总则", 1) + item("目的", 1, 1) + item("依据", 1, 2) + item("范围", 1, 2)
    assert lines(body, numbering=numbering(*levels)) == [
        "第一章 总则",
        "一.1 目的",
        "1.1.1 依据",
        "1.1.2 范围",
    ]


def test_a_tab_after_full_width_marks_leaves_no_space() -> None:
    levels = level(0, "chineseCounting", "%1、", suff="tab")
    assert lines(item("甲", 1), numbering=numbering(levels)) == ["一、甲"]


def test_lists_of_one_abstract_list_count_on_together() -> None:
    nums = NUM.format(1, "") + NUM.format(2, "")
    body = item("甲", 1) + item("乙", 2) + item("丙", 1)
    assert lines(body, numbering=numbering(*OFFICIAL, nums=nums)) == ["一、甲", "二、乙", "三、丙"]


def test_a_start_override_begins_anew_once() -> None:
    nums = NUM.format(1, "") + NUM.format(2, override(0, 1)) + NUM.format(3, override(0, 5))
    body = item("甲", 1) + item("乙", 1) + item("丙", 2) + item("丁", 2) + item("戊", 3)
    got = lines(body, numbering=numbering(*OFFICIAL, nums=nums))
    assert got == ["一、甲", "二、乙", "一、丙", "二、丁", "五、戊"]


def test_a_level_override_changes_how_it_prints() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "第%1条")}</w:lvlOverride>'
    body = item("甲", 1)
    assert lines(body, numbering=numbering(*OFFICIAL, nums=NUM.format(1, own))) == ["第1条甲"]


def test_a_level_may_refuse_to_restart() -> None:
    levels = (
        level(0, "chineseCounting", "第%1章"),
        level(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>'),
    )
    body = item("甲", 1) + item("乙", 1, 1) + item("丙", 1) + item("丁", 1, 1)
    assert lines(body, numbering=numbering(*levels)) == ["第一章甲", "第一条乙", "第二章丙", "第二条丁"]


def test_a_deep_level_used_first_shows_the_upper_levels_at_their_start() -> None:
    levels = level(0, "decimal", "%1"), level(1, "decimal", "%1.%2", suff="space")
    assert lines(item("甲", 1, 1) + item("乙", 1, 1), numbering=numbering(*levels)) == ["1.1 甲", "1.2 乙"]


def test_numbering_by_paragraph_style_uses_the_level_linked_to_it() -> None:
    def style(name: str, more: str) -> str:
        return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{more}</w:style>'

    numbered = '<w:pPr><w:numPr><w:ilvl w:val="7"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("H1", numbered) + style("H2", numbered) + style("Sub", '<w:basedOn w:val="H2"/>')
    levels = (
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="H1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="H2"/>'),
    )
    none = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("甲", '<w:pStyle w:val="H1"/>') + p("乙", '<w:pStyle w:val="H2"/>')
    body += p("丙", '<w:pStyle w:val="Sub"/>') + p("丁", none)
    got = lines(body, numbering=numbering(*levels), styles=styles)
    assert got == ["一、甲", "（一）乙", "（二）丙", "丁"]


def test_a_list_defined_by_a_numbering_style_is_found() -> None:
    parts = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="公文"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="7"><w:styleLink w:val="公文"/>{level(0, "chineseCounting", "%1、")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="公文"><w:name w:val="公文"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    assert lines(item("甲", 1), numbering=parts, styles=styles) == ["一、甲"]


def test_a_ring_of_links_does_not_hang() -> None:
    parts = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="环"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="环"><w:name w:val="环"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert lines(item("甲", 1), numbering=parts, styles=styles) == ["甲"]


@pytest.mark.parametrize(
    ("bullet", "font", "expected"),
    [
        ("\uf0b7", "Symbol", "甲"),
        ("n", "Wingdings", "甲"),
        ("•", "宋体", "甲"),
        ("—", "宋体", "—甲"),
        ("", "宋体", "甲"),
    ],
)
def test_bullets_that_are_decoration_are_dropped(bullet: str, font: str, expected: str) -> None:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>'
    levels = level(0, "bullet", bullet).replace("</w:lvl>", f"{fonts}</w:lvl>")
    assert lines(item("甲", 1), numbering=numbering(levels)) == [expected]


def test_a_custom_format_pads_with_zeros() -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
        '<w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    )
    assert lines(item("甲", 1), numbering=numbering(custom)) == ["007、甲"]


def test_a_number_of_no_list_prints_nothing() -> None:
    assert lines(item("甲", 42), numbering=numbering(*OFFICIAL)) == ["甲"]
    assert lines(item("甲", 1)) == ["甲"]


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 10: "10"}),
        ("decimalFullWidth", {1: "１", 20: "２０"}),
        (
            "chineseCounting",
            {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九", 100: "一○○"},
        ),
        (
            "chineseCountingThousand",
            {10: "十", 100: "一百", 101: "一百零一", 110: "一百一十", 1001: "一千零一"},
        ),
        ("japaneseCounting", {1: "一", 10: "十", 12: "十二", 100: "百"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographDigital", {1: "一", 10: "一〇"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 20: "贰拾", 105: "壹佰零伍"}),
        ("ideographEnclosedCircle", {1: "㈠", 10: "㈩"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedCircleChinese", {1: "①", 10: "⑩", 11: "11"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("upperRoman", {4: "IV", 9: "IX", 1999: "MCMXCIX"}),
        ("lowerRoman", {4: "iv"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB"}),
        ("lowerLetter", {3: "c"}),
        ("ordinal", {1: "1st", 2: "2nd", 11: "11th", 23: "23rd"}),
        ("none", {1: ""}),
        ("klingon", {7: "7"}),
    ],
)
def test_numerals(form: str, printed: dict[int, str]) -> None:
    assert {value: numeral(value, form) for value in printed} == printed
