"""A row of a table → blocks, for every format that has tables.

A row of data is one block, its cells joined by a tab. A table that only lays out the page (one cell that
holds a whole text, as old web sites and framed notices do) gives its lines as if there were no table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.manuscript import Block
from indexer.readers.line import collapse

#: More lines than this in one cell is running text, not a datum.
_DATUM_LINES = 3

Cell = Sequence[Block]


def row(cells: Sequence[Cell], *, layout: bool) -> Iterator[Block]:
    """The blocks of one row. Notes that its cells refer to come after it.

    Args:
        cells: the blocks of each cell, in order; an empty cell is an empty sequence.
        layout: the source shows that the row lays out a page: a nested table, a lone undivided cell.
    """
    texts = [[block for block in cell if block.kind != "note"] for cell in cells]
    if layout or any(len(cell) > _DATUM_LINES for cell in texts):
        yield from (block for cell in cells for block in cell)
        return
    joined = "\t".join(_datum(cell) for cell in texts).strip()
    if joined:
        yield Block(joined, line=next(cell[0].line for cell in texts if cell), kind="table")
    yield from (block for cell in cells for block in cell if block.kind == "note")


def _datum(cell: Cell) -> str:
    return collapse("\n".join(block.text for block in cell))
