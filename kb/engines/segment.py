"""Answering from an immutable run of entries on disk: postings, folded text, and columns for facets.

Written once (see `written`), read by many; only its tags are replaced, all at once. Entries are numbered
from 0 in the order they were added; everything is addressed by that number, and a set of entries is a
boolean array over it.
"""

from __future__ import annotations

import json
import mmap
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.analysis import query_grams
from kb.copies import Signature, Signatures, signatures
from kb.engine import Using
from kb.engines.finding import FindsLiterals, words_of
from kb.engines.kept import KeptSets
from kb.engines.postings import open_postings
from kb.engines.tags import Mask, Tags
from kb.engines.young import GRAMS, WORDS
from kb.fold import BARRIER, fold_literal
from kb.match import among
from kb.query import Near, Pattern

_CACHED_WORDS = 1024
#: So many texts are looked into faster than the postings of one more term are read.
_FEW = 64
#: Signatures kept, of half a kilobyte each.
_CACHED_SIGNATURES = 2048


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
        # Opened here, for numpy leaves a damaged file open.
        with (path / "columns.npz").open("rb") as file, np.load(file) as columns:
            self.ends: NDArray[np.int64] = columns["ends"]
            self.lines: NDArray[np.int64] = columns["lines"]
            self.length: NDArray[np.int32] = columns["length"]
            self.speech: NDArray[np.int32] = columns["speech"]
            self.context: NDArray[np.int32] = columns["context"]
            self.year: NDArray[np.int16] = columns["year"]
            self.day: NDArray[np.int32] = columns["day"]
            self.role: NDArray[np.int16] = columns["role"]
            self.kind: NDArray[np.int8] = columns["kind"]
            #: The entries that stand a little behind others (see `kb/prior.py`).
            self.back: Mask = columns["back"]
            self.sha: NDArray[np.uint64] = columns["sha"]
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
        self._sets = KeptSets(self.size)
        self._words: OrderedDict[str, list[str]] = OrderedDict()
        self._signatures: OrderedDict[int, Signature] = OrderedDict()
        self.follow(live, tags)

    def follow(self, live: Iterable[str], tags: Tags) -> None:
        """Say anew which speeches count, and which tags its entries have."""
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

    def texts(self, numbers: NDArray[np.int64]) -> list[str]:
        """The folded texts of entries."""
        stretches = zip(self.ends[numbers].tolist(), self.ends[numbers + 1].tolist(), strict=True)
        return [self._text[start:end].decode() for start, end in stretches]

    def signatures(self, numbers: NDArray[np.int64], texts: Sequence[str]) -> Signatures:
        """The signatures of entries, whose folded texts these are; kept for the next time."""
        kept = self._signatures
        wanted = dict(zip(numbers.tolist(), texts, strict=True))
        new = [number for number in wanted if number not in kept]
        kept.update(zip(new, signatures([wanted[number] for number in new]), strict=True))
        found = np.array([kept[number] for number in wanted])
        while len(kept) > _CACHED_SIGNATURES:
            kept.popitem(last=False)
        return found

    def nothing(self) -> Mask:
        """The empty set."""
        return np.zeros(self.size, np.bool_)

    def containing(self, literal: str) -> Mask:
        """The entries whose folded text has a folded literal in it; kept for the next time."""
        return self._sets.get(literal, self._contain)

    def numbers_of(self, literal: str) -> NDArray[np.int32]:
        """The same as ascending numbers."""
        return self._sets.numbers(literal, self._contain)

    def matching(self, sought: Near | Pattern) -> Mask:
        """The entries where words stand near each other, or a pattern stands; kept for the next time."""
        return self._sets.get(sought, self._match)

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
        if len(literal) == 1:
            mask[self.postings.standing(literal)] = True
            return mask
        if self.finder:
            ids, confirmed = self.finder.find(literal)[0], BARRIER not in literal
        else:
            confirmed = len(literal) == 2
            ids = self._having_all(query_grams(literal), 0 if confirmed else _FEW)
        if not confirmed and len(ids):
            wanted, find = literal.encode(), self._text.find
            stretches = zip(self.ends[ids].tolist(), self.ends[ids + 1].tolist(), strict=True)
            ids = ids[[find(wanted, start, end) >= 0 for start, end in stretches]]
        mask[ids] = True
        return mask

    def _having_all(self, terms: Sequence[str], enough: int) -> NDArray[np.int32]:
        """The entries that have all of some terms; the last terms are left out when `enough` or fewer are left."""
        # Every other one first: neighbours share a character, so they say less.
        first, *others = (*terms[::2], *terms[1::2])
        ids = self.postings.get(GRAMS, first)[0]
        for term in others:
            if len(ids) <= enough:
                break
            few, many = sorted((ids, self.postings.get(GRAMS, term)[0]), key=len)
            at = np.searchsorted(many, few)
            at[at == len(many)] = 0
            ids = few[many[at] == few] if len(few) else few
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

    def of_speech(self, speech: str) -> Mask:
        """The entries of one speech."""
        return self.speech == self.speeches.index(speech) if speech in self.speeches else self.nothing()

    def used(self, using: Using) -> Mask:
        """The entries that were used, under their own names or by their text under others."""
        mask: Mask = np.isin(self.sha, np.array([int(sha, 16) for sha in using.texts], np.uint64))
        speeches = {key.partition("#")[0] for key in (*using.keys, *using.wholes)}
        concerned = np.array([s in speeches for s in self.speeches], np.bool_)[self.speech]
        for number in np.flatnonzero(concerned & ~mask).tolist():
            mask[number] = using.named(self.speeches[self.speech[number]], self.places[number])
        return mask

    def words_in(self, literal: str) -> list[str]:
        """The indexed words that stand inside a folded literal: words without cutting the query."""
        words = self._words.get(literal)
        if words is None:
            words = self._words[literal] = [w for w in words_of(literal) if self.postings.has(WORDS, w)]
            if len(self._words) > _CACHED_WORDS:
                self._words.popitem(last=False)
        return words


def _map(path: Path) -> mmap.mmap | bytes:
    """A file in memory, paged in as it is used; an empty file cannot be mapped."""
    if not path.stat().st_size:
        return b""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
