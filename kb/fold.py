"""Folding: what makes two ways of writing the same string equal for search.

NFKC, simplified characters, lower case; quotes, brackets, spaces and 、 dropped; sentence ends and
line breaks become one barrier that no term crosses.

The law everything rests on: folding works character by character, so `fold(a + b) == fold(a) + fold(b)`.
A string that stands in a text therefore folds to a string that stands in the folded text, wherever it
was cut. This is why conversion to simplified is by single characters and never by phrases.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kb.model import LINE_BREAK
from kb.resources import shipped

#: Stands in folded text for 。！？； and for line breaks. No term contains it.
BARRIER = "\n"

#: Stands between the readings of a text (`kb/masks.py`). Folding drops it, so no query holds it.
READING = "\uffff"

_SENTENCE_ENDS = frozenset("。!?;")
_DROPPED = frozenset("、\"'`´") | {READING}
#: Open, close, initial and final punctuation (brackets, quotes), and format characters (zero width).
_DROPPED_CATEGORIES = frozenset({"Ps", "Pe", "Pi", "Pf", "Cf", "Zs", "Zl", "Zp"})


@lru_cache(maxsize=1)
def _simplified() -> dict[str, str]:
    lines = shipped("lexicon/simplified.txt").read_text(encoding="utf-8").splitlines()
    return {pair[0]: pair[1] for line in lines if not line.startswith("#") for pair in line.split()}


@lru_cache(maxsize=1)
def _simplifying() -> dict[int, str]:
    return str.maketrans(_simplified())


def simplify(text: str) -> str:
    """The text in simplified characters, one for one, so that every offset stays true."""
    return text.translate(_simplifying())


def _fold_one(char: str) -> str:
    if LINE_BREAK.match(char):
        return BARRIER
    simplified = _simplified()
    folded = []
    for c in unicodedata.normalize("NFKC", char).lower():
        if c in _SENTENCE_ENDS:
            folded.append(BARRIER)
        elif c not in _DROPPED and unicodedata.category(c) not in _DROPPED_CATEGORIES and not c.isspace():
            folded.append(simplified.get(c, c))
    return "".join(folded)


class _Table(dict[int, str]):
    """A table for `str.translate` that works out each character when it is first met."""

    def __missing__(self, codepoint: int) -> str:
        folded = self[codepoint] = _fold_one(chr(codepoint))
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """The folded text: what is indexed, and what a query is compared with."""
    return text.translate(_TABLE)


def fold_literal(text: str) -> str:
    """Fold what a person typed, without barriers at its ends, since a sentence end is not asked for."""
    return fold(text).strip(BARRIER)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Fold, and tell for every folded character the index in `text` of the character it came from.

    Returns:
        the folded text, and a list of the same length in characters.
    """
    parts: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        folded = _TABLE[ord(char)]
        parts.append(folded)
        offsets.extend([index] * len(folded))
    return "".join(parts), offsets


def spans_of(text: str, literals: Sequence[str]) -> list[tuple[int, int]]:
    """Where folded literals stand in an unfolded text, overlapping or not.

    Args:
        text: the passage as it is shown.
        literals: folded strings; empty ones are passed over.

    Returns:
        (start, end) in characters of `text`.
    """
    folded, offsets = fold_with_offsets(text)
    spans: list[tuple[int, int]] = []
    for literal in literals:
        start = folded.find(literal) if literal else -1
        while start >= 0:
            spans.append((offsets[start], offsets[start + len(literal) - 1] + 1))
            start = folded.find(literal, start + 1)
    return spans


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans sorted, overlapping ones made one."""
    together: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if together and start < together[-1][1]:
            together[-1] = (together[-1][0], max(end, together[-1][1]))
        else:
            together.append((start, end))
    return together
