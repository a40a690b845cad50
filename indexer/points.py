"""Cuts a paragraph into its enumerated points, and those into theirs: 一是…（1）…（2）…；二是….

Law: the pieces, joined, are the paragraph. A cut stands only where a sentence begins, and only where numbers
of one style begin at one and run on; a number that merely stands in a sentence never cuts. What follows the
last point, a sentence that sums up or a second enumeration, is a paragraph of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.marks import LAST, Mark, marks
from indexer.summing import sums_up

_SENTENCE = re.compile(r"[。！？][”’）」』]*")


@dataclass(frozen=True, slots=True)
class Point:
    """A point: its text up to its own points, and those."""

    text: str
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What stands before the first point (empty when it opens with one), and the points."""

    lead: str
    points: tuple[Point, ...] = ()


@dataclass(slots=True)
class _Run:
    """Points of one style that count on, each at an offset and with the runs inside it."""

    style: str
    items: list[Mark] = field(default_factory=list)
    inside: list[list[_Run]] = field(default_factory=list)

    def takes(self, mark: Mark) -> bool:
        if mark.style != self.style or mark.weak:
            return False
        closed = self.style == "word" and self.items[-1].number == LAST
        return not closed and mark.number in (len(self.items) + 1, LAST)

    def add(self, mark: Mark) -> None:
        self.items.append(mark)
        self.inside.append([])


def divide(text: str) -> tuple[Paragraph, ...]:
    """The paragraph, divided where its points end and it goes on; without points it stays whole."""
    runs = _runs(list(marks(text)))
    if not runs:
        return (Paragraph(text),)
    starts = [0, *(_lead_of(text, run.items[0].at, before) for before, run in pairwise(runs))]
    ends = [*starts[1:], len(text)]
    return tuple(
        paragraph
        for run, start, end in zip(runs, starts, ends, strict=True)
        for paragraph in _paragraphs(text, run, start, end)
    )


def _runs(found: Sequence[Mark]) -> list[_Run]:
    """The runs of at least two points, outermost only; marks of any other are as if they were not there."""
    while True:
        runs = _nest(found)
        single = {run.items[0].at for run in _all(runs) if len(run.items) < 2}
        if not single:
            return runs
        found = [mark for mark in found if mark.at not in single]


def _all(runs: Sequence[_Run]) -> list[_Run]:
    return [one for run in runs for one in (run, *_all([r for rs in run.inside for r in rs]))]


def _nest(found: Sequence[Mark]) -> list[_Run]:
    """Runs inside runs: a number belongs to the innermost open run that it carries on."""
    top: list[_Run] = []
    open_: list[_Run] = []
    for at, mark in enumerate(found):
        depth = next((d for d in range(len(open_) - 1, -1, -1) if _carries_on(open_, d, mark)), None)
        if depth is not None:
            del open_[depth + 1 :]
            open_[depth].add(mark)
        elif mark.number == 1 or (mark.style == "dash"):
            _close(open_, mark, found[at + 1 :])
            run = _Run(mark.style)
            run.add(mark)
            (open_[-1].inside[-1] if open_ else top).append(run)
            open_.append(run)
    return top


def _carries_on(open_: Sequence[_Run], depth: int, mark: Mark) -> bool:
    """True when a number goes on with an open run, and no run outside it has a better claim by its verb."""
    run = open_[depth]
    if not run.takes(mark):
        return False
    same_verb = run.items[0].verb == mark.verb
    outer = (one for one in open_[:depth] if one.takes(mark) and one.items[0].verb == mark.verb)
    return same_verb or next(outer, None) is None


def _close(open_: list[_Run], mark: Mark, later: Sequence[Mark]) -> None:
    """Close the runs that do not go on behind a new first point of their own style."""
    for depth, run in enumerate(open_):
        if run.style == mark.style and not _goes_on(run, mark, later):
            del open_[depth:]
            return


def _goes_on(run: _Run, mark: Mark, later: Sequence[Mark]) -> bool:
    """True when a run is carried on behind another of its style, known by its verb: 一是（一要…二要…）二是."""
    verb, wanted = run.items[0].verb, len(run.items) + 1
    if verb == mark.verb:
        return False
    return any(one.verb == verb and one.number == wanted and run.takes(one) for one in later)


def _lead_of(text: str, first: int, before: _Run) -> int:
    """Where a paragraph begins whose first point stands behind another's last: with the sentence before it."""
    earliest = _last_mark(before).at + 1
    ends = [m.end() for m in _SENTENCE.finditer(text, earliest, first)]
    if ends and ends[-1] == first:
        return first
    return ends[-1] if ends else first


def _last_mark(run: _Run) -> Mark:
    inner = run.inside[-1]
    return _last_mark(inner[-1]) if inner else run.items[-1]


def _paragraphs(text: str, run: _Run, start: int, end: int) -> tuple[Paragraph, ...]:
    """One run between its bounds, and what follows its last point."""
    last = _last_mark(run).at
    points = [text[a.at : b] for a, b in zip(run.items, [*(m.at for m in run.items[1:]), end], strict=True)]
    tail = last + cut if (cut := sums_up(text[last:end], points[:-1])) else end
    lead = text[start : run.items[0].at].strip()
    body = Paragraph(lead, _points(text, run, tail))
    return (body, Paragraph(text[tail:end].strip())) if tail < end else (body,)


def _points(text: str, run: _Run, end: int) -> tuple[Point, ...]:
    ends = [*(mark.at for mark in run.items[1:]), end]
    return tuple(
        _point(text, mark.at, inside, stop)
        for mark, inside, stop in zip(run.items, run.inside, ends, strict=True)
    )


def _point(text: str, start: int, inside: Sequence[_Run], end: int) -> Point:
    """A point with its own points; of several runs inside one point, the first is cut and holds the rest."""
    if not inside:
        return Point(text[start:end].strip())
    first = inside[0]
    return Point(text[start : first.items[0].at].strip(), _points(text, first, end))
