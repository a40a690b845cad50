"""照搬检测: what of a text stands word for word in the library, where, and how large a share of it that is.

A run is a stretch of thirteen and more folded characters that a passage has as well, as long as any passage has
it; see `kb.verbatim` for what it crosses. Line breaks of the text are passed over, for a text pasted from a PDF
breaks inside sentences; and folding drops quotes, brackets, spaces and 、, so changing those hides nothing. All
lengths are in folded characters. What a list says may be quoted (`kb.quotable`) does not count: a run counts with
what it has besides, and not at all when that is less than a run. Nothing of the text is kept, and no rewriting
is proposed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kb.errors import KbError
from kb.fold import fold_with_offsets
from kb.lexicon_lines import BadLexicon
from kb.library import Library
from kb.model import LINE_BREAK
from kb.overlap_runs import Run, runs
from kb.overlap_sections import Part, parts
from kb.quotable import quotable

#: Characters of a text that are looked through in one go.
MOST = 100_000


class UnfitText(KbError):
    """A text that cannot be compared with the library."""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under a heading of the text: how much, and how much of it is copied, in folded characters."""

    heading: str
    level: int
    total: int
    copied: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.copied / self.total if self.total else 0.0


@dataclass(frozen=True)
class Overlap:
    """Everything found in a text.

    Args:
        total, copied: in folded characters.
        runs: those that count, in the order of the text; none stands inside another, but two may overlap.
        spared: those that do not count.
        marks: the stretches of the text that count as copied, in its characters.
        faults: lines of the list of phrases that were passed over.
    """

    text: str
    total: int
    copied: int
    runs: tuple[Run, ...]
    spared: tuple[Run, ...]
    sections: tuple[Section, ...]
    marks: tuple[tuple[int, int], ...]
    faults: tuple[BadLexicon, ...]

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.copied / self.total if self.total else 0.0

    @cached_property
    def longest(self) -> int:
        """The longest run, in folded characters that count."""
        return max((run.counted for run in self.runs), default=0)

    @cached_property
    def uncounted(self) -> Mapping[tuple[str, str], int]:
        """What does not count: each text with the reason, and how often it stands there."""
        return Counter((self.text[run.start : run.end], run.reason) for run in self.spared)


def overlap(library: Library, text: str, divide: Callable[[str], Sequence[Part]] = parts) -> Overlap:
    """Compare a text with everything in a library.

    Args:
        divide: tells its sections, where that is known better than from how it is written.

    Raises:
        UnfitText: it is empty, or longer than `MOST`.
        StaleIndex: there is no index, or a part of it is missing.
    """
    if not text.strip():
        raise UnfitText("没有文字", remedy="粘贴要检测的文字")
    if len(text) > MOST:
        raise UnfitText(f"文字太长：{len(text):,} 字，一次最多 {MOST:,} 字", remedy="分几次检测")
    folded, offsets = fold_with_offsets(LINE_BREAK.sub(" ", text))
    listed = quotable(library.home.lexicon)
    phrases = listed.spans(folded)
    spared = _mask(len(folded), [(start, end) for start, end, _ in phrases])
    found = list(runs(folded, offsets, library.index.sharing(folded), phrases, spared))
    copied = _mask(len(folded), [whole for run, whole in found if run.counts]) & ~spared
    return Overlap(
        text,
        len(folded),
        int(np.count_nonzero(copied)),
        tuple(run for run, _ in found if run.counts),
        tuple(run for run, _ in found if not run.counts),
        tuple(_sections(divide(text), offsets, copied)),
        tuple((offsets[start], offsets[end - 1] + 1) for start, end in _stretches(copied)),
        listed.faults,
    )


def _sections(divided: Sequence[Part], offsets: Sequence[int], copied: NDArray[np.bool_]) -> list[Section]:
    found = []
    for part in divided:
        start, end = bisect_left(offsets, part.start), bisect_left(offsets, part.end)
        found.append(Section(part.heading, part.level, end - start, int(np.count_nonzero(copied[start:end]))))
    return found


def _mask(size: int, spans: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    mask = np.zeros(size, np.bool_)
    for start, end in spans:
        mask[start:end] = True
    return mask


def _stretches(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where a mask is true without a break."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]])))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
