"""Excerpts as a person wants them: what is left out, put right, and how several go together."""

import pytest

from kb.citation import Citation
from kb.excerpt import Excerpt, Taking, together, without_lead

POINT = "一是强化责任意识。各级党组织要把责任扛在肩上，"


def made(text: str) -> Excerpt:
    return Excerpt(text, Citation("干部培训讲话", "2023", "第2段", "x", "p2"))


@pytest.mark.parametrize(
    ("taking", "text"),
    [
        (Taking(), POINT),
        (Taking(ordinal=False), "强化责任意识。各级党组织要把责任扛在肩上，"),
        (Taking(lead=False), "一是各级党组织要把责任扛在肩上，"),
        (Taking(ordinal=False, lead=False), "各级党组织要把责任扛在肩上，"),
    ],
)
def test_ordinal_and_run_in_heading_can_be_dropped(taking: Taking, text: str) -> None:
    assert made(POINT).taken(taking).text == text


def test_a_point_of_one_sentence_has_no_run_in_heading() -> None:
    assert without_lead("二是带头落实。") == "二是带头落实。"
    assert without_lead("没有序号。后面还有。") == "没有序号。后面还有。"


def test_nothing_is_left_empty() -> None:
    assert Taking(ordinal=False, lead=False).of("一是") == "一是"


def test_indent_is_for_plain_text_and_its_source() -> None:
    taken = made("要抓实,").taken(Taking(indent=True, straighten=True))
    assert taken.plain() == "\u3000\u3000要抓实，"
    assert taken.with_source() == "\u3000\u3000要抓实，\n\u3000\u3000（《干部培训讲话》，2023年；第2段）"
    assert "\u3000" not in taken.html()


def test_quotes_and_spaces_are_put_right() -> None:
    assert made('要有"钉钉子"精神 ,抓').taken(Taking(straighten=True)).text == "要有“钉钉子”精神，抓"


def test_several_go_together_in_every_form() -> None:
    pair = (made("甲。"), made("乙。"))
    assert together(pair, "plain") == "甲。\n乙。"
    assert together(pair, "source").count("（《干部培训讲话》") == 2
    assert together(pair, "html").count("<p ") == 2
    assert together(pair, "markdown").startswith("> 甲。")
