"""Divides a cleaned manuscript into title, headings, paragraphs and their points.

Law: headings and passages, joined in order, are the blocks' text, white space aside (`indexer/account.py`).
What a line is, is decided elsewhere; here lines are put right one step at a time (wrapped, broken, glued), the
text is cut, and the pieces are numbered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.facts import date_of, is_title_worth_having, title_of_name
from indexer.headings import Found, find_headings
from indexer.lines import is_address, is_date, is_note
from indexer.manuscript import Block
from indexer.mend import mend
from indexer.opening import Opening, read_opening
from indexer.points import Paragraph, Point, divide
from indexer.spaces import close_up, visible
from indexer.unglue import unglue
from indexer.wrap import unwrap
from kb.model import Heading, Kind, Node, Passage

#: A signature stands right above its date and is no longer than this.
LONGEST_SIGNATURE = 25


@dataclass(frozen=True, slots=True)
class Segmented:
    """A document in its parts. `title_found` is text, name or properties; `date_found` text, name or nothing.

    The title as it stands in the text is in the body as headings of level 0; a title taken from elsewhere
    is not.
    """

    title: str
    title_found: str
    date: str
    date_found: str
    body: tuple[Node, ...]


def segment(blocks: Sequence[Block], name: str = "", title: str = "") -> Segmented:
    """Segment the blocks that cleaning left.

    Args:
        blocks: the blocks in order.
        name: the file's name, for a title and a date the text does not give.
        title: the title among the document's properties, if any.
    """
    blocks = unglue(mend(unwrap(visible(blocks))))
    opening = read_opening(blocks)
    body = tuple(_nodes(blocks, opening))
    if opening.title:
        chosen, found = close_up(opening.title), "text"
    elif is_title_worth_having(title):
        chosen, found = " ".join(title.split()), "properties"
    else:
        chosen, found = title_of_name(name) or "未命名", "name"
    date, date_found = date_of(body, chosen, name)
    return Segmented(chosen, found, date, date_found, body)


def _nodes(blocks: Sequence[Block], opening: Opening) -> Iterator[Node]:
    top = len(opening.parts)
    headings = find_headings(blocks[top:])
    paragraph = 0
    for at, block in enumerate(blocks):
        part = opening.parts[at] if at < top else "body"
        if part == "title":
            yield Heading(0, close_up(block.text))
            continue
        found = headings.get(at - top)
        if found:
            yield Heading(found.level, close_up(block.text[: found.end].strip()))
        rest = _behind(block, found)
        if rest:
            kind = part if part != "body" else _kind(blocks, at)
            rest = rest if kind in ("table", "note") else close_up(rest)
            for passage in _passages(rest, paragraph + 1, kind):
                paragraph = int(passage.paragraph[1:])
                yield passage


def _behind(block: Block, found: Found | None) -> str:
    return block.text[found.end :].strip() if found else block.text


def _kind(blocks: Sequence[Block], at: int) -> Kind:
    """The kind of a passage of the body: a signature and its date are a byline wherever they stand."""
    block = blocks[at]
    if block.kind != "paragraph":
        return block.kind
    if is_address(block.text):
        return "salutation"
    if is_note(block.text):
        return "note"
    dated = is_date(block.text)
    signs = at + 1 < len(blocks) and is_date(blocks[at + 1].text) and len(block.text) <= LONGEST_SIGNATURE
    return "byline" if dated or (signs and block.text[-1] not in "。！？；：") else "body"


def _passages(text: str, first: int, kind: Kind) -> Iterator[Passage]:
    """The passages of a paragraph: itself, or its lead and its points, or of what it is divided into."""
    paragraphs = divide(text) if kind == "body" else (Paragraph(text),)
    for number, paragraph in enumerate(paragraphs, first):
        if paragraph.lead:
            yield Passage(f"p{number}", paragraph.lead, kind)
        yield from _numbered(f"p{number}", paragraph.points, kind)


def _numbered(parent: str, points: Sequence[Point], kind: Kind) -> Iterator[Passage]:
    """Points under what they belong to: p23.1, and a point of that p23.1.2."""
    for number, point in enumerate(points, 1):
        yield Passage(f"{parent}.{number}", point.text, kind)
        yield from _numbered(f"{parent}.{number}", point.points, kind)
