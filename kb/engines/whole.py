"""The entries of all segments of an index side by side, numbered through from 0.

What an answer counts and puts in order it reads here, in whole arrays: asking segment by segment would take
as many times as long as there are segments. Nothing here is written; it is made anew, in a few milliseconds,
when a segment comes or goes or is tagged anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.copies import PLACES, Signatures
from kb.engine import ENTRY_KINDS, Using, paragraph_of
from kb.engines.segment import Segment
from kb.engines.tags import Mask
from kb.rank import norms
from kb.relevance import Pool

Numbers = NDArray[np.int64]
_HEADING = ENTRY_KINDS.index("heading")
#: Later than any day.
_UNDATED = 10_000 << 9


class Whole:
    """Sets, counts and order of entries; a set is a boolean array over their numbers."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = tuple(segments)
        self._ends = np.cumsum([s.size for s in segments]).tolist()
        #: The first number of each segment, and the number behind its last.
        self.stretches: list[tuple[int, int]] = list(zip([0, *self._ends], self._ends, strict=False))
        self.size = sum(s.size for s in segments)
        self.live: Mask = _joined([s.live for s in segments], np.bool_)
        self._all_live = bool(self.live.all())
        self.length: NDArray[np.int32] = _joined([s.length for s in segments], np.int32)
        self.year: NDArray[np.int16] = _joined([s.year for s in segments], np.int16)
        self.kind: NDArray[np.int8] = _joined([s.kind for s in segments], np.int8)
        self.speeches, self.speech = _renumbered([(s.speeches, s.speech) for s in segments])
        self.roles, self.role = _renumbered([(s.roles, s.role) for s in segments])
        self.themes = sorted({theme for s in segments for theme in s.tags.names})
        self._given = np.zeros((len(self.themes), self.size), np.bool_)
        for segment, (start, end) in zip(segments, self.stretches, strict=True):
            self._given[[self.themes.index(name) for name in segment.tags.names], start:end] = (
                segment.tags.given
            )
        self._of_kinds: dict[frozenset[str], Mask] = {}
        #: What was asked about last: it changes with every draft, and is asked with every question.
        self._unused: tuple[Using, Mask] | None = None

    # What is asked for rarely, or not by every question

    @cached_property
    def days(self) -> NDArray[np.int32]:
        """The day of each entry in as few bits as tell one from the next."""
        months, day = np.divmod(_joined([s.day for s in self.segments], np.int32), 100)
        years, month = np.divmod(months, 100)
        return (years << 9) | (month << 5) | day

    @cached_property
    def oldest(self) -> NDArray[np.int32]:
        """The same for putting the oldest first: what is undated comes last."""
        return np.where(self.days > 0, self.days, _UNDATED)

    @cached_property
    def equals(self) -> Numbers:
        """What puts equals in order: newest day first, then by speech, then in its order."""
        by_id = sorted(range(len(self.speeches)), key=self.speeches.__getitem__)
        place = np.empty(len(by_id), np.int64)
        place[by_id] = np.arange(len(by_id))
        newest = _UNDATED - self.days.astype(np.int64)
        return (newest * max(1, len(by_id)) + place[self.speech]) * max(1, self.size) + np.arange(self.size)

    @cached_property
    def norms(self) -> NDArray[np.float64]:
        """What BM25 makes of the length of each entry."""
        return norms(self.length, int(self.length.sum()) / max(1, self.size))

    @cached_property
    def back(self) -> Mask:
        """The entries that stand a little behind others (see `kb/prior.py`)."""
        return _joined([s.back for s in self.segments], np.bool_)

    @cached_property
    def by_source(self) -> NDArray[np.int32]:
        """For each entry the place of its speech's title among all titles."""
        place = {t: n for n, t in enumerate(sorted({t for s in self.segments for t in s.sources}))}
        return _joined(
            [np.array([place[t] for t in s.sources], np.int32)[s.speech] for s in self.segments], np.int32
        )

    # Sets

    def living(self, numbers: Numbers) -> Numbers:
        """Those of some entries whose speeches count."""
        return numbers if self._all_live else numbers[self.live[numbers]]

    def everything(self) -> Mask:
        """All entries."""
        return np.ones(self.size, np.bool_)

    def having(self, found: Callable[[Segment], Mask]) -> Mask:
        """What is found in each segment, together."""
        return _joined([found(segment) for segment in self.segments], np.bool_)

    def numbers_of(self, literal: str) -> Numbers:
        """The entries whose folded text has a folded literal in it, by ascending number."""
        parts = zip(self.segments, self.stretches, strict=True)
        return _joined(
            [segment.numbers_of(literal) + np.int64(start) for segment, (start, _) in parts], np.int64
        )

    def with_numbers(self, numbers: Numbers) -> Mask:
        """The entries of these numbers."""
        mask = np.zeros(self.size, np.bool_)
        mask[numbers] = True
        return mask

    def with_theme(self, theme: str) -> Mask:
        """The entries of a theme."""
        if theme in self.themes:
            row: Mask = self._given[self.themes.index(theme)]
            return row
        return np.zeros(self.size, np.bool_)

    def with_role(self, role: str) -> Mask:
        """The entries of a role."""
        return _having(self.roles, self.role, role)

    def of_speech(self, speech: str) -> Mask:
        """The entries of one speech."""
        return _having(self.speeches, self.speech, speech)

    def of_years(self, first: int, last: int) -> Mask:
        """The entries of dated speeches of these years."""
        return (self.year > 0) & (self.year >= first) & (self.year <= last)

    def of_kinds(self, kinds: Iterable[str]) -> Mask:
        """The entries of these kinds."""
        wanted = frozenset(kinds)
        mask = self._of_kinds.get(wanted)
        if mask is None:
            chosen = np.array([k in wanted for k in ENTRY_KINDS], np.bool_)
            mask = self._of_kinds[wanted] = chosen[self.kind]
        return mask

    def unused(self, using: Using) -> Mask:
        """The entries that were not used."""
        kept = self._unused
        if kept is None or kept[0] != using:
            kept = self._unused = (using, ~self.having(lambda segment: segment.used(using)))
        return kept[1]

    # Counts

    def counts(self, column: str, numbers: Numbers) -> Mapping[str, int]:
        """How many of some entries have each value of a column; values that none has are left out, so is ""."""
        match column:
            case "themes":
                return _named(self.themes, self._sizes(numbers))
            case "roles":
                return _named(self.roles, np.bincount(self.role[numbers]))
            case "speeches":
                return _named(self.speeches, np.bincount(self.speech[numbers]))
            case _:
                return _named(ENTRY_KINDS, np.bincount(self.kind[numbers]))

    def _sizes(self, numbers: Numbers) -> NDArray[np.int64]:
        """How many of some entries have each theme; a few are looked up, many laid over all."""
        if len(numbers) * 8 < self.size:
            sizes: NDArray[np.int64] = np.count_nonzero(self._given[:, numbers], axis=1)
            return sizes
        mask = self.with_numbers(numbers)
        return np.array([np.count_nonzero(row & mask) for row in self._given], np.int64)

    def years(self, numbers: Numbers) -> Mapping[int, int]:
        """How many of some entries are of each year; undated ones are left out."""
        counts = np.bincount(self.year[numbers])
        having = np.flatnonzero(counts).tolist()
        return {year: n for year, n in zip(having, counts[having].tolist(), strict=True) if year}

    def grid(self, mask: Mask) -> Mapping[tuple[str, str], int]:
        """How many entries of a set have each pair of a theme and a role, which may be empty."""
        counted = (
            (theme, np.bincount(self.role[mask & row], minlength=len(self.roles)).tolist())
            for theme, row in zip(self.themes, self._given, strict=True)
        )
        return {
            (theme, role): n
            for theme, counts in counted
            for role, n in zip(self.roles, counts, strict=True)
            if n
        }

    # Single entries

    def key(self, number: int) -> str:
        """The key of an entry."""
        at = bisect_right(self._ends, number)
        return self.segments[at].key(number - self.stretches[at][0])

    def pool(self, numbers: Numbers, prior: bool) -> Pool:
        """What is looked at of some entries, whose numbers are ascending."""
        parts = [(segment, some) for segment, _, some in self.by_segment(numbers)]
        places = (s.places[n] for s, some in parts for n in some.tolist())
        return Pool(
            [text for s, some in parts for text in s.texts(some)],
            [s.contexts[i] for s, some in parts for i in s.context[some].tolist()],
            list(zip(self.speech[numbers].tolist(), map(_paragraph_of, places), strict=True)),
            self.kind[numbers] == _HEADING,
            [self.roles[i] for i in self.role[numbers].tolist()],
            self.back[numbers] if prior else np.zeros(len(numbers), np.bool_),
            self.length[numbers].astype(np.int64),
        )

    def signed(self, numbers: Numbers) -> tuple[list[str], Signatures]:
        """The folded texts of some entries, whatever their order, and the signatures of them."""
        order = np.argsort(numbers)
        texts: list[str] = [""] * len(numbers)
        rows = np.empty((len(numbers), PLACES), np.uint32)
        at = 0
        for segment, _, some in self.by_segment(numbers[order]):
            found = segment.texts(some)
            here = order[at : at + len(some)]
            rows[here] = segment.signatures(some, found)
            for place, text in zip(here.tolist(), found, strict=True):
                texts[place] = text
            at += len(some)
        return texts, rows

    def by_segment(self, numbers: Numbers) -> Iterator[tuple[Segment, int, Numbers]]:
        """Ascending numbers as those of the segments that have some of them, and where each segment begins."""
        cuts = np.searchsorted(numbers, [0, *self._ends]).tolist()
        for segment, (start, _), first, last in zip(
            self.segments, self.stretches, cuts, cuts[1:], strict=False
        ):
            if first < last:
                yield segment, start, numbers[first:last] - start


#: The same places come again in every speech.
_paragraph_of = lru_cache(maxsize=4096)(paragraph_of)


def _joined(arrays: Sequence[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate([*arrays, np.empty(0, kind)])


def _renumbered(parts: Sequence[tuple[list[str], NDArray[Any]]]) -> tuple[list[str], NDArray[np.int32]]:
    """The values of a column of each segment and their numbers, made one."""
    numbers = {value: n for n, value in enumerate(dict.fromkeys(chain(*(values for values, _ in parts))))}
    columns = [np.array([numbers[v] for v in values], np.int32)[column] for values, column in parts]
    return list(numbers), _joined(columns, np.int32)


def _having(values: Sequence[str], column: NDArray[np.int32], value: str) -> Mask:
    return column == values.index(value) if value in values else np.zeros(len(column), np.bool_)


def _named(values: Sequence[str], counts: NDArray[np.int64]) -> Mapping[str, int]:
    having = np.flatnonzero(counts)
    named = dict(zip(map(values.__getitem__, having.tolist()), counts[having].tolist(), strict=True))
    named.pop("", None)
    return named
