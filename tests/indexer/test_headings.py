"""Which lines are headings, of what level, and which only look like one."""

from __future__ import annotations

import pytest
from manuscripts import SENTENCE, body_of, headings

from indexer.manuscript import Block
from indexer.segment import segment
from kb.model import Heading, Passage


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、统一思想，提高认识", 1),
        ("一、统一思想，提高认识。", 1),
        ("第一句话，成绩来之不易", 1),
        ("第二方面：要把责任扛起来", 1),
        ("第三章 保障措施", 1),
        ("第一部分 工作回顾", 1),
        ("第二个问题是怎么干", 1),
        ("第一节 总体要求", 2),
        ("（一）压实责任", 2),
        ("(二)压实责任", 2),
        ("（三)压实责任", 2),
        ("1.抓好春耕", 3),
        ("1．抓好春耕", 3),
        ("2、抓好春耕", 3),
        ("1、2020年的任务", 3),
        ("（1）抓好春耕", 4),
        ("(2) 抓好春耕", 4),
        ("Ⅰ、抓好春耕", 1),
        ("Ⅲ．抓好春耕", 1),
        ("Ⅱ 抓好春耕", 1),
        ("①抓好春耕", 5),
    ],
)
def test_a_short_numbered_line_is_a_heading(line: str, level: int) -> None:
    assert headings(body_of(line, SENTENCE)) == [(level, line)]


@pytest.mark.parametrize(
    "line",
    [
        "第一个五年计划期间，老一辈人就是这样干的",
        "全国第一，我们从来没有喊过",
        "13、14，这两个数字要记住",
        "一、二、三产业融合发展",
        "3.5万亩良田是我们的家底",
        "一是压实责任",
        "第一，抓好春耕。",
        "一、我们要看到，今年的形势比去年更复杂，任务比去年更重，时间比去年更紧，困难比去年更多；",
        "（一）我们要看到，今年的形势比去年更复杂，任务比去年更重，时间比去年更紧，困难也更多。所以要早动手。",
        "（一）下列情形之一的，应当报告：",
        "1.",
        "一、将第三条修改为：",
        "二、删去第七条第二款",
        "三、增加一条，作为第九条：",
        "一看老支书，二看带头人",
        "⑦ 《云溪县志》第3卷",
        "［5］水库建于一九五八年",
        "首先，请大家看一段视频",
        "一",
    ],
)
def test_a_line_that_merely_begins_with_a_number_is_no_heading(line: str) -> None:
    assert headings(body_of(line, SENTENCE)) == []


def test_the_entries_of_a_list_are_passages_that_can_be_found() -> None:
    nodes = body_of("要做好三件事：", "（一）修好路。", "（二）通好水。", "（三）建好房。", SENTENCE)
    assert headings(nodes) == []


def test_a_numbered_line_with_nothing_below_it_is_a_passage() -> None:
    nodes = body_of("一、修路", SENTENCE, "二、通水", "三、建房", SENTENCE)
    assert headings(nodes) == [(1, "一、修路"), (1, "三、建房")]


def test_headings_of_two_levels_may_follow_each_other() -> None:
    nodes = body_of("一、修路", "（一）选线", SENTENCE, "二、通水", "（一）打井", SENTENCE)
    assert [level for level, _ in headings(nodes)] == [1, 2, 1, 2]


def test_a_run_in_heading_is_cut_behind_its_first_full_stop() -> None:
    nodes = body_of("（一）把“要我干”变成“我要干”。大家看到没有？干和不干大不一样。")
    assert [node.text for node in nodes] == [
        "（一）把“要我干”变成“我要干”。",
        "大家看到没有？干和不干大不一样。",
    ]
    assert isinstance(nodes[0], Heading)


@pytest.mark.parametrize(
    "line",
    [
        "（一）" + "把每一项任务都放在心上扛在肩上" * 3 + "。后面还有话。",
        "（一）会议要求：抓紧抓好。后面还有话。",
        "（一）他说“抓紧。抓好。”这就是态度，后面没有了",
    ],
)
def test_a_long_or_broken_first_sentence_is_no_run_in_heading(line: str) -> None:
    assert headings(body_of(line, SENTENCE)) == []


def test_first_second_third_stand_one_below_what_is_open() -> None:
    nodes = body_of("第一，看清形势", SENTENCE, "一、任务", "第一，修路", SENTENCE, "第二，通水", SENTENCE)
    assert [level for level, _ in headings(nodes)] == [1, 1, 2, 2]


