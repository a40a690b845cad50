"""An immutable run of entries on disk: postings, folded text, and columns for facets.

Written once, read by many. Entries are numbered from 0 in the order they were added; everything is
addressed by that number, and a set of entries is a boolean array over it.
"""

from __future__ import annotations

import json
import mmap
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.analysis import grams, query_grams, words
from kb.engine import ENTRY_KINDS, Entry
from kb.engines.postings import GRAMS, WORDS, Collector, PostingsReader
from kb.files import write_atomically
from kb.fold import BARRIER

Mask = NDArray[np.bool_]

_CACHED_MASKS = 64
_LONGEST_WORD = 8
_FILES = ("folded.txt", "entries.jsonl", "columns.npz", "columns.json")


def write_segment(path: Path, entries: Sequence[Entry]) -> None:
    """Make a segment of the entries in the new folder `path`. `columns.json` is written last."""
    (path / "terms").mkdir(parents=True)
    collector = Collector()
    folded = [e.searched for e in entries]
    for text in folded:
        collector.add({GRAMS: grams(text), WORDS: words(text)})
    collector.write(path / "terms")
    encoded = [text.encode() for text in folded]
    (path / "folded.txt").write_bytes(b"".join(encoded))
    (path / "entries.jsonl").write_text(
        "".join(json.dumps(asdict(e), ensure_ascii=False) + "\n" for e in entries), encoding="utf-8"
    )
    ends = np.cumsum([0, *(len(e) for e in encoded)], dtype=np.int64)
    _write_columns(path, entries, ends, [len(text) for text in folded])


def _write_columns(path: Path, entries: Sequence[Entry], ends: NDArray[np.int64], lengths: list[int]) -> None:
    speeches = list(dict.fromkeys(e.speech for e in entries))
    contexts = list(dict.fromkeys(e.context for e in entries))
    themes = sorted({t for e in entries for t in e.themes})
    roles = sorted({e.role for e in entries if e.role})
    number = {value: i for i, value in enumerate(speeches)}
    context = {value: i for i, value in enumerate(contexts)}
    role = {value: i for i, value in enumerate(["", *roles])}
    np.savez(
        path / "columns.npz",
        ends=ends,
        length=np.array(lengths, np.int32),
        speech=np.array([number[e.speech] for e in entries], np.int32),
        context=np.array([context[e.context] for e in entries], np.int32),
        year=np.array([e.year for e in entries], np.int16),
        role=np.array([role[e.role] for e in entries], np.int16),
        kind=np.array([ENTRY_KINDS.index(e.kind) for e in entries], np.int8),
        themes=np.array([[t in e.themes for e in entries] for t in themes], np.bool_).reshape(
            len(themes), len(entries)
        ),
    )
    sources = {e.speech: e.provenance for e in entries}
    names = {
        "speeches": speeches,
        "contexts": contexts,
        "sources": [sources[s] for s in speeches],
        "themes": themes,
        "roles": ["", *roles],
        "places": [e.place for e in entries],
    }
    write_atomically(path / "columns.json", json.dumps(names, ensure_ascii=False).encode())


def is_whole(path: Path) -> bool:
    """Whether everything is there that `write_segment` writes."""
    return (path / "terms").is_dir() and all((path / name).is_file() for name in _FILES)


def read_entries(path: Path) -> Iterable[Entry]:
    """The entries of a segment as they were added, for merging segments."""
    with (path / "entries.jsonl").open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            fields: dict[str, Any] = json.loads(line)
            fields |= {name: tuple(fields[name]) for name in ("headings", "themes")}
            yield Entry(**fields)


class Segment:
    """Answers set questions about the entries of one segment.

    Args:
        path: the folder that `write_segment` filled.
        live: the speeches that count; entries of others are as if they were not there.
    """

    def __init__(self, path: Path, live: Iterable[str]) -> None:
        self.path = path
        names = json.loads((path / "columns.json").read_text(encoding="utf-8"))
        self.speeches: list[str] = names["speeches"]
        self.contexts: list[str] = names["contexts"]
        self.sources: list[str] = names["sources"]
        self.themes: list[str] = names["themes"]
        self.roles: list[str] = names["roles"]
        self.places: list[str] = names["places"]
        self.size = len(self.places)
        with np.load(path / "columns.npz") as columns:
            self.ends: NDArray[np.int64] = columns["ends"]
            self.length: NDArray[np.int32] = columns["length"]
            self.speech: NDArray[np.int32] = columns["speech"]
            self.context: NDArray[np.int32] = columns["context"]
            self.year: NDArray[np.int16] = columns["year"]
            self.role: NDArray[np.int16] = columns["role"]
            self.kind: NDArray[np.int8] = columns["kind"]
            self.theme: Mask = columns["themes"]
        # Opened now, not when first needed: a rebuild may have removed the folder by then.
        self._text = _map(path / "folded.txt")
        try:
            self.postings = PostingsReader(path / "terms")
        except BaseException:
            self._close_text()
            raise
        self._masks: OrderedDict[str, Mask] = OrderedDict()
        self.set_live(live)

    def set_live(self, live: Iterable[str]) -> None:
        """Say anew which speeches count."""
        kept = set(live)
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

    def in_source(self, literal: str) -> Mask:
        """The entries with a folded literal in the title of the speech or the name of its original."""
        return np.array([literal in s for s in self.sources], np.bool_)[self.speech]

    def with_theme(self, theme: str) -> Mask:
        """The entries of a theme."""
        return self.theme[self.themes.index(theme)] if theme in self.themes else self.nothing()

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
            "themes": dict(zip(self.themes, (self.theme & mask).sum(axis=1).tolist(), strict=True)),
            "roles": dict(zip(self.roles, _tally(self.role[mask], len(self.roles)), strict=True)),
            "speeches": dict(zip(self.speeches, _tally(self.speech[mask], len(self.speeches)), strict=True)),
            "kinds": dict(zip(ENTRY_KINDS, _tally(self.kind[mask], len(ENTRY_KINDS)), strict=True)),
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
