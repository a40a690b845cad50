"""Where words stand near each other, and where patterns stand: one judge for every engine, and for the marks.

An engine brings the texts that have all the words; whether they stand as asked is decided here, on folded text.
Every step looks only for the nearest word before, so that no question, however made, takes more than a pass
over the text for each of its parts (a regular expression of as many gaps can take for ever).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb import fold
from kb.fold import BARRIER, READING, fold_with_offsets
from kb.query_tree import STAR, Literal, Near, Pattern, Sought

Span = tuple[int, int]
_Numbers = NDArray[np.int64]

#: Between texts that are looked through together. No string that is looked for holds `READING`.
_BETWEEN = f"{BARRIER}{READING}{BARRIER}"


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Stretches of a text, in order of their ends."""

    starts: _Numbers
    ends: _Numbers


def spans(folded: str, sought: Near | Pattern) -> list[Span]:
    """What is marked of a folded text: words that stand near each other, and patterns from end to end.

    What stands between two words was not asked for, and stays unmarked; what a `*` stands for was.

    Returns:
        (start, end) in folded characters, sorted; those of a pattern may overlap.
    """
    found = _found(folded, sought)
    return sorted(set(zip(found.starts.tolist(), found.ends.tolist(), strict=True)))


def among(texts: Sequence[str], sought: Near | Pattern) -> list[int]:
    """Which of many folded texts it stands in, by their numbers, in order."""
    sizes = np.array([len(text) + len(_BETWEEN) for text in texts], np.int64)
    found = _found(_BETWEEN.join(texts), sought)
    numbers: list[int] = np.unique(np.searchsorted(np.cumsum(sizes), found.starts, side="right")).tolist()
    return numbers


def spans_of(text: str, sought: Iterable[Sought]) -> list[Span]:
    """Where what is sought stands in an unfolded text, in characters of it, overlapping or not."""
    asked = list(sought)
    marked = fold.spans_of(text, [one for one in asked if isinstance(one, str)])
    wider = [one for one in asked if not isinstance(one, str)]
    if wider:
        folded, offsets = fold_with_offsets(text)
        marked += [(offsets[a], offsets[b - 1] + 1) for one in wider for a, b in spans(folded, one)]
    return marked


def _found(text: str, sought: Near | Pattern) -> _Stretches:
    return _near(text, sought) if isinstance(sought, Near) else _pattern(text, sought)


def _near(text: str, sought: Near) -> _Stretches:
    left, right = _any_of(text, sought.left), _any_of(text, sought.right)
    marked: list[_Numbers] = []
    for first, second in ((left, right), (right, left)):
        before, after = _close(text, first, second, sought.gap)
        marked += [
            np.stack([first.starts[before], first.ends[before]]),
            np.stack([second.starts[after], second.ends[after]]),
        ]
    both = np.concatenate(marked, axis=1)
    return _Stretches(both[0], both[1])


def _pattern(text: str, sought: Pattern) -> _Stretches:
    """Grow from the first part to the last; each stretch begins where the shortest one that ends there begins."""
    grown = _places(text, sought.parts[0])
    for part in sought.parts[1:]:
        following = _places(text, part)
        before, after = _close(text, grown, following, STAR, nearest_after=False)
        grown = _Stretches(grown.starts[before], following.ends[after])
    return grown


def _any_of(text: str, literals: Iterable[Literal]) -> _Stretches:
    """Where any of some literals stands."""
    found = [_places(text, folded) for folded in dict.fromkeys(one.folded for one in literals)]
    if len(found) == 1:
        return found[0]
    starts, ends = (np.concatenate([getattr(one, side) for one in found]) for side in ("starts", "ends"))
    order = np.argsort(ends, kind="stable")
    return _Stretches(starts[order], ends[order])


def _places(text: str, literal: str) -> _Stretches:
    """Where a folded string stands, overlapping or not."""
    found = []
    at = text.find(literal)
    while at >= 0:
        found.append(at)
        at = text.find(literal, at + 1)
    starts = np.array(found, np.int64)
    return _Stretches(starts, starts + len(literal))


def _close(
    text: str, first: _Stretches, second: _Stretches, gap: int, nearest_after: bool = True
) -> tuple[_Numbers, _Numbers]:
    """Pairs of a stretch and one that follows it closely in the same sentence, by their numbers.

    Every second stretch that follows any first one stands in a pair, with the nearest of them; with
    `nearest_after` every first one that is followed stands in one too.
    """
    at = np.searchsorted(first.ends, second.starts, side="right") - 1
    after = np.flatnonzero(at >= 0)
    before = at[after]
    if nearest_after:
        order = np.argsort(second.starts, kind="stable")
        at = np.searchsorted(second.starts[order], first.ends, side="left")
        followed = np.flatnonzero(at < len(order))
        before, after = np.concatenate([before, followed]), np.concatenate([after, order[at[followed]]])
    ends, starts = first.ends[before], second.starts[after]
    close = np.flatnonzero(starts - ends <= gap)
    between = zip(ends[close].tolist(), starts[close].tolist(), strict=True)
    unbroken = close[[text.find(BARRIER, end, start) < 0 for end, start in between]]
    return before[unbroken], after[unbroken]
