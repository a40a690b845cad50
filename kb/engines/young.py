"""Postings of a small segment as plain arrays: made many times faster than a Whoosh index, mapped when read.

A Whoosh index costs a fixed time for every distinct term, and a few passages have thousands. What one edit
makes, and what such small segments are merged into, is kept so.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: What terms are kept of: character bigrams, which decide what matches, and words, which help to order.
GRAMS, WORDS = "grams", "words"

Ids = NDArray[np.int32]
Counts = NDArray[np.float32]
_EMPTY: tuple[Ids, Counts] = (np.empty(0, np.int32), np.empty(0, np.float32))

#: Stands behind every stored term: numpy takes zero bytes off the end of a string.
_END = b"."
#: Longer terms are never looked for (see `Segment.words_in`); they would make every row of a table wide.
_LONGEST = 33


def write_young(path: Path, fields: Mapping[str, Mapping[str, tuple[array[int], array[int]]]]) -> None:
    """Write the postings of each field, entry numbers and counts for each term, into the folder `path`."""
    for name, postings in fields.items():
        rows = sorted((row, term) for term in postings if len(row := _row(term)) <= _LONGEST)
        ids, counts = array("I"), array("I")
        for _, term in rows:
            ids.extend(postings[term][0])
            counts.extend(postings[term][1])
        ends = np.cumsum([0, *(len(postings[term][0]) for _, term in rows)], dtype=np.int32)
        np.save(path / f"{name}.terms.npy", np.array([row for row, _ in rows], np.bytes_))
        np.save(path / f"{name}.postings.npy", np.concatenate([ends, ids, counts]).astype(np.int32))


def is_young(path: Path) -> bool:
    """Whether `write_young` has written into the folder `path`."""
    return next(path.glob("*.postings.npy"), None) is not None


def _row(term: str) -> bytes:
    return term.encode() + _END


class YoungPostings:
    """Reads what `write_young` wrote; answers as `PostingsReader` does."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._terms: dict[str, NDArray[np.bytes_]] = {}
        self._numbers: dict[str, Ids] = {}
        for file in path.glob("*.postings.npy"):
            name = file.name.partition(".")[0]
            self._terms[name] = _mapped(path / f"{name}.terms.npy")
            self._numbers[name] = _mapped(file)

    def close(self) -> None:
        """Let go of the files."""
        self._terms, self._numbers = {}, {}

    def has(self, field: str, term: str) -> bool:
        """Whether any document has the term."""
        return self._at(field, term) is not None

    def get(self, field: str, term: str) -> tuple[Ids, Counts]:
        """The documents that have a term, ascending, and how often each has it."""
        at = self._at(field, term)
        if at is None:
            return _EMPTY
        numbers, terms = self._numbers[field], len(self._terms[field])
        half = (len(numbers) - terms - 1) // 2
        start, stop = terms + 1 + int(numbers[at]), terms + 1 + int(numbers[at + 1])
        return numbers[start:stop], numbers[start + half : stop + half].astype(np.float32)

    def _at(self, field: str, term: str) -> int | None:
        terms, row = self._terms[field], _row(term)
        at = int(np.searchsorted(terms, np.bytes_(row)))
        return at if at < len(terms) and terms[at] == row else None

    def standing(self, character: str) -> Ids:
        """The documents that a character stands in, ascending: those that have a gram that begins with it."""
        found = [self.get(GRAMS, term)[0] for term in self._beginning_with(character)]
        return np.unique(np.concatenate([np.empty(0, np.int32), *found]))

    def _beginning_with(self, character: str) -> Iterator[str]:
        terms, wanted = self._terms[GRAMS], character.encode()
        for at in range(int(np.searchsorted(terms, np.bytes_(wanted))), len(terms)):
            row = bytes(terms[at])
            if not row.startswith(wanted):
                return
            yield row[: -len(_END)].decode()


def _mapped(path: Path) -> Any:
    """An array of a file, paged in as it is used."""
    return np.load(path, mmap_mode="r")
