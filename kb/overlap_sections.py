"""The sections of a text that is not in the library: what stands under each heading of it, told by how it is written.

A heading is a line that begins as one: `一、`, `（一）`, `第一部分`, a Markdown `##`. Where the body follows on the
same line, the section begins with the line all the same. It reads plain text only and never changes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = "[一二三四五六七八九十百]{1,4}"
#: Signs of a heading, the outermost first.
_SIGNS = (
    re.compile(rf"第{_NUMBER}(?:部分|章|篇)"),
    re.compile(rf"{_NUMBER}、"),
    re.compile(rf"[（(]{_NUMBER}[）)]"),
)
_MARKDOWN = re.compile(r"(#{1,6})\s+")
_SENTENCE = re.compile(r"[。！？；]")
#: So much of a long line is its name.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its heading, empty before the first, and where it stands in the text, in characters.

    `level` counts from 1, the outermost that the text has; 0 before the first heading.
    """

    heading: str
    level: int
    start: int
    end: int


def parts(text: str) -> tuple[Part, ...]:
    """The sections of a text in order; together they are the whole of it."""
    headings = list(_headings(text))
    above = min((level for _, level, _ in headings), default=1) - 1
    begins = [("", 0, 0), *((name, level - above, start) for name, level, start in headings)]
    ends = [start for _, _, start in begins[1:]] + [len(text)]
    found = (Part(name, level, start, end) for (name, level, start), end in zip(begins, ends, strict=True))
    return tuple(part for part in found if text[part.start : part.end].strip())


def _headings(text: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    for line in text.splitlines(keepends=True):
        level, name = _heading(line.strip())
        if level:
            yield name, level, at
        at += len(line)


def _heading(line: str) -> tuple[int, str]:
    marked = _MARKDOWN.match(line)
    bare = line[marked.end() :] if marked else line
    level = next((n for n, sign in enumerate(_SIGNS, 1) if sign.match(bare)), 0)
    if marked and not level:
        level = len(marked[1])
    name = _SENTENCE.split(bare, maxsplit=1)[0].strip()
    return level, name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
