"""Every run of thirteen and more folded characters is found, as long as it is, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.fold import fold
from kb.masks import readings
from kb.verbatim import LEAST, Match, Verbatim

#: Few characters, so that much is repeated; some fold to one byte, some to three, one to a sentence end.
crowded = st.lists(
    st.sampled_from(["责任", "要", "a", "，", "。", "（", "甲乙丙丁戊己庚", "2024"]), max_size=14
)
texts = crowded.map("".join)


def brute(text: str, other: str) -> set[Match]:
    """All pairs of places that are the same for the least length, then as far as both go."""
    found = set()
    for start in range(len(text) - LEAST + 1):
        for at in range(len(other) - LEAST + 1):
            if text[start : start + LEAST] != other[at : at + LEAST]:
                continue
            if start and at and text[start - 1] == other[at - 1]:
                continue
            length = LEAST
            while text[start : start + length + 1] == other[at : at + length + 1] and max(
                start + length - len(text), at + length - len(other)
            ):
                length += 1
            found.add(Match(start, at, length))
    return found


@given(texts, texts)
def test_equals_comparing_every_pair_of_places(text: str, other: str) -> None:
    text, other = fold(text), fold(other)
    found = Verbatim(text).shared_with(other)
    assert len(found) == len(set(found))
    assert set(found) == brute(text, other)


@given(texts, texts, texts, st.text(min_size=LEAST, max_size=40).filter(lambda t: len(fold(t)) >= LEAST))
def test_what_was_planted_is_found_whole(before: str, after: str, other: str, planted: str) -> None:
    text = fold(before + planted + after)
    start, end = len(fold(before)), len(fold(before + planted))
    found = Verbatim(text).shared_with(fold(other + planted + before))
    assert any(match.start <= start and end <= match.end for match in found)


def test_twelve_are_too_few() -> None:
    text = fold("各级党组织要切实把责任扛")
    assert len(text) == LEAST - 1
    assert Verbatim(text).shared_with(text) == ()


def test_a_run_crosses_commas_and_sentence_ends() -> None:
    text = fold("我们说，要抓紧，要抓实。要抓到位，见到成效")
    assert Verbatim(text).shared_with(fold("要抓紧，要抓实！“要”抓到位、，见到成效")) == (Match(4, 0, 17),)


def test_no_run_crosses_from_one_reading_to_the_other() -> None:
    masked = readings("以XJP同志为核心的党中央坚强领导下，我们走到今天")
    text = fold("以习近平同志为核心的党中央坚强领导下，我们走到今天。以习")
    ends = {match.end for match in Verbatim(text).shared_with(masked)}
    assert ends == {len(text) - 3}


def test_a_line_of_dots_takes_no_time() -> None:
    """A form to fill in has hundreds; every place of one is like every place of another."""
    dots = "…" * 20_000
    found = Verbatim(fold(dots)).shared_with(fold("…" * 300))
    assert max(match.length for match in found) == len(fold("…" * 300))
