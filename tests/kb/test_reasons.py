"""Reasons in words, and how near a passage came."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.classify import Classifier
from kb.evidence import Evidence
from kb.reasons import nearly, reasons
from kb.roles import role
from kb.themes import parse

TEXT = "一把手亲自抓，责任压实到人。"
#: So much that what follows is no lead.
FAR = "去年秋天以来镇里开了几次会，会上大家说了不少话，也算了不少账，"
THEMES = """
[[theme]]
id = "duty"
name = "责任"
strong = ["亲自抓"]
weak = ["责任", "压实", "有短板"]
not = ["社会责任"]
"""


def why(text: str, *headings: str) -> list[str]:
    classifier = Classifier(parse(THEMES, Path("themes.toml")))
    return [str(reason) for j in classifier.judge(text, headings) for reason in reasons(j.evidence, text)]


def near(text: str, *headings: str) -> str:
    (verdict,) = Classifier(parse(THEMES, Path("themes.toml"))).explain(text, headings)
    assert verdict.near is not None
    return nearly(verdict.near, text)


@pytest.mark.parametrize(
    ("text", "headings", "told"),
    [
        ("书记亲自抓。", (), ["正文里的“亲自抓”，强词一处就算"]),
        (f"{FAR}把责任压实。", (), ["正文里的“责任”、“压实”，两个弱词同句"]),
        ("二是有短板。责任还要再讲。", (), ["正文里的“有短板”，在段首小标题句里", "正文里的“责任”，弱词"]),
        (f"{FAR}压实到人。", ("一、责任在谁",), ["正文里的“压实”，弱词", "标题“一、责任在谁”里的“责任”，标题借来：正文里一处就算"]),
    ],
)  # fmt: skip
def test_the_words_are_quoted_and_the_rule_is_named(
    text: str, headings: tuple[str, ...], told: list[str]
) -> None:
    assert why(text, *headings) == told


@pytest.mark.parametrize(
    ("text", "headings", "told"),
    [
        ("说一说，压实到人。", (), "只有一处弱词“压实”，还差一处"),
        (f"{FAR}压实到人。后来的事情再看各家的责任。", (), "弱词“压实”、“责任”不在同一句里"),
        ("企业有社会责任。", (), "“责任”落在屏蔽语“社会责任”里，不算"),
        ("好。" * 100 + f"{FAR}这件事书记也说过要亲自抓。", (), "长段里只顺带提到一次“亲自抓”"),
        ("先修路。", ("一、责任在谁",), "只有标题“一、责任在谁”里有“责任”，正文里一处也没有"),
    ],
)
def test_what_is_wanting_is_said_in_one_sentence(text: str, headings: tuple[str, ...], told: str) -> None:
    assert near(text, *headings) == told


def test_a_term_is_quoted_as_the_text_has_it() -> None:
    evidence = (Evidence("压实/夯实…责任", 7, 11, "strong"),)
    assert str(reasons(evidence, TEXT)[0]) == "正文里的“责任压实”，强词一处就算"


def test_a_persons_word_comes_first() -> None:
    evidence = (Evidence("亲自抓", 3, 6, "strong"), Evidence("", 0, 0, "person"))
    assert [str(r) for r in reasons(evidence, TEXT)] == ["由人确定", "正文里的“亲自抓”，强词一处就算"]


def test_position_is_told_for_its_role() -> None:
    assert [str(r) for r in reasons((Evidence("", 0, 0, "position"),), TEXT, "opening")] == ["在全文开头"]
    assert [str(r) for r in reasons((Evidence("", 0, 0, "position"),), TEXT, "closing")] == ["在全文结尾"]


def test_words_for_a_role_have_no_rule() -> None:
    text = "必须要抓好。"
    found = role(text, (), 5, 10)
    assert str(reasons(found.evidence, text, found.role)[0]).startswith("正文里的“")
    assert "弱词" not in str(reasons(found.evidence, text, found.role)[0])


def test_many_words_are_counted_and_all_of_them_kept() -> None:
    evidence = tuple(Evidence(TEXT[i], i, i + 1, "cue") for i in range(9))
    (reason,) = reasons(evidence, TEXT)
    assert str(reason).endswith("等 9 处")
    assert reason.all.count("“") == 9
    assert reasons(evidence[:3], TEXT)[0].all == ""
