"""Folding: the law that search rests on, and what a user may type differently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analysis import grams, query_grams, words
from kb.fold import fold, fold_literal, fold_with_offsets
from kb.masks import occurrences


@given(st.text(), st.text())
def test_folding_is_character_by_character(a: str, b: str) -> None:
    assert fold(a + b) == fold(a) + fold(b)


@given(st.text(min_size=1), st.data())
def test_a_substring_folds_to_a_substring(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert fold_literal(text[start:end]) in fold(text)


@given(st.text())
def test_offsets_lead_back(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert all(c in fold(text[i]) for c, i in zip(folded, offsets, strict=True))


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("三资管理", "“三资”管理"),
        ("党员干部", "党员、干部"),
        ("Ｇ２０", "g20"),
        ("農村集體經濟", "农村集体经济"),
        ("党组织", "党　组 织"),
        ("（一）", "(一)"),
        ("一岗双责", "“一岗\u200b双责”"),
        ("意识。各级", "意识！各级"),
        ("２０１９年", "2019年"),
    ],
)
def test_ways_of_writing_that_are_equal(typed: str, stands: str) -> None:
    assert fold_literal(typed) == fold_literal(stands)


@pytest.mark.parametrize(
    ("a", "b"), [("意识。各级", "意识各级"), ("抓实，抓细", "抓实抓细"), ("责任", "职责")]
)
def test_ways_of_writing_that_differ(a: str, b: str) -> None:
    assert fold(a) != fold(b)


def test_every_gram_of_a_string_stands_where_the_string_stands() -> None:
    text = fold("一要压实责任。二要健全制度；三要严格考核！")
    for start in range(len(text)):
        for end in range(start + 2, len(text) + 1):
            literal = text[start:end].strip("\n")
            assert set(query_grams(literal)) <= set(grams(text)), literal


def test_marks_cover_what_matched_in_the_text_itself() -> None:
    text = "管好“三资”，“三资”管理要公开"
    spans = occurrences(text, [fold_literal("三资管理")])
    assert [text[a:b] for a, b in spans] == ["三资”管理"]


def test_overlapping_marks_are_joined_and_touching_ones_kept_apart() -> None:
    assert occurrences("责任制责任", ["责任制", "任制责"]) == [(0, 4)]
    assert occurrences("甲乙", ["甲", "乙"]) == [(0, 1), (1, 2)]


def test_words_stay_inside_a_sentence() -> None:
    assert "集体经济" in words(fold("发展农村集体经济。"))
    assert all("\n" not in w for w in words(fold("抓好党建。加强领导")))
