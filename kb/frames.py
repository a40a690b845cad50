"""What clauses have in common: the same characters at the same relative place, with what changes between.

Clauses that are equally long are compared place by place, others from both ends towards the middle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.clauses import Unit
from kb.sections import sections

#: What stands for one character that changes, and for any number of them.
ONE, SOME = "○", "…"

_LISTS = sections("parallel")
#: Characters that carry a clause; those that are nothing by themselves.
HINGES, EMPTY = frozenset(_LISTS["hinges"]), frozenset(_LISTS["empty"])
#: Words that answer one another at the beginning of two clauses.
_PAIRS = tuple((left, right) for left, _, right in (pair.partition("/") for pair in _LISTS["pairs"]))
_ANSWERS = tuple({answer for _, answer in _PAIRS})


@dataclass(frozen=True, slots=True)
class Frame:
    """The characters repeated in every clause, as indices into each; `shown` is the frame to look at."""

    kept: tuple[tuple[int, ...], ...]
    shown: str
    paired: bool = False

    @property
    def size(self) -> int:
        """How many characters are repeated."""
        return len(self.kept[0])

    @property
    def blocks(self) -> list[str]:
        """The repeated pieces that stand together."""
        return [block for block in re.split(f"[{ONE}{SOME}]+", self.shown) if block]


def common_frame(run: Sequence[Unit]) -> Frame | None:
    """What all clauses have in common with the first at the same relative place; None when it is nothing."""
    texts = [unit.text for unit in run]
    if len(set(texts)) < len(texts):
        return None
    if len(texts) == 2 and (paired := _paired(*texts)):
        return paired
    maps = [_aligned(texts[0], other) for other in texts[1:]]
    common = [i for i in range(len(texts[0])) if all(i in one for one in maps)]
    common = _solid(texts[0], common, maps)
    if not common:
        return None
    kept = (tuple(common), *(tuple(one[i] for i in common) for one in maps))
    return Frame(kept, _shown(texts, kept))


def _paired(one: str, other: str) -> Frame | None:
    """Two short clauses of about the same length that answer one another: 既要…，又要…."""
    for left, right in _PAIRS:
        if one.startswith(left) and other.startswith(right) and abs(len(one) - len(other)) <= 2:
            a, b = one[len(left) :], other[len(right) :]
            same = next((i for i in range(min(len(a), len(b))) if a[i] != b[i]), 0)
            if max(len(a), len(b)) <= 10 and a != b and (same or len(a) == len(b)):
                kept = tuple(range(len(left) + same)), tuple(range(len(right) + same))
                return Frame(kept, f"{left}{a[:same]}{SOME}{right}{b[:same]}{SOME}", True)
    return None


def _aligned(one: str, other: str) -> dict[int, int]:
    """Which character of a clause is which of another: by position where they are equally long, else by both ends."""
    if len(one) == len(other):
        return {i: i for i in range(len(one)) if one[i] == other[i]}
    if max(len(one), len(other)) > 1.8 * min(len(one), len(other)):
        return {}
    least = min(len(one), len(other))
    head = next((i for i in range(least) if one[i] != other[i]), least)
    tail = next((i for i in range(least - head) if one[-1 - i] != other[-1 - i]), least - head)
    found = {i: i for i in range(head)}
    found |= _middle(one, other, head, tail)
    found |= {len(one) - i: len(other) - i for i in range(tail, 0, -1)}
    return found


def _middle(one: str, other: str, head: int, tail: int) -> dict[int, int]:
    """The longest common subsequence between the ends, whole pieces before single characters."""
    a, b = one[head : len(one) - tail], other[head : len(other) - tail]
    if not set(a) & set(b):
        return {}
    best = [[(0.0, 0)] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            take = (-1.0, 0)
            if a[i] == b[j] and abs((head + i) / len(one) - (head + j) / len(other)) < 0.3:
                value, run = best[i + 1][j + 1]
                take = (value + 1 + (0.5 if run else 0.0), run + 1)
            skip = max(best[i + 1][j][0], best[i][j + 1][0])
            best[i][j] = take if take[0] >= skip else (skip, 0)
    found: dict[int, int] = {}
    i = j = 0
    while i < len(a) and j < len(b):
        if best[i][j][1] and a[i] == b[j]:
            found[head + i] = head + j
            i, j = i + 1, j + 1
        elif best[i + 1][j][0] >= best[i][j + 1][0]:
            i += 1
        else:
            j += 1
    return found


def _solid(text: str, common: Sequence[int], maps: Sequence[dict[int, int]]) -> list[int]:
    """The common characters without those that stand alone in the midst and carry nothing."""
    whole = set(common)

    def beside(i: int, step: int) -> bool:
        return i + step in whole and all(one[i + step] - one[i] == step for one in maps)

    ends = (0, len(text) - 1)
    return [
        i
        for i in common
        if beside(i, 1) or beside(i, -1) or text[i] in HINGES or (i in ends and text[i] not in EMPTY)
        or (text[i] == "的" and len(whole) > 1)
    ]  # fmt: skip


def _shown(texts: Sequence[str], kept: Sequence[tuple[int, ...]]) -> str:
    """The frame with ○ for each character that changes where clauses are equally long, else with …."""
    if len({len(text) for text in texts}) == 1:
        return "".join(char if i in kept[0] else ONE for i, char in enumerate(texts[0]))
    parts: list[str] = []
    before = [-1] * len(texts)
    for number in range(len(kept[0])):
        here = [indices[number] for indices in kept]
        if any(at - last > 1 for at, last in zip(here, before, strict=True)):
            parts.append(SOME)
        parts.append(texts[0][kept[0][number]])
        before = here
    if any(last < len(text) - 1 for last, text in zip(before, texts, strict=True)):
        parts.append(SOME)
    return "".join(parts)


def paired_at(one: str, other: str) -> int:
    """Where a word stands in a clause that the beginning of the next one answers; -1 when none does."""
    if not other.startswith(_ANSWERS):
        return -1
    return max(one.find(left) if other.startswith(right) else -1 for left, right in _PAIRS)
