"""Answering from an immutable run of entries on disk: postings, folded text, and columns for facets.

Written once (see `written`), read by many; only its tags are replaced, all at once. Entries are numbered
from 0 in the order they were added; everything is addressed by that number, and a set of entries is a
boolean array over it.
"""

from __future__ import annotations

import json
import mmap
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kb.analysis import query_grams
from kb.engine import ENTRY_KINDS
from kb.engines.finding import FindsLiterals, words_of
from kb.engines.postings import GRAMS, WORDS, open_postings
from kb.engines.tags import Mask, Tags
from kb.fold import BARRIER, fold_literal
from kb.match import among
from kb.prior import EARLY, is_statute
from kb.query import Near, Pattern, Sought

_CACHED_MASKS = 64
_CACHED_WORDS = 1024
_Asked = TypeVar("_Asked", bound=Sought)


class Segment:
    """Answers set questions about the entries of one segment.

    Args:
        path: the folder that `write_segment` filled.
        live: the speeches that count; entries of others are as if they were not there.
        tags: the themes of its entries, and what was said of them.
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
        self.rank = self._ranks()
        # Opened now, not when first needed: a rebuild may have removed the folder by then.
        self._text = _map(path / "folded.txt")
        try:
            self.postings = open_postings(path / "terms")
        except BaseException:
            self._close_text()
            raise
        #: The postings, where they find whole literals by themselves.
        self.finder: FindsLiterals | None = (
            self.postings if isinstance(self.postings, FindsLiterals) else None
        )
        self._masks: OrderedDict[Sought, Mask] = OrderedDict()
        self._words: OrderedDict[str, list[str]] = OrderedDict()
        self._of_kinds: dict[frozenset[str], Mask] = {}
        self.follow(live, tags)

    def follow(self, live: Iterable[str], tags: Tags) -> None:
        """Say anew which speeches count, and which tags its entries have."""
        kept = set(live)
        self.tags = tags
        self.live: Mask = np.array([s in kept for s in self.speeches], np.bool_)[self.speech]

    def _ranks(self) -> NDArray[np.int32]:
        """Where each entry comes among equals: newest year first, then by speech, then in its order."""
        by_id = sorted(range(len(self.speeches)), key=self.speeches.__getitem__)
        order = np.lexsort((_inverse(by_id)[self.speech], -self.year))
        return _inverse(order)

    def among_equals(self, numbers: NDArray[np.int64]) -> Iterator[tuple[int, str, int]]:
        """For entries by number, what puts them so also among those of other segments."""
        speeches = (self.speeches[i] for i in self.speech[numbers].tolist())
        return zip((-self.year[numbers]).tolist(), speeches, numbers.tolist(), strict=True)

    @cached_property
    def total_length(self) -> int:
        """How long all entries are together, in folded characters."""
        return int(self.length.sum())

    @cached_property
    def back(self) -> Mask:
        """The entries that stand a little behind others (see `kb/prior.py`)."""
        statutes = np.array([is_statute(context) for context in self.contexts], np.bool_)
        mask: Mask = statutes[self.context] | ((self.year > 0) & (self.year < EARLY))
        return mask

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

    def texts(self, numbers: NDArray[np.int64]) -> list[str]:
        """The folded texts of entries."""
        stretches = zip(self.ends[numbers].tolist(), self.ends[numbers + 1].tolist(), strict=True)
        return [self._text[start:end].decode() for start, end in stretches]

    def _bytes(self, number: int) -> bytes:
        start, end = self.ends[number], self.ends[number + 1]
        return self._text[start:end] if end > start else b""

    def nothing(self) -> Mask:
        """The empty set."""
        return np.zeros(self.size, np.bool_)

    def containing(self, literal: str) -> Mask:
        """The entries whose folded text has a folded literal in it; kept for the next time."""
        return self._kept(literal, self._contain)

    def matching(self, sought: Near | Pattern) -> Mask:
        """The entries where words stand near each other, or a pattern stands; kept for the next time."""
        return self._kept(sought, self._match)

    def _kept(self, sought: _Asked, find: Callable[[_Asked], Mask]) -> Mask:
        mask = self._masks.get(sought)
        if mask is None:
            mask = self._masks[sought] = find(sought)
            if len(self._masks) > _CACHED_MASKS:
                self._masks.popitem(last=False)
        return mask

    def _match(self, sought: Near | Pattern) -> Mask:
        """Of the entries that have all the words, those where they stand as asked."""
        mask = self.nothing()
        numbers = np.flatnonzero(self._having_words(sought))
        mask[numbers[among(self.texts(numbers), sought)]] = True
        return mask

    def _having_words(self, sought: Near | Pattern) -> Mask:
        if isinstance(sought, Near):
            sides = (sought.left, sought.right)
            having = [np.logical_or.reduce([self.containing(x.folded) for x in side]) for side in sides]
        else:
            # A part may begin or end with a sentence end, which no term holds.
            words = (part.strip(BARRIER) for part in sought.parts)
            having = [self.containing(word) for word in words if word]
        both: Mask = np.logical_and.reduce(having)
        return both

    def _contain(self, literal: str) -> Mask:
        mask = self.nothing()
        terms = query_grams(literal)
        if not terms:
            for term in self.postings.beginning_with(GRAMS, literal):
                mask[self.postings.get(GRAMS, term)[0]] = True
            return mask
        if self.finder:
            ids, confirmed = self.finder.find(literal)[0], BARRIER not in literal
        else:
            ids, confirmed = self._having_all(terms), len(literal) <= 2
        if not confirmed and len(ids):
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
        wanted = frozenset(kinds)
        mask = self._of_kinds.get(wanted)
        if mask is None:
            chosen = np.array([k in wanted for k in ENTRY_KINDS], np.bool_)
            mask = self._of_kinds[wanted] = chosen[self.kind]
        return mask

    def words_in(self, literal: str) -> list[str]:
        """The indexed words that stand inside a folded literal: words without cutting the query."""
        words = self._words.get(literal)
        if words is None:
            words = self._words[literal] = [w for w in words_of(literal) if self.postings.has(WORDS, w)]
            if len(self._words) > _CACHED_WORDS:
                self._words.popitem(last=False)
        return words

    def counts(self, column: str, numbers: NDArray[np.int64]) -> Mapping[str, int]:
        """How many of some entries have each value of a column; values that none has are left out."""
        match column:
            case "themes":
                return _named(self.tags.names, _sizes(self.tags.given, numbers))
            case "roles":
                return _named(self.roles, np.bincount(self.role[numbers]))
            case "speeches":
                return _named(self.speeches, np.bincount(self.speech[numbers]))
            case _:
                return _named(ENTRY_KINDS, np.bincount(self.kind[numbers]))

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

    def years_of(self, numbers: NDArray[np.int64]) -> Mapping[int, int]:
        """How many of some entries are of each year; undated ones are left out."""
        counts = np.bincount(self.year[numbers])
        having = np.flatnonzero(counts).tolist()
        return {year: n for year, n in zip(having, counts[having].tolist(), strict=True) if year}


def _map(path: Path) -> mmap.mmap | bytes:
    """A file in memory, paged in as it is used; an empty file cannot be mapped."""
    if not path.stat().st_size:
        return b""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _inverse(order: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int32]:
    """For each thing its place in an order of them all."""
    places = np.empty(len(order), np.int32)
    places[order] = np.arange(len(order))
    return places


def _named(names: Sequence[str], counts: NDArray[np.int64]) -> Mapping[str, int]:
    having = np.flatnonzero(counts).tolist()
    return {names[i]: n for i, n in zip(having, counts[having].tolist(), strict=True)}


def _sizes(rows: NDArray[np.bool_], numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many of some entries are in each row; a few are looked up, many laid over the row."""
    if len(numbers) * 8 >= rows.shape[1]:
        mask = np.zeros(rows.shape[1], np.bool_)
        mask[numbers] = True
        return np.array([np.count_nonzero(row & mask) for row in rows], np.int64)
    sizes: NDArray[np.int64] = np.count_nonzero(rows[:, numbers], axis=1)
    return sizes


def _tally(values: NDArray[np.int8] | NDArray[np.int16] | NDArray[np.int32], size: int) -> list[int]:
    return [int(n) for n in np.bincount(values, minlength=size)]
