"""Decides which lines are headings, alone on a line or run into a paragraph, and of what level.

A heading owns what stands below it. This module must never make a heading of an entry in a list, nor of a
paragraph that merely begins with a number: what is no passage cannot be searched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.levels import Outline, begins_below
from indexer.looks import UNNUMBERED, Line, look, name
from indexer.manuscript import Block
from indexer.ordinals import BARE, is_article
from indexer.unnumbered import find_sentences, find_unnumbered

#: Styles that make headings only where one counts on from another.
_IN_COMPANY = frozenset({BARE, "首先，", "其一，"})


@dataclass(frozen=True, slots=True)
class Found:
    """A heading at the beginning of a block; `end` is where it ends, the block's length when it is alone."""

    level: int
    end: int


def find_headings(blocks: Sequence[Block]) -> Mapping[int, Found]:
    """The headings among the blocks of a body, by index."""
    statute = sum(is_article(block.text) for block in blocks) >= 3
    unnumbered = find_unnumbered(blocks) | find_sentences(blocks) if not statute else frozenset()
    lines = [name(b.text) if at in unnumbered else look(b, statute) for at, b in enumerate(blocks)]
    found: dict[int, Found] = {}
    outline = Outline(parts=sum(line.style == UNNUMBERED for line in lines) > 1)
    last: dict[str, int] = {}
    for at, line in enumerate(lines):
        if not line.heads or not _confirmed(lines, at) or (line.sentence and not _counts_on(line, last)):
            continue
        if line.number:
            last[line.number.style] = line.number.number
        found[at] = Found(outline.place(line), line.run_in or line.length)
    return found


def _confirmed(lines: Sequence[Line], at: int) -> bool:
    """True when the neighbours do not contradict: no entry of a list, and something stands below."""
    line = lines[at]
    if line.run_in or line.declared is not None:
        return True
    if (
        _listed(lines, at)
        or at + 1 == len(lines)
        or (line.style in _IN_COMPANY and not _in_company(lines, at))
    ):
        return False
    after = lines[at + 1]
    return not after.heads or _listed(lines, at + 1) or _deeper(after, line)


def _in_company(lines: Sequence[Line], at: int) -> bool:
    """True when another line of the same style carries the number before or after."""
    others = (other for other in lines if other.alone and other.style == lines[at].style)
    return any(_follows(lines[at], other) or _follows(other, lines[at]) for other in others)


def _follows(before: Line, after: Line) -> bool:
    """True when one line carries the number after the other's, in the same style."""
    one, two = before.number, after.number
    return one is not None and two is not None and one.style == two.style and one.number + 1 == two.number


def _listed(lines: Sequence[Line], at: int) -> bool:
    """True for an entry of a list, whose neighbours carry the numbers before and after its own."""
    line = lines[at]
    if line.run_in or line.declared is not None or line.number is None:
        return False
    if at + 1 < len(lines) and _follows(line, lines[at + 1]):
        return True
    if at == 0 or not _follows(lines[at - 1], line) or lines[at - 1].run_in:
        return False
    return not _opens_section(lines, at)


def _opens_section(lines: Sequence[Line], at: int) -> bool:
    """True when the last of adjoining siblings is a heading after all, and no entry that ends a list.

    It is one when something deeper follows, when a later sibling counts on, or when its siblings do not
    begin at one: they go on from a heading further up.
    """
    line = lines[at]
    assert line.number is not None
    rest = lines[at + 1 :]
    if rest and rest[0].heads and _deeper(rest[0], line):
        return True
    first = at
    while first and _follows(lines[first - 1], lines[first]):
        first -= 1
    if line.number.number - (at - first) > 1:
        return True
    later = next((one for one in rest if one.number and one.number.style == line.number.style), None)
    return later is not None and _follows(line, later)


def _deeper(after: Line, line: Line) -> bool:
    """True when a heading stands below another; what floats stands below, and has what follows below it."""
    return 0 in (after.level, line.level) or after.level > line.level or begins_below(after, line)


def _counts_on(line: Line, last: Mapping[str, int]) -> bool:
    """True when the number follows that of the last heading of its style, or begins anew."""
    number = line.number
    return number is None or number.number == 1 or last.get(number.style) == number.number - 1
