"""The drafts of a home: saves that never overwrite each other, versions, undo, trash, edits by hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import draft_edit as edit
from kb.draft import Draft
from kb.draft_versions import Version, Versions, superfluous
from kb.drafts import Drafts, Opened, StaleDraft
from kb.errors import BrokenDraft, KbError, NotFound
from kb.home import Home, create
from tests.drafts import shown, source

NOW = datetime(2026, 3, 5, 12, 30, tzinfo=UTC)


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[Drafts]:
    home = Home(tmp_path / "库")
    create(home)
    yield Drafts(home)


def grown(drafts: Drafts, *texts: str) -> Opened:
    """A draft with a paragraph a save."""
    opened = drafts.new("在作风会上的发言", date="2026-03-05")
    for text in texts:
        opened = drafts.edit(opened.draft.id, lambda d, text=text: edit.add_text(d, text), opened.etag)  # type: ignore[misc]
    return opened


def test_a_new_draft_has_a_readable_id_and_file(drafts: Drafts) -> None:
    opened = drafts.new(" 在作风会上的发言\n", audience="科级干部", date="2026-03-05")
    assert opened.draft.id.startswith("2026-zuofeng-huifa-yan-")
    assert "在作风会上的发言" in drafts.path(opened.draft.id).read_text(encoding="utf-8")
    assert drafts.open(opened.draft.id) == opened
    with pytest.raises(KbError, match="标题"):
        drafts.new("  ")


def test_two_windows_do_not_overwrite_each_other(drafts: Drafts) -> None:
    first = grown(drafts, "甲")
    mine, theirs = (edit.add_text(first.draft, text) for text in ("我的", "他的"))
    etag = drafts.save(theirs, first.etag)
    with pytest.raises(StaleDraft, match="别的窗口") as stale:
        drafts.save(mine, first.etag)
    assert stale.value.mine == mine
    assert stale.value.theirs == Opened(theirs, etag)
    assert drafts.open(first.draft.id).draft == theirs


def test_saving_the_same_again_is_no_version(drafts: Drafts) -> None:
    first = grown(drafts, "甲")
    before = len(drafts.versions(first.draft.id))
    assert drafts.save(first.draft, first.etag) == first.etag
    assert len(drafts.versions(first.draft.id)) == before


def test_many_at_once_lose_nothing(drafts: Drafts) -> None:
    id_ = grown(drafts).draft.id
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: drafts.edit(id_, lambda d: edit.add_text(d, f"第{n}段")), range(24)))
    assert sorted(shown(drafts.open(id_).draft)) == sorted(f"第{n}段" for n in range(24))
    assert len(drafts.versions(id_)) == 25


def test_of_many_saves_of_one_state_only_one_is_taken(drafts: Drafts) -> None:
    first = grown(drafts)

    def save(n: int) -> bool:
        try:
            drafts.save(edit.add_text(first.draft, f"第{n}段"), first.etag)
        except StaleDraft:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(save, range(16))) == 1


def test_undo_and_redo_walk_all_the_steps(drafts: Drafts) -> None:
    last = grown(drafts, "甲", "乙", "丙")
    id_ = last.draft.id
    seen = [shown(drafts.undo(id_).draft) for _ in range(3)]
    assert seen == [["甲", "乙"], ["甲"], []]
    with pytest.raises(KbError, match="没有可以撤销"):
        drafts.undo(id_)
    assert [shown(drafts.redo(id_).draft) for _ in range(3)] == [["甲"], ["甲", "乙"], ["甲", "乙", "丙"]]
    with pytest.raises(KbError, match="没有可以重做"):
        drafts.redo(id_)
    assert drafts.open(id_) == last


def test_a_change_after_undo_ends_redo(drafts: Drafts) -> None:
    id_ = grown(drafts, "甲", "乙").draft.id
    drafts.undo(id_)
    drafts.edit(id_, lambda d: edit.add_text(d, "丙"))
    assert not drafts.steps(id_).redo
    assert shown(drafts.undo(id_).draft) == ["甲"]


def test_undo_of_a_state_that_another_window_has_replaced_is_refused(drafts: Drafts) -> None:
    old = grown(drafts, "甲")
    drafts.edit(old.draft.id, lambda d: edit.add_text(d, "乙"))
    with pytest.raises(StaleDraft):
        drafts.undo(old.draft.id, old.etag)
    assert shown(drafts.open(old.draft.id).draft) == ["甲", "乙"]


@settings(max_examples=25, deadline=None)
@given(walk=st.lists(st.sampled_from(["add", "undo", "redo"]), max_size=12))
def test_undo_is_as_a_person_expects(walk: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Against two plain lists."""
    home = Home(tmp_path_factory.mktemp("d"))
    create(home)
    store = Drafts(home)
    id_ = store.new("题").draft.id
    past: list[list[str]] = []
    now: list[str] = []
    future: list[list[str]] = []
    for n, step in enumerate(walk):
        if step == "add":
            past, now, future = [*past, now], [*now, str(n)], []
            store.edit(id_, lambda d, n=n: edit.add_text(d, str(n)))  # type: ignore[misc]
        elif step == "undo" and past:
            past, now, future = past[:-1], past[-1], [*future, now]
            store.undo(id_)
        elif step == "redo" and future:
            past, now, future = [*past, now], future[-1], future[:-1]
            store.redo(id_)
        assert shown(store.open(id_).draft) == now


