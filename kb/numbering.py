"""Puts numbers on a draft when it is shown: 一、 › （一） › 1. › （1）; and in order on its points: 一是, 二是.

Numbers of headings are derived and never stored. Ordinals of points are words of the text: they change only when
a person asks for it, and then nothing but the ordinal does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.citation import spoken_date
from kb.document import Document, Part
from kb.draft import Block, Draft
from kb.draft_moves import section
from kb.numbers import LEVELS, Point, chinese, counts_itself, point, written


@dataclass(frozen=True, slots=True)
class Numbered:
    """A block as it is shown; `number` is empty but for headings."""

    block: Block
    number: str = ""

    @property
    def text(self) -> str:
        """Its text with the number before it."""
        return self.number + self.block.text


def numbered(draft: Draft) -> tuple[Numbered, ...]:
    """The blocks in order, the headings with their numbers."""
    return tuple(_numbered(draft.blocks))


def _numbered(blocks: Sequence[Block]) -> Iterator[Numbered]:
    counts = [0] * (LEVELS + 1)
    for block in blocks:
        # A heading without words is not printed, so it must not take a number from those that are.
        if not block.level or not block.text:
            yield Numbered(block)
            continue
        counts[block.level] += 1
        counts[block.level + 1 :] = [0] * (LEVELS - block.level)
        number = "" if counts_itself(block.text) else written(block.level, counts[block.level])
        yield Numbered(block, number)


def document_of(draft: Draft) -> Document:
    """The draft as it is printed: empty blocks left out, every citation counted once, in the order of first use."""
    sources: dict[str, int] = {}
    parts: list[Part] = []
    for shown in numbered(draft):
        block, number = shown.block, None
        if block.source and block.text and block.source.citation:
            number = sources.setdefault(block.source.citation, len(sources) + 1)
        parts += [
            Part(block.level, line, number)
            for line in ((shown.text,) if block.level else block.paragraphs)
            if line
        ]
    when = spoken_date(draft.date)
    subtitle = tuple(line for line in (draft.occasion, f"（{when}）" if when else "") if line)
    return Document(draft.title, tuple(parts), subtitle, tuple(sources))


def renumber_points(draft: Draft, heading: str = "") -> Draft:
    """Number the points anew in order, each list in the style of its first point.

    A list is blocks that begin with an ordinal (一是, 二要, 第三，), one after the other; other text may stand between
    two of them when the later one goes on in the same style with a number above one.

    Args:
        heading: only what stands under it; everywhere when empty.

    Raises:
        NotFound: no such heading.
    """
    start, end = section(draft, heading) if heading else (0, len(draft.blocks))
    inside = _renumbered(draft.blocks[start:end])
    return replace(draft, blocks=(*draft.blocks[:start], *inside, *draft.blocks[end:]))


def _renumbered(blocks: Sequence[Block]) -> Iterator[Block]:
    style: Point | None = None
    count, apart = 0, False
    for block in blocks:
        found = None if block.level else point(block.text)
        if found is None:
            style, apart = (None if block.level else style), True
            yield block
            continue
        if style is None or (apart and not _goes_on(found, style)):
            style, count = found, 0
        count, apart = count + 1, False
        ordinal = f"{style.before}{chinese(count)}{style.behind}"
        text = ordinal + block.text[found.end :]
        yield block if text == block.text else replace(block, text=text)


def _goes_on(found: Point, style: Point) -> bool:
    """Whether a point behind other text belongs to the list before that text."""
    return found.number > 1 and (found.before, found.behind) == (style.before, style.behind)
