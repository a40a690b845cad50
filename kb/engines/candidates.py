"""Which entries stand in a list and in what order, and the closer look that puts the best of them in order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.copies import behind
from kb.engines.whole import Numbers, Whole
from kb.order import Order
from kb.rank import POOL
from kb.relevance import scored
from kb.wanted import Wanted

#: For some entries what they are put in order by: the smaller comes first.
Keys = NDArray[np.float32] | NDArray[np.float64]


class Listed(NamedTuple):
    """Entries in order, by number, with their scores."""

    numbers: Numbers
    scores: NDArray[np.float64]

    def then(self, more: Listed) -> Listed:
        """These, and more behind them."""
        return Listed(
            np.concatenate([self.numbers, more.numbers]), np.concatenate([self.scores, more.scores])
        )

    def part(self, which: slice | list[int]) -> Listed:
        """Some of them."""
        return Listed(self.numbers[which], self.scores[which])


def first(whole: Whole, numbers: Numbers, keys: Keys, wanted: int) -> Listed:
    """The first `wanted` of some entries; among equal keys newest day first, then by speech, then in its order."""
    order = first_of(keys, whole.equals[numbers], wanted)
    return Listed(numbers[order], -keys[order].astype(np.float64))


def first_of(keys: Keys, equals: Numbers, wanted: int) -> Numbers:
    """Where the `wanted` smallest keys stand, in order; among equal keys the smaller of `equals` comes first."""
    kept = np.arange(len(keys))
    if wanted < len(keys):
        last = np.partition(keys, wanted - 1)[wanted - 1]
        sure, ties = np.flatnonzero(keys < last), np.flatnonzero(keys == last)
        missing = wanted - len(sure)
        kept = np.concatenate([sure, ties[np.argpartition(equals[ties], missing - 1)[:missing]]])
    order: Numbers = kept[np.lexsort((equals[kept], keys[kept]))]
    return order


def keys_of(whole: Whole, numbers: Numbers, order: Order) -> Keys:
    """What some entries are put in order by when not by relevance; all equal for the newest first."""
    match order:
        case "oldest":
            return whole.oldest[numbers].astype(np.float32)
        case "length":
            return whole.length[numbers].astype(np.float32)
        case "source":
            return whole.by_source[numbers].astype(np.float32)
        case _:
            return np.zeros(len(numbers), np.float32)


def looked_at(whole: Whole, numbers: Numbers, wanted: Wanted, prior: bool) -> Listed:
    """A pool, entries by ascending number, in the order of relevance."""
    return first(whole, numbers, -scored(whole.pool(numbers, prior), wanted), len(numbers))


def folded(whole: Whole, listed: Listed) -> tuple[Listed, dict[int, Numbers]]:
    """The list with near copies in the pool taken out, and those that stand behind others, by number."""
    pool, rest = listed.part(slice(POOL)), listed.part(slice(POOL, None))
    groups = behind(*whole.signed(pool.numbers))
    copies = {int(pool.numbers[head]): pool.numbers[group] for head, group in groups.items() if group}
    return pool.part(list(groups)).then(rest), copies
