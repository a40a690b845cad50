"""Proves the first promise for one document: every character of the source stands in exactly one place.

It compares in order, not as a bag of characters; only white space and zero-width characters are left out of
account.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from indexer.manuscript import Manuscript
from indexer.spaces import INVISIBLE
from kb.model import Node, Removed


def unaccounted(manuscript: Manuscript, removed: Iterable[Removed], body: Iterable[Node]) -> int:
    """How many characters are lost, added or out of place; 0 when all is in order.

    Args:
        manuscript: what was read.
        removed: the blocks that cleaning took out, each with its line.
        body: headings and passages in order.
    """
    taken = Counter((entry.line, _dense(entry.text)) for entry in removed)
    kept = []
    for block in manuscript.blocks:
        key = (block.line, _dense(block.text))
        if taken[key] > 0:
            taken[key] -= 1
        else:
            kept.append(key[1])
    invented = sum(len(text) * count for (_, text), count in taken.items())
    return invented + _apart("".join(kept), "".join(_dense(node.text) for node in body))


def _dense(text: str) -> str:
    return "".join(INVISIBLE.sub("", text).split())


def _apart(one: str, two: str) -> int:
    """The length of the stretch in which two texts differ, the longer of the two."""
    if one == two:
        return 0
    shorter = min(len(one), len(two))
    head = next((i for i in range(shorter) if one[i] != two[i]), shorter)
    tail = next((i for i in range(shorter - head) if one[-1 - i] != two[-1 - i]), shorter - head)
    return max(len(one), len(two)) - head - tail
