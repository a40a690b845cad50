"""Nearness and patterns on folded text, against the plainest way of saying the same: a regular expression."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.fold import READING, fold
from kb.masks import occurrences
from kb.match import among, spans
from kb.query import Literal, Near, Pattern

texts = st.lists(st.sampled_from("甲乙丙丁，\n"), max_size=40).map("".join)
words = st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=3).map("".join)
sides = st.lists(words.map(lambda word: Literal(word, word)), min_size=1, max_size=3).map(tuple)
nears = st.builds(Near, sides, sides, st.integers(0, 6))
patterns = st.lists(words, min_size=2, max_size=4).map(lambda parts: Pattern("", tuple(parts)))


def near(left: str, right: str, gap: int = 10) -> Near:
    return Near((Literal(left, left),), (Literal(right, right),), gap)


def expected(text: str, sought: Near | Pattern) -> bool:
    if isinstance(sought, Pattern):
        return bool(re.search(".{0,12}".join(map(re.escape, sought.parts)), text))
    left, right = ("|".join(re.escape(x.folded) for x in side) for side in (sought.left, sought.right))
    between = f".{{0,{sought.gap}}}"
    return bool(re.search(f"(?:{left}){between}(?:{right})|(?:{right}){between}(?:{left})", text))


@given(texts, nears | patterns)
def test_stands_where_a_regular_expression_finds_it(text: str, sought: Near | Pattern) -> None:
    assert bool(spans(text, sought)) == expected(text, sought)


@given(st.lists(texts, max_size=8), nears | patterns)
def test_many_texts_are_judged_as_each_alone(many: list[str], sought: Near | Pattern) -> None:
    assert among(many, sought) == [n for n, text in enumerate(many) if spans(text, sought)]


@given(texts, nears)
def test_every_word_that_stands_near_is_marked_and_no_other(text: str, sought: Near) -> None:
    marked = set(spans(text, sought))
    for mine, others in ((sought.left, sought.right), (sought.right, sought.left)):
        for start, end in places(text, mine):
            partners = places(text, others)
            if any(close(text, (start, end), other, sought.gap) for other in partners):
                assert (start, end) in marked
    both = places(text, (*sought.left, *sought.right))
    assert all(any(close(text, one, other, sought.gap) for other in both) for one in marked)


def places(text: str, literals: tuple[Literal, ...]) -> list[tuple[int, int]]:
    return [
        (n, n + len(x.folded)) for x in literals for n in range(len(text)) if text.startswith(x.folded, n)
    ]


def close(text: str, one: tuple[int, int], other: tuple[int, int], gap: int) -> bool:
    first, second = sorted((one, other))
    between = text[first[1] : second[0]]
    return first[1] <= second[0] <= first[1] + gap and "\n" not in between


@given(texts, patterns)
def test_what_is_marked_of_a_pattern_is_the_pattern(text: str, sought: Pattern) -> None:
    for start, end in spans(text, sought):
        assert re.fullmatch(".{0,12}".join(sought.parts), text[start:end])


@pytest.mark.parametrize(
    ("text", "sought", "marked"),
    [
        ("把集体经济搞上去，收入就稳了", near("集体经济", "收入"), ["集体经济", "收入"]),
        ("收入稳了，集体经济才算搞上去", near("集体经济", "收入"), ["收入", "集体经济"]),
        ("把集体经济搞上去。收入就稳了", near("集体经济", "收入"), []),
        ("集体经济要一年一年扎扎实实地抓下去收入才稳", near("集体经济", "收入"), []),
        ("集体经济组织", near("集体经济", "经济组织"), []),
        ("责任", near("责任", "责任"), []),
        ("责任连着责任", near("责任", "责任", 2), ["责任", "责任"]),
        ("坚持以“群众满意”为标尺", Pattern("", ("以", "为")), ["以“群众满意”为"]),
        ("以村为家、以民为亲", Pattern("", ("以", "为", "以")), ["以村为家、以"]),
        ("以十二个字都写满了也不算远为", Pattern("", ("以", "为")), ["以十二个字都写满了也不算远为"]),
        ("以十二个字都写满了就太远了些为", Pattern("", ("以", "为")), []),
        ("提高ZZ站位，抓好落实", near("政治", "落实"), ["ZZ", "落实"]),
    ],
)
def test_marks_stand_in_the_text_as_it_is_shown(text: str, sought: Near | Pattern, marked: list[str]) -> None:
    assert [text[start:end] for start, end in occurrences(text, [sought])] == marked


def test_nothing_reaches_from_a_text_into_its_second_reading() -> None:
    assert not spans(f"甲\n{READING}\n乙", near("甲", "乙"))


def test_a_hostile_pattern_takes_no_longer_than_its_parts() -> None:
    """A regular expression of so many gaps would not end."""
    text = fold("的" * 2000)
    begun = time.perf_counter()
    assert not spans(text, Pattern("", ("的",) * 300 + ("了",)))
    assert time.perf_counter() - begun < 5
