"""未用过: what went into a draft is left out wherever one looks, and told; also when it came in anew under another name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb import draft_edit as edit
from kb.advice import advise
from kb.asked import Asked
from kb.draft_sources import take
from kb.drafts import Drafts
from kb.engine import ENTRY_KINDS
from kb.kwic import kwic
from kb.library import Library
from kb.places import place
from kb.search import every_key, search
from kb.titles import titles
from kb.used import Used, drafts_of, told, used
from tests.web.samples import JITI, ZUOFENG, index, make


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = make(tmp_path / "库", (JITI, ZUOFENG))
    yield made
    made.close()


def use(library: Library, *names: str, title: str = "年初讲话", date: str = "2026-03-05") -> None:
    drafts = Drafts(library.home)
    id_ = drafts.new(title, date=date).draft.id
    for name in names:
        source = take(JITI, name)
        drafts.edit(id_, lambda d, s=source: edit.add_excerpt(d, s.taken, s))  # type: ignore[misc]


def keys(library: Library, q: str = "", **asked: object) -> set[str]:
    return set(every_key(library, Asked(q, **asked), 100)[1])  # type: ignore[arg-type]


def test_what_was_used_is_left_out_with_exact_counts(library: Library) -> None:
    every = keys(library, "责任")
    use(library, "p4.2")
    assert keys(library, "责任") == every
    assert keys(library, "责任", unused=True) == every - {"2023-jiti#p4.2"}
    answer = search(library, Asked("责任"))
    assert (answer.total, answer.facets.unused) == (len(every), len(every) - 1)
    left = search(library, Asked("责任", unused=True))
    assert left.total == left.facets.unused == sum(left.facets.kinds.values()) == len(every) - 1


def test_without_drafts_nothing_is_counted(library: Library) -> None:
    assert search(library, Asked("责任")).facets.unused is None
    assert keys(library, unused=True) == keys(library)


def test_what_is_told_and_what_is_left_out_agree(library: Library) -> None:
    use(library, "p4+", "p7", "h1")
    every = keys(library, kinds=frozenset(ENTRY_KINDS))
    left = keys(library, kinds=frozenset(ENTRY_KINDS), unused=True)
    for key in every:
        id_, _, name = key.partition("#")
        found = used(library.home).of(key, place(library.speech(id_), name).text)
        assert bool(found) == (key not in left), key
    assert every - left == {f"2023-jiti#{name}" for name in ("p4", "p4.1", "p4.2", "p4+", "p7", "h1")}


def test_a_speech_that_came_in_anew_is_known_by_its_text(library: Library) -> None:
    use(library, "p5")
    with library.writing():
        library.delete(JITI.id)
        library.save(replace(JITI, id="2023-xin", body=JITI.body[3:]))
    index(library)
    text = "乡镇党委书记是第一责任人"
    assert keys(library, text) == {"2023-xin#p5"}
    assert keys(library, text, unused=True) == set()
    assert [u.title for u in used(library.home).of("2023-xin#p5", JITI.passages[6].text)] == ["年初讲话"]


def test_other_ways_of_looking_leave_it_out_too(library: Library) -> None:
    use(library, "h1", "p4.2")
    lines = [line.text for line in titles(library, Asked()).lines]
    left = [line.text for line in titles(library, Asked(unused=True)).lines]
    assert set(lines) - set(left) == {"家底薄弱，要看得见", "书记的责任没有压实"}
    assert kwic(library, Asked("责任")).total - kwic(library, Asked("责任", unused=True)).total == 2


def test_where_nothing_is_left_the_way_out_is_offered(library: Library) -> None:
    use(library, "p4.2")
    asked = Asked("主体责任挂在嘴上", unused=True)
    assert search(library, asked).total == 0
    assert "不限用没用过" in [advice.label for advice in advise(library, asked).fewer]


def test_a_use_is_told_once_a_draft_the_latest_first(library: Library) -> None:
    use(library, "p5", title="旧讲话", date="2025-12-01")
    use(library, "p5", "p5", title="《新》讲话")
    found = used(library.home).of("2023-jiti#p5")
    assert told(found) == "用过：2026年3月《〈新〉讲话》、2025年12月《旧讲话》"
    assert told(()) == ""
    assert [one.title for one in drafts_of(found)] == ["《新》讲话", "旧讲话"]


def test_the_same_answer_until_a_draft_changes(library: Library) -> None:
    use(library, "p5")
    known = used(library.home)
    first = known.using()
    assert known.using() is first
    use(library, "p9")
    assert known.using() is not first
    assert "2023-jiti#p9" in known.using().keys


def test_a_broken_hash_in_a_draft_is_passed_over(library: Library) -> None:
    use(library, "p5")
    (path,) = Drafts(library.home).folder.glob("*.md")
    path.write_text(path.read_text(encoding="utf-8").replace('sha="', 'sha="不是'), encoding="utf-8")
    assert Used(library.home).using().texts == frozenset()
    assert keys(library, "乡镇党委书记是第一责任人", unused=True) == set()
