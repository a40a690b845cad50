"""What a passage does, by its words, its headings and its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import ROLES, Kind
from kb.roles import role

MIDDLE = (5, 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("去年以来，全镇建成了六个示范村，村均收入增长12%，群众满意度明显提高。", "achievement"),
        ("二是阵地建设有新突破。新建党群服务中心四个，改造提升了九个。", "achievement"),
        ("对照先进，我们仍然存在不小差距：有的支部活动不规范，个别书记抓党建的劲头不足。", "problem"),
        ("基层稳则全局稳，抓好支部事关长远，是推动各项工作的重要保证，具有十分重要的意义。", "significance"),
        ("一要建好台账，逐项销号。要把任务分到人头，确保年底前见底清零。", "measure"),
        ("加强值班值守，完善应急预案，落实巡查制度。", "measure"),
    ],
)
def test_words_tell_the_role(text: str, expected: str) -> None:
    assert role(text, (), *MIDDLE).role == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("一、过去一年的成绩", "achievement"),
        ("二、存在的突出问题", "problem"),
        ("一、充分认识这项工作的重要意义", "significance"),
        ("三、下一步工作安排", "measure"),
    ],
)
def test_a_heading_decides_where_the_words_are_silent(heading: str, expected: str) -> None:
    judged = role("东片各村以水果为主，西片各村以茶叶为主。", (heading,), *MIDDLE)
    assert judged.role == expected
    assert all(evidence.where == "heading" and evidence.heading == heading for evidence in judged.evidence)


def test_the_first_and_last_passages_open_and_close() -> None:
    assert role("这次现场会开了一天，看了四个点。", (), 0, 12).role == "opening"
    assert (
        role("同志们，路在脚下，让我们一步一步走好。", ("三、坚持问题导向，补齐短板",), 11, 12).role
        == "closing"
    )


def test_a_speech_of_two_passages_has_no_place_to_judge_by() -> None:
    assert role("东片各村以水果为主。", (), 0, 2).role is None


def test_nothing_is_said_where_signs_are_weak() -> None:
    judged = role("东片各村以水果为主，西片各村以茶叶为主。", (), *MIDDLE)
    assert (judged.role, judged.evidence) == (None, ())


@pytest.mark.parametrize("kind", ["salutation", "byline", "table", "note"])
def test_only_body_text_has_a_role(kind: Kind) -> None:
    assert role("要加强学习，要改进作风。", (), 0, 12, kind).role is None


def test_the_evidence_is_the_words_that_spoke_for_the_role() -> None:
    text = "一些单位重视不够，办法不多，落实不到位。"
    judged = role(text, (), *MIDDLE)
    assert [text[evidence.start : evidence.end] for evidence in judged.evidence] == [
        "不够",
        "不到位",
        "一些单位",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "第十二条 发包方应当自合同签订之日起十日内报乡镇人民政府备案。",
        "候选人应当在选举日前三日向村民选举委员会提出书面申请。",
        "王家湾的李大姐高兴地告诉记者，合作社去年给她家分了四千多元。",
    ],
)
def test_procedures_of_law_and_reporting_do_nothing_for_a_speech(text: str) -> None:
    assert role(text, (), *MIDDLE).role is None


def test_a_statute_that_charges_a_government_is_a_measure() -> None:
    assert role("第九条 县级人民政府应当把村级经费列入预算，逐年增加。", (), *MIDDLE).role == "measure"


def test_problems_named_to_be_solved_are_a_measure() -> None:
    text = "紧盯责任落实中存在的薄弱环节，着力解决工作标准不高、作风不实等突出问题，逐项整改。"
    assert role(text, (), *MIDDLE).role == "measure"


def test_what_a_speech_shows_is_its_significance_not_an_achievement() -> None:
    text = "讲话站在全局的高度，深刻总结了工作经验，充分体现了对基层的关心。"
    assert role(text, (), *MIDDLE).role == "significance"


@given(
    st.text(alphabet="要了不够必须加强意义问题取得成绩，。；一是二有的让我们0123%刚才 ", max_size=80),
    st.lists(st.text(alphabet="一、成绩问题意义任务", max_size=8), max_size=2),
    st.integers(0, 9),
)
def test_a_role_always_comes_with_true_evidence(text: str, headings: list[str], index: int) -> None:
    judged = role(text, headings, index, 10)
    assert judged.role in (None, *ROLES)
    assert bool(judged.evidence) == (judged.role is not None)
    for evidence in judged.evidence:
        whole = text if evidence.where == "text" else evidence.heading
        assert whole[evidence.start : evidence.end] == evidence.term


@pytest.mark.parametrize(
    "text",
    ["集体所有的土地由村集体经济组织经营，持有的股份可以继承。", "东片西片的收入差距进一步缩小。"],
)
def test_a_word_that_only_looks_like_a_fault_is_none(text: str) -> None:
    assert role(text, (), *MIDDLE).role != "problem"


def test_a_heading_that_names_a_question_is_no_fault() -> None:
    heading = "第三，关于轻重工业的比例问题"
    assert role("东片各村以水果为主，西片各村以茶叶为主。", (heading,), *MIDDLE).role is None
