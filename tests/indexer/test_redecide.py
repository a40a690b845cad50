"""Decisions come into the index without anything being indexed again, and it is as if it had been."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import redecide as module
from indexer.decide import Choice, decide, drop, put, undo
from indexer.entries import entries
from indexer.refresh import difference, refresh
from kb.asked import Asked
from kb.engine import Entry
from kb.errors import StaleEdit
from kb.home import Home, create
from kb.library import Library
from kb.model import Decision, Heading, Passage, Speech, Unplaced
from kb.search import every_key

THEMES = "\n".join(
    f'[[theme]]\nid = "{id_}"\nname = "{word}类"\nstrong = ["{word}"]\n'
    for id_, word in (("roads", "公路"), ("bees", "蜂箱"))
)
SPEECHES = (
    Speech(
        "xiulu",
        "修路会上的讲话",
        (
            Heading(1, "一、先把公路修通"),
            Passage("p1", "公路要赶在雨季前铺完。"),
            Passage("p2", "几件事说一说。"),
            Passage("p2.1", "一是蜂箱搬到坡上去。"),
            Passage("p2.2", "二是护栏要补齐。"),
        ),
        date="2020",
        unplaced=(Unplaced("早先说过的话。", (Decision("bees", True),)),),
    ),
    Speech("yangfeng", "养蜂会上的讲话", (Passage("p1", "蜂箱要防潮。"), Passage("p2", "公路边不要放。"))),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    create(Home(tmp_path / "库"))
    made = Library(Home(tmp_path / "库"))
    made.home.themes.write_text(THEMES, encoding="utf-8")
    for speech in SPEECHES:
        made.save(speech)
    with made.writing():
        refresh(made)
    yield made
    made.close()


def indexed(library: Library) -> list[Entry]:
    return in_order(library.index.entries())


def anew(library: Library) -> list[Entry]:
    """What indexing the files gives."""
    return in_order(e for id_ in library.ids() for e in entries(library, library.speech(id_)))


def in_order(entries: Iterator[Entry]) -> list[Entry]:
    return sorted((replace(e, themes=tuple(sorted(e.themes))) for e in entries), key=lambda e: e.key)


def agrees(library: Library) -> bool:
    """Whether the index is what the files say, and knows it."""
    return indexed(library) == anew(library) and difference(library).changed == {}


def segments(library: Library) -> set[str]:
    return {path.name for path in library.home.index.glob("*/segment-*")}


@pytest.fixture
def no_update(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "update", lambda *given: pytest.fail("没有什么要重新索引"))


CHOICES = st.lists(
    st.builds(
        Choice,
        st.sampled_from(["xiulu", "yangfeng"]),
        st.sampled_from(["h1", "p1", "p2", "p2.1", "p2.2", "p2+"]),
        st.sampled_from(["roads", "bees"]),
        st.sampled_from([True, False, None]),
    ),
    max_size=8,
)


@pytest.mark.usefixtures("no_update")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHOICES)
def test_the_index_is_as_if_made_anew(library: Library, choices: list[Choice]) -> None:
    before = segments(library)
    deed = decide(library, choices)
    assert agrees(library)
    undo(library, deed)
    assert agrees(library)
    assert segments(library) == before


@pytest.mark.usefixtures("no_update")
def test_decisions_that_are_put_and_dropped(library: Library) -> None:
    text = SPEECHES[0].unplaced[0].text
    deed = put(library, "xiulu", text, "p2.2")
    assert agrees(library)
    assert [e.key for e in library.index.entries((), "bees") if e.decided] == ["xiulu#p2+", "xiulu#p2.2"]
    undo(library, deed)
    drop(library, "xiulu", text)
    assert agrees(library)


def test_other_pages_keep_their_order(library: Library) -> None:
    before = every_key(library, Asked(), 100)
    decide(library, [Choice("xiulu", "p1", "bees", True)])
    assert every_key(library, Asked(), 100) == before


def test_a_speech_that_was_edited_by_hand_is_indexed_again(library: Library) -> None:
    path = library.path("xiulu")
    path.write_text(
        path.read_text(encoding="utf-8").replace("护栏要补齐", "护栏和路灯要补齐"), encoding="utf-8"
    )
    decide(library, [Choice("xiulu", "p2.2", "roads", True), Choice("yangfeng", "p1", "bees", False)])
    assert agrees(library)
    assert every_key(library, Asked("路灯"), 10)[0] == 1


def test_a_speech_that_is_not_in_is_indexed(library: Library) -> None:
    library.save(Speech("xinlai", "新来的讲话", (Passage("p1", "公路要养护。"),)))
    decide(library, [Choice("xinlai", "p1", "roads", False)])
    assert agrees(library)


def test_without_an_index_one_is_made(library: Library) -> None:
    (library.home.index / "CURRENT").unlink()
    library.close()
    decide(library, [Choice("xiulu", "p1", "roads", False)])
    assert agrees(library)


def test_what_changes_at_this_very_moment_is_not_overwritten(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, read = library.path("xiulu"), Library.speech

    def edit_first(self: Library, id_: str) -> Speech:
        speech = read(self, id_)
        if id_ == "xiulu":
            path.write_text(path.read_text(encoding="utf-8").replace("雨季前", "五月前"), encoding="utf-8")
        return speech

    deed = decide(library, [Choice("yangfeng", "p1", "bees", False)])
    with monkeypatch.context() as patched:
        patched.setattr(Library, "speech", edit_first)
        done = decide(library, [Choice(s, "p1", "roads", False) for s in ("xiulu", "yangfeng")])
        assert [type(e) for e in done.problems] == [StaleEdit]
        assert done.speeches == ("yangfeng",)
    assert "五月前" in path.read_text(encoding="utf-8")
    undo(library, done)
    undo(library, deed)
    with library.writing():
        refresh(library)
    assert agrees(library)
