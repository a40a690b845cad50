"""Sets that are kept: always what was found, in little memory, and let go when they are too many."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kb.engines.kept import KeptSets
from kb.engines.tags import Mask


@given(st.lists(st.booleans(), max_size=300))
def test_what_is_kept_is_what_was_found(found: list[bool]) -> None:
    mask, sets = np.array(found, np.bool_), KeptSets(len(found))
    for _ in range(2):
        assert sets.get("责任", lambda _: mask).tolist() == found
        assert sets.numbers("责任", lambda _: mask).tolist() == np.flatnonzero(mask).tolist()


def test_nothing_is_looked_for_twice() -> None:
    sought: list[str] = []
    sets = KeptSets(1000)

    def find(literal: str) -> Mask:
        sought.append(literal)
        return np.arange(1000) % 7 == len(literal)

    for literal in ("责", "责任", "责", "责任", "责任落实"):
        sets.get(literal, find)
    assert sought == ["责", "责任", "责任落实"]


def test_a_set_that_is_altered_by_whoever_asked_stays_as_it_was() -> None:
    sets = KeptSets(8)
    for _ in range(2):
        mask = sets.get("责任", lambda _: np.ones(8, np.bool_))
        assert mask.all()
        mask[:] = False


def test_hundreds_of_frequent_words_are_kept_and_the_longest_unused_let_go() -> None:
    size, many = 20_000, 400
    sought: list[str] = []
    sets = KeptSets(size)

    def find(literal: str) -> Mask:
        sought.append(literal)
        return np.ones(size, np.bool_)

    for number in range(many):
        sets.get(str(number), find)
    sets.get(str(many - 100), find)
    assert len(sought) == many
    sets.get("0", find)
    assert len(sought) == many + 1
