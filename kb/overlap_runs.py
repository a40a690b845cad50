"""The runs of a text that the library has, each with all the places that have it.

Entries come with every stretch they share; here those that stand inside longer ones go, what may be quoted is
taken off, and the places of a run are put in order. See `kb.overlap` for what counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.engine import Entry, Shared, paragraph_of
from kb.fold import fold_with_offsets
from kb.masks import unmask
from kb.verbatim import LEAST, Match

#: So many runs before and after tell which speech was at hand.
_BESIDE = 3
#: What stands between the two readings of a passage; see `kb.masks.readings`.
_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A passage, paragraph or heading that has a run; `at` is where in what is searched for it."""

    entry: Entry
    at: int
    length: int

    @property
    def key(self) -> str:
        """`speech#place`."""
        return self.entry.key

    @property
    def span(self) -> tuple[int, int]:
        """Where the run stands in the text of the entry, in its characters."""
        folded, offsets = fold_with_offsets(self.entry.text)
        last = self.at + self.length - 1
        if last < len(folded):
            return offsets[self.at], offsets[last] + 1
        second = unmask(self.entry.text)
        if second is None:
            raise ValueError(f"{self.key} has one reading only")
        begun = len(folded) + _BETWEEN
        offsets = fold_with_offsets(second.text)[1]
        return second.offsets[offsets[self.at - begun]], second.offsets[offsets[last - begun]] + 1


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text that the library has.

    Args:
        start, end: where it stands in the text, in its characters.
        length: in folded characters.
        counted: how many of them count.
        sources: all that have the whole of it; first those of the speech that the runs beside are from, then
            the newest.
        listed: the phrases in it that may be quoted.
    """

    start: int
    end: int
    length: int
    counted: int
    sources: tuple[Source, ...]
    listed: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether enough is left without what may be quoted."""
        return self.counted >= LEAST

    @property
    def reason(self) -> str:
        """Why it does not count, or not all of it, in Chinese; empty when it does."""
        phrases = "".join(f"“{phrase}”" for phrase in self.listed)
        if not phrases:
            return ""
        if self.counts:
            return f"词表里的{phrases}不计"
        return f"除去词表里的{phrases}只剩 {self.counted} 字" if self.counted else f"词表里有{phrases}"


@dataclass(slots=True)
class _Held:
    """A stretch of the folded text that entries have.

    `core` is it without the marks at its ends, `whole` with all that any entry has there.
    """

    start: int
    end: int
    core: tuple[int, int]
    whole: tuple[int, int]
    sources: dict[str, Source]

    def widen(self, start: int, end: int) -> None:
        """Let the whole reach at least so far."""
        self.whole = min(start, self.whole[0]), max(end, self.whole[1])


def _outermost(folded: str, shared: Sequence[Shared]) -> list[_Held]:
    """The stretches that stand in no longer one, in order, each with all that have it.

    Marks at the ends are left out of the comparison: where one passage has a full stop before what another
    begins with, both say the same.
    """
    found: dict[tuple[int, int], _Held] = {}
    for one in shared:
        for match in one.matches:
            core = _core(folded, match)
            start, end = core if core[1] - core[0] >= LEAST else (match.start, match.end)
            held = found.setdefault((start, end), _Held(start, end, core, (start, end), {}))
            held.widen(match.start, match.end)
            source = Source(one.entry, match.at + start - match.start, end - start)
            held.sources.setdefault(one.entry.key, source)
    kept: list[_Held] = []
    for held in sorted(found.values(), key=lambda held: (held.core[0], -held.core[1], held.start - held.end)):
        if kept and held.core[1] <= kept[-1].core[1]:
            kept[-1].widen(*held.whole)
        else:
            kept.append(held)
    return kept


def _core(folded: str, match: Match) -> tuple[int, int]:
    """A match without the marks at its ends; all of it when it is nothing but marks."""
    start, end = match.start, match.end
    while start < end and not folded[start].isalnum():
        start += 1
    while start < end and not folded[end - 1].isalnum():
        end -= 1
    return (start, end) if start < end else (match.start, match.end)


def _without_wholes(sources: Collection[Source]) -> list[Source]:
    """The sources without those whole paragraphs of which a part has the run as well."""
    apart = {(s.entry.speech, s.entry.place) for s in sources if s.entry.kind == "passage"}
    within = {(speech, paragraph_of(place)) for speech, place in apart}
    return [
        s
        for s in sources
        if s.entry.kind != "paragraph" or (s.entry.speech, paragraph_of(s.entry.place)) not in within
    ]


def runs(
    folded: str,
    offsets: Sequence[int],
    shared: Sequence[Shared],
    phrases: Sequence[tuple[int, int, str]],
    spared: NDArray[np.bool_],
) -> Iterator[tuple[Run, tuple[int, int]]]:
    """The runs of a folded text in order, each also with where it stands in it, the marks at its ends included.

    Args:
        offsets: for every folded character its place in the text.
        shared: the entries that have some of it.
        phrases: where what may be quoted stands in the folded text, and what it is.
        spared: the folded characters that these phrases cover.
    """
    held = _outermost(folded, shared)
    for number, one in enumerate(held):
        beside = _beside(held, number)
        sources = _without_wholes(one.sources.values())
        sources.sort(key=lambda s: (-beside.get(s.entry.speech, 0), -s.entry.when, s.key))
        length = one.end - one.start
        counted = length - int(np.count_nonzero(spared[one.start : one.end]))
        inside = dict.fromkeys(p for begin, stop, p in phrases if begin < one.end and stop > one.start)
        span = offsets[one.start], offsets[one.end - 1] + 1
        yield Run(*span, length, counted, tuple(sources), tuple(inside)), one.whole


def _beside(held: list[_Held], number: int) -> Mapping[str, int]:
    """How much of the runs just before and after one each speech has."""
    lengths: Counter[str] = Counter()
    near = held[max(0, number - _BESIDE) : number] + held[number + 1 : number + _BESIDE + 1]
    for other in near:
        for speech in {s.entry.speech for s in other.sources.values()}:
            lengths[speech] += other.end - other.start
    return lengths
