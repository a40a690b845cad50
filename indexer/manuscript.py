"""What a reader takes out of an original: its lines in order, with hints from the layout.

A reader never judges: it drops nothing a person could see on the page and adds only the numbers that
the word processor itself would print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.model import LINE_BREAK

BlockKind = Literal["paragraph", "table", "note"]


@dataclass(frozen=True, slots=True)
class Block:
    """One line of text.

    `text` holds no line break and is stripped; blank lines make no block but count in `line`, which is
    the 1-based number of the line (plain text) or paragraph (other formats) in the source. A table row
    is one block, its cells joined by a tab. `level` is the outline level the source itself declares:
    0 for a title, 1 for Heading 1 / h2 …, None when it says nothing.
    """

    text: str
    line: int
    kind: BlockKind = "paragraph"
    level: int | None = None
    bold: bool = False
    centered: bool = False

    def __post_init__(self) -> None:
        if not self.text or self.text != self.text.strip() or LINE_BREAK.search(self.text):
            raise ValueError(f"a block is one non-empty stripped line: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The blocks of one original in reading order.

    `name` is the file's name without folders; `encoding` says how a text file was decoded; `notices`
    are Chinese sentences for the user (a doubtful encoding, a dropped picture); `title` and `date`
    come from document properties and may be empty.
    """

    name: str
    blocks: tuple[Block, ...]
    format: str
    encoding: str = ""
    notices: tuple[str, ...] = ()
    title: str = ""
    date: str = ""
