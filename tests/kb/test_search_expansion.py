"""Searching beyond the letters: always told, always taken back, and never less than what was typed finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.entries import entries
from kb.asked import Asked
from kb.expand import ALL
from kb.home import Home, create
from kb.library import Library
from kb.model import Passage, Speech
from kb.search import every_key, marked, search

TEXTS = (
    "有的同志怕担责，遇事先想退路。",
    "个别干部不敢担当，上面不点头，下面不迈步。",
    "部门之间推诿扯皮，一枚公章盖了半个月。",
    "村级集体经济要一村一策。",
    "不敢担当的同志要在会上说清楚。",
    "怎么写总结，先看做了什么。",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    home = Home(tmp_path_factory.mktemp("widened"))
    create(home)
    home.lexicon.mkdir()
    own = "怕担责 = 不敢担当 推诿扯皮\n", "村级集体经济 村集体的钱袋子\n"
    for name, text in zip(("plain.txt", "equal.txt"), own, strict=True):
        (home.lexicon / name).write_text(text, encoding="utf-8")
    made = Library(home)
    speech = Speech("s", "讲话", tuple(Passage(f"p{n}", text) for n, text in enumerate(TEXTS, 1)))
    made.save(speech)
    with made.index.rebuild(made.stamp(), home.themes.read_bytes()) as batch:
        batch.add("s", made.etag("s"), entries(made, speech))
    yield made
    made.close()


def places(library: Library, q: str, *only: str) -> list[str]:
    return [found.judged.place.name for found in search(library, Asked(q, only=only)).found]


def test_a_plain_word_finds_what_speeches_say_and_tells_so(library: Library) -> None:
    answer = search(library, Asked("怕担责"))
    assert [(e.term, e.kind, e.alternatives) for e in answer.expansions] == [
        ("怕担责", "plain", ("不敢担当", "推诿扯皮"))
    ]
    assert answer.total == 4
    assert {"怕担责", "不敢担当", "推诿扯皮"} == set(answer.sought)


def test_what_was_typed_stands_first(library: Library) -> None:
    assert places(library, "怕担责")[0] == "p1"


@pytest.mark.parametrize("only", ["怕担责", ALL])
def test_a_word_can_be_kept_as_it_was_typed(library: Library, only: str) -> None:
    answer = search(library, Asked("怕担责", only=(only,)))
    assert answer.total == 1
    assert not answer.expansions
    assert answer.sought == ("怕担责",)


def test_another_word_is_still_widened(library: Library) -> None:
    answer = search(library, Asked("怕担责 | 村集体的钱袋子", only=("怕担责",)))
    assert [e.term for e in answer.expansions] == ["村集体的钱袋子"]
    assert answer.total == 2


@pytest.mark.parametrize("q", ["“怕担责”", "同志 -怕担责"])
def test_quotes_and_minus_hold(library: Library, q: str) -> None:
    answer = search(library, Asked(q))
    assert not any("怕担责" in e.term for e in answer.expansions)
    assert "推诿扯皮" not in answer.sought


def test_near_is_widened_on_both_sides(library: Library) -> None:
    assert places(library, "怕担责 ~20 同志") == ["p1", "p5"]
    assert [e.term for e in search(library, Asked("怕担责 ~20 同志")).expansions] == ["怕担责"]


def test_words_about_the_search_need_not_match_and_this_is_told(library: Library) -> None:
    answer = search(library, Asked("推诿扯皮 怎么写"))
    assert (answer.total, answer.dropped) == (1, ("怎么写",))
    assert places(library, "怎么写") == ["p6"]
    kept = search(library, Asked("推诿扯皮 怎么写", only=("怎么写",)))
    assert kept.dropped == ()


def test_all_keys_are_those_of_the_list(library: Library) -> None:
    assert every_key(library, Asked("怕担责"), 10)[0] == search(library, Asked("怕担责")).total


def test_a_text_is_marked_as_its_results_are(library: Library) -> None:
    assert marked(library, Asked("怕担责")) == search(library, Asked("怕担责")).sought


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["怕担责", "同志", "不敢担当", "村级集体经济", "怎么写"]), min_size=1, max_size=3
    ),
    st.booleans(),
)
def test_nothing_that_the_letters_find_is_lost(library: Library, words: list[str], either: bool) -> None:
    q = (" | " if either else " ").join(words)
    _, literal = every_key(library, Asked(q, only=(ALL,)), 99)
    _, wide = every_key(library, Asked(q), 99)
    if all(word in "".join(TEXTS) for word in words) and search(library, Asked(q, only=(ALL,))).notices == ():
        assert set(literal) <= set(wide)


def test_the_users_list_is_read_from_the_home(tmp_path: Path) -> None:
    assert Home(tmp_path).lexicon == tmp_path / "lexicon"
