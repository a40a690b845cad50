"""The difference of two texts loses neither of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.diff import Run, difference


@given(st.text(max_size=40), st.text(max_size=40))
def test_both_texts_are_in_the_runs(first: str, second: str) -> None:
    runs = difference(first, second)
    assert "".join(r.text for r in runs if r.change != "only-second") == first
    assert "".join(r.text for r in runs if r.change != "only-first") == second


def test_a_change_is_shown_at_its_place() -> None:
    assert difference("先算三本账", "要先算三本账") == (Run("要", "only-second"), Run("先算三本账", "same"))
