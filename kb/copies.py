"""Near copies: the same passage again, as it stands or a little changed.

MinHash over the three-character shingles of folded text (Broder 1997): two texts agree in about as many
of their signature's places as their shingles overlap (Jaccard). Fixed multipliers, so that the same texts
fold alike everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

#: Places of a signature: the standard error of the estimate is about 1 / sqrt(PLACES).
PLACES = 96
#: From this overlap on, two passages are told as one.
ALIKE = 0.5
#: Shorter texts are copies only when they are equal.
SHORTEST = 12

# Not numpy's, which takes long to load.
_random = Random(1997)
_FACTORS = np.array([_random.getrandbits(63) | 1 for _ in range(PLACES)], np.uint64)
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
#: Fewest places in which near copies agree.
_AGREE = int(np.ceil(ALIKE * PLACES))

Signature = NDArray[np.uint32]
#: One signature a row.
Signatures = NDArray[np.uint32]


def signature(text: str) -> Signature:
    """The MinHash signature of a folded text: `PLACES` numbers."""
    one: Signature = signatures([text])[0]
    return one


def signatures(texts: Sequence[str]) -> Signatures:
    """The signatures of folded texts, all made in one go."""
    if not texts:
        return np.zeros((0, PLACES), np.uint32)
    padded = [text.ljust(3, "\0") for text in texts]
    codes = np.frombuffer("".join(padded).encode("utf-32-le"), np.uint32).astype(np.uint64)
    shingles = (codes[:-2] * _MIX[0]) ^ (codes[1:-1] * _MIX[1]) ^ (codes[2:] * _MIX[2])
    ends = np.cumsum([len(text) for text in padded])
    # The two shingles that reach from one text into the next stand between the stretches that count.
    stretches = np.stack([np.concatenate([[0], ends[:-1]]), ends - 2], axis=1).ravel()[:-1]
    lowest = np.empty((PLACES, len(texts)), np.uint64)
    for row, factor in zip(lowest, _FACTORS, strict=True):
        row[:] = np.minimum.reduceat(shingles * factor, stretches)[::2]
    found: Signatures = (lowest.T >> np.uint64(32)).astype(np.uint32)
    return found


def leaders(texts: Sequence[str], signed: Signatures | None = None) -> list[int]:
    """For each folded text the number of the first one that it is a near copy of; its own when it is none.

    A copy is compared with leaders only, so that a chain of small changes does not run together.

    Args:
        signed: the signatures of the texts, where they are known.
    """
    rows = signatures(texts) if signed is None else signed
    found = list(range(len(texts)))
    for number, head in _may_agree(rows):
        if found[number] == number and found[head] == head and _alike(texts, rows, head, number):
            found[number] = head
    return found


def behind(texts: Sequence[str], signed: Signatures | None = None) -> dict[int, list[int]]:
    """The numbers of the texts that stand for themselves, in order, each with those folded behind it."""
    groups: dict[int, list[int]] = {}
    for number, head in enumerate(leaders(texts, signed)):
        if number == head:
            groups[head] = []
        else:
            groups[head].append(number)
    return groups


def _may_agree(rows: Signatures) -> Iterator[tuple[int, int]]:
    """All pairs that may agree in enough places, the later number first, in order.

    Only a quarter of every number is compared, all with all at once: what agrees in whole agrees in part.
    """
    size = len(rows)
    counts = np.zeros((size, size), np.uint8)
    same = np.empty((size, size), np.bool_)
    for place in np.ascontiguousarray(rows.T).astype(np.uint8):
        np.equal(place[:, None], place, out=same)
        counts += same.view(np.uint8)
    numbers, heads = np.nonzero(np.tril(counts, -1) >= _AGREE)
    yield from zip(numbers.tolist(), heads.tolist(), strict=True)


def _alike(texts: Sequence[str], rows: Signatures, head: int, number: int) -> bool:
    if min(len(texts[head]), len(texts[number])) < SHORTEST:
        return texts[head] == texts[number]
    return int(np.count_nonzero(rows[head] == rows[number])) >= _AGREE
