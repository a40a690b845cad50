"""What holds inside one group of an RTF file, and the blocks gathered so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from indexer.manuscript import Block, BlockKind
from indexer.readers.line import tidy
from indexer.readers.numerals import says
from indexer.readers.rows import row

#: Where the text of a group goes; in `info` it goes nowhere, but groups inside may be listened to.
Place = Literal["text", "label", "nowhere", "info", "fonts", "styles", "title"]


def printed(label: str) -> str:
    """An automatic number with the room behind it; a bullet that is only a mark is decoration.

    A tab is room, not a character: after “一、” nothing is needed, after “1.” or “1” a space.
    """
    text = label.strip()
    if not says(text):
        return ""
    return text + " " if text[-1].isascii() and label[-1].isspace() else text


@dataclass(slots=True)
class State:
    """Properties that a group inherits and that end with it."""

    place: Place = "text"
    #: Characters that stand in for a `\\u` character in old programs, to be passed over.
    stand_ins: int = 1
    font: int | None = None
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    #: Set when the group begins with `\\*`: an unknown word then silences it.
    optional: bool = False
    #: The flow (page, text box, note) that this group opened.
    opened: Flow | None = None


@dataclass(slots=True)
class Paragraph:
    """Properties of the paragraph being read, and its pieces."""

    level: int | None = None
    centred: bool = False
    in_table: bool = False
    label: str = ""
    pieces: list[tuple[str, bool]] = field(default_factory=list)


@dataclass(slots=True)
class Flow:
    """A run of paragraphs: the page, a text box, a note. Holds the open row of a table."""

    kind: BlockKind = "paragraph"
    blocks: list[Block] = field(default_factory=list)
    paragraph: Paragraph = field(default_factory=Paragraph)
    #: Text boxes and notes anchored in the open paragraph; they come after it.
    after: list[Block] = field(default_factory=list)
    _cell: list[Block] = field(default_factory=list)
    _cells: list[list[Block]] = field(default_factory=list)

    def end_paragraph(self, number: int) -> None:
        """Close the open paragraph; what was anchored in it follows."""
        lines: list[list[tuple[str, bool]]] = [[]]
        for text, bold in self.paragraph.pieces:
            first, *rest = text.split("\n")
            lines[-1].append((first, bold))
            lines += [[(part, bold)] for part in rest]
        if not self.paragraph.in_table and (self._cell or self._cells):
            self.end_row()
        target = self._cell if self.paragraph.in_table else self.blocks
        label = printed(self.paragraph.label)
        for line in lines:
            if text := tidy(label + "".join(text for text, _ in line)):
                target.append(self._block(text, number, all(bold for text, bold in line if text.strip())))
                label = ""
        target += self.after
        self.after = []
        self.paragraph.pieces, self.paragraph.label = [], ""

    def _block(self, text: str, number: int, bold: bool) -> Block:
        level = self.paragraph.level if self.kind != "note" else None
        return Block(text, number, self.kind, level, bold, self.paragraph.centred)

    def end_cell(self) -> None:
        """Close the open cell."""
        self._cells.append(self._cell)
        self._cell = []

    def end_row(self) -> None:
        """Close the open row."""
        if self._cell:
            self.end_cell()
        self.blocks += row(self._cells, layout=len(self._cells) == 1)
        self._cells = []

    def finish(self, number: int) -> list[Block]:
        """All blocks, whatever was left open."""
        self.end_paragraph(number)
        if self._cell or self._cells:
            self.end_row()
        return self.blocks
