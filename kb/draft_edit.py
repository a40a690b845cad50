"""What can be done to a draft: functions from a draft to a draft. They write nothing. Moving is in `kb/draft_moves.py`.

Blocks are named by their ids; every function raises NotFound for an id that is not there, and KbError, saying
why, for what cannot be done. Where there is nothing to do the same draft comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kb.draft import Block, Draft, Source, cleaned, free_id, heading_text, one_line
from kb.draft_moves import (
    END,
    At,
    move,
    move_down,
    move_section,
    move_up,
    position,
    remove_section,
    section,
    section_down,
    section_up,
)
from kb.errors import KbError
from kb.numbers import LEVELS

__all__ = [
    "END",
    "At",
    "add_excerpt",
    "add_heading",
    "add_text",
    "edit_text",
    "merge",
    "mergeable",
    "move",
    "move_down",
    "move_section",
    "move_up",
    "remove",
    "remove_section",
    "section",
    "section_down",
    "section_up",
    "set_level",
    "split",
    "with_facts",
]


def with_facts(draft: Draft, **facts: str) -> Draft:
    """The same with another title, occasion, audience or date.

    Raises:
        KbError: an empty title.
    """
    plain = {name: one_line(value) for name, value in facts.items()}
    if plain.get("title") == "":
        raise KbError("文稿要有标题", remedy="写几个字，以后再改也行")
    return replace(draft, **plain)  # type: ignore[arg-type]


def add_excerpt(draft: Draft, text: str, source: Source, at: At = END) -> Draft:
    """Put in an excerpt; its text need not be what was taken."""
    return _put(draft, at, lambda id_: Block(id_, cleaned(text), source=source))


def add_text(draft: Draft, text: str, at: At = END) -> Draft:
    """Put in text of one's own; every line is a paragraph."""
    return _put(draft, at, lambda id_: Block(id_, cleaned(text)))


def add_heading(draft: Draft, level: int, text: str, at: At = END) -> Draft:
    """Put in a heading of level 1 to 4; a number typed before it is dropped."""
    return _put(draft, at, lambda id_: Block(id_, heading_text(text), _level(level)))


def edit_text(draft: Draft, id_: str, text: str) -> Draft:
    """Give a block other text; an excerpt keeps its source."""
    block = draft.block(id_)
    new = heading_text(text) if block.level else cleaned(text)
    return _with(draft, replace(block, text=new))


def remove(draft: Draft, id_: str) -> Draft:
    """Take a block out; what stands under a heading stays."""
    position = draft.at(id_)
    return replace(draft, blocks=draft.blocks[:position] + draft.blocks[position + 1 :])


def set_level(draft: Draft, id_: str, level: int) -> Draft:
    """Make a heading of another level, own text (0) of a heading, or a heading of own text of one paragraph.

    Raises:
        KbError: the block is an excerpt, or of several paragraphs.
    """
    block = draft.block(id_)
    if block.source:
        raise KbError("摘录不能改成小标题", place=id_, remedy="另加一个小标题，把字写进去，再删去摘录")
    if level and len(block.paragraphs) > 1:
        raise KbError("几段文字不能合成一个小标题", place=id_, remedy="先把要作标题的一段分出来")
    level = _level(level) if level else 0
    return _with(draft, replace(block, level=level, text=heading_text(block.text) if level else block.text))


def split(draft: Draft, id_: str, offset: int) -> Draft:
    """Part a block of text in two before a character; both parts of an excerpt keep the source.

    Raises:
        KbError: a heading, or nothing would stand on one side.
    """
    block = draft.block(id_)
    first, second = cleaned(block.text[:offset]), cleaned(block.text[offset:])
    if block.level or offset < 0 or not first or not second:
        raise KbError("这里分不开", place=id_, remedy="把光标放在正文中间再分")
    source = block.source
    sources = (source, source)
    if source and not block.changed:
        sources = (replace(source, taken=first), replace(source, taken=second))
    one = replace(block, text=first, source=sources[0])
    two = replace(block, id=free_id(_ids(draft)), text=second, source=sources[1])
    return _with(draft, one, two)


def merge(draft: Draft, id_: str, between: str = "") -> Draft:
    """Join a block of text with the one behind it, as it stands, or as a paragraph of its own (`between="\\n"`).

    Raises:
        KbError: there is none behind it, or the two are not both own text or both of one source.
    """
    position = draft.at(id_)
    pair = draft.blocks[position : position + 2]
    if len(pair) < 2 or not mergeable(*pair):
        raise KbError(
            "这两块合不起来", place=id_, remedy="只有相邻的两块自己的话，或出处相同的两块摘录可以合"
        )
    one, two = pair
    text = cleaned(one.text + between + two.text)
    whole = replace(one, text=text, source=_joined(one.source, two.source, between))
    return replace(draft, blocks=(*draft.blocks[:position], whole, *draft.blocks[position + 2 :]))


def mergeable(one: Block, two: Block) -> bool:
    """Whether two blocks, one behind the other, can be made one: both own text, or both of one source."""
    return not one.level and not two.level and _alike(one.source, two.source)


def _alike(one: Source | None, two: Source | None) -> bool:
    if one is None or two is None:
        return one is two
    return (one.key, one.sha) == (two.key, two.sha)


def _joined(one: Source | None, two: Source | None, between: str) -> Source | None:
    if one is None or two is None or one.taken == two.taken:
        return one
    return replace(one, taken=cleaned(one.taken + between + two.taken), added=min(one.added, two.added))


def _level(level: int) -> int:
    if not 1 <= level <= LEVELS:
        raise KbError(f"小标题没有第 {level} 级", remedy=f"写 1 到 {LEVELS}")
    return level


def _ids(draft: Draft) -> set[str]:
    return {block.id for block in draft.blocks}


def _put(draft: Draft, at: At, block: Callable[[str], Block]) -> Draft:
    where = position(draft, at)
    new = block(free_id(_ids(draft)))
    return replace(draft, blocks=(*draft.blocks[:where], new, *draft.blocks[where:]))


def _with(draft: Draft, *new: Block) -> Draft:
    """The block with the id of the first one replaced."""
    position = draft.at(new[0].id)
    return replace(draft, blocks=(*draft.blocks[:position], *new, *draft.blocks[position + 1 :]))
