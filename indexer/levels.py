"""Gives headings their level: by the style of the number, and by what stands open above them.

The styles have levels of their own (一、 1, （一） 2, 1. 3, （1） 4, ① 5), so that a style has the same level through
a document; only where it stands inside another of the same level does it move down.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.looks import UNNUMBERED, Line

DEEPEST = 5


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading under which the text now stands. `own` is the level of its style, 0 when it floats."""

    style: str
    own: int
    level: int


@dataclass(slots=True)
class Outline:
    """The headings that are open as one walks down a document.

    `parts` says that headings without a number divide it; at the top they hold numbers of any level.
    """

    parts: bool
    _open: list[_Open] = field(default_factory=list)
    #: The level at which each style stood last.
    _last: dict[str, int] = field(default_factory=dict)

    def place(self, line: Line) -> int:
        """The level of the next heading, 1 to 5."""
        level = self._level(line)
        self._open = [*(one for one in self._open if one.level < level), _Open(line.style, line.level, level)]
        self._last[line.style] = level
        return level

    def _level(self, line: Line) -> int:
        if line.declared is not None:
            return line.declared
        like = next((one.level for one in reversed(self._open) if one.style == line.style), 0)
        if like:
            return like
        if line.style in self._last and self._goes_on(line):
            return self._last[line.style]
        if line.level == 0:
            return min(self._open[-1].level + 1, DEEPEST) if self._open else 1
        above = max((one.level for one in self._open if self._holds(one, line)), default=0)
        return min(max(line.level, above + 1), DEEPEST)

    def _goes_on(self, line: Line) -> bool:
        """True when a style goes on at the level it had, past a heading that closed it."""
        if line.style == UNNUMBERED:
            return self._last[UNNUMBERED] == 1
        return line.level > 0 and not _is_first(line)

    def _holds(self, one: _Open, line: Line) -> bool:
        """True when an open heading stands above the new one whatever their levels."""
        if one.style == UNNUMBERED:
            return self.parts and one.level == 1
        return 0 < one.own < line.level or (bool(one.style) and one.own == line.level and _is_first(line))


def begins_below(after: Line, line: Line) -> bool:
    """True when numbers of another style begin, of the same level by themselves: 第一部分, then 一、."""
    return bool(line.style) and after.level == line.level and after.style != line.style and _is_first(after)


def _is_first(line: Line) -> bool:
    return line.number is not None and line.number.number == 1
