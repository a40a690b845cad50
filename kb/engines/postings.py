"""Terms and postings kept by Whoosh: the one home of the `whoosh` package.

Whoosh's own scoring walks postings one by one in Python. We write terms already counted and read a
term's postings back as two arrays, block by block; everything else is numpy's. The private parts relied
on, all of whoosh 2.7.4, which is pinned and no longer changes: of `W3LeafMatcher` `_read_data`, `_data`,
`_lastblock`, `_next_block`; of `SegmentWriter` `_flush_segment`; of `W3FieldWriter` `_postwriter`; of
`W3PostingsWriter` `_ids`, `_weights`, `_maxweight`, `_write_block`.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, formats, index
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError
from whoosh.reading import TermNotFound
from whoosh.writing import SegmentWriter

from kb.engines.young import Counts, Ids, YoungPostings, is_young, write_young

GRAMS, WORDS = "grams", "words"

#: Postings in a block. Large, because we always read whole lists; uncompressed, because that is faster.
_BLOCK = 4096
#: Decoded terms kept, counted in postings.
_CACHED_POSTINGS = 4_000_000

_Postings = dict[str, tuple["array[int]", "array[int]"]]
_EMPTY: tuple[Ids, Counts] = (np.empty(0, np.int32), np.empty(0, np.float32))


def _schema() -> Any:
    counted = fields.FieldType(formats.Existence(), None, scorable=False, stored=False)
    return fields.Schema(**{GRAMS: counted, WORDS: counted})


class Collector:
    """Postings of documents added in order, in memory until written."""

    def __init__(self) -> None:
        self.documents = 0
        self._fields: dict[str, _Postings] = {GRAMS: {}, WORDS: {}}

    def add(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Add the next document: for each field its terms and how often they stand there."""
        number = self.documents
        for name, terms in counts.items():
            postings = self._fields[name]
            for term, count in terms.items():
                entry = postings.get(term)
                if entry is None:
                    entry = postings[term] = (array("I"), array("I"))
                entry[0].append(number)
                entry[1].append(count)
        self.documents += 1

    def write(self, path: Path, large: bool) -> None:
        """Put the postings of one segment into the empty folder `path`: of a large one by Whoosh, else as arrays."""
        if not large:
            write_young(path, self._fields)
            self._fields.clear()
            return
        ix = index.create_in(str(path), _schema())
        writer = _Writer(ix, self._fields)
        for _ in range(self.documents):
            writer.add_document()
        writer.commit(merge=False)
        ix.close()
        self._fields.clear()


class _Writer(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer with its sorting pool left out: our postings are counted and in order already."""

    def __init__(self, ix: Any, collected: Mapping[str, _Postings]) -> None:
        super().__init__(ix, codec=W3Codec(blocklimit=_BLOCK, compression=0), compound=False)
        self._collected = collected

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        writer = self.fieldwriter
        for name in sorted(self._collected):
            writer.start_field(name, self.schema[name])
            for key, postings in sorted((term.encode(), p) for term, p in self._collected[name].items()):
                writer.start_term(key)
                _write_blocks(writer._postwriter, *postings)
                writer.finish_term()
            writer.finish_field()
        writer.close()


def _write_blocks(writer: Any, ids: array[int], counts: array[int]) -> None:
    """Hand over a term's postings by the block; the last block is written by `finish_term`."""
    for start in range(0, len(ids), _BLOCK):
        if start:
            writer._write_block()
        writer._ids = ids[start : start + _BLOCK]
        writer._weights = counts[start : start + _BLOCK]
        writer._maxweight = max(writer._weights)


class _Storage(FileStorage):  # type: ignore[misc]
    """A folder that closes what was opened in it: Whoosh's term readers leave their files open."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self._opened: list[Any] = []

    def open_file(self, name: str, **kwargs: Any) -> Any:
        self._opened.append(super().open_file(name, **kwargs))
        return self._opened[-1]

    def close(self) -> None:
        for file in self._opened:
            if not file.is_closed:
                file.close()
        self._opened.clear()


def open_postings(path: Path) -> PostingsReader | YoungPostings:
    """Read what `Collector.write` put into a folder.

    Raises:
        FileNotFoundError: it is not there, or not all of it.
    """
    return YoungPostings(path) if is_young(path) else PostingsReader(path)


class PostingsReader:
    """Reads postings as arrays, keeping recently used ones."""

    def __init__(self, path: Path) -> None:
        self._storage = _Storage(path)
        try:
            self._reader = self._storage.open_index().reader()
        except EmptyIndexError as e:
            self._storage.close()
            raise FileNotFoundError(f"no index in {path}") from e
        except BaseException:
            self._storage.close()
            raise
        self._cache: OrderedDict[tuple[str, str], tuple[Ids, Counts]] = OrderedDict()
        self._cached = 0

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()
        self._storage.close()

    def has(self, field: str, term: str) -> bool:
        """Whether any document has the term."""
        return (field, term.encode()) in self._reader

    def get(self, field: str, term: str) -> tuple[Ids, Counts]:
        """The documents that have a term, ascending, and how often each has it."""
        key = (field, term)
        found = self._cache.get(key)
        if found is not None:
            self._cache.move_to_end(key)
            return found
        found = self._cache[key] = self._decode(field, term)
        self._cached += len(found[0])
        while self._cached > _CACHED_POSTINGS and len(self._cache) > 1:
            _, dropped = self._cache.popitem(last=False)
            self._cached -= len(dropped[0])
        return found

    def beginning_with(self, field: str, prefix: str) -> Iterable[str]:
        """The terms that begin with a string."""
        return (term.decode() for term in self._reader.expand_prefix(field, prefix))

    def _decode(self, field: str, term: str) -> tuple[Ids, Counts]:
        try:
            matcher = self._reader.postings(field, term)
        except TermNotFound:
            return _EMPTY
        ids: list[Ids] = []
        counts: list[Counts] = []
        while True:
            matcher._read_data()
            deltas, weights, _ = matcher._data
            ids.append(np.cumsum(np.array(deltas, np.int32), dtype=np.int32))
            counts.append(_weights(weights, len(deltas)))
            if matcher._lastblock:
                return np.concatenate(ids), np.concatenate(counts)
            matcher._next_block()


def _weights(stored: Any, length: int) -> Counts:
    """Undo Whoosh's short forms: nothing for all ones, one number for all the same."""
    if stored is None:
        return np.ones(length, np.float32)
    if isinstance(stored, tuple):
        return np.array(stored, np.float32)
    return np.full(length, stored, np.float32)
