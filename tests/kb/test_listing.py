"""Lists of short texts find what search finds in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.refresh import refresh
from kb.asked import Asked
from kb.home import Home, create
from kb.kwic import kwic
from kb.library import Library
from kb.model import Heading, Passage, Speech
from kb.titles import titles


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    create(Home(tmp_path))
    made = Library(Home(tmp_path))
    body = (Heading(1, "一、提高ZZ站位"), Passage("p1", "提高ZZ站位，先从自己做起。"))
    with made.writing():
        made.save(Speech("s1", "在动员会上的讲话", body))
        refresh(made)
    yield made
    made.close()


@pytest.mark.parametrize("typed", ["政治站位", "ZZ站位"])
def test_a_masked_word_is_found_by_either_reading(library: Library, typed: str) -> None:
    assert [line.text for line in titles(library, Asked(typed)).lines] == ["提高ZZ站位"]
    assert kwic(library, Asked(typed)).total == 2


def test_what_was_found_is_found_anew_when_a_speech_changes(library: Library) -> None:
    for number in range(2, 5):
        with library.writing():
            body = tuple(Passage(f"p{n}", f"第{n}处说到站位。") for n in range(1, number))
            library.save(Speech("s2", "在推进会上的讲话", body))
            refresh(library)
        assert kwic(library, Asked("“说到站位”")).total == number - 1
