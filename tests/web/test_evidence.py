"""Reasons in words."""

from __future__ import annotations

from kb.classify import Evidence
from web.evidence import reasons

TEXT = "一把手亲自抓，责任压实到人。"


def test_the_words_of_the_text_itself_are_quoted() -> None:
    evidence = (Evidence("亲自抓", 3, 6, "strong"), Evidence("压实/夯实…责任", 7, 11, "weak"))
    assert reasons(evidence, TEXT) == ("正文里的“亲自抓”、“责任压实”",)


def test_a_heading_is_named_with_its_words() -> None:
    evidence = (Evidence("责任", 2, 4, "heading", "heading", "一、责任要落实"),)
    assert reasons(evidence, TEXT) == ("标题“一、责任要落实”里的“责任”",)


def test_a_persons_word_comes_first() -> None:
    evidence = (Evidence("亲自抓", 3, 6, "strong"), Evidence("", 0, 0, "person"))
    assert reasons(evidence, TEXT) == ("由人确定", "正文里的“亲自抓”")


def test_position_is_told_for_its_role() -> None:
    assert reasons((Evidence("", 0, 0, "position"),), TEXT, "opening") == ("在全文开头",)
    assert reasons((Evidence("", 0, 0, "position"),), TEXT, "closing") == ("在全文结尾",)


def test_many_words_are_counted() -> None:
    evidence = tuple(Evidence(TEXT[i], i, i + 1, "cue") for i in range(9))
    assert reasons(evidence, TEXT)[0].endswith("等 9 处")
