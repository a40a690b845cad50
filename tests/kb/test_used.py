"""Where a passage was used, and whether the source of an excerpt still says so."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kb import draft_edit as edit
from kb.draft import Draft, Source
from kb.draft_sources import state_of, take, text_hash
from kb.drafts import Drafts
from kb.errors import NotFound
from kb.home import Home, create
from kb.library import Library
from kb.model import Heading, Passage, Speech
from kb.used import Used, used, used_keys, uses

SPEECH = Speech(
    "2024-zuofeng-3f2a",
    "在作风会上的讲话",
    (
        Heading(1, "一、讲认识"),
        Passage("p1", "作风就是形象。"),
        Passage("p2", "主要有两条。"),
        Passage("p2.1", "一是会要开短。"),
        Passage("p2.2", "二是话要说实。"),
    ),
    date="2024-03-15",
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    home = Home(tmp_path / "库")
    create(home)
    library = Library(home)
    with library.writing():
        library.save(SPEECH)
    return library


def used_in(library: Library, title: str, *names: str, date: str = "", audience: str = "") -> Draft:
    drafts = Drafts(library.home)
    opened = drafts.new(title, date=date, audience=audience)
    for name in names:
        source = take(SPEECH, name)
        opened = drafts.edit(
            opened.draft.id, lambda d, source=source: edit.add_excerpt(d, source.taken, source)
        )  # type: ignore[misc]
    return opened.draft


def test_taking_remembers_all_of_the_place() -> None:
    source = take(SPEECH, "p2.1", text=" 会要开短。")
    assert source.key == "2024-zuofeng-3f2a#p2.1"
    assert (source.taken, source.sha) == ("会要开短。", text_hash("一是会要开短。"))
    assert "在作风会上的讲话" in source.citation
    with pytest.raises(NotFound):
        take(SPEECH, "p9")


def test_a_use_says_where_and_when(library: Library) -> None:
    draft = used_in(library, "年初发言", "p1", date="2026-03-05", audience="科级干部")
    (use,) = used(library.home).of("2024-zuofeng-3f2a#p1")
    assert (use.draft, use.title, use.when, use.audience) == (draft.id, "年初发言", "2026年3月", "科级干部")
    assert list(uses(library.home)) == ["2024-zuofeng-3f2a#p1"]


def test_a_use_without_date_has_the_month_it_was_taken(library: Library) -> None:
    used_in(library, "发言", "p1")
    (use,) = used(library.home).of("2024-zuofeng-3f2a#p1")
    assert use.when == f"{time.gmtime().tm_year}年{time.gmtime().tm_mon}月"


def test_whole_paragraphs_and_their_points_count_for_each_other(library: Library) -> None:
    key = "2024-zuofeng-3f2a#"
    used_in(library, "甲", "p2+")
    assert used(library.home).of(key + "p2.2") and used(library.home).of(key + "p2")
    assert not used(library.home).of(key + "p1")
    assert used_keys(library.home) == {key + name for name in ("p2+", "p2", "p2.1", "p2.2")}


def test_a_used_point_uses_the_whole_but_not_its_neighbour(library: Library) -> None:
    key = "2024-zuofeng-3f2a#"
    used_in(library, "甲", "p2.1")
    assert used(library.home).of(key + "p2+")
    assert not used(library.home).of(key + "p2.2")
    assert used_keys(library.home) == {key + "p2.1", key + "p2+"}


def test_a_use_is_found_by_its_text_under_another_name(library: Library) -> None:
    used_in(library, "甲", "p1")
    assert used(library.home).of("2024-xin-0000#p7", "作风就是形象。")
    assert not used(library.home).of("2024-xin-0000#p7", "别的话。")


def test_deleted_and_changed_drafts_are_noticed_at_once(library: Library) -> None:
    key = "2024-zuofeng-3f2a#p1"
    draft = used_in(library, "甲", "p1")
    drafts = Drafts(library.home)
    assert used(library.home).of(key)
    drafts.edit(draft.id, lambda d: edit.remove(d, "b1"))
    assert not used(library.home).of(key)
    drafts.undo(draft.id)
    assert used(library.home).of(key)
    drafts.delete(draft.id)
    assert not used(library.home).of(key)
    drafts.bring_back(draft.id)
    assert used(library.home).of(key)


def test_an_edit_by_hand_is_noticed_soon(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.used.NOTICED", 0.0)
    draft = used_in(library, "甲", "p1")
    path = Drafts(library.home).path(draft.id)
    assert used(library.home).of("2024-zuofeng-3f2a#p1")
    with path.open("w", encoding="utf-8") as file:
        file.write("没有了")
    assert not used(library.home).of("2024-zuofeng-3f2a#p1")


def test_text_that_looks_like_an_attribute_line_is_no_use(library: Library) -> None:
    drafts = Drafts(library.home)
    id_ = drafts.new("甲").draft.id
    drafts.edit(id_, lambda d: edit.add_text(d, '{: #b1 from="a#p1" }'))
    (drafts.folder / "坏.md").write_text('---\nid: [\n---\n甲\n{: #b1 from="b#p1" }\n', encoding="utf-8")
    assert list(uses(library.home)) == ["b#p1"]


def test_a_home_without_drafts_has_no_uses(tmp_path: Path) -> None:
    assert Used(Home(tmp_path)).keys() == frozenset()


def test_asking_is_fast_when_nothing_has_changed(library: Library) -> None:
    drafts = Drafts(library.home)
    source = take(SPEECH, "p1")
    for n in range(100):
        name = f"稿{n}"
        text = f'---\nid: {name}\n---\n甲\n{{: #b1 from="{source.key}{n}" sha="{source.sha}" }}\n'
        (drafts.folder / f"{name}.md").write_text(text, encoding="utf-8")
    index = used(library.home)
    index.follow()
    start = time.process_time()
    for _ in range(100):
        for n in range(10):
            index.of(f"{source.key}{n}")
    assert time.process_time() - start < 0.5


def state(library: Library, source: Source) -> tuple[str, str, str]:
    (block,) = edit.add_excerpt(Draft("a", "题"), source.taken, source).blocks
    found = state_of(block, library)
    return found.state, found.key, found.text


def test_the_source_is_followed(library: Library) -> None:
    key = "2024-zuofeng-3f2a#"
    source = take(SPEECH, "p1", text="作风")
    assert state(library, source) == ("unchanged", key + "p1", "作风就是形象。")
    with library.writing():
        library.save(Speech(SPEECH.id, SPEECH.title, (Passage("p1", "作风关乎形象。"),), date="2024"))
    assert state(library, source) == ("changed", key + "p1", "作风关乎形象。")
    with library.writing():
        body = (Passage("p1", "新的开头。"), Passage("p2", "作风就是形象。"))
        library.save(Speech(SPEECH.id, SPEECH.title, body, date="2024"))
    assert state(library, source) == ("unchanged", key + "p2", "作风就是形象。")
    with library.writing():
        library.save(Speech(SPEECH.id, SPEECH.title, (Passage("p3", "全新的。"),), date="2024"))
    assert state(library, source) == ("gone", key + "p1", "")
    with library.writing():
        library.delete(SPEECH.id)
    assert state(library, source) == ("gone", key + "p1", "")


def test_a_draft_taken_away_while_it_is_read_hides_no_other(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    used_in(library, "甲", "p2.1")
    kept = Used(library.home)

    def gone(path: Path) -> tuple[()]:
        raise FileNotFoundError(path)

    monkeypatch.setattr("kb.used._uses", gone)
    assert kept.of(f"{SPEECH.id}#p2.1") == ()
    monkeypatch.undo()
    assert [use.title for use in kept.of(f"{SPEECH.id}#p2.1")] == ["甲"]
