"""Manuscripts made from lines of text, as a reader of plain text would, and an outline to compare by eye."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from indexer.clean import Cleaned, clean
from indexer.facts import occasion_of
from indexer.manuscript import Block, Manuscript
from indexer.segment import Segmented, segment
from kb.model import Heading, Node

SENTENCE = "各级党组织要扛起责任，一件一件抓，一项一项改，直到群众满意为止。"


def manuscript(lines: Iterable[str], name: str = "稿件.txt", title: str = "") -> Manuscript:
    blocks = tuple(Block(line.strip(), at) for at, line in enumerate(lines, 1) if line.strip())
    return Manuscript(name, blocks, "txt", title=title)


def of_file(path: Path) -> Manuscript:
    return manuscript(path.read_text("utf-8").splitlines(), path.name)


def of_text(text: str, name: str = "稿件.txt", title: str = "") -> Manuscript:
    return manuscript(text.splitlines(), name, title)


def process(source: Manuscript) -> tuple[Cleaned, Segmented]:
    cleaned = clean(source)
    return cleaned, segment(cleaned.blocks, source.name, source.title)


def body_of(*lines: str, title: str = "在全县座谈会上的讲话") -> list[Node]:
    """The nodes of the lines, without the title, the salutation and the sentence put before them."""
    _, result = process(of_text("\n".join([title, "同志们：", SENTENCE, *lines])))
    return list(result.body[3:])


def headings(nodes: Sequence[Node]) -> list[tuple[int, str]]:
    return [(node.level, node.text) for node in nodes if isinstance(node, Heading)]


def outline(source: Manuscript) -> str:
    """The whole document as one line a piece: what it is, and its text."""
    cleaned, result = process(source)
    lines = [
        f"title {result.title_found} | {result.title}",
        f"date {result.date_found or '-'} | {result.date or '-'}",
        f"occasion | {occasion_of(result.title) or '-'}",
        *(f"removed {entry.line} {entry.rule} | {entry.text}" for entry in cleaned.removed),
    ]
    for node in result.body:
        label = f"h{node.level}" if isinstance(node, Heading) else f"{node.id} {node.kind}"
        lines.append(f"{label} | {node.text}")
    return "\n".join(lines) + "\n"
