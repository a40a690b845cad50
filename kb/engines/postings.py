"""Terms and postings kept by Whoosh, read as arrays; everything else is numpy's.

Whoosh's own scoring walks postings one by one in Python. `whoosh_inside` writes and reads them in whole
blocks where the Whoosh that is installed allows it, `whoosh_plain` in public ways where it does not.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError
from whoosh.reading import TermNotFound

from kb.analysis import grams, words
from kb.engines import require_engine, whoosh_inside
from kb.engines.lists import CHARACTERS, Lists, Occurrences, occurrences, write_lists
from kb.engines.whoosh_inside import read_inside, write_inside
from kb.engines.whoosh_plain import read_plain, write_plain
from kb.engines.young import GRAMS, WORDS, Counts, Ids, YoungPostings, is_young, write_young
from kb.recent import Recent

#: Decoded terms kept, counted in postings.
_CACHED_POSTINGS = 4_000_000

_Postings = dict[str, tuple["array[int]", "array[int]"]]
_EMPTY: tuple[Ids, Counts] = (np.empty(0, np.int32), np.empty(0, np.float32))


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
        write = write_inside if whoosh_inside.inside_fits() else write_plain
        write(path, self._fields, self.documents)
        write_lists(path, CHARACTERS, _characters(self._fields[GRAMS]), chr)
        self._fields.clear()


def _characters(grams: _Postings) -> Occurrences:
    """Every character of some documents by its code: each begins a gram."""
    codes = np.array([ord(gram[0]) for gram in grams], np.uint64)
    sizes = np.array([len(ids) for ids, _ in grams.values()], np.int64)
    ids = np.frombuffer(b"".join(ids.tobytes() for ids, _ in grams.values()), np.uint32)
    return occurrences(np.repeat(codes, sizes), ids.astype(np.uint64))


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


def write_terms(path: Path, folded: Sequence[str], large: bool) -> None:
    """Keep the terms of folded texts, numbered from 0, in the empty folder `path`; `large`: made once for long."""
    collector = Collector()
    for text in folded:
        collector.add({GRAMS: grams(text), WORDS: words(text)})
    collector.write(path, large)


def open_postings(path: Path) -> Postings:
    """Read what `write_terms` of this or of another engine put into a folder.

    Raises:
        FileNotFoundError: it is not there, or not all of it.
        BadConfig: the package that keeps it is not installed.
    """
    if is_young(path):
        return YoungPostings(path)
    if (path / "meta.json").is_file():
        require_engine("tantivy")
        from kb.engines.tantivy_terms import TantivyPostings

        return TantivyPostings(path)
    return PostingsReader(path)


class Postings(Protocol):
    """The terms of the documents of one segment."""

    def close(self) -> None:
        """Let go of the files."""

    def has(self, field: str, term: str) -> bool:
        """Whether any document has the term."""

    def get(self, field: str, term: str) -> tuple[Ids, Counts]:
        """The documents that have a term, ascending, and how often each has it."""

    def standing(self, character: str) -> Ids:
        """The documents that a character stands in, ascending."""


class PostingsReader:
    """Reads postings as arrays, keeping recently used ones.

    Raises:
        FileNotFoundError: it is not there, or not all of it.
    """

    def __init__(self, path: Path) -> None:
        # The grams that begin with a character are hundreds, each with postings of its own.
        self._characters = Lists(path, CHARACTERS)
        self._read = read_inside if whoosh_inside.inside_fits() else read_plain
        self._storage = _Storage(path)
        try:
            self._reader = self._storage.open_index().reader()
        except EmptyIndexError as e:
            self._storage.close()
            raise FileNotFoundError(f"no index in {path}") from e
        except BaseException:
            self._storage.close()
            raise
        self._decoded: Recent[tuple[str, str], tuple[Ids, Counts]] = Recent(_CACHED_POSTINGS, _postings)

    def close(self) -> None:
        """Let go of the files."""
        del self._characters
        self._reader.close()
        self._storage.close()

    def has(self, field: str, term: str) -> bool:
        """Whether any document has the term."""
        return (field, term.encode()) in self._reader

    def get(self, field: str, term: str) -> tuple[Ids, Counts]:
        """The documents that have a term, ascending, and how often each has it."""
        return self._decoded.get((field, term), lambda: self._decode(field, term))

    def standing(self, character: str) -> Ids:
        """The documents that a character stands in, ascending."""
        return self._characters.ids(character)

    def _decode(self, field: str, term: str) -> tuple[Ids, Counts]:
        try:
            matcher = self._reader.postings(field, term)
        except TermNotFound:
            return _EMPTY
        return self._read(matcher)


def _postings(found: tuple[Ids, Counts]) -> int:
    return len(found[0])
