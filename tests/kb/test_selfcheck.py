"""The self-check itself: it draws what it says, and it can fail."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.refresh import refresh
from kb.engines import open_engine
from kb.home import Home, create
from kb.library import Library
from kb.model import Passage, Speech
from kb.selfcheck import _HARD, _draw, fill, selfcheck

TEXTS = [
    "一要压实“第一责任人”责任、层层传导，全县×个村都要见到成效。",
    "到2019年底 GDP 增长7.5%，村集体收入超过5万元",
    "抓而不紧等于不抓",
]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    home = Home(tmp_path / "home")
    create(home)
    made = Library(home)
    with made.writing():
        made.save(Speech("s1", "讲话", tuple(Passage(f"p{n + 1}", text) for n, text in enumerate(TEXTS))))
        refresh(made)
    yield made
    made.close()


@pytest.mark.parametrize("name", ["whoosh", "memory"])
def test_an_engine_with_the_entries_of_the_library_passes(
    library: Library, tmp_path: Path, name: str
) -> None:
    engine = open_engine(name, tmp_path / "other", "s")
    fill(engine, library.index.entries())
    result = selfcheck(library, engine, 300, 16, 0)
    engine.close()
    assert (result.checked, result.missed, result.extra) == (300, (), ())
    assert result.hard > 150


def test_what_an_engine_lacks_and_has_too_much_is_named(library: Library) -> None:
    engine = open_engine("memory", Path(), "s")
    entries = list(library.index.entries())
    kept = [entry for entry in entries if entry.place != "p3"]
    fill(engine, [*kept, kept[0].__class__("s1", "p9", "passage", TEXTS[2])])
    result = selfcheck(library, engine, 300, 16, 0)
    assert {key for _, key in result.missed} == {"s1#p3"}
    assert {key for _, key in result.extra} == {"s1#p9"}


def test_strings_are_of_every_length_and_hold_what_is_hard() -> None:
    rng = random.Random(1)
    plain = {len(_draw(rng, TEXTS[0], 16, around_hard=False)) for _ in range(500)}
    assert plain == set(range(1, 17))
    hard = [_draw(rng, TEXTS[0], 16, around_hard=True) for _ in range(500)]
    assert all(_HARD.search(typed) and typed in TEXTS[0] for typed in hard)
    assert {char for typed in hard for char in typed} >= set("“”、×。，")
