"""Whether the terms of one theme that stand in a passage and above it suffice: the few rules of the tagger.

Under a heading that holds any term of the theme, one term is enough. Elsewhere it takes a strong term that
is not made in passing, or two different weak terms in one sentence. It knows one theme at a time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kb.evidence import Evidence
from kb.terms import Match

#: In a passage longer than this many characters a single mention after the first sentence is made in passing.
LONG = 200

#: A mention that has a sentence to itself, of at most this many characters, is not made in passing.
OWN_SENTENCE = 40

#: A first sentence of at most this many characters is read as a heading (二是窗口服务有温度。).
HEADLINE = 30

_SENTENCE_END = re.compile(r"[。！？；!?;]")


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of one theme in one text; `masked` are matches inside a phrase that hides them."""

    strong: tuple[Match, ...] = ()
    weak: tuple[Match, ...] = ()
    masked: tuple[tuple[Match, Match], ...] = ()


NOTHING = Hits()


@dataclass(frozen=True, slots=True)
class Weighed:
    """The evidence for one theme by strength: in the text, and in the headings above it."""

    text: str
    strong: tuple[Evidence, ...]
    weak: tuple[Evidence, ...]
    over: tuple[Evidence, ...]

    @property
    def inside(self) -> tuple[Evidence, ...]:
        """What stands in the text itself."""
        return self.strong + self.weak

    @property
    def in_passing(self) -> bool:
        """Whether a long text touches the theme only once, inside a long sentence that is not its first."""
        marks = self.inside
        if len(self.text) <= LONG or len(marks) != 1:
            return False
        start, end = _sentence(self.text, marks[0].start, marks[0].end)
        return start > 0 and end - start > OWN_SENTENCE

    @property
    def together(self) -> bool:
        """Whether two different weak terms stand in one sentence, or one of them in the lead."""
        if len({one.term for one in self.weak}) < 2:
            return False
        return any(one.rule == "lead" for one in self.weak) or any(
            one.term != other.term and not _stop_between(self.text, one.end, other.start)
            for one, other in pairwise(self.weak)
        )

    @property
    def enough(self) -> bool:
        """Whether the theme is earned."""
        return bool(self.over and self.inside) or bool(self.strong and not self.in_passing) or self.together


def weigh(text: str, hits: Hits, above: Sequence[tuple[str, Hits]]) -> Weighed:
    """Sort out what was found of a theme.

    Args:
        text: the passage.
        hits: what stands in it.
        above: the headings over it, outermost first, with what stands in each.
    """
    lead = _lead(text)
    strong = tuple(Evidence(hit.term, hit.start, hit.end, "strong") for hit in _apart(hits.strong))
    weak = tuple(
        Evidence(hit.term, hit.start, hit.end, "lead" if hit.end <= lead else "weak")
        for hit in _apart(hits.weak, hits.strong)
    )
    over = tuple(
        Evidence(hit.term, hit.start, hit.end, "heading", "heading", heading)
        for level, (heading, found) in enumerate(above, 1)
        for hit in _apart(found.strong + (found.weak if level == len(above) else ()))
    )
    return Weighed(text, strong, weak, over)


def _lead(text: str) -> int:
    """Where a first sentence that is short enough to be read as a heading ends; 0 when there is none."""
    end = _SENTENCE_END.search(text, 0, HEADLINE)
    return end.end() if end else 0


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a span begins and ends."""
    begin = max((stop.end() for stop in _SENTENCE_END.finditer(text, 0, start)), default=0)
    stop = _SENTENCE_END.search(text, end)
    return begin, stop.end() if stop else len(text)


def _stop_between(text: str, start: int, end: int) -> bool:
    return bool(_SENTENCE_END.search(text, start, end))


def _apart(matches: Sequence[Match], taken: Sequence[Match] = ()) -> list[Match]:
    """The matches that do not overlap one of `taken` nor an earlier or longer one of their own."""
    kept: list[Match] = []
    room = _Room(taken)
    for match in sorted(matches, key=lambda match: match.start - match.end):
        if room.take(match.start, match.end):
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)


class _Room:
    """Spans that do not overlap, kept in order, so that one more is placed by bisection."""

    def __init__(self, taken: Sequence[Match]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for match in sorted(taken, key=lambda match: match.start):
            if self._ends and match.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], match.end)
            else:
                self._starts.append(match.start)
                self._ends.append(match.end)

    def take(self, start: int, end: int) -> bool:
        """Take a span if it is free."""
        at = bisect_left(self._starts, end)
        if at and self._ends[at - 1] > start:
            return False
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True
