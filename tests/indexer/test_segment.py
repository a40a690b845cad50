"""A document in its parts: titles, headings, paragraphs, points."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from manuscripts import of_file, of_text, outline, process

from indexer.manuscript import Block
from indexer.points import split_points
from indexer.segment import Segmented, segment
from kb.model import Heading, Node, Passage

GOLDEN = Path(__file__).parent.parent / "golden"
SENTENCE = "各级党组织要扛起责任，一件一件抓，一项一项改，直到群众满意为止。"


def body_of(*lines: str, title: str = "在全县座谈会上的讲话") -> list[Node]:
    """The nodes below the title and the salutation."""
    _, result = process(of_text("\n".join([title, "同志们：", SENTENCE, *lines])))
    return list(result.body[3:])


def headings(nodes: list[Node]) -> list[tuple[int, str]]:
    return [(node.level, node.text) for node in nodes if isinstance(node, Heading)]


@pytest.mark.parametrize(
    "path", sorted(p for p in GOLDEN.glob("*.txt") if ".expected" not in p.name), ids=lambda p: p.stem
)
def test_golden_documents(path: Path) -> None:
    assert outline(of_file(path)) == path.with_suffix(".expected.txt").read_text("utf-8")


# The two seeds


@pytest.fixture(params=[0, 1])
def seed(shared: Path, request: pytest.FixtureRequest) -> tuple[dict[str, object], Segmented, list[str]]:
    gold = json.loads((shared / "gold" / "structure-seeds.json").read_text("utf-8"))[request.param]
    cleaned, result = process(of_file(shared / "seeds" / gold["source"]))
    return gold, result, [entry.text for entry in cleaned.removed]


def test_the_seeds_have_the_parts_people_gave_them(
    seed: tuple[dict[str, object], Segmented, list[str]],
) -> None:
    gold, result, removed = seed
    passages = [node for node in result.body if isinstance(node, Passage)]
    assert removed == gold["removed"]
    assert (result.title, result.title_found) == (gold["title"], "text")
    assert [node.text for node in result.body if isinstance(node, Heading) and node.level == 0] == [
        gold["title"]
    ]
    assert [p.text for p in passages if p.kind == "salutation"] == [gold["salutation"]]
    assert [[level, text] for level, text in headings(list(result.body)) if level] == gold["headings"]


def test_the_seeds_have_the_points_people_counted(
    seed: tuple[dict[str, object], Segmented, list[str]],
) -> None:
    gold, result, _ = seed
    passages = [node for node in result.body if isinstance(node, Passage) and node.kind == "body"]
    points = {
        p.text: sum(q.is_point and q.paragraph == p.id for q in passages) for p in passages if not p.is_point
    }
    expected: dict[str, int] = {entry["begins"]: entry["points"] for entry in gold["points_per_paragraph"]}  # type: ignore[attr-defined]
    expected |= dict.fromkeys(gold["paragraphs_without_points"], 0)  # type: ignore[call-overload]
    expected |= dict.fromkeys(gold.get("points_as_own_paragraphs", ()), 0)  # type: ignore[call-overload]
    assert {text[:12]: count for text, count in points.items()} == expected


# Title and top


def test_a_title_broken_over_lines_is_joined_and_kept_as_it_stands() -> None:
    _, result = process(of_text(f"在全县乡村振兴暨\n人居环境整治推进会上的讲话\n同志们：\n{SENTENCE}"))
    assert result.title == "在全县乡村振兴暨人居环境整治推进会上的讲话"
    assert headings(list(result.body)) == [(0, "在全县乡村振兴暨"), (0, "人居环境整治推进会上的讲话")]


def test_a_title_that_is_repeated_is_not_doubled() -> None:
    _, result = process(of_text(f"2021年云溪镇工作报告\n云溪镇工作报告\n各位代表：\n{SENTENCE}"))
    assert result.title == "2021年云溪镇工作报告"
    assert len(headings(list(result.body))) == 2


def test_a_subtitle_belongs_to_the_title() -> None:
    _, result = process(of_text(f"奔着问题去 迎着困难上\n——在全镇干部大会上的讲话\n同志们：\n{SENTENCE}"))
    assert result.title == "奔着问题去 迎着困难上——在全镇干部大会上的讲话"


def test_without_a_title_line_the_name_or_the_properties_give_it() -> None:
    text = f"同志们：\n{SENTENCE}"
    _, by_name = process(of_text(text, "03-在座谈会上的讲话.docx"))
    _, by_properties = process(of_text(text, "a.docx", title="在全镇大会上的讲话"))
    _, by_rubbish = process(of_text(text, "致辞.docx", title="文档1"))
    assert (by_name.title, by_name.title_found) == ("在座谈会上的讲话", "name")
    assert (by_properties.title, by_properties.title_found) == ("在全镇大会上的讲话", "properties")
    assert (by_rubbish.title, by_rubbish.title_found) == ("致辞", "name")
    assert not headings(list(by_name.body))


@pytest.mark.parametrize(
    "line",
    [
        "（2020年1月8日）",
        "二○二○年一月八日",
        "习　近　平",
        "县委书记 ×××",
        "张远",
        "——2020年1月8日在县委全会上",
        "×发〔2020〕3号",
    ],
)
def test_lines_between_title_and_salutation_are_bylines(line: str) -> None:
    _, result = process(of_text(f"在县委全会上的讲话\n{line}\n同志们：\n{SENTENCE}"))
    assert (result.body[1].text, result.body[1].kind) == (line, "byline")  # type: ignore[union-attr]
    assert result.title == "在县委全会上的讲话"


@pytest.mark.parametrize(
    "line",
    ["同志们：", "同志们!", "各位代表：", "各位代表：\u200d", "敬爱的党组织：", "女士们，先生们，朋友们：", "尊敬的各位领导、各位来宾：", "各乡镇党委，县直各单位："],
)  # fmt: skip
def test_salutations(line: str) -> None:
    _, result = process(of_text(f"在县委全会上的讲话\n{line}\n{SENTENCE}"))
    assert (result.body[1].text, result.body[1].kind) == (line, "salutation")  # type: ignore[union-attr]


def test_an_address_between_paragraphs_is_a_salutation_but_a_sentence_is_not() -> None:
    nodes = body_of("各位代表！", "同志们，加油干！", SENTENCE)
    assert [node.kind for node in nodes if isinstance(node, Passage)] == ["salutation", "body", "body"]


def test_an_empty_manuscript_still_has_a_title() -> None:
    result = segment((), "")
    assert (result.title, result.body) == ("未命名", ())


# Headings


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
    assert headings(list(result.body)) == [(0, "春天的讲话"), (1, "形势"), (2, "任务"), (5, "细节")]


def test_tables_and_notes_keep_their_kind_and_are_never_cut() -> None:
    table = Block("一、项目\t一是修路；二是通水", 4, kind="table")
    note = Block("①见县志", 5, kind="note")
    nodes = segment([Block("讲话", 1), Block("同志们：", 2), Block(SENTENCE, 3), table, note]).body[-2:]
    assert [(n.text, n.kind) for n in nodes if isinstance(n, Passage)] == [
        (table.text, "table"),
        (note.text, "note"),
    ]


# Points


@pytest.mark.parametrize(
    ("lead", "points"),
    [
        ("主要有：", ["一是思想不够重视。有的干部不上心。", "二是办法不够多。", "三是劲头不够足。"]),
        ("", ["一要快；", "二要稳；", "三要准。"]),
        ("要这样干：", ["一抓班子；", "二抓队伍；", "三抓阵地。"]),
        ("我提三点。", ["第一，要学。", "第二，要干。", "第三，要防。"]),
        ("怎么办？", ["首先，要学。", "其次，要干。", "再次，要防。", "最后，要评。"]),
        ("怎么办？", ["首先要学。", "其次要干。", "最后，要评。"]),
        ("原因有二：", ["其一，路远；", "其二，人少。"]),
        ("目标是：", ["（1）修路；", "（2）通水。"]),
        ("目标是：", ["1．修路；", "2．通水；", "3．建房。"]),
        ("目标是：", ["①修路；", "②通水。"]),
        ("会议指出，", ["一是要学；", "二是要干。"]),
        ("大家说“好。”", ["一是快。", "二要稳。"]),
    ],
)
def test_points_in_a_row_are_cut_out(lead: str, points: list[str]) -> None:
    assert split_points(lead + "".join(points)) == (lead, tuple(points))


@pytest.mark.parametrize(
    "text",
    [
        "一是党建责任压实了。各村都有清单，做到一是一、二是二。",
        "问题是，一是思想不重视，二是办法不多。",
        "我们一要快、二要稳。",
        "二是要学。三是要干。",
        "一级带一级。二级看一级。",
        "一月抓部署。二月抓开工。",
        "增长1.5倍；2.8万人受益。",
        "首先要学。然后要干。",
        "第一书记来了。第二天就下了村。",
        "一是要学。三是要干。",
    ],
)
def test_numbers_that_are_no_points_do_not_cut(text: str) -> None:
    assert split_points(text) == (text, ())


def test_points_are_numbered_under_their_paragraph() -> None:
    nodes = body_of(
        "要抓三件事：一是路；二是水；三是房。", "一要快；二要稳。", "一是老办法不管用了。要换思路。"
    )
    assert [node.id for node in nodes if isinstance(node, Passage)] == [
        *("p3", "p3.1", "p3.2", "p3.3"),
        *("p4.1", "p4.2"),
        "p5",
    ]


def test_a_signature_and_its_date_are_bylines() -> None:
    nodes = body_of("请各单位抓好落实。", "中共云溪镇委员会", "2018年6月1日")
    assert [node.kind for node in nodes if isinstance(node, Passage)] == ["body", "byline", "byline"]
