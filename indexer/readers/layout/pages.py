"""Pages → blocks: columns, rows of tables, and paragraphs that go on over the edge of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from indexer.manuscript import Block, BlockKind
from indexer.readers.layout.columns import columns, lines_of
from indexer.readers.layout.glyphs import Glyph, Line, Piece
from indexer.readers.layout.margins import margins
from indexer.readers.layout.paragraphs import (
    Measure,
    begins,
    ends_sentence,
    joined,
    measure,
    opens_with_topic,
)
from indexer.readers.layout.pieces import pieces
from indexer.readers.line import tidy

#: Characters of a block that is more than a heading; and the share of paragraphs that makes a style.
_PARAGRAPH = 60
_MOST = 0.3


def blocks(pages: Iterable[Iterable[Glyph]]) -> tuple[Block, ...]:
    """The blocks of pages given as glyphs."""
    return blocks_of_pieces([pieces(page) for page in pages])


def blocks_of_pieces(pages: Sequence[Sequence[Piece]]) -> tuple[Block, ...]:
    """The blocks of pages given as pieces of lines. A page number is a block of its own, after the
    paragraph that runs on past it; `line` counts blocks from 1."""
    lines = [lines_of(page) for page in pages]
    writer = _Writer()
    for page, marginal in zip(lines, margins(lines), strict=True):
        text = [line for line in page if line not in marginal]
        middle = text[0].baseline if text else 0.0
        writer.aside(line for line in page if line in marginal and line.baseline <= middle)
        for column in columns([piece for line in text for piece in line.pieces]):
            writer.column(column)
        writer.aside(line for line in page if line in marginal and line.baseline > middle)
    writer.close()
    return tuple(writer.blocks)


@dataclass
class _Writer:
    """Puts lines together. All state that runs from page to page is here."""

    blocks: list[Block] = field(default_factory=list)
    _open: list[Line] = field(default_factory=list)
    _measure: Measure | None = None
    #: Marginal lines met since the open paragraph began.
    _asides: list[Line] = field(default_factory=list)

    def aside(self, lines: Iterable[Line]) -> None:
        """Marginal lines; they wait for the open paragraph to end."""
        self._asides += lines

    def column(self, lines: Sequence[Line]) -> None:
        """The lines of one column."""
        here = measure(lines, self._measure)
        table = _table_rows(lines)
        for at, line in enumerate(lines):
            if at in table:
                self.close()
                self._emit("\t".join(piece.text for piece in line.pieces), [line], here, table=True)
                continue
            before = self._open[-1] if self._open else None
            there = self._measure if at == 0 and self._measure is not None else here
            parted = before is not None and begins(line, before, here, there, beside=at > 0)
            if parted or (before is not None and at == 0 and self._begins_by_style(line, before, here)):
                self.close()
            if not self._open:
                self._put_asides()
            self._open.append(line)
            self._measure = here
        self._measure = here

    def _begins_by_style(self, line: Line, before: Line, column: Measure) -> bool:
        """Whether the first line of a page begins a paragraph because most others begin like it.

        Asked only where neither indents nor spacing can tell.
        """
        told = [opens_with_topic(block.text) for block in self.blocks if len(block.text) > _PARAGRAPH]
        usual = len(told) >= 3 and sum(told) >= _MOST * len(told)
        unsure = not column.indents and ends_sentence(before.text)
        return unsure and usual and opens_with_topic(line.text)

    def close(self) -> None:
        """End the open paragraph; what stood in the margin meanwhile comes after it."""
        if self._open and self._measure is not None:
            self._emit(joined(self._open), self._open, self._measure)
        self._open = []
        self._put_asides()

    def _put_asides(self) -> None:
        waiting, self._asides = self._asides, []
        for line in waiting:
            self._emit(line.text, [line], None)

    def _emit(self, text: str, lines: Sequence[Line], column: Measure | None, *, table: bool = False) -> None:
        if tidied := tidy(text):
            bold = all(line.bold for line in lines)
            centred = column is not None and not table and all(column.is_centred(line) for line in lines)
            kind: BlockKind = "table" if table else "paragraph"
            number = len(self.blocks) + 1
            self.blocks.append(Block(tidied, number, kind=kind, bold=bold, centered=centred))


def _table_rows(lines: Sequence[Line]) -> set[int]:
    """Which lines are rows of a table: several pieces, standing under those of the row above or below."""
    rows = set()
    for at in range(len(lines) - 1):
        one, two = lines[at], lines[at + 1]
        if len(one.pieces) > 1 and len(two.pieces) > 1 and _aligned(one, two):
            rows |= {at, at + 1}
    return rows


def _aligned(one: Line, two: Line) -> bool:
    near = max(one.size, two.size)
    return any(
        abs(a.left - b.left) < near or abs(a.left + a.right - b.left - b.right) < 2 * near
        for a in one.pieces[1:]
        for b in two.pieces[1:]
    )
