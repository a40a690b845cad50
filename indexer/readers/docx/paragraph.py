"""What the properties of a paragraph amount to, with its style and the numbering put together.

Pure questions; counting and reading text happen elsewhere.
Source: ISO/IEC 29500-1 §17.3.1, §17.7.2 (style hierarchy), §17.9.23 (levels linked to styles).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.readers.docx.numbering import List
from indexer.readers.docx.package import Element
from indexer.readers.docx.styles import Styles, outline_level
from indexer.readers.docx.xml import child, number, toggle, value


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of one paragraph. `style` is an id of `styles`, or empty."""

    element: Element | None
    styles: Styles
    style: str

    @property
    def level(self) -> int | None:
        """0 for a title, 1 for the first level of headings; None for text."""
        outline = number(self.element, "outlineLvl")
        return self.styles.level(self.style) if outline is None else outline_level(outline)

    @property
    def centred(self) -> bool:
        """Whether it is centred on the page."""
        jc = value(self.element, "jc")
        return self.styles.is_centred(self.style) if jc is None else jc == "center"

    @property
    def runs_on(self) -> bool:
        """Whether its text runs on into the next paragraph: mark deleted or hidden, or a dropped capital."""
        mark = child(self.element, "rPr")
        if value(self.element, "framePr", name="dropCap") in ("drop", "margin"):
            return True
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            return True
        hidden = toggle(mark, "vanish")
        return self.styles.is_hidden(self.style, value(mark, "rStyle")) if hidden is None else hidden

    def numbering(self, lists: Mapping[int, List]) -> tuple[int, int] | None:
        """The list and level (from 0) that number it; None for an unnumbered paragraph."""
        num, ilvl = number(self.element, "numPr", "numId"), number(self.element, "numPr", "ilvl")
        if num is None:
            num = next((s.num for _, s in self.styles.chain(self.style) if s.num is not None), None)
            ilvl = self._level_by_style(lists.get(num or 0)) if ilvl is None else ilvl
        # Number 0 takes away the numbering that a style would give.
        return (num, ilvl or 0) if num else None

    def _level_by_style(self, numbering: List | None) -> int | None:
        # A style's own level counts only where no level of the list is linked to the style.
        for style_id, style in self.styles.chain(self.style):
            linked = numbering.level_of_style(style_id) if numbering else None
            if linked is not None or style.ilvl is not None:
                return style.ilvl if linked is None else linked
        return None


def properties_of(paragraph: Element, styles: Styles) -> Properties:
    """The properties of a `w:p`. An unknown style counts as the default one, as in Word."""
    element = child(paragraph, "pPr")
    style = value(element, "pStyle") or ""
    return Properties(element, styles, style if style in styles.by_id else styles.default)
