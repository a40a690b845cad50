"""The body of a .docx → blocks, in reading order: paragraphs, table rows, text boxes, notes.

Source: ISO/IEC 29500-1 §17.3.1 (paragraphs), §17.4 (tables), §17.11 (notes), §17.13.5 (revisions).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from indexer.manuscript import Block
from indexer.readers.docx_numbering import Counters
from indexer.readers.docx_package import Element
from indexer.readers.docx_runs import Box, Fields, Note, Piece, Runs, Text
from indexer.readers.docx_styles import Styles, outline_level
from indexer.readers.docx_xml import child, local, members, number, toggle, value
from indexer.readers.line import tidy
from indexer.readers.rows import row

Notes = Mapping[tuple[str, str], Element]


@dataclass
class Walk:
    """One reading of one document: the state that runs from paragraph to paragraph is here."""

    styles: Styles
    counters: Counters
    #: (part, id) → the element that holds the note's paragraphs.
    notes: Notes
    runs: Runs
    _paragraph: int = 0
    #: Text whose paragraph mark is deleted or hidden; it runs on into the next paragraph.
    _carried: list[Piece] = field(default_factory=list)

    def blocks(self, container: Element) -> Iterator[Block]:
        """The blocks of a body, cell, text box or note."""
        for item in members(container):
            name = local(item)
            if name == "p":
                yield from self._read_paragraph(item)
            elif name == "tbl":
                yield from self._finish()
                yield from self._table(item)
            elif name in ("altChunk", "subDoc"):
                self.runs.dropped["嵌入的文档"] += 1
        yield from self._finish()

    def _read_paragraph(self, paragraph: Element) -> Iterator[Block]:
        self._paragraph += 1
        properties = child(paragraph, "pPr")
        style = self._style(properties)
        pieces = self.runs.read(paragraph, style)
        if self._runs_on(properties, style):
            # The paragraph mark that survives, the next one's, gives the layout and the number.
            self._carried += pieces
            return
        label = self._label(properties, style)
        yield from self._said(label, self._take() + pieces, self._layout(properties, style))

    def _finish(self) -> Iterator[Block]:
        """Give out text that was to run on into a next paragraph when there is none."""
        if carried := self._take():
            yield from self._said("", carried, Block("-", self._paragraph))

    def _take(self) -> list[Piece]:
        carried, self._carried = self._carried, []
        return carried

    def _style(self, properties: Element | None) -> str:
        style = value(properties, "pStyle")
        return style if style in self.styles.by_id else self.styles.default

    def _runs_on(self, properties: Element | None, style: str) -> bool:
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            return True
        hidden = toggle(mark, "vanish")
        return self.styles.is_hidden(style, value(mark, "rStyle")) if hidden is None else hidden

    def _layout(self, properties: Element | None, style: str) -> Block:
        """A block to be filled, with what the paragraph's properties and style say of its layout."""
        outline = number(properties, "outlineLvl")
        level = self.styles.level(style) if outline is None else outline_level(outline)
        jc = value(properties, "jc")
        centred = self.styles.is_centred(style) if jc is None else jc == "center"
        return Block("-", self._paragraph, level=level, centered=centred)

    def _label(self, properties: Element | None, style: str) -> str:
        num, ilvl = number(properties, "numPr", "numId"), number(properties, "numPr", "ilvl")
        chain = list(self.styles.chain(style))
        if num is None:
            num = next((s.num for _, s in chain if s.num is not None), None)
            if ilvl is None and num in self.counters.lists:
                # A style's own ilvl counts only where no level of the list is linked to the style.
                ilvl = next(filter(None.__ne__, map(self._linked(num), [i for i, _ in chain])), None)
                ilvl = next((s.ilvl for _, s in chain if s.ilvl is not None), None) if ilvl is None else ilvl
        return self.counters.label(num, ilvl or 0) if num else ""
