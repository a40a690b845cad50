"""Words one slip away are all found without looking at every word there is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.lookalikes import Lookalikes
from kb.spelling import mended
from kb.vocabulary import Known, sounds

#: Few characters, some that sound the same, so that near words are frequent.
WORDS = st.text("治理里责任认落实石", min_size=1, max_size=6)


@given(WORDS, st.sets(WORDS, max_size=30))
def test_nothing_that_can_be_mended_is_missed(typed: str, words: set[str]) -> None:
    terms = [Known(text, len(text), sounds(text)) for text in sorted(words)]
    assert mended(typed, Lookalikes(terms).of(typed)) == mended(typed, terms)


@given(WORDS, st.sets(WORDS, max_size=30))
def test_each_once(typed: str, words: set[str]) -> None:
    found = [term.text for term in Lookalikes(Known(text, 1, sounds(text)) for text in words).of(typed)]
    assert len(found) == len(set(found))
    assert set(found) <= words


def test_far_words_are_not_looked_at() -> None:
    terms = [Known(text, 1, sounds(text)) for text in ("基层治理", "责任落实", "乡村振兴")]
    assert [term.text for term in Lookalikes(terms).of("基层治里")] == ["基层治理"]
