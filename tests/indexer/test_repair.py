"""Lines put right before they are read: broken numbers, glued documents, two headings on a line, spread words."""

from __future__ import annotations

import pytest
from manuscripts import SENTENCE, body_of, headings, manuscript, of_text, process

from indexer.manuscript import Block
from indexer.mend import mend
from indexer.segment import segment
from indexer.spaces import close_up, visible
from indexer.unglue import SHORTEST_GLUED, unglue
from kb.model import Heading, Passage


def mended(*lines: str) -> list[str]:
    return [block.text for block in mend(manuscript(lines).blocks)]


# A number, its mark and its title on lines of their own


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["一", "、", "抓好春耕"], "一、抓好春耕"),
        (["一、", "抓好春耕"], "一、抓好春耕"),
        (["（", "二", "）", "抓好夏管"], "（二）抓好夏管"),
        (["（二", "）", "抓好夏管"], "（二）抓好夏管"),
        (["（三）", "抓好秋收"], "（三）抓好秋收"),
        (["3", "．", "抓好冬藏"], "3．抓好冬藏"),
        (["一是", "种子要备足。"], "一是种子要备足。"),
        (["第二，", "化肥要备足。"], "第二，化肥要备足。"),
        (["最后，", "人手要备足。"], "最后，人手要备足。"),
        (["第一章", "总则"], "第一章 总则"),
        (["第五条", SENTENCE], f"第五条 {SENTENCE}"),
    ],
)
def test_a_broken_number_is_put_before_what_it_numbers(lines: list[str], whole: str) -> None:
    assert mended(SENTENCE, *lines, SENTENCE) == [SENTENCE, whole, SENTENCE]


@pytest.mark.parametrize(
    "lines",
    [
        ["一", "春耕的账要先算清楚。"],
        ["1", "2", "3"],
        ["一、", "二、", "三、"],
        ["一、", "（一）抓好春耕"],
        ["第一章", SENTENCE],
        ["2020", "、"],
        ["一、"],
    ],
)
def test_numbers_that_stand_alone_on_purpose_stay_alone(lines: list[str]) -> None:
    assert mended(SENTENCE, *lines) == [SENTENCE, *lines]


def test_tables_and_declared_headings_are_not_joined() -> None:
    blocks = (
        Block("一、", 1, kind="table"),
        Block("抓好春耕", 2),
        Block("二、", 3),
        Block("抓好夏管", 4, level=1),
    )
    assert mend(blocks) == blocks


# Two headings on one line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("一、工作回顾（一）经济发展", [(1, "一、工作回顾"), (2, "（一）经济发展")]),
        ("二、下步打算　（一）稳住农业。" + SENTENCE, [(1, "二、下步打算"), (2, "（一）稳住农业。")]),
        ("（三）抓好民生 1.办好学校", [(2, "（三）抓好民生"), (3, "1.办好学校")]),
        ("第二章 收支 第一节 收入", [(1, "第二章 收支"), (2, "第一节 收入")]),
    ],
)
def test_two_headings_on_one_line_are_two(line: str, expected: list[tuple[int, str]]) -> None:
    assert headings(body_of(line, SENTENCE)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "一、落实第（一）项任务",
        "一、完成1.5万亩造林",
        "一、严格执行第三条第（一）款的规定",
        "一、实现“一二三”目标",
    ],
)
def test_a_number_inside_a_heading_does_not_cut_it(line: str) -> None:
    assert headings(body_of(line, SENTENCE)) == [(1, line)]


# A document in one paragraph

FILLING = "这件事说了多年，群众盼了多年，今年无论如何要见到成效，见不到成效就要说清楚原因。" * 4


def glued(*parts: str) -> list[tuple[str, str]]:
    _, result = process(of_text("在全县座谈会上的讲话\n" + "".join(parts)))
    nodes = [node for node in result.body if not (isinstance(node, Heading) and node.level == 0)]
    return [(f"h{n.level}" if isinstance(n, Heading) else n.kind, n.text) for n in nodes]


