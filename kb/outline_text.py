"""An outline as people write it: a heading a line, its level told by its number, by # or by its indent.

Nothing is looked up here. What may be put in at once has a limit, so that a whole speech is not taken for an outline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.draft import heading_text
from kb.errors import KbError

#: So many headings can be asked for at once, and so long one may be.
MOST_HEADINGS, LONGEST = 60, 120

_LEVELS = (
    (re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}[、．.]|第[一二三四五六七八九十]{1,3}[部章])"), 1),
    (re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[)）]"), 2),
    (re.compile(r"\s*[0-9]{1,2}[.．、](?![0-9])"), 3),
    (re.compile(r"\s*[（(][0-9]{1,2}[)）]"), 4),
)
_MARKDOWN = re.compile(r"\s*(#{1,6})\s+")
_BULLET = re.compile(r"\s*[-*+•·]\s+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A heading of an outline, of level 1 to 4."""

    level: int
    text: str


def outline(text: str) -> tuple[Wanted, ...]:
    """The headings of an outline as it was pasted: one a line, their levels by number, # or indent.

    Raises:
        KbError: there is no heading, or there are too many.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    numbered = [level_of(line) for line in lines]
    indents = sorted({_indent(line) for line, level in zip(lines, numbered, strict=True) if not level})
    found = tuple(
        Wanted(level or min(4, indents.index(_indent(line)) + 1), heading)
        for line, level in zip(lines, numbered, strict=True)
        if (heading := heading_text(bare(line))[:LONGEST])
    )
    if not found:
        raise KbError("没有看到标题", remedy="一行写一个标题，例如：一、提高认识")
    if len(found) > MOST_HEADINGS:
        raise KbError(f"标题太多，有 {len(found)} 个", remedy=f"一次最多 {MOST_HEADINGS} 个，分几次来")
    return found


def bare(line: str) -> str:
    """A line without the marks of Markdown and lists before it."""
    return _BULLET.sub("", _MARKDOWN.sub("", line))


def level_of(line: str) -> int:
    """The level that a line's own marks give it; 0 when it has none."""
    if found := _MARKDOWN.match(line):
        return min(4, max(1, len(found[1]) - 1))
    return next((level for pattern, level in _LEVELS if pattern.match(line)), 0)


def _indent(line: str) -> int:
    plain = _BULLET.sub(lambda mark: " " * (len(mark[0]) - 2), line).expandtabs(4).replace("\u3000", "  ")
    return len(plain) - len(plain.lstrip())
