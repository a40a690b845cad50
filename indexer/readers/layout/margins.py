"""Which lines of a page stand outside the text: page numbers, and heads and feet that run through.

They are told apart so that a paragraph goes on past them; they stay blocks of their own, for the cleaning
rules to judge. The type area of a page is not known, so only its outermost lines are looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from indexer.readers.layout.glyphs import Line

#: The outermost lines on either edge that may be marginal.
_OUTERMOST = 2
#: A head or foot runs through when it stands on so many pages, and on this share of them.
_LEAST_PAGES = 3
_LEAST_SHARE = 0.3
_NUMBER = re.compile(
    r"[-—–－―~～·•.\s]*\d{1,4}[-—–－―~～·•.\s]*"
    r"|[-—–－―\s]*第\s*\d{1,4}\s*页[\s,，/、]*(?:[（(]?\s*[共总]\s*\d{1,4}\s*页\s*[）)]?)?[-—–－―\s]*"
    r"|\d{1,4}\s*/\s*\d{1,4}|(?i:page)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
    r"|[-—–－―\s]+[ivxlcIVXLC]{1,6}[-—–－―\s]+"
)
_DIGITS = re.compile(r"\d+")


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page number."""
    return _NUMBER.fullmatch(text.strip()) is not None


def margins(pages: Sequence[Sequence[Line]]) -> list[set[Line]]:
    """For each page, given as lines from the top, those that are marginal."""
    standing = Counter(key for page in pages for key in {_key(line) for line in _outermost(page)})
    least = max(_LEAST_PAGES, _LEAST_SHARE * len(pages))
    return [
        {line for line in _outermost(page) if standing[_key(line)] >= least} | _numbers(page)
        for page in pages
    ]


def _outermost(page: Sequence[Line]) -> Iterator[Line]:
    yield from page[:_OUTERMOST]
    yield from page[max(_OUTERMOST, len(page) - _OUTERMOST) :]


def _key(line: Line) -> tuple[str, int, int]:
    """The same for lines that say the same at the same place, whatever number is in them."""
    height = max(line.size, 1.0)
    return (
        _DIGITS.sub("0", "".join(line.text.split())),
        round(line.baseline / height),
        round(line.left / height / 4),
    )


def _numbers(page: Sequence[Line]) -> set[Line]:
    """The number of a page, at its very edge and apart from the text beside it."""
    edges = (
        [(page[-1], page[-2] if len(page) > 1 else None), (page[0], page[1] if len(page) > 1 else None)]
        if page
        else []
    )
    return {line for line, beside in edges if is_page_number(line.text) and _apart(line, beside)}


def _apart(line: Line, beside: Line | None) -> bool:
    return beside is None or abs(line.baseline - beside.baseline) > 1.2 * max(line.size, 1.0)
