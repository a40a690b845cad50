"""Suggestions while someone types: by beginning, by initials, by sound; at once, and as the library is now."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from kb.asked import Asked
from kb.errors import StaleIndex
from kb.home import Home, create
from kb.library import Library
from kb.model import Heading, Passage, Speech
from kb.spelling import meant
from kb.suggest import MOST, Suggestion, catch_up, ready, suggest, table
from kb.vocabulary import prepare, vocabulary
from tests.web.samples import index, make

SPEECH = Speech(
    "s",
    "讲话",
    (
        Heading(1, "一、把院坝会开到群众心坎上"),
        Passage("p1", "院坝会开得勤，邻里纠纷就少，责任落实也就不难。"),
        Passage("p2", "院坝会上说责任落实，说了就要办。"),
    ),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = make(tmp_path_factory.mktemp("suggested"), (SPEECH,))
    table(made)
    yield made
    made.close()


def texts(library: Library, typed: str, kind: str = "") -> list[str]:
    return [one.text for one in suggest(library, typed) if kind in ("", one.kind)]


@pytest.mark.parametrize("typed", ["责任落", "zrls", "zeren", "ZRLS"])
def test_by_beginning_initials_and_sound(library: Library, typed: str) -> None:
    assert "责任落实" in texts(library, typed)


def test_themes_come_first_with_their_ids(library: Library) -> None:
    theme = library.classifier().taxonomy.themes[0]
    assert suggest(library, theme.name)[0] == Suggestion(theme.name, "theme", id=theme.id)


def test_a_heading_is_suggested_by_any_part_of_it(library: Library) -> None:
    assert texts(library, "坝会", "heading") == ["把院坝会开到群众心坎上"]


def test_words_of_the_lexicon_are_suggested_even_if_no_speech_has_them(library: Library) -> None:
    assert texts(library, "四风")[0].startswith("四风") or "四风问题" in texts(library, "四风")


@pytest.mark.parametrize("typed", ["", "   ", "龘", "长" * 31, "%", "qqqq"])
def test_nothing_to_suggest(library: Library, typed: str) -> None:
    assert suggest(library, typed) == ()


@pytest.mark.parametrize("typed", ["责", "z", "zr", "工作", "党"])
def test_few_and_each_once(library: Library, typed: str) -> None:
    found = texts(library, typed)
    assert len(found) == len(set(found)) <= MOST


def test_it_never_waits_and_is_ready_soon(tmp_path: Path) -> None:
    library = make(tmp_path, (SPEECH,))
    begun = time.perf_counter()
    assert suggest(library, "zrls") == ()
    assert time.perf_counter() - begun < 1
    deadline = time.monotonic() + 60
    while not suggest(library, "zrls") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert "责任落实" in texts(library, "zrls")
    library.close()


def test_a_new_speech_brings_its_words(tmp_path: Path) -> None:
    library = make(tmp_path, (SPEECH,))
    before = vocabulary(library)
    assert vocabulary(library) is before
    library.save(
        Speech("t", "另一篇", (Passage("p1", "庭院经济搞起来。"), Passage("p2", "庭院经济有奔头。")))
    )
    index(library)
    assert "庭院经济" in {word.text for word in vocabulary(library).words}
    library.close()


def test_it_is_remembered_and_a_broken_file_is_made_anew(tmp_path: Path) -> None:
    library = make(tmp_path, (SPEECH,))
    made = vocabulary(library)
    assert vocabulary(Library(library.home)) == made
    (library.home.index / "vocabulary.json").write_text("{", encoding="utf-8")
    assert vocabulary(Library(library.home)) == made
    library.close()


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    home = Home(tmp_path / "empty")
    create(home)
    with pytest.raises(StaleIndex):
        suggest(Library(home), "责任")


def test_another_process_makes_the_words_of_a_large_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = make(tmp_path, (SPEECH,))
    monkeypatch.setattr("kb.vocabulary._MANY", 0)
    prepare(library)
    monkeypatch.setattr("kb.vocabulary._make", None)  # nothing is left to be made here
    assert "责任落实" in [word.text for word in vocabulary(library).words]
    library.close()


def test_a_page_does_not_wait_for_what_another_thread_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, begun, go_on = make(tmp_path, (SPEECH,)), Event(), Event()

    def slowly(library: Library) -> None:
        begun.set()
        go_on.wait(60)

    monkeypatch.setattr("kb.suggest.prepare", slowly)
    catch_up(library)
    assert begun.wait(60)
    assert ready(library) is None
    assert meant(library, Asked("责任落石")) == ()
    go_on.set()
    deadline = time.monotonic() + 60
    while ready(library) is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [one.text for one in meant(library, Asked("责任落石"))] == ["责任落实"]
    library.close()


def test_without_a_table_in_the_making_it_is_made_at_once(tmp_path: Path) -> None:
    library = make(tmp_path, (SPEECH,))
    assert ready(library) == table(library)
    library.close()


def test_catching_up_without_an_index_is_left_for_later(tmp_path: Path) -> None:
    create(Home(tmp_path / "empty"))
    library = Library(Home(tmp_path / "empty"))
    catch_up(library)
    library.close()
