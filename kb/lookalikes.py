"""Words that may be one slip away from what was typed, found without looking at all the words there are.

A slip is one character wrong, two neighbours that changed places, or other characters that sound the same or nearly.
Whatever is one slip away, of a long word two, is among those found here; how far each is, is for others to measure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from kb.slips import LONG, blurred
from kb.vocabulary import Known, sounds


class Lookalikes:
    """Words by their text, by their sound and by their halves: with one character wrong, one half is right.

    Of long words also by each of their characters and its place: with two wrong, all the others are right.
    """

    def __init__(self, terms: Iterable[Known]) -> None:
        self._by_text: dict[str, Known] = {}
        self._by_sound: defaultdict[tuple[int, str], list[Known]] = defaultdict(list)
        self._by_half: defaultdict[tuple[int, int, str], list[Known]] = defaultdict(list)
        self._by_place: defaultdict[tuple[int, int, str], list[str]] = defaultdict(list)
        for term in terms:
            self._by_text[term.text] = term
            self._by_sound[len(term.text), blurred(term.sounds)].append(term)
            for half in _halves(term.text):
                self._by_half[half].append(term)
            if len(term.text) >= LONG:
                for at, char in enumerate(term.text):
                    self._by_place[len(term.text), at, char].append(term.text)

    def of(self, word: str) -> Iterable[Known]:
        """The words of the same length that may be one slip away, each once, and some that are further."""
        found = list(self._by_sound.get((len(word), blurred(sounds(word))), ()))
        found += (self._by_text[other] for other in _swapped(word) if other in self._by_text)
        for half in _halves(word):
            found += self._by_half.get(half, ())
        return {term.text: term for term in found}.values()

    def twice(self, word: str) -> Iterable[Known]:
        """The words of the same length that have all but two of its characters in their places; long words only."""
        if len(word) < LONG:
            return ()
        right: Counter[str] = Counter()
        for at, char in enumerate(word):
            right.update(self._by_place.get((len(word), at, char), ()))
        return [self._by_text[text] for text, count in right.items() if count >= len(word) - 2]


def _halves(text: str) -> tuple[tuple[int, int, str], ...]:
    """The halves of a text, each with the length of the whole and its side; a word of two characters has none, for
    with one of them wrong too little is left to know it by."""
    if len(text) <= 2:
        return ()
    middle = len(text) // 2
    return (len(text), 0, text[:middle]), (len(text), 1, text[middle:])


def _swapped(text: str) -> Iterator[str]:
    for at in range(len(text) - 1):
        yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]
