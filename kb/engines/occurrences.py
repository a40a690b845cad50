"""Terms of many folded texts at once, by columns of character codes: what `analysis` says, made faster.

Nothing here decides what a term is: `analysis.grams` and `analysis.words` do, and the tests hold it to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kb.analysis import BETWEEN, words_of_all
from kb.engines.lists import Occurrences, entry_of, occurrences, term_of
from kb.fold import BARRIER, READING

_SPACE, _BARRIER = ord(" "), ord(BARRIER)
_CODE_BITS = np.uint64(21)
_CODE = (1 << 21) - 1
#: In place of the second character of a gram that has none. No character has this code.
_NONE = np.uint64(_CODE)


class Block:
    """Some texts with the number of the first: what stands in them. Small blocks stay near the processor."""

    def __init__(self, texts: Sequence[str], first: int) -> None:
        codes = np.frombuffer(BARRIER.join([*texts, ""]).encode("utf-32-le"), np.uint32)
        # Behind each text, and wherever no gram reaches across, stands a barrier.
        self._codes = np.where(codes == ord(READING), np.uint32(_BARRIER), codes)
        self._inside = self._codes != _BARRIER
        self._sizes = [len(text) + 1 for text in texts]
        self._first = first

    def spelled(self) -> list[str]:
        """The grams of each text in the order in which they stand there, apart by spaces."""
        rows = np.full((len(self._codes), 3), _SPACE, np.uint32)
        # Seen as a pair, the last character of a run is followed by a space.
        np.copyto(rows[:, 0], self._codes, where=self._inside)
        np.copyto(rows[:-1, 1], self._codes[1:], where=self._inside[:-1] & self._inside[1:])
        grams = rows.tobytes().decode("utf-32-le")
        ends = np.cumsum(self._sizes).tolist()
        return [grams[3 * (end - size) : 3 * end] for size, end in zip(self._sizes, ends, strict=True)]

    def grams(self) -> Occurrences:
        """Every gram by the code that `gram` spells."""
        inside = self._inside[:-1]
        last = self._first + len(self._sizes)
        numbers = np.repeat(np.arange(self._first, last, dtype=np.uint64), self._sizes)[:-1][inside]
        following = self._codes[1:][inside]
        second = np.where(following == _BARRIER, _NONE, following)
        return occurrences((self._codes[:-1][inside].astype(np.uint64) << _CODE_BITS) | second, numbers)


def characters(grams: Occurrences) -> Occurrences:
    """Every character by its code: each begins one gram."""
    return occurrences(term_of(grams) >> _CODE_BITS, entry_of(grams))


def gram(code: int) -> str:
    """The gram of a code."""
    first, second = divmod(code, _CODE + 1)
    return chr(first) + (chr(second) if second != _CODE else "")


class Vocabulary:
    """Numbers words as they come."""

    def __init__(self) -> None:
        self._codes: defaultdict[str, int] = defaultdict()
        self._codes.default_factory = self._codes.__len__
        self._between = self._codes[BETWEEN]

    def standing(self, texts: Sequence[str], first: int) -> Occurrences:
        """Every word of some texts, single characters and marks among them, by its place in `words`."""
        codes = np.array([*map(self._codes.__getitem__, words_of_all(texts))], np.uint64)
        numbers = np.cumsum(codes == self._between).astype(np.uint64)
        return occurrences(codes, numbers + np.uint64(first))

    def words(self) -> list[str]:
        """All words that were found, in the order of their codes."""
        return [*self._codes]


def wanted(words: Sequence[str], longest: int) -> NDArray[np.bool_]:
    """Which words may be asked for as words: those of two characters and more."""
    return np.array([1 < len(word) <= longest for word in words], np.bool_)
