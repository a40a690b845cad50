"""Entries of segments that are to stand in a list, and the closer look that puts the best of them in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.engine import ENTRY_KINDS, paragraph_of
from kb.engines.segment import Segment
from kb.engines.tags import Mask
from kb.order import Order
from kb.relevance import Looked, scores
from kb.wanted import Wanted

#: For every entry of a segment what it is put in order by: the smaller comes first.
Keys = NDArray[np.float32]
Numbers = NDArray[np.int64]
_HEADING = ENTRY_KINDS.index("heading")
_UNDATED = 9999


class Candidate(NamedTuple):
    """An entry of a segment with its score. A tuple, because every question makes hundreds."""

    segment: Segment
    number: int
    score: float

    @property
    def key(self) -> str:
        """The key of the entry."""
        return self.segment.key(self.number)


def ranked(hits: Sequence[tuple[Segment, Mask]], keys: Sequence[Keys], wanted: int) -> list[Candidate]:
    """The first `wanted` of all hits; among equal keys newest year first, then by speech, then in its order."""
    firsts: list[Numbers] = []
    for (segment, mask), key in zip(hits, keys, strict=True):
        numbers = np.flatnonzero(mask)
        firsts.append(numbers[first_of(key[numbers], segment.rank[numbers], wanted)])
    last = _last_of([key[first] for key, first in zip(keys, firsts, strict=True)], wanted)
    found: list[tuple[float, tuple[int, str, int], Segment]] = []
    for (segment, _), key, first in zip(hits, keys, firsts, strict=True):
        kept = first[key[first] <= last]
        found += zip(key[kept].tolist(), segment.among_equals(kept), repeat(segment))
    # Segments are never compared: no two entries are of one speech and number.
    return [Candidate(segment, equal[2], -key) for key, equal, segment in sorted(found)[:wanted]]


def _last_of(keys: Sequence[Keys], wanted: int) -> float:
    """No key above this is among the `wanted` smallest of several segments."""
    together = np.concatenate([*keys, np.empty(0, np.float32)])
    return float(np.partition(together, wanted - 1)[wanted - 1]) if 0 < wanted < len(together) else np.inf


def first_of(keys: Keys, equals: NDArray[np.int32], wanted: int) -> NDArray[np.int64]:
    """Where the `wanted` smallest keys stand, in order; among equal keys the smaller of `equals` comes first."""
    kept = np.arange(len(keys))
    if wanted < len(keys):
        last = np.partition(keys, wanted - 1)[wanted - 1]
        sure, ties = np.flatnonzero(keys < last), np.flatnonzero(keys == last)
        missing = wanted - len(sure)
        kept = np.concatenate([sure, ties[np.argpartition(equals[ties], missing - 1)[:missing]]])
    order: NDArray[np.int64] = kept[np.lexsort((equals[kept], keys[kept]))]
    return order


def keys_of(segments: Sequence[Segment], order: Order) -> list[Keys]:
    """What entries are put in order by when not by relevance; all equal for the newest first."""
    match order:
        case "oldest":
            return [np.where(s.year > 0, s.year, _UNDATED).astype(np.float32) for s in segments]
        case "length":
            return [s.length.astype(np.float32) for s in segments]
        case "source":
            place = {title: n for n, title in enumerate(sorted({t for s in segments for t in s.sources}))}
            return [np.array([place[t] for t in s.sources], np.float32)[s.speech] for s in segments]
        case _:
            return [np.zeros(s.size, np.float32) for s in segments]


def looked_at(pool: Sequence[tuple[Segment, Numbers]], wanted: Wanted, prior: bool) -> list[Candidate]:
    """A pool, the numbers of some entries of each segment, in the order of relevance."""
    looked = [one for segment, numbers in pool for one in _looked(segment, numbers, prior)]
    found = scores(looked, wanted)
    segments = [segment for segment, numbers in pool for _ in range(len(numbers))]
    equals = [equal for segment, numbers in pool for equal in segment.among_equals(numbers)]
    # Segments are never compared: no two entries are of one speech and number.
    order = sorted(zip([-score for score in found], equals, segments, strict=True))
    return [Candidate(segment, equal[2], -score) for score, equal, segment in order]


def by_segment(candidates: Sequence[Candidate]) -> list[tuple[Segment, Numbers]]:
    """The numbers of some candidates in each segment."""
    numbers: dict[Segment, list[int]] = {}
    for segment, number, _ in candidates:
        numbers.setdefault(segment, []).append(number)
    return [(segment, np.array(some)) for segment, some in numbers.items()]


def _looked(segment: Segment, numbers: Numbers, prior: bool) -> Iterable[Looked]:
    speeches = segment.speech[numbers].tolist()
    paragraphs = [_paragraph_of(segment.places[number]) for number in numbers.tolist()]
    return map(
        Looked,
        segment.texts(numbers),
        [segment.contexts[i] for i in segment.context[numbers].tolist()],
        zip([segment.speeches[i] for i in speeches], paragraphs, strict=True),
        (segment.kind[numbers] == _HEADING).tolist(),
        [segment.roles[i] for i in segment.role[numbers].tolist()],
        segment.back[numbers].tolist() if prior else repeat(False),
    )


#: The same places come again in every speech.
_paragraph_of = lru_cache(maxsize=4096)(paragraph_of)
