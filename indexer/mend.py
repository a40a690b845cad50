"""Puts a heading together that stands on several lines: its number, the mark behind it, its title.

Law: nothing but white space is added or dropped. A number alone is left alone: it may be a heading itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.lines import is_address
from indexer.manuscript import Block
from indexer.numerals import ARABIC, CHINESE
from indexer.ordinals import is_article, ordinal

#: Lines that a number and its marks may be broken into.
MOST_LINES = 4
_LONGEST_PIECE = 6
#: Characters in the title of a chapter at most, and in a short line that is a title and no paragraph.
LONGEST_CHAPTER_TITLE = 30

_NUMBER = f"(?:{CHINESE}|{ARABIC})"
_MARKED = re.compile(
    rf"{_NUMBER}[、．.]|[（(]{_NUMBER}[)）]、?|{CHINESE}[是要]|[第其]{CHINESE}[，、：]|(?:首先|其次|再次|最后)[，、：]"
)
_CHAPTER = re.compile(rf"第{_NUMBER}[章编节]")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇0-9]{1,6}条(?:之[一二三四五六七八九十]{1,2})?")
_PIECE = re.compile(
    rf"(?:{_NUMBER})?[、．.]?|[（(]{_NUMBER}?[)）]?|[)）]、?|第|第?{_NUMBER}?[章编节条]|.{{2,4}}(?<=[，、：是要])"
)


def mend(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with every broken number put before what it numbers."""
    return tuple(_mended(blocks))


def _mended(blocks: Sequence[Block]) -> Iterator[Block]:
    at = 0
    while at < len(blocks):
        used, number = _number(blocks, at)
        after = blocks[at + used] if used and at + used < len(blocks) else None
        if after is None or not _titled(number, after):
            yield blocks[at]
            at += 1
            continue
        apart = " " if _CHAPTER.fullmatch(number) or _ARTICLE.fullmatch(number) else ""
        yield replace(blocks[at], text=number + apart + after.text)
        at += used + 1


def _number(blocks: Sequence[Block], at: int) -> tuple[int, str]:
    """How many blocks from here on are a number with its mark, and the number; (0, "") for none.

    The longest wins, but never one that takes in the number of the next line.
    """
    pieces: list[str] = []
    found = (0, "")
    for block in blocks[at : at + MOST_LINES]:
        text = block.text
        if block.kind != "paragraph" or block.level is not None or len(text) > _LONGEST_PIECE:
            break
        if not _PIECE.fullmatch(text) or (pieces and _is_number("".join(pieces))):
            break
        pieces.append(text)
        if _is_number("".join(pieces)):
            found = (len(pieces), "".join(pieces))
    return found


def _is_number(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_MARKED, _CHAPTER, _ARTICLE))


def _titled(number: str, after: Block) -> bool:
    text = after.text
    if after.kind != "paragraph" or after.level is not None or is_address(text):
        return False
    if ordinal(text) or is_article(text) or _PIECE.fullmatch(text):
        return False
    if _CHAPTER.fullmatch(number):
        return len(text) <= LONGEST_CHAPTER_TITLE and text[-1] not in "。；：，"
    return True
