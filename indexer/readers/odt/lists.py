"""Automatic numbers of an .odt as an office suite prints them.

Definitions are read once (`load_lists`); `Counters` then counts through one document in order.
Source: OpenDocument 1.3 Part 3 §5.3 (lists), §16.30–16.34 (list styles), §19.500 (number formats).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indexer.readers.docx.package import Element
from indexer.readers.numerals import numeral, says
from indexer.readers.odt.xml import attribute, local, number

LEVELS = 10
#: The list style that numbers headings.
OUTLINE = "\0outline"

# A number format is one of these, or begins with the first of its numbers (`一, 二, 三, ...`).
_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一": "chineseCountingThousand", "壹": "chineseLegalSimplified", "壱": "chineseLegalSimplified",
    "甲": "ideographTraditional", "子": "ideographZodiac", "①": "decimalEnclosedCircle", "１": "decimalFullWidth",
    "㈠": "ideographEnclosedCircle",
}  # fmt: skip
_PLACE = re.compile(r"%(\d{1,2})%")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level counts and prints; `pattern` has `%1%` for the number of level 1."""

    form: str
    pattern: str
    start: int


@dataclass
class Counters:
    """Counts through one document. A list that continues another shares its counts."""

    styles: Mapping[str, Mapping[int, Level]]
    _counts: dict[int, dict[int, int]] = field(default_factory=dict)
    _by_id: dict[str, int] = field(default_factory=dict)
    _last: dict[str, int] = field(default_factory=dict)

    def begin(self, element: Element, style: str) -> int:
        """Enter an outermost list: the key of its counts."""
        key = self._by_id.get(attribute(element, "text:continue-list"))
        if key is None and attribute(element, "text:continue-numbering") == "true":
            key = self._last.get(style)
        if key is None:
            key = len(self._counts)
            self._counts[key] = {}
        if name := attribute(element, "xml:id"):
            self._by_id[name] = key
        self._last[style] = key
        return key

    def label(self, key: int, style: str, depth: int, start: int | None = None) -> str:
        """Count one paragraph at `depth` (from 1) and return what stands before it, room included.

        Args:
            start: the number this entry says it has, if any.
        """
        levels = self.styles.get(style, {})
        level = levels.get(depth)
        counts = self._counts.setdefault(key, {})
        first = level.start if level else 1
        counts[depth] = start if start is not None else counts.get(depth, first - 1) + 1
        for deeper in range(depth + 1, LEVELS + 1):
            counts.pop(deeper, None)
        return _printed(level, levels, counts) if level else ""


def _printed(level: Level, levels: Mapping[int, Level], counts: Mapping[int, int]) -> str:
    def place(found: re.Match[str]) -> str:
        depth = int(found[1])
        shown = levels.get(depth, level)
        return numeral(counts.get(depth, shown.start), shown.form) if shown.form else ""

    text = _PLACE.sub(place, level.pattern).strip()
    # Room stands behind every number; after “一、” it would only be in the way.
    return text + " " if text and text[-1].isascii() else text


def load_lists(roots: Iterable[Element]) -> dict[str, dict[int, Level]]:
    """Read all list styles, by name, and that of the headings."""
    found: dict[str, dict[int, Level]] = {}
    for root in roots:
        for element in root.iter("{*}list-style", "{*}outline-style"):
            outline = local(element) == "outline-style"
            name = OUTLINE if outline else attribute(element, "style:name")
            found[name] = {number(level, "text:level", 1): _level(level) for level in element}
    return found


def _level(element: Element) -> Level:
    depth = number(element, "text:level", 1)
    if local(element) == "list-level-style-bullet":
        return Level("", _bullet(attribute(element, "text:bullet-char")), 1)
    form = _FORMATS.get(attribute(element, "style:num-format")[:1], "")
    pattern = attribute(element, "loext:num-list-format")
    if not pattern:
        shown = min(number(element, "text:display-levels", 1), depth)
        places = ".".join(f"%{at}%" for at in range(depth - shown + 1, depth + 1)) if form else ""
        pattern = attribute(element, "style:num-prefix") + places + attribute(element, "style:num-suffix")
    return Level(form, pattern if form else "", number(element, "text:start-value", 1))


def _bullet(character: str) -> str:
    """A bullet that says something is text; one from a picture font says nothing."""
    return character.replace("%", "") if says(character) and not "\ue000" <= character[0] <= "\uf8ff" else ""
