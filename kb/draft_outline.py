"""The headings of an outline put into a draft: in the outline's order, none twice.

A heading that the draft has is left where it is; one that it has not goes behind the heading before it in the outline,
with all that stands under that. Nothing in the draft is moved or changed.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.draft import Draft, heading_text
from kb.draft_edit import add_heading
from kb.draft_moves import END, At, section


def with_heading(draft: Draft, level: int, text: str, before: Sequence[str]) -> tuple[Draft, str]:
    """The draft with that heading, and the id of it.

    Args:
        before: the ids of the headings that stand before it in the outline, in order.
    """
    plain = heading_text(text)
    known = set(before)
    same = next((b.id for b in draft.blocks if b.level and b.text == plain and b.id not in known), "")
    if same:
        return draft, same
    made = add_heading(draft, level, plain, _behind(draft, level, before))
    old = {block.id for block in draft.blocks}
    return made, next(block.id for block in made.blocks if block.id not in old)


def _behind(draft: Draft, level: int, before: Sequence[str]) -> At:
    """Behind the section of the last heading of this level or above it; right behind the text of one above."""
    if not before:
        return END
    last = before[-1]
    if draft.block(last).level < level:
        return At(after=draft.blocks[_text_end(draft, last) - 1].id)
    same = next((id_ for id_ in reversed(before) if draft.block(id_).level <= level), last)
    return At(after=draft.blocks[section(draft, same)[1] - 1].id)


def _text_end(draft: Draft, heading: str) -> int:
    """Where the text right under a heading ends."""
    at = draft.at(heading) + 1
    while at < len(draft.blocks) and not draft.blocks[at].level:
        at += 1
    return at
