"""Automatic numbers as Word prints them: 一、（一）1. and the rest.

Definitions are read once (`load_numbering`); `Counters` then counts through one document in order.
Source: ISO/IEC 29500-1 §17.9.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.readers.docx.package import Element
from indexer.readers.docx.styles import value_of
from indexer.readers.docx.xml import child, number, toggle, value
from indexer.readers.numerals import numeral, says

LEVELS = 9

_PLACE = re.compile(r"%([1-9])")
# Fonts whose letters are pictures: an `n` of Wingdings is a black square.
_PICTURE_FONTS = re.compile(r"wingdings|webdings|symbol|marlett|dingbats", re.I)
_SEPARATORS = {"nothing": "", "space": " "}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and prints. `form` is an OOXML number format."""

    start: int
    form: str
    text: str
    separator: str
    restart: int | None
    legal: bool
    style: str
    width: int = 0


@dataclass(frozen=True, slots=True)
class List:
    """A list instance (`w:num`): levels of its abstract list with its own put over them."""

    abstract: int
    levels: Mapping[int, Level]
    #: Level → the number this instance begins with, where it says so.
    starts: Mapping[int, int]

    def level_of_style(self, style: str) -> int | None:
        """The level that is linked to a paragraph style."""
        return next((ilvl for ilvl, level in self.levels.items() if level.style == style), None)


@dataclass
class Counters:
    """Counts through one document. Instances of one abstract list share their counters, as in Word."""

    lists: Mapping[int, List]
    _counts: dict[int, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[int, int]] = field(default_factory=set)

    def label(self, num: int, ilvl: int) -> str:
        """Count one paragraph of list `num` at level `ilvl` (from 0) and return what stands before it.

        A separator is included; a bullet that is only a mark gives an empty label.
        """
        numbering = self.lists.get(num)
        level = numbering.levels.get(ilvl) if numbering else None
        if numbering is None or level is None:
            return ""
        self._count(num, numbering, ilvl, level)
        return _printed(numbering, ilvl, level, self._counts[numbering.abstract])

    def _count(self, num: int, numbering: List, ilvl: int, level: Level) -> None:
        counts = self._counts.setdefault(numbering.abstract, {})
        first = (num, ilvl) not in self._started
        self._started.add((num, ilvl))
        if ilvl in counts and not (first and ilvl in numbering.starts):
            counts[ilvl] += 1
        else:
            counts[ilvl] = numbering.starts.get(ilvl, level.start)
        for deeper in range(ilvl + 1, LEVELS):
            if _restarts(numbering.levels.get(deeper), ilvl):
                counts.pop(deeper, None)


def _restarts(level: Level | None, after: int) -> bool:
    """Whether a level begins anew after one at `after`: always, unless it names a higher one (§17.9.10)."""
    return level is None or level.restart is None or after < level.restart


def _printed(numbering: List, ilvl: int, level: Level, counts: Mapping[int, int]) -> str:
    def place(found: re.Match[str]) -> str:
        index = int(found[1]) - 1
        shown = numbering.levels.get(index, level)
        return _number(counts.get(index, shown.start), shown, level.legal)

    text = _PLACE.sub(place, level.text)
    # A tab is room, not a character: after “一、” nothing is needed, after “1.” or “1” a space.
    room = level.separator != "\t" or text[-1:].isascii()
    return text + level.separator.replace("\t", " ") if text and room else text


def _number(count: int, level: Level, legal: bool) -> str:
    if legal or level.form == "bullet":
        return str(count)
    return str(count).zfill(level.width) if level.width else numeral(count, level.form)


@dataclass(frozen=True, slots=True)
class _Parts:
    """`numbering.xml` by id, and numbering styles by the list that defines them."""

    abstracts: Mapping[int, Element]
    nums: Mapping[int, Element]
    style_nums: Mapping[str, int]


def load_numbering(root: Element | None, style_nums: Mapping[str, int]) -> dict[int, List]:
    """Read `numbering.xml` into lists by `w:numId`.

    Args:
        root: the part, or None when the document has none.
        style_nums: numbering style id → the list it is defined by (for `w:numStyleLink`).
    """
    if root is None:
        return {}
    parts = _Parts(
        abstracts={_id(element, "abstractNumId"): element for element in root.iterchildren("{*}abstractNum")},
        nums={_id(element, "numId"): element for element in root.iterchildren("{*}num")},
        style_nums=style_nums,
    )
    return {num: _list(element, parts) for num, element in parts.nums.items()}


def _id(element: Element, name: str) -> int:
    text = value_of(element, name)
    return int(text) if re.fullmatch(r"-?[0-9]{1,10}", text) else -1


def _linked(num: Element, parts: _Parts) -> int:
    """The abstract list that has the levels, by way of `w:numStyleLink`; -1 when there is none."""
    seen: set[int] = set()
    while (abstract := _abstract(num)) in parts.abstracts and abstract not in seen:
        seen.add(abstract)
        style = value(parts.abstracts[abstract], "numStyleLink")
        target = parts.nums.get(parts.style_nums.get(style, -1)) if style else None
        if target is None:
            return abstract
        num = target
    # Links in a ring lead to no levels.
    return -1


def _abstract(num: Element) -> int:
    abstract = number(num, "abstractNumId")
    return -1 if abstract is None else abstract


def _list(element: Element, parts: _Parts) -> List:
    abstract = _linked(element, parts)
    levels = _levels(parts.abstracts[abstract]) if abstract in parts.abstracts else {}
    starts: dict[int, int] = {}
    for override in element.iterchildren("{*}lvlOverride"):
        levels |= _levels(override)
        start = number(override, "startOverride")
        if start is not None:
            starts[_id(override, "ilvl")] = start
    return List(abstract, levels, starts)


def _levels(parent: Element) -> dict[int, Level]:
    return {_id(element, "ilvl"): _level(element) for element in parent.iterchildren("{*}lvl")}


def _level(element: Element) -> Level:
    form, width = _form(element)
    text = value(element, "lvlText") or ""
    if toggle(element, "rPr", "vanish"):
        text = ""
    elif form == "bullet":
        text = _bullet(element, text)
    return Level(
        start=number(element, "start") or 0,
        form=form,
        text=text,
        separator=_SEPARATORS.get(value(element, "suff") or "tab", "\t"),
        restart=number(element, "lvlRestart"),
        legal=toggle(element, "isLgl") or False,
        style=value(element, "pStyle") or "",
        width=width,
    )


def _form(element: Element) -> tuple[str, int]:
    """The number format, and the digits of a custom one (`001, 002, …`, in `mc:AlternateContent`)."""
    for found in element.iter("{*}numFmt"):
        custom = re.match(r"0+1(?=,)", value_of(found, "format"))
        if custom:
            return "decimal", len(custom[0])
        if value_of(found, "val") not in ("", "custom"):
            return value_of(found, "val"), 0
    return "decimal", 0


def _bullet(element: Element, text: str) -> str:
    """A bullet that says something (a dash, a letter, a number) is text; dots and squares are decoration."""
    fonts = child(element, "rPr", "rFonts")
    if fonts is not None and any(_PICTURE_FONTS.search(str(font)) for font in fonts.attrib.values()):
        return ""
    return text if says(text) else ""
