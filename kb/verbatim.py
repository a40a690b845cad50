"""Where one folded text says word for word what another says: runs of thirteen and more folded characters.

A run is as long as both texts allow, to the left and to the right, and everything of that length is found. It
crosses commas and sentence ends where both texts have them, for what is copied is seldom one sentence. Thirteen
is what duplicate checks in use count from. This module compares two texts; it knows no library.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.fold import BARRIER, READING

#: The shortest run, in folded characters.
LEAST = 13

_BETWEEN_READINGS = f"{BARRIER}{READING}{BARRIER}"


@dataclass(frozen=True, slots=True)
class Match:
    """The same `length` folded characters from `start` in the one text, and from `at` in the other."""

    start: int
    at: int
    length: int

    @property
    def end(self) -> int:
        """Where it ends in the one text."""
        return self.start + self.length


class Verbatim:
    """A folded text made ready to be compared with many others.

    Args:
        text: folded; what no reader would call one line, it holds as one.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        # The starts of every stretch of the least length, by the character before: of a match that goes on
        # to the left only its beginning is looked at, or a line of dots would be compared with itself.
        self._starts: dict[str, dict[str, list[int]]] = {}
        for start in range(len(text) - LEAST + 1):
            before = text[start - 1] if start else ""
            self._starts.setdefault(text[start : start + LEAST], {}).setdefault(before, []).append(start)

    def shared_with(self, other: str) -> tuple[Match, ...]:
        """Every run of this text that stands in what is searched for another (see `kb.masks.readings`)."""
        found: list[Match] = []
        begun = 0
        for reading in other.split(_BETWEEN_READINGS):
            found += self._in(reading, begun)
            begun += len(reading) + len(_BETWEEN_READINGS)
        return tuple(found)

    def _in(self, reading: str, begun: int) -> Iterator[Match]:
        starts = self._starts
        for at in range(len(reading) - LEAST + 1):
            if known := starts.get(reading[at : at + LEAST]):
                before = reading[at - 1] if at else ""
                for char, those in known.items():
                    if char != before or not char:
                        for start in those:
                            yield Match(start, begun + at, self._length(start, reading, at))

    def _length(self, start: int, reading: str, at: int) -> int:
        text, length = self.text, LEAST
        most = min(len(text) - start, len(reading) - at)
        while length < most and text[start + length] == reading[at + length]:
            length += 1
        return length
