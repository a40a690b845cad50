"""Reads the top of a document: its title, perhaps broken over lines, the lines under it, the salutation.

Only the few short lines before the first paragraph are looked at. It must never take a paragraph for one
of them: a line it cannot place is left to the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from indexer import lines
from indexer.manuscript import Block
from indexer.ordinals import is_article, ordinal

Part = Literal["title", "byline", "salutation", "body"]

#: How many blocks the top of a document may take.
DEPTH = 15
#: A longer line begins the body.
LONGEST_LINE = 120
LONGEST_CONTINUATION = 45


@dataclass(frozen=True, slots=True)
class Opening:
    """What each of the first blocks is; `title` is the title's lines made one, empty when there are none."""

    parts: tuple[Part, ...] = ()
    title: str = ""


def read_opening(blocks: Sequence[Block]) -> Opening:
    """Name the parts of the blocks that stand before the body, the salutation included."""
    top = list(_top(blocks))
    salutation = next((i for i, block in enumerate(top) if lines.is_salutation(block.text)), None)
    parts: list[Part] = []
    title = ""
    for block in top[:salutation]:
        part = _part(block, title, parts[-1:] == ["title"], salutation is not None)
        if part == "body" and salutation is None:
            break
        if part == "title" and not _repeats(title, block.text):
            title = _join(title, block.text)
        parts.append(part)
    return Opening((*parts, "salutation") if salutation is not None else tuple(parts), title)


def _top(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks before the first that is plainly body."""
    for at, block in enumerate(blocks[:DEPTH]):
        text = block.text
        too_long = len(text) > LONGEST_LINE and not lines.is_salutation(text)
        if block.kind != "paragraph" or too_long or (at and block.level):
            return
        if ordinal(text) or is_article(text):
            return
        yield block


def _part(block: Block, title: str, after_title: bool, addressed: bool) -> Part:
    """What a line is. `addressed`: a salutation follows, so the line belongs to the top in any case."""
    text = block.text
    if block.level == 0:
        return "title"
    if not title:
        if lines.is_title(text):
            return "title"
        return "byline" if lines.is_byline(text) else "body"
    if lines.is_subtitle(text) or _repeats(title, text):
        return "title"
    if after_title and _breaks_off(title) and re.search("上(?:的|$)", text) and lines.is_title(text):
        return "title"
    if lines.is_byline(text, under_title=True):
        return "byline"
    if after_title and _continues(title, text, addressed):
        return "title"
    return "byline" if addressed and text[-1] not in "。；：:" else "body"


def _breaks_off(title: str) -> bool:
    """True for 在…, the occasion of which is still to be named."""
    return title.startswith("在") and "上的" not in title and not title.endswith("上")


def _continues(title: str, text: str, addressed: bool) -> bool:
    """True when a line goes on with the title above it."""
    if len(text) > LONGEST_CONTINUATION or not lines.is_title(text):
        return False
    if text.startswith("的") or title.count("《") > title.count("》"):
        return True
    return (addressed or lines.ends_like_title(text)) and not lines.ends_like_title(title)


def _repeats(title: str, text: str) -> bool:
    """True when the title, or a piece of it, stands there a second time, give or take a word."""
    if len(text) > lines.LONGEST_TITLE or text[-1] in "：:" or "。" in text:
        return False
    said, again = ("".join(filter(str.isalnum, line)) for line in (title, text))
    pairs = [one + two for one, two in pairwise(again)] or [again]
    return bool(said) and sum(pair in said for pair in pairs) >= 0.8 * len(pairs)


def _join(title: str, text: str) -> str:
    """The title with one more line; words in Latin letters are kept apart."""
    apart = title[-1:].isascii() and title[-1:].isalnum() and text[0].isascii() and text[0].isalnum()
    return f"{title} {text}" if apart else title + text
