"""Which entries have a term, and how often, for many terms at once: made by one sort, mapped when read.

An occurrence is one number: the code of a term, then the number of the entry. What codes mean is the
caller's; here they are only put in order. Nothing here looks into a text.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.engines.young import Counts, Ids

#: Numbers of entries take the lower bits of an occurrence.
ENTRY_BITS = 22
#: The name of the lists of single characters: every engine keeps them.
CHARACTERS = "characters"
MOST_ENTRIES = 1 << ENTRY_BITS
_ENTRY = np.uint64(MOST_ENTRIES - 1)
_SHIFT = np.uint64(ENTRY_BITS)
#: A count is kept in one byte.
_MOST = 255
#: Stands behind every stored term: numpy takes zero bytes off the end of a string.
_END = b"."
_PARTS, _COUNTS = ("terms", "stretches", "ids"), "counts"

Occurrences = NDArray[np.uint64]


def occurrences(codes: NDArray[np.uint64], entries: NDArray[np.uint64]) -> Occurrences:
    """One number for each occurrence of a term, by the code of the term, in an entry, by its number."""
    return (codes << _SHIFT) | entries


def term_of(found: Occurrences) -> NDArray[np.uint64]:
    """The codes of the terms of occurrences."""
    codes: NDArray[np.uint64] = found >> _SHIFT
    return codes


def entry_of(found: Occurrences) -> NDArray[np.uint64]:
    """The numbers of the entries of occurrences."""
    numbers: NDArray[np.uint64] = found & _ENTRY
    return numbers


def write_lists(
    path: Path,
    name: str,
    found: Occurrences,
    spell: Callable[[int], str],
    least: int = 1,
    counted: bool = False,
) -> None:
    """Write the lists of all terms that at least `least` entries have into the folder `path`; sorts `found`.

    Without `counted` every count is one.
    """
    found.sort()
    firsts = _changes(found)
    pairs = found[firsts]
    starts = _changes(term_of(pairs))
    sizes = np.diff(starts, append=len(pairs))
    kept = sizes >= least
    of_kept = np.repeat(kept, sizes)
    _save(path, name, "ids", entry_of(pairs[of_kept]).astype(np.int32))
    if counted:
        counts = np.diff(firsts, append=len(found))[of_kept]
        _save(path, name, _COUNTS, counts.clip(max=_MOST).astype(np.uint8))
    terms = [spell(code).encode() + _END for code in term_of(pairs[starts[kept]]).tolist()]
    order = sorted(range(len(terms)), key=terms.__getitem__)
    ends = np.cumsum(sizes[kept])
    _save(path, name, "terms", np.array([terms[i] for i in order], np.bytes_))
    _save(path, name, "stretches", np.stack([ends - sizes[kept], ends], axis=1)[order])


def _changes(values: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Where a value stands that is another than the one before it."""
    differs = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return np.flatnonzero(differs)


def _save(path: Path, name: str, part: str, values: NDArray[Any]) -> None:
    np.save(path / f"{name}.{part}.npy", values)


class Lists:
    """Reads what `write_lists` wrote.

    Raises:
        FileNotFoundError: not all of it is there.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._terms, self._stretches, self._ids = (_mapped(path, name, part) for part in _PARTS)
        counted = (path / f"{name}.{_COUNTS}.npy").is_file()
        self._counts = _mapped(path, name, _COUNTS) if counted else None

    def having(self, term: str) -> int:
        """How many entries have a term; none when it has no list."""
        stretch = self._stretch(term)
        return stretch[1] - stretch[0] if stretch else 0

    def ids(self, term: str) -> Ids:
        """The entries that have a term, ascending; none when it has no list."""
        start, end = self._stretch(term) or (0, 0)
        return self._ids[start:end]

    def get(self, term: str) -> tuple[Ids, Counts] | None:
        """The entries that have a term, ascending, and how often each has it; None when it has no list."""
        stretch = self._stretch(term)
        if stretch is None:
            return None
        start, end = stretch
        counts = np.ones(end - start) if self._counts is None else self._counts[start:end]
        return self._ids[start:end], counts.astype(np.float32)

    def _stretch(self, term: str) -> tuple[int, int] | None:
        row = term.encode() + _END
        at = int(np.searchsorted(self._terms, np.bytes_(row)))
        if at == len(self._terms) or self._terms[at] != row:
            return None
        start, end = self._stretches[at].tolist()
        return start, end


def _mapped(path: Path, name: str, part: str) -> NDArray[Any]:
    """A plain array over the mapped one: numpy's own class of these is slow to cut."""
    return np.asarray(np.load(path / f"{name}.{part}.npy", mmap_mode="r"))
