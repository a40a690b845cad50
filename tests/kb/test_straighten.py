"""Punctuation is put right; words and figures never change."""

import re

import pytest
from hypothesis import given

from kb.fold import BARRIER, fold
from kb.straighten import straighten
from tests.strategies import lines


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('要叫响"我先上",不要喊"给我上".', "要叫响“我先上”，不要喊“给我上”。"),
        ("压 实 责 任 ， 一 抓 到 底", "压实责任，一抓到底"),
        ("增长 3.5% 以上(含本数);", "增长3.5%以上（含本数）；"),
        ("ＡＩ赋能２０２４年", "AI赋能2024年"),
        ("打通...一体推进", "打通……一体推进"),
        ("干部--关键少数", "干部——关键少数"),
        ('少说 "空话" ,多办事', "少说“空话”，多办事"),
        ("见第1.2条", "见第1.2条"),
        ("read the plan, then go", "read the plan, then go"),
        ('单个"引号不动', '单个"引号不动'),
    ],
)
def test_examples(before: str, after: str) -> None:
    assert straighten(before) == after


@given(lines)
def test_no_word_is_lost(text: str) -> None:
    def bare(one: str) -> str:
        return re.sub(r"[\W_]", "", fold(one).replace(BARRIER, ""))

    assert bare(straighten(text)) == bare(text)


@given(lines)
def test_what_is_straight_stays_so(text: str) -> None:
    once = straighten(text)
    assert straighten(straighten(once)) == straighten(once)
