"""What a text is without what is said in passing: never more than was there, and the same when done again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.emptiness import EMPTY, bare, bones

TEXTS = st.text(alphabet="办事太难了很的天开会", max_size=12)


@pytest.mark.parametrize(
    ("text", "left"), [("办事太难了", "办事难"), ("听听群众的意见", "听群众意见"), ("太难了", ""), ("", "")]
)
def test_small_words_and_doubled_characters_go(text: str, left: str) -> None:
    assert bare(text) == left


def test_what_is_empty_is_about_no_work_of_the_office() -> None:
    assert not EMPTY & {"问题", "工作", "干部", "群众", "发展", "落实"}


@given(TEXTS)
def test_bones_are_what_is_left_when_it_is_bare(text: str) -> None:
    left = "".join(text[at] for at in bones(text))
    assert bare(text) in ("", left)
    assert bones(text) == sorted(set(bones(text)))


@given(TEXTS)
def test_baring_twice_is_baring_once(text: str) -> None:
    assert bare(bare(text)) == bare(text)
