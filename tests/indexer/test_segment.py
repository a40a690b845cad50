"""A document in its parts: the golden documents, the two seeds, titles and what stands under them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from manuscripts import SENTENCE, body_of, headings, of_file, of_text, outline, process
from outlines import difference

from indexer.manuscript import Block
from indexer.segment import Segmented, segment
from kb.model import Passage

GOLDEN = Path(__file__).parent.parent / "golden"
Seed = tuple[dict[str, Any], Segmented, list[str]]


@pytest.mark.parametrize(
    "path", sorted(p for p in GOLDEN.glob("*.txt") if ".expected" not in p.name), ids=lambda p: p.stem
)
def test_golden_documents(path: Path) -> None:
    assert outline(of_file(path)) == path.with_suffix(".expected.txt").read_text("utf-8")


@pytest.mark.parametrize("path", sorted((GOLDEN / "corpus").glob("*.outline")), ids=lambda p: p.stem)
def test_golden_outlines_of_real_documents(shared: Path, path: Path) -> None:
    relative, *frozen = path.read_text("utf-8").splitlines()
    assert not (found := difference(frozen, shared / relative)), f"{relative}\n{found}"


# The two seeds


@pytest.fixture(params=[0, 1])
def seed(shared: Path, request: pytest.FixtureRequest) -> Seed:
    gold = json.loads((shared / "gold" / "structure-seeds.json").read_text("utf-8"))[request.param]
    cleaned, result = process(of_file(shared / "seeds" / gold["source"]))
    return gold, result, [entry.text for entry in cleaned.removed]


def test_the_seeds_have_the_parts_people_gave_them(seed: Seed) -> None:
    gold, result, removed = seed
    passages = [node for node in result.body if isinstance(node, Passage)]
    assert removed == gold["removed"]
    assert (result.title, result.title_found) == (gold["title"], "text")
    assert [p.text for p in passages if p.kind == "salutation"] == [gold["salutation"]]
    assert [list(pair) for pair in headings(result.body)] == [[0, gold["title"]], *gold["headings"]]


def test_the_seeds_have_the_points_people_counted(seed: Seed) -> None:
    gold, result, _ = seed
    passages = [node for node in result.body if isinstance(node, Passage) and node.kind == "body"]
    points = Counter(passage.paragraph for passage in passages if passage.is_point)
    summing = "".join(entry.get("note", "") for entry in gold["points_per_paragraph"])
    counted = {p.text[:12]: points[p.id] for p in passages if not p.is_point and p.text[:6] not in summing}
    expected = {entry["begins"]: entry["points"] for entry in gold["points_per_paragraph"]}
    expected |= dict.fromkeys(gold["paragraphs_without_points"], 0)
    expected |= dict.fromkeys(gold.get("points_as_own_paragraphs", ()), 0)
    assert counted == expected


# Title and top


def test_a_title_broken_over_lines_is_joined_and_kept_as_it_stands() -> None:
    _, result = process(of_text(f"在全县乡村振兴暨\n人居环境整治推进会上的讲话\n同志们：\n{SENTENCE}"))
    assert result.title == "在全县乡村振兴暨人居环境整治推进会上的讲话"
    assert headings(result.body) == [(0, "在全县乡村振兴暨"), (0, "人居环境整治推进会上的讲话")]


def test_a_title_may_be_broken_within_its_occasion() -> None:
    lines = ["在中国共产党云溪县第十次", "代表大会上", "的报告", "（2021年6月1日）", "同志们：", SENTENCE]
    _, result = process(of_text("\n".join(lines)))
    assert result.title == "在中国共产党云溪县第十次代表大会上的报告"


def test_a_title_that_is_repeated_is_not_doubled() -> None:
    _, result = process(of_text(f"2021年云溪镇工作报告\n云溪镇工作报告\n各位代表：\n{SENTENCE}"))
    assert result.title == "2021年云溪镇工作报告"
    assert len(headings(result.body)) == 2


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
    assert not headings(by_name.body)


@pytest.mark.parametrize(
    "line",
    [
        "（2020年1月8日）",
        "二○二○年一月八日",
        "县委书记 ×××",
        "张远",
        "——2020年1月8日在县委全会上",
        "×发〔2020〕3号",
    ],
)
def test_lines_between_title_and_salutation_are_bylines(line: str) -> None:
    _, result = process(of_text(f"在县委全会上的讲话\n{line}\n同志们：\n{SENTENCE}"))
    assert isinstance(result.body[1], Passage)
    assert (result.body[1].text, result.body[1].kind) == (line, "byline")
    assert result.title == "在县委全会上的讲话"


def test_a_name_spread_over_its_line_is_a_byline_and_is_closed_up() -> None:
    _, result = process(of_text(f"在县委全会上的讲话\n林　　远\n同志们：\n{SENTENCE}"))
    assert result.body[1] == Passage("p1", "林远", "byline")


@pytest.mark.parametrize(
    "line",
    [
        *(
            "同志们：",
            "同志们!",
            "各位代表：",
            "各位代表：\u200d",
            "敬爱的党组织：",
            "女士们，先生们，朋友们：",
        ),
        *("尊敬的各位领导、各位来宾：", "各乡镇党委，县直各单位："),
    ],
)
def test_salutations(line: str) -> None:
    _, result = process(of_text(f"在县委全会上的讲话\n{line}\n{SENTENCE}"))
    assert isinstance(result.body[1], Passage)
    assert (result.body[1].text, result.body[1].kind) == (line.strip("\u200d"), "salutation")


def test_an_address_between_paragraphs_is_a_salutation_but_a_sentence_is_not() -> None:
    nodes = body_of("各位代表！", "同志们，加油干！", SENTENCE)
    assert [node.kind for node in nodes if isinstance(node, Passage)] == ["salutation", "body", "body"]


def test_an_empty_manuscript_still_has_a_title() -> None:
    result = segment((), "")
    assert (result.title, result.body) == ("未命名", ())


def test_tables_and_notes_keep_their_kind_and_are_never_cut() -> None:
    table = Block("一、项目\t一是修路；二是通水", 4, kind="table")
    note = Block("①见县志", 5, kind="note")
    nodes = segment([Block("讲话", 1), Block("同志们：", 2), Block(SENTENCE, 3), table, note]).body[-2:]
    kept = [(node.text, node.kind) for node in nodes if isinstance(node, Passage)]
    assert kept == [(table.text, "table"), (note.text, "note")]


def test_a_signature_and_its_date_are_bylines() -> None:
    nodes = body_of("请各单位抓好落实。", "中共云溪镇委员会", "2018年6月1日")
    assert [node.kind for node in nodes if isinstance(node, Passage)] == ["body", "byline", "byline"]
