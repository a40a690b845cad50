"""Where things stand in a draft, and moving them: functions from a draft to a draft that change no block.

A section is a heading with all that stands under it. Every function raises NotFound for an id that is not there;
where there is nowhere to go the same draft comes back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kb.draft import Block, Draft


@dataclass(frozen=True, slots=True)
class At:
    """Where something new goes: after a block, under a heading (before its first subheading), or, when neither is
    given, at the end; `first` is the very beginning."""

    after: str = ""
    under: str = ""
    first: bool = False


END = At()


def position(draft: Draft, at: At) -> int:
    """Before which block, counted from 0, that is."""
    if at.first:
        return 0
    if at.after:
        return draft.at(at.after) + 1
    if not at.under:
        return len(draft.blocks)
    start = draft.at(at.under) + 1
    return next((p for p in range(start, len(draft.blocks)) if draft.blocks[p].level), len(draft.blocks))


def move_up(draft: Draft, id_: str) -> Draft:
    """Change places with the block before."""
    position = draft.at(id_)
    return _moved(draft, position, position + 1, position - 1) if position else draft


def move_down(draft: Draft, id_: str) -> Draft:
    """Change places with the block behind."""
    position = draft.at(id_)
    last = position + 1 == len(draft.blocks)
    return draft if last else _moved(draft, position, position + 1, position + 2)


def move(draft: Draft, id_: str, at: At) -> Draft:
    """Put a block elsewhere."""
    start = draft.at(id_)
    return _moved(draft, start, start + 1, position(draft, at))


def section(draft: Draft, heading: str) -> tuple[int, int]:
    """From where to where a heading and all that stands under it goes; a block that is none stands alone."""
    start = draft.at(heading)
    level = draft.blocks[start].level
    if not level:
        return start, start + 1
    behind = range(start + 1, len(draft.blocks))
    ends = (at for at in behind if 0 < draft.blocks[at].level <= level)
    return start, next(ends, len(draft.blocks))


def section_up(draft: Draft, heading: str) -> Draft:
    """Move a heading, with all under it, before the heading of its level that stands before it under the same one."""
    start, end = section(draft, heading)
    level = draft.blocks[start].level
    for at in range(start - 1, -1, -1):
        if 0 < draft.blocks[at].level <= level:
            return _moved(draft, start, end, at) if draft.blocks[at].level == level else draft
    return draft


def section_down(draft: Draft, heading: str) -> Draft:
    """Move a heading, with all under it, behind the next of its level under the same one."""
    start, end = section(draft, heading)
    if end == len(draft.blocks) or draft.blocks[end].level != draft.blocks[start].level:
        return draft
    return _moved(draft, start, end, section(draft, draft.blocks[end].id)[1])


def move_section(draft: Draft, heading: str, at: At) -> Draft:
    """Put a heading elsewhere with all that stands under it; into itself it does not go."""
    start, end = section(draft, heading)
    return _moved(draft, start, end, position(draft, at))


def remove_section(draft: Draft, heading: str) -> Draft:
    """Take a heading out with all that stands under it."""
    start, end = section(draft, heading)
    return replace(draft, blocks=draft.blocks[:start] + draft.blocks[end:])


def _moved(draft: Draft, start: int, end: int, to: int) -> Draft:
    """The blocks from `start` to `end` put before the block that stands at `to`."""
    blocks = draft.blocks
    if start <= to <= end:
        return draft
    if to < start:
        order: Iterable[Block] = (*blocks[:to], *blocks[start:end], *blocks[to:start], *blocks[end:])
    else:
        order = (*blocks[:start], *blocks[end:to], *blocks[start:end], *blocks[to:])
    return replace(draft, blocks=tuple(order))
