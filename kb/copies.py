"""Near copies: the same passage again, as it stands or a little changed.

MinHash over the three-character shingles of folded text (Broder 1997): two texts agree in about as many
of their signature's places as their shingles overlap (Jaccard). Fixed multipliers, so that the same texts
fold alike everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: Places of a signature: the standard error of the estimate is about 1 / sqrt(PLACES).
PLACES = 96
#: From this overlap on, two passages are told as one.
ALIKE = 0.5
#: Shorter texts are copies only when they are equal.
SHORTEST = 12

_random = np.random.default_rng(1997)
_FACTORS = _random.integers(1, 2**63, PLACES, dtype=np.uint64) | np.uint64(1)
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)

Signature = NDArray[np.uint32]


def signature(text: str) -> Signature:
    """The MinHash signature of a folded text: `PLACES` numbers."""
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
    if len(codes) < 3:
        codes = np.pad(codes, (0, 3 - len(codes)))
    shingles = (codes[:-2] * _MIX[0]) ^ (codes[1:-1] * _MIX[1]) ^ (codes[2:] * _MIX[2])
    hashed = np.multiply.outer(_FACTORS, shingles) >> np.uint64(32)
    lowest: Signature = hashed.min(axis=1).astype(np.uint32)
    return lowest


def leaders(texts: Sequence[str]) -> list[int]:
    """For each folded text the number of the first one that it is a near copy of; its own when it is none.

    A copy is compared with leaders only, so that a chain of small changes does not run together.
    """
    found: list[int] = []
    heads: list[int] = []
    signatures = np.zeros((len(texts), PLACES), np.uint32)
    for number, text in enumerate(texts):
        signatures[number] = signature(text)
        head = _like(number, heads, texts, signatures)
        if head == number:
            heads.append(number)
        found.append(head)
    return found


def behind(texts: Sequence[str]) -> dict[int, list[int]]:
    """The numbers of the texts that stand for themselves, in order, each with those folded behind it."""
    groups: dict[int, list[int]] = {}
    for number, head in enumerate(leaders(texts)):
        if number == head:
            groups[head] = []
        else:
            groups[head].append(number)
    return groups


def _like(number: int, heads: list[int], texts: Sequence[str], signatures: NDArray[np.uint32]) -> int:
    if not heads:
        return number
    shares = (signatures[heads] == signatures[number]).mean(axis=1)
    for at in np.flatnonzero(shares >= ALIKE).tolist():
        head = heads[at]
        short = min(len(texts[head]), len(texts[number])) < SHORTEST
        if not short or texts[head] == texts[number]:
            return head
    return number
