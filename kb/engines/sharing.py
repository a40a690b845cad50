"""Which entries of a segment have a run of thirteen characters in common with a text, found in the text itself.

Every run covers several whole 4-byte words of the folded text as it stands on disk, wherever it begins. So the
words of the text asked about are hashed at every offset, eight (or six, four, two) in a row, and those of the segment
only where words begin: a quarter of its bytes, a few milliseconds for a million characters. No posting is read:
five thousand characters have some three thousand bigrams, and decoding their postings alone takes longer. What
the hashes find is only a candidate; `Verbatim` decides.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kb.engines.tags import Mask
from kb.verbatim import LEAST, Match, Verbatim

_Words = NDArray[np.uint64]

#: Words hashed in a row. A run of so many bytes holds k whole words wherever it begins: 4k for them, 3 before.
#: Eight words are nearly eleven Chinese characters; eight of them (six words) is what 中国特色社会主义 has already.
#: Letters, figures and commas have fewer bytes, so a run with many of them is known by fewer words.
_ROWS = (8, 6, 4, 2)
_LONE = 3
_FACTORS = tuple(
    np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F)
)
_SPREAD = np.uint64(0xFF51AFD7ED558CCD)
#: Words looked at in one go: small enough to stay near the processor.
_CHUNK = 1 << 16
_FEWEST_BITS, _MOST_BITS = 16, 24


class Sharing:
    """A folded text made ready to be looked for in segments."""

    def __init__(self, text: str) -> None:
        self._verbatim = Verbatim(text)
        self._sieves = [(row, _Sieve(hashes)) for row, hashes in _asked(text) if len(hashes)]

    def within(
        self, data: bytes, ends: NDArray[np.int64], live: Mask
    ) -> Iterator[tuple[int, tuple[Match, ...]]]:
        """The living entries of a segment that share a run, by number, each with all its runs.

        Args:
            data: the folded texts of its entries, one after the other, as UTF-8.
            ends: where each begins in `data`, and the end.
        """
        for number in self._candidates(data, ends):
            if live[number]:
                found = self._verbatim.shared_with(data[ends[number] : ends[number + 1]].decode())
                if found:
                    yield number, found

    def _candidates(self, data: bytes, ends: NDArray[np.int64]) -> list[int]:
        words = np.frombuffer(data, "<u4", len(data) // 4)
        found: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
        for begun in range(0, len(words), _CHUNK) if self._sieves else ():
            hashed = _hashed(words[begun : begun + _CHUNK + _ROWS[0]].astype(np.uint64), 1)
            found += [sieve.holding(hashed[row][:_CHUNK]) + begun for row, sieve in self._sieves]
        places = 4 * np.unique(np.concatenate(found))
        numbers = np.searchsorted(ends, places, side="right") - 1
        return [int(n) for n in np.unique(numbers)]


class _Sieve:
    """A set of hashes that lets most others through without a look: a table of bits, then the set itself."""

    def __init__(self, hashes: _Words) -> None:
        self._hashes = np.unique(hashes)
        bits = min(_MOST_BITS, max(_FEWEST_BITS, (32 * len(self._hashes)).bit_length()))
        self._shift = np.uint64(64 - bits)
        self._table = np.zeros(1 << bits, np.bool_)
        self._table[self._slots(self._hashes)] = True

    def _slots(self, hashes: _Words) -> _Words:
        slots: _Words = (hashes * _SPREAD) >> self._shift
        return slots

    def holding(self, hashes: _Words) -> NDArray[np.int64]:
        """Where those stand that are in the set."""
        places = np.flatnonzero(self._table[self._slots(hashes)])
        found = hashes[places]
        at = np.searchsorted(self._hashes, found)
        at[at == len(self._hashes)] = 0
        kept: NDArray[np.int64] = places[self._hashes[at] == found]
        return kept


def _hashed(words: _Words, step: int) -> dict[int, _Words]:
    """The hashes of two, four, six and eight words in a row, `step` apart, from each word on."""
    two: _Words = words[:-step] * _FACTORS[0] + words[step:]
    four: _Words = two[: -2 * step] * _FACTORS[1] + two[2 * step :]
    six: _Words = four[: -2 * step] * _FACTORS[2] + two[4 * step :]
    eight: _Words = six[: -2 * step] * _FACTORS[3] + two[6 * step :]
    return {2: two, 4: four, 6: six, 8: eight}


def _asked(text: str) -> Iterator[tuple[int, _Words]]:
    """For each row of words, the hashes that a run of this text must show if it stands in a segment."""
    sizes = np.array([len(char.encode("utf-8", "surrogatepass")) for char in text], np.int64)
    begins = np.concatenate([[0], np.cumsum(sizes)])
    windows, lengths = begins[:-LEAST], begins[LEAST:] - begins[:-LEAST]
    if not len(windows):
        return
    hashed = _hashed(_words_at_every_byte(text.encode("utf-8", "surrogatepass")), 4)
    longer = np.zeros(len(windows), np.bool_)
    for row in _ROWS:
        those = (lengths >= 4 * row + _LONE) & ~longer
        longer |= those
        yield row, hashed[row][np.unique(windows[those][:, None] + np.arange(4))]


def _words_at_every_byte(data: bytes) -> _Words:
    every = np.frombuffer(data, np.uint8).astype(np.uint64)
    last = len(every) - 3
    words: _Words = every[:last].copy()
    for n in (1, 2, 3):
        words |= every[n : last + n] << np.uint64(8 * n)
    return words
