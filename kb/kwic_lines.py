"""Lines with a word in the midst: the same ones made one, put in order by what stands beside the word.

Neighbours are counted in characters to the next punctuation mark, never in words cut by a dictionary.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.catalogue import Where

#: Characters shown on either side; characters of a neighbour.
SIDE, NEIGHBOUR = 20, 2
#: So many neighbours of a side are told, those that stand there at least so often.
_TOLD, _OFTEN = 14, 2

#: By what follows, what precedes, the newest speech first.
Order = Literal["right", "left", "new"]
ORDERS: Mapping[str, str] = {"right": "按后文", "left": "按前文", "new": "最新"}

#: Characters that make no word with what stands beside them.
_EMPTY = frozenset("的和与及或等了着是在也都就而并把被")
_UNQUOTED = str.maketrans("", "", "“”‘’\"'《》〈〉")
_MARK = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True)
class KwicLine:
    """One occurrence with what stands on either side, and every place where exactly this stands, the newest first."""

    left: str
    word: str
    right: str
    places: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place of the word, with what stands on either side to the cut."""

    left: str
    word: str
    right: str
    at: Where


def together(found: Sequence[Occurrence]) -> list[KwicLine]:
    """Lines that say the same to the cut made one."""
    groups: dict[tuple[str, str, str], list[Occurrence]] = {}
    for one in found:
        groups.setdefault((one.left, one.word, one.right), []).append(one)
    return [
        KwicLine(left, word, right, tuple(sorted((one.at for one in same), key=lambda at: -at.day)))
        for (left, word, right), same in groups.items()
    ]


def ordered(lines: Sequence[KwicLine], order: Order) -> tuple[KwicLine, ...]:
    """By the characters next to the word, outward: the same together, what is most frequent first."""
    if order == "new":
        return tuple(sorted(lines, key=lambda line: -line.places[0].day))
    beside = [forwards(line.right) if order == "right" else backwards(line.left) for line in lines]
    one, two = (Counter(text[:size] for text in beside) for size in (1, NEIGHBOUR))

    def key(pair: tuple[str, KwicLine]) -> tuple[object, ...]:
        text = pair[0]
        return (not text, -one[text[:1]], text[:1], -two[text[:NEIGHBOUR]], text, -pair[1].places[0].day)

    return tuple(line for _, line in sorted(zip(beside, lines, strict=True), key=key))


def forwards(right: str) -> str:
    """What follows to the next punctuation mark; quotation marks are as if they were not there."""
    plain = right.translate(_UNQUOTED)
    found = _MARK.search(plain)
    return plain[: found.start()] if found else plain


def backwards(left: str) -> str:
    """What precedes from the last punctuation mark, read from the word outward."""
    return forwards(left[::-1])


def neighbours(beside: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """What stands there most often, and how often."""
    counts = Counter(text for text in beside if len(text) == NEIGHBOUR and not _EMPTY & set(text))
    return tuple((text, count) for text, count in counts.most_common(_TOLD) if count >= _OFTEN)
