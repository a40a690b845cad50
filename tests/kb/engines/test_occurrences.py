"""Terms made by columns are the terms that `analysis` makes one by one."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import analysis
from kb.analysis import BETWEEN, grams, words, words_of_all
from kb.engines.lists import Occurrences, entry_of, term_of
from kb.engines.occurrences import Block, Vocabulary, characters, gram, wanted
from kb.fold import BARRIER, READING, fold

PARTS = st.sampled_from(
    [
        "压实责任",
        "一",
        "，",
        "G20峰会",
        "\0",
        "𠮷野家",
        BARRIER,
        BARRIER * 2,
        f"{BARRIER}{READING}{BARRIER}",
        "集体经济要算账",
    ]
)
TEXTS = st.lists(st.lists(PARTS, max_size=6).map("".join), max_size=5)


def counted(found: Occurrences, entry: int, spell: list[str] | None = None) -> Counter[str]:
    codes = term_of(found)[entry_of(found) == entry].tolist()
    return Counter(spell[code] if spell else gram(code) for code in codes)


@settings(deadline=None)
@given(TEXTS, st.integers(0, 1000))
def test_grams_and_characters(texts: list[str], first: int) -> None:
    found = Block(texts, first).grams()
    for entry, text in enumerate(texts, first):
        assert counted(found, entry) == grams(text)
        single = term_of(characters(found))[entry_of(characters(found)) == entry].tolist()
        assert Counter(map(chr, single)) == Counter(text.replace(BARRIER, "").replace(READING, ""))


@settings(deadline=None)
@given(TEXTS)
def test_grams_are_spelled_in_order(texts: list[str]) -> None:
    for text, spelled in zip(texts, Block(texts, 0).spelled(), strict=True):
        runs = [run for run in text.split(BARRIER) if run and run != READING]
        assert spelled.split() == [run[i : i + 2] for run in runs for i in range(len(run))]


@settings(deadline=None)  # the cutter reads its dictionary first
@given(st.lists(TEXTS, max_size=3))
def test_words(batches: list[list[str]]) -> None:
    vocabulary, first, found = Vocabulary(), 0, []
    for texts in batches:
        found.append(vocabulary.standing(texts, first))
        first += len(texts)
    spell, every = vocabulary.words(), np.concatenate([np.empty(0, np.uint64), *found])
    kept = every[wanted(spell, longest=99)[term_of(every)]]
    for entry, text in enumerate(text for texts in batches for text in texts):
        assert counted(kept, entry, spell) == words(text)


@pytest.mark.parametrize("cutter", ["jieba", "rjieba"])
def test_cutting_together_cuts_as_cutting_apart(monkeypatch: pytest.MonkeyPatch, cutter: str) -> None:
    pytest.importorskip(cutter)
    monkeypatch.setattr(analysis, "_cutter_name", lambda: cutter)
    analysis._cutter.cache_clear()
    texts = [
        "压实责任，层层传导",
        "",
        f"经济{BARRIER}发展G20",
        "农村集体",
        f"经济{BARRIER}{READING}{BARRIER}a.b-1",
        "7.5%",
    ]
    together = "/".join(words_of_all(texts)).split(BETWEEN)
    assert [Counter(w for w in part.split("/") if len(w) > 1) for part in together] == [
        *map(words, texts),
        Counter(),
    ]
    analysis._cutter.cache_clear()


def test_words_that_nobody_asks_for_are_left_out() -> None:
    assert wanted(["责", "责任", "责任制"], longest=2).tolist() == [False, True, False]


@pytest.mark.parametrize("mark", [BETWEEN, READING])
def test_no_folded_text_has_the_marks_between(mark: str) -> None:
    assert mark not in fold(f"压实{mark}责任")
