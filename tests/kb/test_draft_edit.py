"""What can be done to a draft, and that nothing goes or changes but what was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kb import draft_edit as edit
from kb.draft import Draft
from kb.draft_edit import At
from kb.errors import KbError, NotFound
from tests.drafts import draft, drafts, shown, source

OUTLINE = ("## 一题", "甲", "### 小题", "> 乙", "### 又小题", "## 二题", "丙")


@pytest.mark.parametrize(
    ("at", "position"),
    [(At(), 7), (At(first=True), 0), (At(after="b2"), 2), (At(under="b1"), 2), (At(under="b3"), 4), (At(under="b5"), 5),
     (At(under="b6"), 7), (At(under="b2"), 2)],
)  # fmt: skip
def test_new_text_goes_where_it_is_told(at: At, position: int) -> None:
    new = edit.add_text(draft(*OUTLINE), "新的", at)
    assert shown(new).index("新的") == position
    assert new.blocks[position].id == "b8"


def test_what_is_typed_is_cleaned() -> None:
    new = edit.add_heading(edit.add_text(draft(), "　　甲 \r\n\r\n 乙"), 2, " （三）讲\n责任 ")
    assert shown(new) == ["甲\n乙", "### 讲 责任"]


def test_an_excerpt_remembers_what_it_said() -> None:
    new = edit.add_excerpt(draft(), "会要开短。", source("会要开短。"))
    changed = edit.edit_text(new, "b1", "会要开得短。").blocks[0]
    assert (changed.text, changed.changed, changed.source) == ("会要开得短。", True, source("会要开短。"))
    assert not new.blocks[0].changed


@pytest.mark.parametrize(
    ("change", "ids"),
    [
        (lambda d: edit.move_up(d, "b1"), "1234567"),
        (lambda d: edit.move_up(d, "b4"), "1243567"),
        (lambda d: edit.move_down(d, "b4"), "1235467"),
        (lambda d: edit.move_down(d, "b7"), "1234567"),
        (lambda d: edit.move(d, "b2", At(after="b7")), "1345672"),
        (lambda d: edit.move(d, "b7", At(first=True)), "7123456"),
        (lambda d: edit.move(d, "b4", At(after="b4")), "1234567"),
        (lambda d: edit.section_down(d, "b1"), "6712345"),
        (lambda d: edit.section_up(d, "b6"), "6712345"),
        (lambda d: edit.section_up(d, "b5"), "1253467"),
        (lambda d: edit.section_down(d, "b3"), "1253467"),
        (lambda d: edit.section_down(d, "b5"), "1234567"),
        (lambda d: edit.section_up(d, "b3"), "1234567"),
        (lambda d: edit.section_up(d, "b1"), "1234567"),
        (lambda d: edit.move_section(d, "b3", At()), "1256734"),
        (lambda d: edit.move_section(d, "b1", At(after="b3")), "1234567"),
        (lambda d: edit.move_section(d, "b6", At(first=True)), "6712345"),
        (lambda d: edit.remove(d, "b1"), "234567"),
        (lambda d: edit.remove_section(d, "b1"), "67"),
        (lambda d: edit.remove_section(d, "b2"), "134567"),
    ],
)  # fmt: skip
def test_moves(change: Callable[[Draft], Draft], ids: str) -> None:
    assert "".join(b.id[1:] for b in change(draft(*OUTLINE)).blocks) == ids


@settings(max_examples=200)
@given(drafts, st.data())
def test_a_move_loses_and_changes_no_block(before: Draft, data: st.DataObject) -> None:
    assume(before.blocks)
    one, other = (data.draw(st.sampled_from(before.blocks)).id for _ in range(2))
    move = data.draw(st.sampled_from([edit.move, edit.move_section]))
    at = data.draw(st.sampled_from([At(), At(first=True), At(after=other), At(under=other)]))
    after = move(before, one, at)
    assert Counter(map(repr, after.blocks)) == Counter(map(repr, before.blocks))


@settings(max_examples=200)
@given(drafts, st.data())
def test_parts_put_together_are_the_whole(before: Draft, data: st.DataObject) -> None:
    block = data.draw(st.sampled_from(before.blocks)) if before.blocks else None
    assume(block and not block.level and len(block.text) > 1)
    assert block
    offset = data.draw(st.integers(1, len(block.text) - 1))
    # White space around the cut goes, so a cut beside it cannot be undone to the letter.
    assume(not block.text[offset].isspace() and not block.text[offset - 1].isspace())
    parted = edit.split(before, block.id, offset)
    # A part that happens to say what was taken of the whole looks as if it had been taken so.
    assume(not block.changed or all(b.changed for b in parted.blocks if b.source == block.source))
    assert len(parted.blocks) == len(before.blocks) + 1
    assert edit.merge(parted, block.id) == before


def test_the_parts_of_an_excerpt_keep_their_source() -> None:
    one, two = edit.split(draft("> 会要开短。话要说实。"), "b1", 5).blocks
    assert (one.text, two.text, one.changed, two.changed) == ("会要开短。", "话要说实。", False, False)
    assert one.source and two.source and one.source.key == two.source.key


@pytest.mark.parametrize(
    "change",
    [
        lambda d: edit.split(d, "b1", 1),
        lambda d: edit.split(d, "b2", 0),
        lambda d: edit.merge(d, "b2"),
        lambda d: edit.merge(d, "b7"),
        lambda d: edit.set_level(d, "b4", 1),
        lambda d: edit.set_level(d, "b1", 5),
        lambda d: edit.add_heading(d, 0, "题"),
        lambda d: edit.set_level(edit.edit_text(d, "b2", "甲\n乙"), "b2", 1),
        lambda d: edit.with_facts(d, title=" "),
    ],
)
def test_what_cannot_be_done_is_said(change: Callable[[Draft], Draft]) -> None:
    with pytest.raises(KbError, match=r"（.+）"):
        change(draft(*OUTLINE))


def test_levels_change_both_ways() -> None:
    up = edit.set_level(draft("一、提高认识"), "b1", 2)
    assert shown(up) == ["### 提高认识"]
    assert shown(edit.set_level(up, "b1", 0)) == ["提高认识"]


def test_a_block_that_is_gone_is_named() -> None:
    with pytest.raises(NotFound, match="b9"):
        edit.remove(draft("甲"), "b9")