def test_title_date_speaker_and_salutation_glued_to_the_text_are_parted() -> None:
    text = f"在全县座谈会上的讲话（2021年8月6日）县委书记 林远各位代表，同志们：{FILLING}"
    _, result = process(of_text(text))
    assert (result.title, result.date) == ("在全县座谈会上的讲话", "2021-08-06")
    assert [(n.kind, n.text) for n in result.body if isinstance(n, Passage)] == [
        ("byline", "（2021年8月6日）"),
        ("byline", "县委书记 林远"),
        ("salutation", "各位代表，同志们："),
        ("body", FILLING),
    ]


def test_a_glued_document_is_divided_at_its_numbers() -> None:
    parts = [
        FILLING,
        f"第一，修路。{FILLING}",
        f"第二，通水。{FILLING}",
        "同志们！",
        f"时间不等人。{FILLING}",
    ]
    assert glued(*parts) == [
        *(("body", text) for text in parts[:3]),
        ("salutation", "同志们！"),
        ("body", parts[4]),
    ]


def test_a_glued_document_is_divided_at_its_headings_and_dashes() -> None:
    parts = ["一、修路。", FILLING, "二、通水。", FILLING, f"——打井要快。{FILLING}", f"——管网要通。{FILLING}"]
    kinds = ["h1", "body", "h1", "body", "body", "body"]
    assert glued(*parts) == list(zip(kinds, parts, strict=True))


def test_behind_the_credit_of_a_picture_a_number_counts() -> None:
    parts = [FILLING, f"第一，修路。{FILLING}图为修路现场。 记者 林远/摄", f"第二，通水。{FILLING}"]
    assert [text for _, text in glued(*parts)] == parts


def test_a_paragraph_of_ordinary_length_keeps_its_points() -> None:
    text = "我讲两点。第一，修路。第二，通水。"
    assert len(text) < SHORTEST_GLUED
    assert unglue(manuscript([SENTENCE, text]).blocks) == manuscript([SENTENCE, text]).blocks


def test_a_long_paragraph_among_others_is_not_a_glued_document() -> None:
    long = "".join((FILLING, f"第一，修路。{FILLING}", f"第二，通水。{FILLING}", FILLING))
    blocks = manuscript([*[SENTENCE * 4] * 8, long]).blocks
    assert unglue(blocks) == blocks


# Spread words and what nobody sees


@pytest.mark.parametrize(
    ("spread", "closed"),
    [
        ("第一章 总 则", "第一章 总则"),
        ("第六章　附　　则", "第六章　附则"),
        ("县长 林 远", "县长 林远"),
        ("政 府 工 作 报 告", "政府工作报告"),
        ("市长 林 远 在会上讲了话。", "市长 林远 在会上讲了话。"),
    ],
)
def test_spread_words_are_closed_up(spread: str, closed: str) -> None:
    assert close_up(spread) == closed


@pytest.mark.parametrize(
    "text",
    ["奔着问题去 迎着困难上", "　年　月　日", "是 否", "一 二 三", "县长 林远", "A 县 B 镇", "甲 乙", "总则"],
)
def test_words_that_stand_apart_stay_apart(text: str) -> None:
    assert close_up(text) == text


def test_titles_headings_and_passages_are_closed_up_but_tables_are_not() -> None:
    text = ["工 作 报 告", "一、总 则", SENTENCE, "落款：林 远"]
    _, result = process(of_text("\n".join(text)))
    assert result.title == "工作报告"
    assert [node.text for node in result.body] == ["工作报告", "一、总则", SENTENCE, "落款：林远"]
    (row,) = segment((Block("林 远\t男", 1, kind="table"),)).body
    assert row.text == "林 远\t男"


def test_zero_width_and_control_characters_go_and_so_does_a_line_of_nothing_else() -> None:
    blocks = (Block("抓\u200b好\ufeff春\u200d耕\x07", 1), Block("\u200b\u200d", 2), Block("抓好夏管", 3))
    assert [block.text for block in visible(blocks)] == ["抓好春耕", "抓好夏管"]
