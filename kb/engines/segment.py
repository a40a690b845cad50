"""Answering from an immutable run of entries on disk: postings, folded text, and columns for facets.

Written once (see `written`), read by many; only its themes are replaced, all at once. Entries are numbered
from 0 in the order they were added; everything is addressed by that number, and a set of entries is a
boolean array over it.
"""

from __future__ import annotations

import json
import mmap
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.analysis import query_grams
from kb.engine import ENTRY_KINDS
from kb.engines.postings import GRAMS, WORDS, open_postings
from kb.engines.tags import Mask, Tags
from kb.fold import BARRIER, fold_literal

_CACHED_MASKS = 64
_LONGEST_WORD = 8


class Segment:
    """Answers set questions about the entries of one segment.

    Args:
        path: the folder that `write_segment` filled.
        live: the speeches that count; entries of others are as if they were not there.
        tags: the themes of its entries.
    """

    def __init__(self, path: Path, live: Iterable[str], tags: Tags) -> None:
        self.path = path
        names = json.loads((path / "columns.json").read_text(encoding="utf-8"))
        self.speeches: list[str] = names["speeches"]
        self.contexts: list[str] = names["contexts"]
        self.sources: list[str] = names["sources"]
        self.roles: list[str] = names["roles"]
        self.places: list[str] = names["places"]
        self.size = len(self.places)
        with np.load(path / "columns.npz") as columns:
            self.ends: NDArray[np.int64] = columns["ends"]
            self.lines: NDArray[np.int64] = columns["lines"]
            self.length: NDArray[np.int32] = columns["length"]
            self.speech: NDArray[np.int32] = columns["speech"]
            self.context: NDArray[np.int32] = columns["context"]
            self.year: NDArray[np.int16] = columns["year"]
            self.role: NDArray[np.int16] = columns["role"]
            self.kind: NDArray[np.int8] = columns["kind"]
        # Opened now, not when first needed: a rebuild may have removed the folder by then.
        self._text = _map(path / "folded.txt")
        try:
            self.postings = open_postings(path / "terms")
        except BaseException:
            self._close_text()
            raise
        self._masks: OrderedDict[str, Mask] = OrderedDict()
        self.follow(live, tags)

    def follow(self, live: Iterable[str], tags: Tags) -> None:
        """Say anew which speeches count, and which themes its entries have."""
        kept = set(live)
        self.tags = tags
        self.live: Mask = np.array([s in kept for s in self.speeches], np.bool_)[self.speech]

    def close(self) -> None:
        """Let go of the files."""
        self.postings.close()
        self._close_text()

    def _close_text(self) -> None:
        if isinstance(self._text, mmap.mmap):
            self._text.close()

    def key(self, number: int) -> str:
        """The key of an entry."""
        return f"{self.speeches[self.speech[number]]}#{self.places[number]}"

    def folded(self, number: int) -> str:
        """The folded text of an entry."""
        return self._bytes(number).decode()

    def _bytes(self, number: int) -> bytes:
        start, end = self.ends[number], self.ends[number + 1]
        return self._text[start:end] if end > start else b""

    def nothing(self) -> Mask:
        """The empty set."""
        return np.zeros(self.size, np.bool_)

    def containing(self, literal: str) -> Mask:
        """The entries whose folded text has a folded literal in it; kept for the next time."""
        mask = self._masks.get(literal)
        if mask is None:
            mask = self._masks[literal] = self._contain(literal)
            if len(self._masks) > _CACHED_MASKS:
                self._masks.popitem(last=False)
        return mask

    def _contain(self, literal: str) -> Mask:
        mask = self.nothing()
        terms = query_grams(literal)
        if not terms:
            for term in self.postings.beginning_with(GRAMS, literal):
                mask[self.postings.get(GRAMS, term)[0]] = True
            return mask
        ids = self._having_all(terms)
        if len(literal) > 2 and len(ids):
            wanted = literal.encode()
            ids = ids[[wanted in self._bytes(i) for i in ids.tolist()]]
        mask[ids] = True
        return mask

    def _having_all(self, terms: Sequence[str]) -> NDArray[np.int32]:
        lists = sorted((self.postings.get(GRAMS, t)[0] for t in terms), key=len)
        ids = lists[0]
        for other in lists[1:]:
            if not len(ids):
                break
            at = np.searchsorted(other, ids)
            at[at == len(other)] = 0
            ids = ids[other[at] == ids] if len(other) else other
        return ids

    def in_context(self, literal: str) -> Mask:
        """The entries with a folded literal in their title or headings."""
        return np.array([literal in c for c in self.contexts], np.bool_)[self.context]

    def mentioning(self, words: Sequence[str]) -> Mask:
        """The entries that have any of these words in their text, title or headings; all when there are none."""
        literals = [fold_literal(word) for word in words]
        if not all(literals) or not literals:
            return np.ones(self.size, np.bool_)
        mask = self.nothing()
        for literal in literals:
            mask |= self.containing(literal) | self.in_context(literal)
        return mask

    def in_source(self, literal: str) -> Mask:
        """The entries with a folded literal in the title of the speech or the name of its original."""
        return np.array([literal in s for s in self.sources], np.bool_)[self.speech]

    def with_theme(self, theme: str) -> Mask:
        """The entries of a theme."""
        return self.tags.row(theme)

    def with_role(self, role: str) -> Mask:
        """The entries of a role."""
        return self.role == self.roles.index(role) if role in self.roles else self.nothing()

    def of_years(self, first: int, last: int) -> Mask:
        """The entries of dated speeches of these years."""
        return (self.year > 0) & (self.year >= first) & (self.year <= last)

    def of_speech(self, speech: str) -> Mask:
        """The entries of one speech."""
        return self.speech == self.speeches.index(speech) if speech in self.speeches else self.nothing()

    def of_kinds(self, kinds: Iterable[str]) -> Mask:
        """The entries of these kinds."""
        wanted = np.array([k in set(kinds) for k in ENTRY_KINDS], np.bool_)
        return wanted[self.kind]

    def words_in(self, literal: str) -> list[str]:
        """The indexed words that stand inside a folded literal: words without cutting the query."""
        found = (
            run[start:end]
            for run in literal.split(BARRIER)
            for start in range(len(run))
            for end in range(start + 2, min(start + _LONGEST_WORD, len(run)) + 1)
        )
        return [w for w in dict.fromkeys(found) if self.postings.has(WORDS, w)]

    def counts(self, mask: Mask) -> Mapping[str, Mapping[str, int]]:
        """How many entries of a set each value of a column has."""
        return {
            "themes": dict(zip(self.tags.names, (self.tags.given & mask).sum(axis=1).tolist(), strict=True)),
            "roles": dict(zip(self.roles, _tally(self.role[mask], len(self.roles)), strict=True)),
            "speeches": dict(zip(self.speeches, _tally(self.speech[mask], len(self.speeches)), strict=True)),
            "kinds": dict(zip(ENTRY_KINDS, _tally(self.kind[mask], len(ENTRY_KINDS)), strict=True)),
        }

    def grid(self, mask: Mask) -> Mapping[tuple[str, str], int]:
        """How many entries of a set have each pair of a theme and a role."""
        return {
            (theme, role): count
            for theme in self.tags.names
            for role, count in zip(
                self.roles, _tally(self.role[mask & self.tags.row(theme)], len(self.roles)), strict=True
            )
            if count
        }

    def years_of(self, mask: Mask) -> Mapping[int, int]:
        """How many entries of a set are of each year; undated ones are left out."""
        years, counts = np.unique(self.year[mask & (self.year > 0)], return_counts=True)
        return dict(zip(years.tolist(), counts.tolist(), strict=True))


def _map(path: Path) -> mmap.mmap | bytes:
    """A file in memory, paged in as it is used; an empty file cannot be mapped."""
    if not path.stat().st_size:
        return b""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _tally(values: NDArray[np.int8] | NDArray[np.int16] | NDArray[np.int32], size: int) -> list[int]:
    return [int(n) for n in np.bincount(values, minlength=size)]
