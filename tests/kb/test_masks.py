"""Masked words: found by what they stand for, shown and marked as they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.fold import fold, fold_literal
from kb.masks import occurrences, readings, unmask
from kb.snippet import pieces


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("政治站位", "要提高ZZ站位，扛起责任", "ZZ站位"),
        ("党的十八大以来", "X的十八大以来，全镇变化很大", "X的十八大以来"),
        ("党的十九大精神", "学习×的十九大精神", "×的十九大精神"),
        ("全党工作", "全X工作重中之重", "全X工作"),
        ("管党治党", "落实管X治X责任", "管X治X"),
        ("基层党建", "抓基层Ｘ建要实", "基层Ｘ建"),
        ("ZZ站位", "要提高ZZ站位", "ZZ站位"),
    ],
)
def test_both_the_word_and_its_mask_are_found(typed: str, text: str, marked: str) -> None:
    literal = fold_literal(typed)
    assert literal in readings(text)
    assert [text[a:b] for a, b in occurrences(text, [literal])] == [marked]


@pytest.mark.parametrize(
    "text", ["学习XML格式", "全县×个村", "X镇党委书记", "×年×月", "党的十八大以来", "MAX委员"]
)
def test_placeholders_and_letters_are_not_masks(text: str) -> None:
    assert unmask(text) is None
    assert readings(text) == fold(text)


def test_a_mask_is_shown_as_it_stands_and_marked() -> None:
    shown = pieces("要提高ZZ站位")
    assert [(p.text, p.look) for p in shown] == [("要提高", "text"), ("ZZ", "placeholder"), ("站位", "text")]


@given(st.text(alphabet="XZ×全党的十建员管治站位。aＸ", max_size=30))
def test_offsets_lead_back_and_the_text_itself_is_still_found(text: str) -> None:
    second = unmask(text)
    assert readings(text).startswith(fold(text))
    if second:
        assert len(second.offsets) == len(second.text)
        assert all(0 <= at < len(text) for at in second.offsets)
        assert list(second.offsets) == sorted(second.offsets)
