"""Masked words of copied texts (提高ZZ站位, X的十八大以来): found by the word they stand for as well.

The text is never changed. It has a second reading, with the masks filled in from a word list, and what
stands in either reading is found and marked where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.fold import BARRIER, READING, fold, joined
from kb.query_tree import Sought
from kb.resources import shipped

Span = tuple[int, int]

_ANY_X = "[XxＸｘ×]"
#: What cannot stand in a text without masks: looked for first, because most texts have none.
_HINT = re.compile(rf"{_ANY_X}|[A-Zａ-ｚＡ-Ｚ]{{2}}")


@dataclass(frozen=True, slots=True)
class Unmasked:
    """The second reading of a text. `offsets[i]` is where its character i comes from; `spans` are the masks."""

    text: str
    offsets: tuple[int, ...]
    spans: tuple[Span, ...]


def unmask(text: str) -> Unmasked | None:
    """The second reading, or None when nothing in the text is masked."""
    if not _HINT.search(text):
        return None
    parts: list[str] = []
    offsets: list[int] = []
    spans: list[Span] = []
    at = 0
    for found in _pattern().finditer(text):
        word = _table()[_key(found[0])]
        parts += [text[at : found.start()], word]
        offsets += [*range(at, found.start()), *_spread(found.start(), found.end(), len(word))]
        spans.append(found.span())
        at = found.end()
    if not spans:
        return None
    return Unmasked("".join([*parts, text[at:]]), (*offsets, *range(at, len(text))), tuple(spans))


def readings(text: str) -> str:
    """What is searched for a text: it folded, and behind a mark that no query holds its second reading."""
    second = unmask(text)
    return f"{fold(text)}{BARRIER}{READING}{BARRIER}{fold(second.text)}" if second else fold(text)


def occurrences(text: str, sought: Sequence[Sought]) -> list[Span]:
    """Where folded strings, words near each other or patterns stand in a text, in either reading.

    Returns:
        (start, end) in characters of `text`, sorted, overlapping ones joined.
    """
    # Imported late: it needs numpy, which to read a speech is not needed.
    from kb.match import spans_of

    spans = spans_of(text, sought)
    second = unmask(text)
    if second:
        found = spans_of(second.text, sought)
        spans += [(second.offsets[start], second.offsets[end - 1] + 1) for start, end in found]
    return joined(spans)


def _spread(start: int, end: int, length: int) -> list[int]:
    """Which masked character each character of the word comes from; the last ones share the last."""
    return [min(start + i, end - 1) for i in range(length)]


@lru_cache(maxsize=1)
def _table() -> Mapping[str, str]:
    lines = shipped("lexicon/masks.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {_key(mask.strip()): word.strip() for mask, _, word in pairs}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """All masks, the longest first. Letters beside a mask show that it is part of a word (XML, ABX)."""
    forms = sorted(_table(), key=len, reverse=True)
    either = "|".join(re.escape(f).replace("X", _ANY_X).replace("ZZ", "(?:ZZ|zz|ＺＺ)") for f in forms)
    return re.compile(rf"(?<![A-Za-z0-9×Ｘ])(?:{either})(?![A-Za-z×Ｘ])")


def _key(mask: str) -> str:
    return re.sub(_ANY_X, "X", mask).replace("ＺＺ", "ZZ").replace("zz", "ZZ")
