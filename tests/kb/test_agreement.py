"""The rules alone against people: decisions in the library and labelled files beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.decide import Choice, decide
from kb.agreement import against_labels, agreement, labels
from kb.cases import cases
from kb.foresight import foresee, proposed
from kb.library import Library
from kb.model import Decision, Heading, Passage, Speech
from kb.taxonomy import Taxonomy
from tests.web.samples import make

SPEECH = Speech(
    "2024-shuili",
    "在冬修水利动员会上的讲话",
    (
        Heading(1, "一、把水的事办好"),
        Passage("p1", "塘坝清淤不过夜，谁家门前谁来管。", decisions=(Decision("work-style", True),)),
        Passage("p2", "会风一松，渠道就堵。", decisions=(Decision("work-style", False),)),
        Passage("p3", "形式主义害死人。", decisions=(Decision("work-style", True), Decision("talent", True))),
    ),
    date="2024",
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = make(tmp_path / "home", (SPEECH,))
    yield made
    made.close()


def with_terms(taxonomy: Taxonomy, *terms: str) -> Taxonomy:
    changed = replace(taxonomy.by_id["work-style"], strong=terms)
    return Taxonomy(tuple(changed if t.id == changed.id else t for t in taxonomy.themes), taxonomy.retired)


def test_cases_are_the_decisions_about_a_theme_with_their_headings(library: Library) -> None:
    found = cases(library, library.taxonomy(), ("work-style",))
    found = tuple(case for case in found if case.speech == SPEECH.id)
    assert [(case.place, case.yes) for case in found] == [("p1", True), ("p2", False), ("p3", True)]
    assert {case.headings for case in found} == {("一、把水的事办好",)}


def test_an_edit_is_told_by_the_decisions_it_turns_right_and_wrong(library: Library) -> None:
    old = library.taxonomy()
    new = with_terms(old, "塘坝清淤", "会风")
    found = agreement(cases(library, old, ("work-style",)), old, new, "work-style")
    assert (found.total, found.before, found.after) == (3, 1, 1)
    assert [case.place for case in found.right] == ["p1"]
    assert [case.place for case in found.wrong] == ["p3"]


def test_decisions_about_a_theme_taken_in_count_for_the_one_that_took_it_in(library: Library) -> None:
    old = library.taxonomy()
    kept = replace(old.by_id["work-style"], was=("talent",))
    new = Taxonomy(tuple(kept if t.id == "work-style" else t for t in old.themes if t.id != "talent"))
    found = agreement(cases(library, old, ("work-style", "talent")), old, new, "work-style")
    assert found.total == 4


def test_labelled_files_beside_the_themes_are_scored_before_and_after(library: Library) -> None:
    folder = library.home.root / "labels"
    folder.mkdir()
    rows = [
        {"text": "塘坝清淤要抓紧。", "must": ["work-style"]},
        {"text": "会风要正。", "must": ["work-style"]},
        {"text": "修渠。", "must": []},
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "mine.jsonl").write_text(lines, encoding="utf-8")
    old = library.taxonomy()
    found = against_labels(labels(library.home), old, with_terms(old, "塘坝清淤", "会风"), "work-style")
    assert [one.file for one in found] == ["labels/mine.jsonl"]
    assert found[0].before.f1 < found[0].after.f1 == 1
    assert found[0].right == ("塘坝清淤要抓紧。",) and not found[0].wrong
    assert against_labels(labels(library.home), old, old, "talent") == ()


@pytest.mark.parametrize("data", [b'{"text": 1\n', "会风".encode("gbk")])
def test_a_labelled_file_that_cannot_be_read_is_named(library: Library, data: bytes) -> None:
    folder = library.home.root / "labels"
    folder.mkdir()
    (folder / "broken.jsonl").write_bytes(data)
    found = labels(library.home)
    assert not found.files and len(found.troubles) == 1 and "broken.jsonl" in found.troubles[0]


def test_an_edit_is_foreseen_from_all_sides(library: Library) -> None:
    old = library.taxonomy()
    found = foresee(library, old, with_terms(old, "塘坝清淤"), "work-style")
    assert found.preview and [(one.theme, one.total) for one in found.agreements] == [("work-style", 3)]
    assert foresee(library, old, old).agreements == ()


def test_every_theme_that_changes_is_told_of_and_so_is_what_goes_silent(library: Library) -> None:
    old = library.taxonomy()
    after = with_terms(old, "塘坝清淤")
    new = Taxonomy(tuple(t for t in after.themes if t.id != "talent"), ())
    found = foresee(library, old, new)
    assert [(one.theme, one.total) for one in found.agreements] == [("work-style", 3)]
    assert [(one.theme.id, one.yes, one.no) for one in found.silenced] == [("talent", 1, 0)]
    assert "1 个决定（是 1，不是 0）不再起作用" in found.silenced[0].told
    assert foresee(library, old, with_terms(old, "塘坝清淤"), "talent").agreements[0].theme == "talent"


def test_decisions_are_as_fresh_as_the_index(library: Library) -> None:
    taxonomy = library.taxonomy()
    assert len(cases(library, taxonomy, {"talent"})) == 1
    decide(library, [Choice(SPEECH.id, "p2", "talent", True)])
    assert len(cases(library, taxonomy, {"talent"})) == 2


def test_thousands_of_decisions_are_read_from_no_speech(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every look at a theme's form used to parse every decided speech.
    monkeypatch.setattr(Library, "speech", lambda *_: pytest.fail("parsed a speech"))
    old = library.taxonomy()
    assert foresee(library, old, old, "work-style").agreements[0].total == 3


def test_decisions_are_the_same_with_and_without_an_index(library: Library) -> None:
    known = cases(library, library.taxonomy())
    (library.home.index / "CURRENT").unlink()
    library.index.close()
    assert cases(library, library.taxonomy()) == known and len(known) == 4


def test_without_an_index_the_agreement_is_still_told(library: Library) -> None:
    (library.home.index / "CURRENT").unlink()
    library.index.close()
    old = library.taxonomy()
    found = foresee(library, old, with_terms(old, "塘坝清淤"), "work-style")
    assert found.preview is None and found.agreements[0].right


def test_nothing_is_proposed_where_nothing_else_would_gain(library: Library) -> None:
    assert proposed(library, library.taxonomy(), "work-style") == ()
