"""Cutting and marking for looking at. What is marked is exactly what matched, by offsets through folding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from kb.masks import occurrences, unmask
from kb.placeholders import PLACEHOLDER
from kb.query_tree import Sought

Look = Literal["text", "mark", "earned", "placeholder", "ordinal"]
Span = tuple[int, int]

#: A passage up to this long is shown whole, in characters.
WHOLE = 200
_WIDTH = 150
_SENTENCE = re.compile(r"[^。！？；]*[。！？；]+[”’」』）)]*|[^。！？；]+$")
_ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]+[是要个]|第[一二三四五六七八九十]+[，,、]?|其[一二三四五六七八九十][，,是]"
    r"|[（(][一二三四五六七八九十0-9]+[)）]|[0-9]{1,2}[.．、](?![0-9])|[一二三四五六七八九十]+、|首先[，,]|其次[，,]|再次[，,]|最后[，,])"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is shown in one way."""

    text: str
    look: Look = "text"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage, or a part of it, in pieces. `before` and `after` tell whether text was left out there."""

    pieces: tuple[Piece, ...]
    before: bool = False
    after: bool = False

    @property
    def text(self) -> str:
        """The text as it is shown, without marks."""
        return "".join(p.text for p in self.pieces)


def pieces(text: str, sought: Sequence[Sought] = (), earned: Sequence[Span] = ()) -> tuple[Piece, ...]:
    """The whole text in pieces: what matched, placeholders (×, XX) and masks (ZZ), the ordinal at its beginning.

    Args:
        sought: the folded strings asked for, words near each other, patterns.
        earned: the spans of the words that earned a theme asked for.
    """
    looks: list[Look] = ["text"] * len(text)
    ordinal = ordinal_end(text)
    looks[:ordinal] = ["ordinal"] * ordinal
    for found in PLACEHOLDER.finditer(text):
        looks[found.start() : found.end()] = ["placeholder"] * len(found[0])
    masked = unmask(text)
    for start, end in masked.spans if masked else ():
        looks[start:end] = ["placeholder"] * (end - start)
    for start, end in earned:
        looks[start:end] = ["earned"] * (end - start)
    for start, end in occurrences(text, sought):
        looks[start:end] = ["mark"] * (end - start)
    runs = groupby(zip(text, looks, strict=True), key=lambda pair: pair[1])
    return tuple(Piece("".join(char for char, _ in run), look) for look, run in runs)


def snippet(text: str, sought: Sequence[Sought] = (), earned: Sequence[Span] = ()) -> Snippet:
    """The part of a passage worth showing in a list: whole when short, else the sentences that match best.

    Where nothing is `sought` it begins with the sentence of the first word that is `earned`.
    """
    if len(text) <= WHOLE:
        return Snippet(pieces(text, sought, earned))
    marks = occurrences(text, sought)
    start, end = _window(text, marks) if marks or not earned else _from_first(text, earned)
    inside = [(a - start, b - start) for a, b in earned if start <= a and b <= end]
    return Snippet(pieces(text[start:end], sought, inside), start > 0, end < len(text))


def ordinal_end(text: str) -> int:
    """Where the ordinal that opens a passage (一是, 第二，, 3.) ends; 0 when it has none."""
    found = _ORDINAL.match(text)
    return found.end() if found else 0


def _window(text: str, marks: Sequence[Span]) -> Span:
    """Whole sentences around the most marks, about `_WIDTH` characters of them."""
    sentences = [found.span() for found in _SENTENCE.finditer(text)]
    best: tuple[int, Span] = (-1, (0, min(len(text), WHOLE)))
    for first, (start, _) in enumerate(sentences):
        end = start
        for _, stop in sentences[first:]:
            if end > start and stop - start > WHOLE:
                break
            end = stop
            if end - start >= _WIDTH:
                break
        inside = sum(start <= a and b <= end for a, b in marks)
        if inside > best[0]:
            best = (inside, (start, end))
    return _trimmed(best[1], marks)


def _from_first(text: str, marks: Sequence[Span]) -> Span:
    """Whole sentences from the first mark that has most of them, about `_WIDTH` characters."""
    sentences = [found.span() for found in _SENTENCE.finditer(text)]
    begun, _ = _window(text, marks)
    first = min((a for a, _ in marks if a >= begun), default=begun)
    start = next((a for a, b in sentences if a <= first < b), 0)
    end = next((b for _, b in sentences if b >= start + _WIDTH), len(text))
    return _trimmed((start, end), marks)


def _trimmed(window: Span, marks: Sequence[Span]) -> Span:
    """A sentence longer than a snippet is cut around its first mark."""
    start, end = window
    if end - start <= 2 * WHOLE:
        return window
    first = next((a for a, b in marks if start <= a and b <= end), start)
    start = max(start, first - WHOLE // 4)
    return start, min(end, start + WHOLE)
