"""What one paragraph of a .docx says: its text, and what hangs on it (text boxes, notes).

Tracked deletions, hidden text and field codes are no part of it; field results and insertions are.
Source: ISO/IEC 29500-1 §17.3 (runs), §17.13 (revisions), §17.16 (fields).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.readers.docx.package import Element
from indexer.readers.docx.styles import Styles, value_of
from indexer.readers.docx.symbols import symbol
from indexer.readers.docx.xml import REMOVED, alternative, child, local, toggle, value

_SILENT = REMOVED | {
    "pPr",
    "rPr",
    "instrText",
    "delText",
    "delInstrText",
    "softHyphen",
    "rt",
    "rubyPr",
    "annotationRef",
}
_PRINTED = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "br": "\n", "cr": "\n"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
# What a manuscript cannot hold, by the element that shows it, in the words of the notice.
_DROPPED = {
    "oMath": "公式",
    "oMathPara": "公式",
    "pic": "图片",
    "imagedata": "图片",
    "chart": "图表",
    "relIds": "图示",
    "textpath": "艺术字",
    "subDoc": "嵌入的文档",
}


@dataclass(frozen=True, slots=True)
class Text:
    """Some characters; `\\n` is a line break."""

    text: str
    bold: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A text box anchored here."""

    content: Element


@dataclass(frozen=True, slots=True)
class Note:
    """A reference to a note, by part (`footnotes`, `endnotes`) and id."""

    part: str
    id: str


Piece = Text | Box | Note


@dataclass
class Fields:
    """The complex fields open at this place, innermost last: True while in the code, before its result."""

    in_code: list[bool] = field(default_factory=list)

    def mark(self, kind: str) -> None:
        """Take note of a `w:fldChar` of this type."""
        if kind == "begin":
            self.in_code.append(True)
        elif self.in_code and kind == "separate":
            self.in_code[-1] = False
        elif self.in_code and kind == "end":
            self.in_code.pop()

    def end_paragraph(self) -> None:
        """Close codes left open: only results span paragraphs; a damaged field must not swallow text."""
        self.in_code = [False for _ in self.in_code]


@dataclass
class Runs:
    """Reads paragraphs one after another; counts in `dropped` what a manuscript cannot hold."""

    styles: Styles
    dropped: Counter[str] = field(default_factory=Counter)
    fields: Fields = field(default_factory=Fields)

    def read(self, paragraph: Element, style: str) -> list[Piece]:
        """The pieces of a paragraph, in order.

        Args:
            paragraph: `w:p`.
            style: the id of its paragraph style.
        """
        pieces = list(self._inline(paragraph, style))
        self.fields.end_paragraph()
        return pieces

    def _inline(self, parent: Element, style: str) -> Iterator[Piece]:
        for item in parent:
            name = local(item)
            if name == "r":
                yield from self._run(item, style)
            elif name == "AlternateContent":
                yield from self._inline(alternative(item), style)
            elif name in _DROPPED:
                self.dropped[_DROPPED[name]] += 1
            elif name not in _SILENT:
                yield from self._inline(item, style)

    def _run(self, run: Element, style: str) -> Iterator[Piece]:
        look = child(run, "rPr")
        character = value(look, "rStyle")
        hidden = _either(toggle(look, "vanish"), self.styles.is_hidden(style, character))
        bold = _either(toggle(look, "b"), self.styles.is_bold(style, character))
        for item in run:
            if local(item) == "fldChar":
                self.fields.mark(value_of(item, "fldCharType"))
            elif not hidden and not any(self.fields.in_code):
                yield from self._said(item, bold, style)

    def _said(self, item: Element, bold: bool, style: str) -> Iterator[Piece]:
        name = local(item)
        if name == "t":
            yield Text(_characters(item), bold)
        elif name in _PRINTED:
            yield Text(_PRINTED[name], bold)
        elif name == "sym":
            yield Text(self._symbol(item), bold)
        elif name in _NOTES:
            yield Note(_NOTES[name], value_of(item, "id"))
        elif name in ("drawing", "pict", "object"):
            yield from self._drawn(item)
        elif name == "AlternateContent":
            for inner in alternative(item):
                yield from self._said(inner, bold, style)
        elif name not in _SILENT:
            yield from self._inline(item, style)

    def _symbol(self, item: Element) -> str:
        text = symbol(value_of(item, "font"), value_of(item, "char"))
        self.dropped["特殊符号"] += not text
        return text

    def _drawn(self, parent: Element) -> Iterator[Box]:
        """The text boxes of a drawing; its pictures and such are counted."""
        name = local(parent)
        if name == "txbxContent":
            yield Box(parent)
        elif name in _DROPPED:
            self.dropped[_DROPPED[name]] += 1
        elif name == "object":
            self.dropped[_object(parent)] += 1
        elif name == "AlternateContent":
            yield from self._drawn(alternative(parent))
        else:
            for item in parent:
                yield from self._drawn(item)


def _characters(item: Element) -> str:
    """The text of `w:t`; without `xml:space="preserve"` Word shows no white space at its ends."""
    text = item.text or ""
    kept = item.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    # A line end in the file is a space on the page; only `w:br` breaks a line.
    return (text if kept else text.strip(" \t\r\n")).replace("\r", " ").replace("\n", " ")


def _object(item: Element) -> str:
    program = next((found.get("ProgID", "") for found in item.iter("{*}OLEObject")), "")
    return "公式" if program.startswith("Equation") else "嵌入对象"


def _either(direct: bool | None, by_style: bool) -> bool:
    return by_style if direct is None else direct
