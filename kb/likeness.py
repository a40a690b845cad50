"""How like a theme's own passages another passage is, judged by the words around the theme's terms.

An estimate for putting proposals in order and for warning; it never gives or takes a theme. The terms
themselves are left out, since what is judged lacks them.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from kb.analysis import grams
from kb.fold import fold
from kb.terms import Matcher

#: With fewer passages of its own than this a theme cannot be described; every passage is as likely as not.
ENOUGH = 20
_RARE = 3
_MOST = 3.0


class Likeness:
    """Learns how often pairs of characters stand in passages of a theme and in others.

    Half of each tells the pairs apart, the other half where the two kinds of passage lie on that scale.
    """

    def __init__(self, own: Sequence[str], others: Sequence[str], terms: Iterable[str]) -> None:
        self._terms = Matcher(terms)
        mine, theirs = ([self._pairs(text) for text in texts] for texts in (own, others))
        self._known = min(len(mine), len(theirs)) >= ENOUGH
        self._weights = _weights(mine[::2], theirs[::2])
        self._mine = sorted(map(self._score, mine[1::2]))
        self._theirs = sorted(map(self._score, theirs[1::2]))

    def chance(self, text: str) -> float:
        """From 0 (like other passages) to 1 (like the theme's own); a half when nothing can be told."""
        if not self._known:
            return 0.5
        score = self._score(self._pairs(text))
        below = (bisect_right(self._mine, score) + 1) / (len(self._mine) + 2)
        above = (len(self._theirs) - bisect_left(self._theirs, score) + 1) / (len(self._theirs) + 2)
        return below / (below + above)

    def mean(self, texts: Iterable[str]) -> float:
        """The mean chance; a half for no texts."""
        chances = [self.chance(text) for text in texts]
        return sum(chances) / len(chances) if chances else 0.5

    def _pairs(self, text: str) -> frozenset[str]:
        for match in reversed(self._terms.find(text)):
            for start, end in match.spans:
                text = text[:start] + "。" * (end - start) + text[end:]
        return frozenset(pair for pair in grams(fold(text)) if len(pair) == 2)

    def _score(self, pairs: frozenset[str]) -> float:
        known = [self._weights[pair] for pair in pairs if pair in self._weights]
        return sum(known) / len(known) if known else 0.0


def _weights(mine: Sequence[frozenset[str]], theirs: Sequence[frozenset[str]]) -> dict[str, float]:
    """The logarithm of how much more often a pair stands in a passage of the theme than in another."""
    a, b = Counter(p for pairs in mine for p in pairs), Counter(p for pairs in theirs for p in pairs)
    return {
        pair: max(
            -_MOST,
            min(_MOST, math.log((a[pair] + 1) / (len(mine) + 2) / ((b[pair] + 1) / (len(theirs) + 2)))),
        )
        for pair in a.keys() | b.keys()
        if a[pair] + b[pair] >= _RARE
    }
