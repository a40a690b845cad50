"""The rules alone against people: decisions in the library and labelled files beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kb.agreement import against_labels, agreement, cases, labels
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
    found = cases(library, ("work-style",))
    assert [(case.place, case.yes) for case in found] == [("p1", True), ("p2", False), ("p3", True)]
    assert {case.headings for case in found} == {("一、把水的事办好",)}


def test_an_edit_is_told_by_the_decisions_it_turns_right_and_wrong(library: Library) -> None:
    old = library.taxonomy()
    new = with_terms(old, "塘坝清淤", "会风")
    found = agreement(cases(library, ("work-style",)), old, new, "work-style")
    assert (found.total, found.before, found.after) == (3, 1, 1)
    assert [case.place for case in found.right] == ["p1"]
    assert [case.place for case in found.wrong] == ["p3"]


def test_decisions_about_a_theme_taken_in_count_for_the_one_that_took_it_in(library: Library) -> None:
    old = library.taxonomy()
    kept = replace(old.by_id["work-style"], was=("talent",))
    new = Taxonomy(tuple(kept if t.id == "work-style" else t for t in old.themes if t.id != "talent"))
    found = agreement(cases(library, ("work-style", "talent")), old, new, "work-style")
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
    assert [one.file for one in found] == ["mine.jsonl"]
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
    assert found.preview and found.agreement and found.agreement.total == 3
    assert foresee(library, old, old).agreement is None


def test_without_an_index_the_agreement_is_still_told(library: Library) -> None:
    (library.home.index / "CURRENT").unlink()
    library.index.close()
    old = library.taxonomy()
    found = foresee(library, old, with_terms(old, "塘坝清淤"), "work-style")
    assert found.preview is None and found.agreement and found.agreement.right


def test_nothing_is_proposed_where_nothing_else_would_gain(library: Library) -> None:
    assert proposed(library, library.taxonomy(), "work-style") == ()
