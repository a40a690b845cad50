"""BM25 (Robertson & Zaragoza 2009): which few hundred of all hits are looked at more closely.

What puts those in order is in `kb/relevance.py`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: How many of the best candidates are looked at.
POOL = 200

_K1, _B = 1.2, 0.6


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
    return bm25_over(counts, norms(lengths, mean), having, size)


def norms(lengths: NDArray[np.int32], mean: float) -> NDArray[np.float64]:
    """What BM25 sets against the counts of each entry: it depends on no term."""
    return _K1 * (1 - _B + _B * lengths.astype(np.float64) / mean)


def bm25_over(
    counts: NDArray[np.float32], norms: NDArray[np.float64], having: int, size: int
) -> NDArray[np.float32]:
    """See `bm25`; with the norms of the entries that have the term in place of their lengths."""
    idf = np.log(1 + (size - having + 0.5) / (having + 0.5))
    share = counts * (_K1 + 1) / (counts + norms)
    scores: NDArray[np.float32] = (idf * share).astype(np.float32)
    return scores
