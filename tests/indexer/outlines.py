"""Outlines of whole documents without their text: what each piece is, how long, and a hash of it.

The texts themselves are not ours to ship; an outline tells whether the program still divides them as people did.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from manuscripts import of_file, process

from kb.model import Heading, Node

SHORT = 8


def outline_of(path: Path) -> Iterator[tuple[str, str]]:
    """Each piece of a document as (its row, its text)."""
    cleaned, result = process(of_file(path))
    yield _row("title", result.title), result.title
    yield f"date {result.date or '-'}", result.date
    for entry in cleaned.removed:
        yield _row(f"removed {entry.rule}", entry.text), entry.text
    for node in result.body:
        yield _row(_label(node), node.text), node.text


def write(relative: str, path: Path) -> str:
    """The outline as it is frozen: the document's path first, then a row a piece."""
    return "\n".join([relative, *(row for row, _ in outline_of(path))]) + "\n"


def difference(frozen: list[str], path: Path) -> str:
    """What differs first, with the text of the document around it; empty when nothing does."""
    found = list(outline_of(path))
    before = ""
    for number, (wanted, piece) in enumerate(zip_longest(frozen, found), 1):
        row, text = piece if piece else ("(nothing)", "")
        if wanted != row:
            return f"piece {number}: frozen {wanted!r}, now {row!r}\n  before: {before}\n  text: {text}"
        before = text
    return ""


def _label(node: Node) -> str:
    return f"h{node.level}" if isinstance(node, Heading) else f"{node.id} {node.kind}"


def _row(label: str, text: str) -> str:
    return f"{label} {len(text)} {hashlib.sha256(text.encode()).hexdigest()[:SHORT]}"