def test_restoring_is_a_change_that_can_be_undone(drafts: Drafts) -> None:
    last = grown(drafts, "甲", "乙")
    id_ = last.draft.id
    versions = drafts.versions(id_)
    assert [shown(drafts.version(id_, v.name)) for v in versions] == [["甲", "乙"], ["甲"], []]
    assert shown(drafts.restore(id_, versions[1].name, last.etag).draft) == ["甲"]
    assert drafts.undo(id_).draft == last.draft
    with pytest.raises(NotFound, match="旧版本"):
        drafts.version(id_, "../../config")


def test_an_edit_by_hand_is_a_version_and_can_be_undone(drafts: Drafts) -> None:
    id_ = grown(drafts, "甲").draft.id
    path = drafts.path(id_)
    path.write_text(path.read_text(encoding="utf-8") + "\n手写的\n", encoding="utf-8")
    assert shown(drafts.open(id_).draft) == ["甲", "手写的"]
    drafts.edit(id_, lambda d: edit.add_text(d, "乙"))
    assert shown(drafts.undo(id_).draft) == ["甲", "手写的"]


def test_undo_after_an_edit_by_hand_goes_back_to_what_was_saved_last(drafts: Drafts) -> None:
    id_ = grown(drafts, "甲", "乙").draft.id
    path = drafts.path(id_)
    path.write_text(path.read_text(encoding="utf-8") + "\n手写的\n", encoding="utf-8")
    assert shown(drafts.undo(id_).draft) == ["甲", "乙"]
    assert shown(drafts.undo(id_).draft) == ["甲"]
    assert [shown(drafts.redo(id_).draft) for _ in range(2)] == [["甲", "乙"], ["甲", "乙", "手写的"]]
    drafts.edit(id_, lambda d: edit.add_text(d, "丙"))
    assert [shown(drafts.undo(id_).draft) for _ in range(3)] == [["甲", "乙", "手写的"], ["甲", "乙"], ["甲"]]


def test_an_edit_by_hand_alone_can_be_undone(drafts: Drafts) -> None:
    id_ = grown(drafts).draft.id
    path = drafts.path(id_)
    path.write_text(path.read_text(encoding="utf-8") + "\n手写的\n", encoding="utf-8")
    assert drafts.steps(id_).undo
    assert shown(drafts.undo(id_).draft) == []


