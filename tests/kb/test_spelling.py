"""您是不是要找: pinyin, initials, a wrong or swapped character; only what finds something, and never by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.asked import Asked
from kb.library import Library
from kb.model import Passage, Speech
from kb.search import search
from kb.slips import completed, mended
from kb.spelling import meant, spelled
from kb.vocabulary import Known, sounds
from tests.web.samples import make

TEXTS = (
    "党建引领不是挂在墙上的，要落在院坝里。",
    "抓实党建引领，先把支部建到楼栋。",
    "责任落实到人头，事情才有人管。",
    "看责任落实，就看夜里灯亮不亮。",
)
TERMS = tuple(Known(text, 5, sounds(text)) for text in ("党建引领", "责任落实", "基层治理", "责任", "担当"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    speech = Speech("s", "讲话", tuple(Passage(f"p{n}", text) for n, text in enumerate(TEXTS, 1)))
    made = make(tmp_path_factory.mktemp("spelled"), (speech,))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("zrls", "责任落实"),
        ("zerenluoshi", "责任落实"),
        ("Ze Ren Luo Shi", "责任落实"),
        ("党键引领", "党建引领"),
        ("党引建领", "党建引领"),
        ("党建引令", "党建引领"),
        ("党建引导", "党建引领"),
        ("党键引领 楼栋", "党建引领 楼栋"),
        ("党键引令", "党建引领"),
        ("党键引导", "党建引领"),
        ("单建引林", "党建引领"),
        ("责任ls", "责任落实"),
        ("zr落实", "责任落实"),
        ("责任luoshi", "责任落实"),
        ("责r落s", "责任落实"),
        ("责任ls 灯亮", "责任落实 灯亮"),
    ],
)
def test_what_was_meant_is_offered(library: Library, typed: str, better: str) -> None:
    offered = meant(library, Asked(typed))
    assert better in [one.text for one in offered]
    assert all(one.total == search(library, one.asked).total > 0 for one in offered)


@pytest.mark.parametrize(
    "typed", ["", "党建引领", "“党键引领”", "航天", "-党键引领", "xqz", "党课引导", "责任xq", "怎么写"]
)
def test_nothing_is_offered_for_what_is_right_quoted_or_beyond_guessing(library: Library, typed: str) -> None:
    assert meant(library, Asked(typed)) == ()


def test_a_question_is_never_set_right_by_itself(library: Library) -> None:
    assert search(library, Asked("“党键引领”")).total == 0


def test_what_sounds_the_same_comes_first() -> None:
    terms = tuple(Known(text, count, sounds(text)) for text, count in (("基层治本", 99), ("基层治理", 1)))
    assert mended("基层治里", terms) == ("基层治理", "基层治本")


def test_two_characters_must_sound_the_same_or_be_swapped() -> None:
    assert mended("泽任", TERMS) == ("责任",)
    assert mended("任责", TERMS) == ("责任",)
    assert mended("责备", TERMS) == ()


def test_sounds_that_are_often_mixed_up_come_after_the_same_sound() -> None:
    terms = tuple(Known(text, 1, sounds(text)) for text in ("乡村振兴", "乡村真心"))
    assert mended("乡存振新", terms) == ("乡村真心", "乡村振兴")


@given(st.sampled_from(TERMS), st.integers(0, 3), st.booleans())
def test_letters_may_stand_for_any_end_of_a_term(term: Known, at: int, short: bool) -> None:
    syllables = term.sounds.split()[at:]
    letters = "".join(syllable[0] for syllable in syllables) if short else "".join(syllables)
    assert not letters or not at or term.text in completed(term.text[:at] + letters, TERMS)


@given(st.sampled_from(TERMS))
def test_every_term_is_found_by_its_sound_and_its_initials(term: Known) -> None:
    assert term.text in spelled(term.spelling, TERMS)
    assert term.text in spelled(term.initials.upper(), TERMS)


@given(st.text(max_size=8))
def test_any_text_at_all_can_be_mended(word: str) -> None:
    assert word not in mended(word, TERMS)
    assert all(len(better) == len(word) for better in mended(word, TERMS))
