"""The closer look: what puts the best few hundred hits in the order a writer would.

Pure functions over folded text, so that every engine can use them. BM25 (Robertson & Zaragoza 2009)
brings the candidates; here they are judged by what counts of terms cannot see.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: How many of the best candidates are looked at.
POOL = 200

_K1, _B = 1.2, 0.6
#: In folded characters: what is shorter says little alone, what is longer is hard to use.
_SHORT, _LONG = 24, 500
_HEADING_FACTOR = 0.7


def bm25(
    counts: NDArray[np.float32], lengths: NDArray[np.int32], mean: float, having: int, size: int
) -> NDArray[np.float32]:
    """BM25 of one term for the entries that have it.

    Args:
        counts: how often each of them has it.
        lengths: their lengths in folded characters.
        mean: the mean length of all entries.
        having: how many entries have the term.
        size: how many entries there are.
    """
    idf = np.log(1 + (size - having + 0.5) / (having + 0.5))
    share = counts * (_K1 + 1) / (counts + _K1 * (1 - _B + _B * lengths / mean))
    scores: NDArray[np.float32] = (idf * share).astype(np.float32)
    return scores


def closer(text: str, context: str, literals: Sequence[str], relative: float, is_heading: bool) -> float:
    """The final score of a candidate.

    Args:
        text: its folded text.
        context: its folded title and headings.
        literals: the folded strings asked for.
        relative: its BM25 as a share of the best candidate's, 0 to 1.
        is_heading: whether it is a heading itself.
    """
    score = relative
    if literals:
        found = [at for x in literals if (at := text.find(x)) >= 0]
        score += 0.3 * sum(x in context for x in literals) / len(literals)
        score += 0.15 * (bool(found) and min(found) < 20)
        score += 0.3 * _nearness(text, literals, found)
    return score * _length_factor(len(text), is_heading)


def _nearness(text: str, literals: Sequence[str], found: Sequence[int]) -> float:
    """1 when the strings stand side by side, falling with the gap; 0 for a single string."""
    if len(found) < 2:
        return 0.0
    inside = sum(len(x) for x in literals if x in text)
    gap = max(0, max(found) - min(found) + len(literals[-1]) - inside)
    return 1 / (1 + gap / 20)


def _length_factor(length: int, is_heading: bool) -> float:
    if is_heading:
        return _HEADING_FACTOR
    if length < _SHORT:
        return 0.4 + 0.4 * length / _SHORT
    return 1.0 if length <= _LONG else max(0.7, 1 - (length - _LONG) / 2000)