@pytest.mark.parametrize("broken", ["Versions.keep", "write_atomically", "Versions.write_steps"])
def test_a_save_that_breaks_off_loses_nothing_and_undo_goes_one_step(
    drafts: Drafts, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    id_ = grown(drafts, "甲", "乙").draft.id
    keep = Versions.keep

    def crash(*given: object) -> None:
        if broken != "Versions.keep" or "丙".encode() in given[1]:  # type: ignore[operator]
            raise OSError("停电了")
        keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(f"kb.drafts.{broken}", crash)
    with pytest.raises(OSError, match="停电"):
        drafts.edit(id_, lambda d: edit.add_text(d, "丙"))
    monkeypatch.undo()
    states = [["甲"], ["甲", "乙"], ["甲", "乙", "丙"]]
    at = states.index(shown(drafts.open(id_).draft))
    assert shown(drafts.undo(id_).draft) == states[at - 1]
    assert shown(drafts.redo(id_).draft) == states[at]


def test_a_hand_edit_is_not_overwritten_by_an_open_window(drafts: Drafts) -> None:
    opened = grown(drafts, "甲")
    path = drafts.path(opened.draft.id)
    path.write_text(path.read_text(encoding="utf-8") + "\n手写的\n", encoding="utf-8")
    with pytest.raises(StaleDraft):
        drafts.save(edit.add_text(opened.draft, "乙"), opened.etag)


def test_an_excerpt_changed_by_hand_still_knows_what_it_said(drafts: Drafts) -> None:
    opened = drafts.new("题")
    id_ = opened.draft.id
    drafts.edit(id_, lambda d: edit.add_excerpt(d, "会要开短。", source("会要开短。")))
    path = drafts.path(id_)
    path.write_text(
        path.read_text(encoding="utf-8").replace("\n会要开短。", "\n会要开得短。"), encoding="utf-8"
    )
    (block,) = drafts.open(id_).draft.blocks
    assert block.source
    assert (block.text, block.source.taken) == ("会要开得短。", "会要开短。")
    drafts.edit(id_, lambda d: edit.add_text(d, "乙"))
    assert "> 会要开短。" in path.read_text(encoding="utf-8")
    assert drafts.undo(id_).draft.blocks == (block,)
    assert drafts.redo(id_).draft.blocks[0] == block


def test_deleted_drafts_come_back_with_their_versions(drafts: Drafts) -> None:
    last = grown(drafts, "甲", "乙")
    id_ = last.draft.id
    assert drafts.delete(id_) == id_
    assert (drafts.ids(), [one.id for one in drafts.trashed()]) == ([], [id_])
    with pytest.raises(NotFound):
        drafts.open(id_)
    with pytest.raises(NotFound):
        drafts.save(last.draft, last.etag)
    assert drafts.bring_back(id_) == last
    assert shown(drafts.undo(id_).draft) == ["甲"]
    with pytest.raises(NotFound, match="回收"):
        drafts.bring_back(id_)


@pytest.mark.parametrize("held", [".md", ".versions"])
def test_a_draft_that_another_program_holds_stays_whole(
    drafts: Drafts, monkeypatch: pytest.MonkeyPatch, held: str
) -> None:
    """As on Windows, where an open file cannot be moved."""
    last = grown(drafts, "甲", "乙")

    def refuse(old: Path, new: Path) -> None:
        if old.suffix == held and old.parent == drafts.folder:
            raise PermissionError(13, "in use")
        old.replace(new)

    monkeypatch.setattr("kb.draft_folder.rename", refuse)
    with pytest.raises(KbError, match="别的程序"):
        drafts.delete(last.draft.id)
    monkeypatch.undo()
    assert drafts.open(last.draft.id) == last
    assert shown(drafts.undo(last.draft.id).draft) == ["甲"]
    assert not drafts.trashed() and not list(drafts.trash.glob("*.versions"))


def test_the_trash_keeps_two_of_one_name(drafts: Drafts) -> None:
    path = drafts.folder / "稿.md"
    for text in ("甲", "乙"):
        path.write_text(text, encoding="utf-8")
        drafts.delete("稿")
    assert [one.id for one in drafts.trashed()] in (["稿-2", "稿"], ["稿", "稿-2"])
    path.write_text("丙", encoding="utf-8")
    assert shown(drafts.bring_back("稿").draft) == ["甲"]
    assert sorted(drafts.ids()) == ["稿", "稿-2"]


def test_the_list_names_what_cannot_be_read(drafts: Drafts) -> None:
    good = grown(drafts, "甲")
    (drafts.folder / "坏.md").write_text("---\nid: [\n---\n", encoding="utf-8")
    (drafts.folder / "乱码.md").write_bytes("题".encode("gb18030"))
    (drafts.folder / "我的稿.md").write_text("手写的。\n", encoding="utf-8")
    os.utime(drafts.path(good.draft.id), (2e9, 2e9))
    listed = {one.id: one for one in drafts.all()}
    assert next(iter(listed)) == good.draft.id
    assert (listed["坏"].draft, "YAML" in listed["坏"].trouble) == (None, True)
    assert "UTF-8" in listed["乱码"].trouble
    assert listed["我的稿"].draft and listed["我的稿"].draft.title == "我的稿"
    with pytest.raises(BrokenDraft):
        drafts.edit("坏", lambda d: edit.add_text(d, "乙"))


def test_a_draft_taken_away_while_the_list_is_made_is_not_in_it(
    drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = grown(drafts, "甲").draft.id
    monkeypatch.setattr("kb.draft_folder.ids", lambda _: [id_, "刚删去"])
    assert [one.id for one in drafts.all()] == [id_]


def test_a_copy_made_by_hand_is_a_draft_of_its_own(drafts: Drafts) -> None:
    opened = grown(drafts, "甲")
    (drafts.folder / "副本.md").write_bytes(drafts.path(opened.draft.id).read_bytes())
    assert drafts.open("副本").draft == replace(opened.draft, id="副本")


@pytest.mark.parametrize("id_", ["../config", "", ".lock", "a/b", "没有"])
def test_only_drafts_are_opened(drafts: Drafts, id_: str) -> None:
    with pytest.raises(NotFound):
        drafts.open(id_)


def test_a_crash_leaves_the_former_state(drafts: Drafts, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = grown(drafts, "甲")

    def crash(*_: object) -> None:
        raise OSError("磁盘满了")

    monkeypatch.setattr("kb.drafts.write_atomically", crash)
    with pytest.raises(OSError, match="磁盘"):
        drafts.edit(opened.draft.id, lambda d: edit.add_text(d, "乙"))
    monkeypatch.undo()
    assert drafts.open(opened.draft.id) == opened


def test_lost_steps_only_end_undo(drafts: Drafts) -> None:
    id_ = grown(drafts, "甲").draft.id
    (drafts.folder / f"{id_}.versions" / "steps.json").write_text("{", encoding="utf-8")
    assert drafts.steps(id_).undo == ()
    assert len(drafts.versions(id_)) == 2


def version(age: timedelta, tag: str) -> Version:
    name = f"{(NOW - age).strftime('%Y%m%dT%H%M%S%fZ')}-{tag * 16}"
    return Version(name, Path(f"{name}.md"))


ages = st.integers(0, 60 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@given(st.lists(st.tuples(ages, st.sampled_from("abcd")), unique_by=lambda v: v[0]))
def test_thinning_keeps_what_it_promises(made: list[tuple[timedelta, str]]) -> None:
    all_ = [version(*one) for one in sorted(made)]
    going = superfluous(all_, NOW)
    staying = [v for v in all_ if v not in going]
    assert [v for v in all_ if NOW - v.when <= timedelta(hours=1)] == [
        v for v in staying if NOW - v.when <= timedelta(hours=1)
    ]
    assert {v.when.date() for v in staying} == {v.when.date() for v in all_}
    week = [v for v in all_ if NOW - v.when <= timedelta(days=7)]
    assert {v.when.strftime("%m%d%H") for v in week} == {
        v.when.strftime("%m%d%H") for v in staying if v in week
    }
    if {v.etag for v in all_} - {v.etag for v in all_[:1]}:
        assert {v.etag for v in staying} - {all_[0].etag}
    assert superfluous(staying, NOW) == []


def test_thinning_happens_as_states_are_kept(tmp_path: Path) -> None:
    versions = Versions(tmp_path / "稿.versions")
    for hours in range(48, 0, -1):
        for minute in (0, 20):
            at = NOW - timedelta(hours=hours, minutes=-minute)
            versions.keep(f"{hours} {minute}".encode(), at)
    kept = versions.all()
    assert 48 <= len(kept) <= 51
    assert kept[0].path.read_bytes() == b"1 20"


def test_a_draft_must_keep_its_id(drafts: Drafts) -> None:
    opened = grown(drafts)
    with pytest.raises(ValueError, match="id"):
        drafts.edit(opened.draft.id, lambda d: Draft("other", d.title))


def test_a_draft_that_cannot_be_read_goes_back_to_a_version_and_is_kept_itself(drafts: Drafts) -> None:
    opened = drafts.new("讲话稿")
    drafts.edit(opened.draft.id, lambda draft: edit.add_text(draft, "要紧的话。"))
    broken = "---\ntitle: [坏了\n---\n".encode()
    drafts.path(opened.draft.id).write_bytes(broken)
    back = drafts.restore(opened.draft.id, drafts.versions(opened.draft.id)[0].name)
    assert [block.text for block in back.draft.blocks] == ["要紧的话。"]
    assert drafts.open(opened.draft.id) == back
    assert any(version.path.read_bytes() == broken for version in drafts.versions(opened.draft.id))
