"""Tables and texts that a spreadsheet or an editor has saved: their encoding, and their rows with line numbers.

Written by us as UTF-8; Excel and WPS in China save a plain CSV as GB18030.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

ENCODINGS = ("utf-8-sig", "gb18030")


def decoded(data: bytes) -> str | None:
    """The text of a saved table; None when it is in neither encoding."""
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


class BrokenTable(Exception):
    """It is no CSV. `line` counts from 1, and is where the wrong row begins."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of a table, the heading too, each with the line it begins in, counted from 1.

    Raises:
        BrokenTable: a quote is left open, or a field is too long.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        first = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BrokenTable(first, _told(str(error))) from error
        yield first, row


def _told(error: str) -> str:
    if "unexpected end of data" in error:
        return "引号没有合上"
    if "field larger" in error:
        return f"一格超过 {csv.field_size_limit():,} 个字"
    return "引号用错了" if "expected after" in error else error
