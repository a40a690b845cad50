"""What the styles of a .docx say: outline level, centring, bold, hidden, numbering.

Source: ISO/IEC 29500-1 §17.7 (styles), §17.7.3 (toggle properties).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.readers.docx.package import Element
from indexer.readers.docx.xml import child, number, toggle, value

#: The deepest level a heading of ours has; Word's go to 9.
DEEPEST = 5

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])")
_TITLE_NAMES = frozenset({"title", "标题"})
_SUBTITLE_NAMES = frozenset({"subtitle", "副标题"})


@dataclass(frozen=True, slots=True)
class Style:
    """One style as declared; None where it says nothing and the style it is based on decides."""

    name: str
    based_on: str | None
    outline: int | None
    jc: str | None
    bold: bool | None
    hidden: bool | None
    num: int | None
    ilvl: int | None


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles by id, and the id of the default paragraph style (空 when there is none)."""

    by_id: Mapping[str, Style]
    default: str
    #: What `w:docDefaults` says.
    bold: bool = False
    hidden: bool = False

    def chain(self, style_id: str | None) -> Iterator[tuple[str, Style]]:
        """A style and those it is based on, nearest first. A style that is based on itself ends the chain."""
        seen: set[str] = set()
        while style_id and style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            yield style_id, self.by_id[style_id]
            style_id = self.by_id[style_id].based_on

    def is_bold(self, paragraph: str, character: str | None) -> bool:
        """Bold by style: toggle properties of a paragraph's and a character style cancel out (§17.7.3)."""
        return self.bold or _first(s.bold for _, s in self.chain(paragraph)) is not _first(
            s.bold for _, s in self.chain(character)
        )

    def is_hidden(self, paragraph: str, character: str | None) -> bool:
        """Hidden by style, a toggle property too."""
        return self.hidden or _first(s.hidden for _, s in self.chain(paragraph)) is not _first(
            s.hidden for _, s in self.chain(character)
        )

    def level(self, paragraph: str) -> int | None:
        """The level a paragraph style declares: 0 for a title, 1 for Heading 1; None for text."""
        for _, style in self.chain(paragraph):
            # Chinese templates give 标题 and 副标题 the outline levels of headings; their names tell better.
            if style.name in _TITLE_NAMES:
                return 0
            if style.name in _SUBTITLE_NAMES:
                return None
            if style.outline is not None:
                return outline_level(style.outline)
            if named := _HEADING_NAME.fullmatch(style.name):
                return outline_level(int(named[1]) - 1)
        return None

    def is_centred(self, paragraph: str) -> bool:
        """Whether a paragraph style centres."""
        return next((s.jc for _, s in self.chain(paragraph) if s.jc is not None), None) == "center"


def outline_level(outline: int) -> int | None:
    """Word's outline level, 0 to 8, as ours, 1 to `DEEPEST`; 9 is body text."""
    return min(outline + 1, DEEPEST) if 0 <= outline <= 8 else None


def load_styles(root: Element | None) -> Styles:
    """Read `styles.xml`; a document may have none."""
    if root is None:
        return Styles({}, "")
    elements = [element for element in root.iterchildren("{*}style") if value_of(element, "styleId")]
    default = next((e for e in elements if value_of(e, "type") == "paragraph" and _is_default(e)), None)
    defaults = child(root, "docDefaults", "rPrDefault", "rPr")
    return Styles(
        by_id={value_of(element, "styleId"): _style(element) for element in elements},
        default=value_of(default, "styleId") if default is not None else "",
        bold=toggle(defaults, "b") or False,
        hidden=toggle(defaults, "vanish") or False,
    )


def value_of(element: Element, name: str) -> str:
    """An attribute of the element itself, in the w namespace; empty when absent."""
    return element.get(f"{element.tag[: element.tag.index('}') + 1]}{name}") or ""


def _is_default(element: Element) -> bool:
    return value_of(element, "default") in ("1", "true", "on")


def _style(element: Element) -> Style:
    paragraph, run = child(element, "pPr"), child(element, "rPr")
    return Style(
        name=(value(element, "name") or "").strip().lower(),
        based_on=value(element, "basedOn"),
        outline=number(paragraph, "outlineLvl"),
        jc=value(paragraph, "jc"),
        bold=toggle(run, "b"),
        hidden=toggle(run, "vanish"),
        num=number(paragraph, "numPr", "numId"),
        ilvl=number(paragraph, "numPr", "ilvl"),
    )


def _first(answers: Iterator[bool | None]) -> bool:
    return next((answer for answer in answers if answer is not None), False)
