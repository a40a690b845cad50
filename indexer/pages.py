"""Finds what pages leave in a text: their numbers alone on a line, and the head or foot that each repeats.

A line that merely occurs often is no running head (专栏, 各位代表！): it must stand beside page numbers, or be
the title over again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from indexer.lines import is_address, is_title
from indexer.manuscript import Block
from indexer.rules import PAGE_NUMBER, RUNNING_HEAD

#: A running head is on so many pages at least, and so many characters long at most.
FEWEST_PAGES = 3
LONGEST_HEAD = 40
#: A page number follows a line of text; a number behind a shorter line belongs to it (专栏 1).
SHORTEST_BEFORE_NUMBER = 8

_NUMBER = re.compile(r"\d{1,3}")


def page_numbers(blocks: Sequence[Block]) -> dict[int, str]:
    """Numbers alone on a line, when they count on without a gap as the pages of a document do."""
    numbers = [at for at, block in enumerate(blocks) if _is_number(block)]
    counts_on = all(int(blocks[two].text) == int(blocks[one].text) + 1 for one, two in pairwise(numbers))
    if len(numbers) < FEWEST_PAGES or not counts_on or not all(_behind_text(blocks, at) for at in numbers):
        return {}
    return dict.fromkeys(numbers, PAGE_NUMBER)


def running_heads(blocks: Sequence[Block], taken: Mapping[int, str]) -> dict[int, str]:
    """The lines that pages repeat. The first that is the title stays, to be the title.

    Args:
        taken: the lines already known for what they are, page numbers among them.
    """
    places: dict[str, list[int]] = {}
    for at, block in enumerate(blocks):
        if at not in taken and _may_be_head(block):
            places.setdefault(block.text, []).append(at)
    title = next(
        (block.text for at, block in enumerate(blocks) if at not in taken and is_title(block.text)), ""
    )
    found: dict[int, str] = {}
    for text, ats in places.items():
        if text == title:
            ats = ats[1:]
            heads = len(ats) >= FEWEST_PAGES - 1
        else:
            beside = sum(PAGE_NUMBER in (taken.get(at - 1), taken.get(at + 1)) for at in ats)
            heads = len(ats) >= FEWEST_PAGES and beside >= len(ats) - 1
        found |= dict.fromkeys(ats, RUNNING_HEAD) if heads else {}
    return found


def _is_number(block: Block) -> bool:
    return block.kind == "paragraph" and _NUMBER.fullmatch(block.text) is not None


def _behind_text(blocks: Sequence[Block], at: int) -> bool:
    return at > 0 and len(blocks[at - 1].text) >= SHORTEST_BEFORE_NUMBER


def _may_be_head(block: Block) -> bool:
    text = block.text
    plain = block.kind == "paragraph" and block.level is None and 2 <= len(text) <= LONGEST_HEAD
    return plain and text[-1] not in "。！？；：，、" and not is_address(text)
