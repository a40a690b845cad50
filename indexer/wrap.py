"""Joins lines that were broken at a fixed width (a text file of thirty to eighty columns) into paragraphs.

A reader gives lines as they stand; only the document as a whole shows that its lines are no paragraphs. Law:
nothing but white space is added or dropped. A document whose lines end where sentences end is left alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.lines import ends_like_title, is_date, is_salutation
from indexer.manuscript import Block
from indexer.ordinals import is_article, ordinal

#: Columns; a Chinese character takes two.
NARROWEST, WIDEST = 24, 110
#: Columns by which a full line may fall short: a mark that must not begin a line, a number kept whole.
SLACK = 3
#: A paragraph is indented by two characters, which are stripped from its first line.
INDENT = 4
#: So many full lines, and such a share of all lines, make a wrapped document.
FEWEST = 6
FULL_SHARE = 0.4
LONGER_SHARE = 0.02
#: Prose shows in full lines that end within a sentence, have a stop or a comma inside, and in its full stops.
BROKEN_SHARE, POINTED_SHARE, STOPS_PER_LINE = 0.35, 0.3, 0.03

_CLOSING = ("谢谢", "同志们，", "各位代表，")
_SENTENCE_ENDS = "。！？；：…!?”"


@dataclass(frozen=True, slots=True)
class Layout:
    """The width of a wrapped document and the indent of its paragraphs (0 or `INDENT`), in columns."""

    width: int
    indent: int

    def fills(self, text: str, first: bool = False) -> bool:
        """True when a line runs to the margin; `first`: it begins a paragraph."""
        short = self.indent if first else 0
        return columns(text) >= self.width - short - SLACK


def columns(text: str) -> int:
    """The width of a line in columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def layout(blocks: Sequence[Block]) -> Layout | None:
    """How a document is wrapped; None when its lines are its paragraphs."""
    plain = [block.text for block in blocks if _is_plain(block)]
    allowed = int(len(plain) * LONGER_SHARE) + 1
    if len(plain) < FEWEST or sum(len(text) > WIDEST for text in plain) > allowed:
        return None
    widths = [columns(text) for text in plain]
    width = sorted(widths, reverse=True)[allowed]
    full = [
        text for text, its in zip(plain, widths, strict=True) if width - INDENT - SLACK <= its <= width + 2
    ]
    too_long = sum(its > width + 2 for its in widths)
    if not NARROWEST <= width <= WIDEST or too_long > allowed or len(full) < FEWEST:
        return None
    if len(full) < FULL_SHARE * len(plain) or not _is_prose(full):
        return None
    return Layout(width, _indent(widths, width))


def _is_prose(full: Sequence[str]) -> bool:
    """False for a list or a poem, whose lines are as long as each other for other reasons."""
    broken = sum(text[-1].isalnum() for text in full)
    pointed = sum(any(mark in text[:-1] for mark in "，。；：、") for text in full)
    stops = sum(text.count(stop) for text in full for stop in "。！？")
    many = len(full)
    return (
        broken >= BROKEN_SHARE * many and pointed >= POINTED_SHARE * many and stops >= STOPS_PER_LINE * many
    )


def unwrap(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The paragraphs of a wrapped document; any other comes back as it is."""
    found = layout(blocks)
    return tuple(_paragraphs(blocks, found)) if found else tuple(blocks)


def _is_plain(block: Block) -> bool:
    return block.kind == "paragraph" and block.level is None


def _indent(widths: Sequence[int], width: int) -> int:
    """The indent, seen where a line follows one that plainly ended a paragraph."""
    short = width - 2 * INDENT
    starts = [two for one, two in pairwise(widths) if one < short <= two]
    return INDENT if 2 * sum(its <= width - SLACK for its in starts) > len(starts) else 0


def _paragraphs(blocks: Sequence[Block], found: Layout) -> Iterator[Block]:
    paragraph: Block | None = None
    before: Block | None = None
    first = True
    for block in blocks:
        if paragraph and before and _goes_on(before, block, found, first):
            paragraph = replace(paragraph, text=_join(paragraph.text, block.text))
            first = False
        else:
            if paragraph:
                yield paragraph
            paragraph, first = block, True
        before = block
    if paragraph:
        yield paragraph


def _goes_on(line: Block, after: Block, found: Layout, first: bool) -> bool:
    """True when the paragraph of one line goes on in the next; `first`: the line begins it."""
    if not (_is_plain(line) and _is_plain(after) and found.fills(line.text, first)):
        return False
    if line.text[-1] not in _SENTENCE_ENDS:
        # A page number taken out, or the blank lines around it, do not end a sentence.
        return not (first and ends_like_title(line.text))
    if after.line > line.line + 1 or _begins(after.text):
        return False
    indented = found.indent and found.fills(after.text, first=True) and not found.fills(after.text)
    return not indented


def _begins(text: str) -> bool:
    if ordinal(text) or is_article(text) or is_salutation(text) or is_date(text):
        return True
    return text.startswith(_CLOSING)


def _join(one: str, two: str) -> str:
    apart = one[-1].isascii() and one[-1].isalnum() and two[0].isascii() and two[0].isalnum()
    return f"{one} {two}" if apart else one + two
