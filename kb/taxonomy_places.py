"""Where a theme, a key of it or a term of it stands in the text of a themes.toml, for errors to name.

It looks at lines only; what TOML makes of them is for the parser. Where nothing is found, less is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*theme[ \t]*\]\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """One theme of a file: what it is called, and its lines from `first` (counted from 1; 0 unknown)."""

    name: str
    first: int = 0
    lines: tuple[str, ...] = ()

    def told(self, key: str = "", term: str = "") -> str:
        """Words for where the theme, its `key` or a `term` of that stands."""
        line = self._line(key, term)
        if not self.first:
            return f"主题“{self.name}”"
        if line == self.first:
            return f"第 {line} 行，主题“{self.name}”"
        return f"第 {line} 行，主题“{self.name}”（第 {self.first} 行起）"

    def _line(self, key: str, term: str) -> int:
        """The line of the last `term` under `key` (the one that repeats), else of the key, else the first."""
        start = re.compile(rf"""[ \t]*["']?{re.escape(key)}["']?[ \t]*=""")
        at = next((n for n, line in enumerate(self.lines) if key and start.match(line)), None)
        if at is None:
            return self.first
        written = (json.dumps(term, ensure_ascii=False), f"'{term}'")
        value = range(at, self._end(at))
        holding = [n for n in value if any(word in self.lines[n] for word in written)]
        return self.first + (holding[-1] if holding else at)

    def _end(self, at: int) -> int:
        """Where the value of the key in line `at` ends: before the next line that sets a key."""
        another = re.compile(r"[ \t]*[\w-]+[ \t]*=")
        later = (n for n in range(at + 1, len(self.lines)) if another.match(self.lines[n]))
        return next(later, len(self.lines))


def blocks(source: str, tables: Sequence[object]) -> list[Block]:
    """The block of each theme table, with its lines when the file is laid out as plain [[theme]] tables."""
    lines = source.split("\n")
    starts = [source.count("\n", 0, at.start()) for at in _TABLE.finditer(source)]
    if len(starts) != len(tables):
        return [Block(_name(table, nth)) for nth, table in enumerate(tables, 1)]
    ends = [*starts[1:], len(lines)]
    return [
        Block(_name(table, nth), start + 1, tuple(lines[start:end]))
        for nth, (table, start, end) in enumerate(zip(tables, starts, ends, strict=True), 1)
    ]


def _name(table: object, nth: int) -> str:
    name = (table.get("name") or table.get("id")) if isinstance(table, dict) else None
    return str(name or f"第 {nth} 个")
