"""The body of a .docx → blocks, in reading order: paragraphs, table rows, text boxes, notes.

Source: ISO/IEC 29500-1 §17.3.1 (paragraphs), §17.4 (tables), §17.11 (notes), §17.13.5 (revisions).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from indexer.manuscript import Block
from indexer.readers.docx.numbering import Counters
from indexer.readers.docx.package import Element
from indexer.readers.docx.paragraph import Properties, properties_of
from indexer.readers.docx.runs import Box, Fields, Note, Piece, Runs, Text
from indexer.readers.docx.xml import child, local, members, number, value
from indexer.readers.line import tidy
from indexer.readers.rows import row


@dataclass
class Walk:
    """One reading of one document: the state that runs from paragraph to paragraph is here.

    `notes` maps (part, id) of a note to the element with its paragraphs.
    """

    runs: Runs
    counters: Counters
    notes: Mapping[tuple[str, str], Element]
    _paragraph: int = 0
    #: Text whose paragraph mark is deleted or hidden; it runs on into the next paragraph.
    _carried: list[Piece] = field(default_factory=list)

    def blocks(self, container: Element) -> Iterator[Block]:
        """The blocks of a body, cell, text box or note."""
        last: Properties | None = None
        for item in members(container):
            name = local(item)
            if name == "p":
                last = properties_of(item, self.runs.styles)
                yield from self._read(item, last)
            elif name == "tbl":
                yield from self._finish(last)
                yield from self._table(item)
            elif name == "altChunk":
                self.runs.dropped["嵌入的文档"] += 1
        yield from self._finish(last)

    def _read(self, paragraph: Element, properties: Properties) -> Iterator[Block]:
        self._paragraph += 1
        pieces = self.runs.read(paragraph, properties.style)
        if properties.runs_on:
            # The mark that survives, that of a later paragraph, decides on layout and number.
            self._carried += pieces
            return
        numbered = properties.numbering(self.counters.lists)
        label = self.counters.label(*numbered) if numbered else ""
        # A number is no text of the author's: it must not keep a bold line from counting as bold.
        yield from self._said([Text(label, True), *self._take(), *pieces], properties)

    def _finish(self, properties: Properties | None) -> Iterator[Block]:
        """Give out text that has no next paragraph to run on into."""
        carried = self._take()
        if carried and properties is not None:
            yield from self._said(carried, properties)

    def _take(self) -> list[Piece]:
        carried, self._carried = self._carried, []
        return carried

    def _said(self, pieces: list[Piece], properties: Properties) -> Iterator[Block]:
        """The lines of a paragraph, then its text boxes, then its notes."""
        line, level, centred = self._paragraph, properties.level, properties.centred
        for text, bold in _lines(piece for piece in pieces if isinstance(piece, Text)):
            yield Block(text, line, level=level, bold=bold, centered=centred)
        for piece in pieces:
            if isinstance(piece, Box):
                yield from self._apart(piece.content)
        for piece in pieces:
            if isinstance(piece, Note) and (piece.part, piece.id) in self.notes:
                for block in self._apart(self.notes[piece.part, piece.id]):
                    yield replace(block, kind="note", level=None)

    def _apart(self, container: Element) -> Iterator[Block]:
        """Text that stands outside the flow: fields and unfinished paragraphs of the flow wait."""
        waiting, self.runs.fields = self.runs.fields, Fields()
        carried = self._take()
        yield from self.blocks(container)
        self.runs.fields, self._carried = waiting, carried

    def _table(self, table: Element) -> Iterator[Block]:
        for item in members(table):
            shown = child(item, "trPr", "del") is None and child(item, "trPr", "hidden") is None
            if local(item) == "tr" and shown:
                yield from self._row(item)

    def _row(self, element: Element) -> Iterator[Block]:
        cells = [cell for cell in members(element) if local(cell) == "tc" and not _absent(cell)]
        spanned = any((number(cell, "tcPr", "gridSpan") or 1) > 1 for cell in cells)
        nested = any(local(item) == "tbl" for cell in cells for item in members(cell))
        texts = [[] if _continues(cell, "vMerge") else list(self.blocks(cell)) for cell in cells]
        yield from row(texts, layout=nested or (len(cells) == 1 and not spanned))


def _absent(cell: Element) -> bool:
    """Deleted under tracking, or the rest of a cell merged sideways the old way."""
    return child(cell, "tcPr", "cellDel") is not None or _continues(cell, "hMerge")


def _continues(cell: Element, merge: str) -> bool:
    return child(cell, "tcPr", merge) is not None and value(cell, "tcPr", merge) != "restart"


def _lines(texts: Iterable[Text]) -> Iterator[tuple[str, bool]]:
    """The lines with something on them, each with whether all of it is bold."""
    line: list[Text] = []
    for text in texts:
        first, *rest = text.text.split("\n")
        line.append(replace(text, text=first))
        for part in rest:
            yield from _line(line)
            line = [replace(text, text=part)]
    yield from _line(line)


def _line(texts: list[Text]) -> Iterator[tuple[str, bool]]:
    if joined := tidy("".join(text.text for text in texts)):
        typed = [text for text in texts if text.text.strip()]
        yield joined, all(text.bold for text in typed)