def test_in_a_law_only_chapters_and_sections_are_headings() -> None:
    articles = [
        "第一章 总则",
        "第一条 为了规范，制定本办法。",
        "第二条 包括：",
        "（一）修路",
        "第三条 " + SENTENCE,
    ]
    nodes = body_of(*articles, title="道路管理办法")
    assert headings(nodes) == [(1, "第一章 总则")]


def test_the_style_a_block_declares_decides_its_level() -> None:
    blocks = [
        Block("春天的讲话", 1, level=0),
        Block("形势", 2, level=1),
        Block(SENTENCE, 3),
        Block("任务", 4, level=2),
        Block(SENTENCE, 5),
        Block("细节", 6, level=8),
        Block(SENTENCE * 4, 7, level=2),
    ]
    result = segment(blocks)
    assert result.title == "春天的讲话"
    assert headings(result.body) == [(0, "春天的讲话"), (1, "形势"), (2, "任务"), (5, "细节")]


@pytest.mark.parametrize(
    ("one", "two"), [("首先，看清形势", "其次，看清任务"), ("其一，治慢", "其二，治散"), ("一", "二")]
)
def test_some_numbers_make_headings_only_in_company(one: str, two: str) -> None:
    assert headings(body_of(one, SENTENCE, two, SENTENCE)) == [(1, one), (1, two)]


def test_numbers_may_run_through_a_whole_document() -> None:
    lines = [
        line
        for part, first in (("一、任务", 1), ("二、措施", 13))
        for line in (part, *(f"（{n}）办好第{n}件事。{SENTENCE}" for n in range(first, first + 12)))
    ]
    found = headings(body_of(*lines))
    assert [level for level, _ in found] == [1, *[4] * 12, 1, *[4] * 12]
    assert found[-1] == (4, "（24）办好第24件事。")


def test_one_style_inside_another_of_the_same_level_moves_down_with_all_below_it() -> None:
    parts = ["第一部分 回顾", "一、成绩", "（一）路", SENTENCE, "（二）水", SENTENCE, "二、问题", SENTENCE]
    nodes = body_of(*parts, "第二部分 打算", "一、任务", SENTENCE, "二、措施", SENTENCE)
    assert [level for level, _ in headings(nodes)] == [1, 2, 3, 3, 2, 1, 2, 2]


def test_footnotes_are_notes() -> None:
    nodes = body_of("［5］水库建于一九五八年。", "⑦ 《云溪县志》第3卷，第86页。")
    assert [node.kind for node in nodes if isinstance(node, Passage)] == ["note", "note"]


PROSE = SENTENCE * 3


def test_a_line_without_a_number_that_names_what_follows_is_a_heading() -> None:
    nodes = body_of(
        "过去一年的回顾", PROSE, "——看成绩要看够", PROSE, "今后的路怎么走", PROSE, "结束语", PROSE
    )
    assert headings(nodes) == [
        (1, "过去一年的回顾"),
        (2, "——看成绩要看够"),
        (1, "今后的路怎么走"),
        (1, "结束语"),
    ]


def test_unnumbered_parts_hold_the_numbered_headings_below_them() -> None:
    lines = [
        "过去一年的回顾",
        PROSE,
        "一、成绩",
        PROSE,
        "今年工作的打算",
        PROSE,
        "一、任务",
        PROSE,
        "二、措施",
        PROSE,
    ]
    assert [level for level, _ in headings(body_of(*lines))] == [1, 2, 1, 2, 2]


def test_whole_sentences_that_name_what_follows_are_headings_when_there_are_several() -> None:
    names = ["产业底子更厚了。", "村庄模样更好了。", "干部作风更实了。"]
    lines = [line for name in names for line in (name, PROSE)]
    assert headings(body_of("一、成绩", PROSE, *lines)) == [(1, "一、成绩"), *((2, name) for name in names)]
    assert headings(body_of(*lines[:4])) == []


@pytest.mark.parametrize(
    "line",
    [
        "大家说得好不好",
        "县委书记　林远",
        "（热烈鼓掌）",
        "【同期】村民张大山",
        "二〇二一年八月六日",
        "镇里的干部下村，村里的干部上户，户里的能人出山，",
        "各位代表：",
    ],
)
def test_other_short_lines_are_no_headings(line: str) -> None:
    assert headings(body_of(PROSE, line, PROSE)) == []


def test_a_short_line_in_a_list_or_before_one_is_no_heading() -> None:
    assert headings(body_of(PROSE, "书记带头抓", "镇长亲自抓", "部门合力抓", PROSE)) == []
    assert headings(body_of("参加人员有", "今年的主要任务", "张大山", "李小河")) == []
