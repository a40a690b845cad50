"""Plain text → blocks: one a line, as its author typed it."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.manuscript import Block
from indexer.readers.line import tidy


def blocks(text: str) -> Iterator[Block]:
    """The lines of `text` in order; blank ones make no block but are counted. CRLF is one line end."""
    for number, line in enumerate(text.splitlines(), start=1):
        if tidied := tidy(line):
            yield Block(tidied, line=number)
