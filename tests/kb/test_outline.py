"""An outline as people paste it, and what the library has for each of its headings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.draft_moves import At
from kb.draft_outline import with_heading
from kb.draft_paste import heading_level, pasted
from kb.errors import KbError
from kb.library import Library
from kb.model import Heading, Passage, Speech
from kb.outline import announced, material
from kb.outline_text import MOST_HEADINGS, Wanted, outline
from tests.drafts import draft, shown
from tests.web.samples import make


@pytest.mark.parametrize(
    "text",
    [
        "一、提高认识\n（一）认清形势\n1.看省里\n二、压实责任",
        "## 提高认识\n### 认清形势\n#### 看省里\n## 压实责任",
        "提高认识\n  认清形势\n    看省里\n压实责任",
        "- 提高认识\n  - 认清形势\n    - 看省里\n- 压实责任",
        "提高认识\n　　认清形势\n　　　　看省里\n\n压实责任\n",
    ],
)
def test_levels_are_told_by_numbers_marks_or_indents(text: str) -> None:
    assert [(one.level, one.text) for one in outline(text)] == [
        (1, "提高认识"), (2, "认清形势"), (3, "看省里"), (1, "压实责任"),
    ]  # fmt: skip


def test_an_outline_has_headings_and_not_too_many() -> None:
    with pytest.raises(KbError, match="没有看到标题"):
        outline(" \n ")
    with pytest.raises(KbError, match="标题太多"):
        outline("一行\n" * (MOST_HEADINGS + 1))


@pytest.mark.parametrize(
    ("heading", "roles"),
    [
        ("主体责任落实不到位", {"problem"}),
        ("突出的问题", {"problem"}),
        ("压实责任", {"measure"}),
        ("一年来的成效", {"achievement"}),
        ("随便什么", set()),
    ],
)
def test_a_heading_announces_what_stands_under_it(heading: str, roles: set[str]) -> None:
    assert announced(heading) == roles


def speech(number: int, *texts: str) -> Speech:
    body = (Heading(1, "一、工作"), *(Passage(f"p{n}", text) for n, text in enumerate(texts, 1)))
    return Speech(f"s{number}", f"第{number}篇讲话", body, date=f"20{number + 10}")


OWN = "要把集体经济这本账算清楚，资源资产都登记在册，谁来管、怎么管、管得怎么样，年底一笔一笔对账，让群众看得明白、信得过。"
SAME = "要把集体经济当成兴村的大事，选准一个产业，带起一批能人，守住一条底线，三年里头让家家户户都从中得到实在的好处。"
TOLD = "会议强调，发展集体经济要因地制宜，各级要把集体经济摆上重要位置，加强指导，压实责任，推动集体经济不断发展壮大，取得实效。"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    speeches = (
        speech(1, OWN, SAME),
        speech(2, TOLD),
        speech(3, SAME),
        speech(4, "集体经济。"),
        speech(5, OWN),
    )
    made = make(Path(tmp_path_factory.mktemp("outline")), speeches)
    yield made
    made.close()


def offered(library: Library, *headings: Wanted, **how: object) -> list[list[str]]:
    sections = material(library, headings, **how)  # type: ignore[arg-type]
    return [[offer.found.key for offer in section.offers] for section in sections]


def test_a_heading_gets_one_passage_of_a_speech_none_twice_reports_last(library: Library) -> None:
    (keys,) = offered(library, Wanted(1, "发展集体经济"))
    speeches = [key.partition("#")[0] for key in keys]
    assert len(set(speeches)) == len(speeches)
    texts = [next(t for t in (OWN, SAME, TOLD, "集体经济。") if library.speech(s).body[int(p[1:])].text == t)
             for s, _, p in (key.partition("#") for key in keys)]  # fmt: skip
    assert {OWN, SAME} <= set(texts) and texts.index(TOLD) > max(texts.index(OWN), texts.index(SAME))


def test_no_passage_is_offered_for_two_headings(library: Library) -> None:
    one, two = offered(library, Wanted(1, "发展集体经济"), Wanted(1, "壮大集体经济"))
    assert not set(one) & set(two)


def test_what_the_draft_has_is_not_offered_and_what_was_used_comes_last(library: Library) -> None:
    (keys,) = offered(library, Wanted(1, "集体经济"), seen=[OWN])
    assert not {"s1#p1", "s5#p1"} & set(keys)
    (keys,) = offered(library, Wanted(1, "集体经济"))
    first = keys[0]
    (again,) = offered(library, Wanted(1, "集体经济"), used={first})
    assert first not in again[:2]


def test_a_heading_that_opens_others_gets_nothing_of_its_own(library: Library) -> None:
    one, two = offered(library, Wanted(1, "集体经济"), Wanted(2, "集体经济"))
    assert not one and two


def test_new_headings_go_where_the_outline_has_them() -> None:
    made = draft("## 甲", "甲下面。", "### 甲的二", "## 丙")
    before: list[str] = []
    for level, text in ((1, "一、甲"), (2, "甲的一"), (2, "甲的二"), (1, "乙"), (1, "丙"), (1, "丁")):
        made, id_ = with_heading(made, level, text, before)
        before.append(id_)
    assert shown(made) == ["## 甲", "甲下面。", "### 甲的一", "### 甲的二", "## 乙", "## 丙", "## 丁"]


def test_an_outline_put_in_twice_changes_nothing() -> None:
    once = draft("尾巴。")
    for _ in range(2):
        before: list[str] = []
        for level, text in ((1, "甲"), (2, "同名"), (1, "乙"), (2, "同名")):
            once, id_ = with_heading(once, level, text, before)
            before.append(id_)
    assert shown(once) == ["尾巴。", "## 甲", "### 同名", "## 乙", "### 同名"]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、提高认识", 1), ("（二）压实责任", 2), ("3.抓落实", 3), ("（4）抓细节", 4), ("### 压实责任", 2),
        ("一、提高认识。思想是行动的先导。", 0), ("3.5亿元", 0), ("一是先干，", 0), ("平常的一句话", 0),
        ("一、" + "很长" * 30, 0), ("二、要抓紧；", 0),
    ],
)  # fmt: skip
def test_a_pasted_line_is_a_heading_only_when_it_is_surely_one(line: str, level: int) -> None:
    assert heading_level(line) == level


@given(st.lists(st.text("一、（）1.#甲乙 。\u3000", max_size=8), max_size=6))
def test_no_pasted_line_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    made = pasted(draft("前", "后"), text, At(after="b1"))
    typed = "".join("".join(block.text for block in made.blocks[1:-1]).split())
    kept = iter("".join(text.split()))
    assert all(char in kept for char in typed)
    assert shown(made)[0] == "前" and shown(made)[-1] == "后"
