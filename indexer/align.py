"""Carrying over what people know a speech by when its text is divided anew.

The source has changed, or a person has brought a line back: paragraphs that are still there keep their
ids, passages keep their decisions, and a decision whose passage is gone is kept apart, never dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from kb.fold import fold
from kb.model import Decision, Heading, Node, Passage, Speech, Unplaced

#: How much of a passage must be the same for it to count as the same passage, edited.
SAME = 0.6


@dataclass(frozen=True, slots=True)
class Aligned:
    """The new body with old ids and decisions, and what found no place in it."""

    body: tuple[Node, ...]
    unplaced: tuple[Unplaced, ...]


def align(old: Speech, body: Sequence[Node]) -> Aligned:
    """Give the passages of `body` the ids and decisions of the old passages they are, and headings theirs.

    A heading is known by its text. Decisions that were kept apart before go back to what has come back.
    """
    before = old.passages
    after = [n for n in body if isinstance(n, Passage)]
    same = dict(_same(before, after))
    names = _paragraph_ids(before, after, same)
    waiting = list(old.unplaced)
    decided: dict[str, tuple[Decision, ...]] = {}
    for number, passage in enumerate(after):
        came_from = before[same[number]].decisions if number in same else ()
        returned = next((kept for kept in waiting if kept.text == passage.text), None)
        if returned:
            waiting.remove(returned)
        decided[passage.id] = together(came_from, returned.decisions if returned else ())
    placed = set(same.values())
    lost = [Unplaced(p.text, p.decisions) for n, p in enumerate(before) if p.decisions and n not in placed]
    heads = _Heads(old.headings, waiting)
    new = tuple(_renamed(n, names, decided) if isinstance(n, Passage) else heads.decided(n) for n in body)
    return Aligned(new, (*heads.waiting, *heads.lost, *lost))


class _Heads:
    """The headings of a speech being found again by their text, one after the other.

    `lost` are the decisions about those not found so far, `waiting` those kept apart since an earlier change.
    """

    def __init__(self, before: Sequence[Heading], waiting: list[Unplaced]) -> None:
        self._before = list(before)
        self.waiting = waiting

    @property
    def lost(self) -> tuple[Unplaced, ...]:
        return tuple(Unplaced(h.text, h.decisions) for h in self._before if h.decisions)

    def decided(self, heading: Heading) -> Heading:
        """A new heading with what was decided about the old one that it is."""
        if heading.level == 0:
            return heading
        text = fold(heading.text)
        was = next((h for h in self._before if fold(h.text) == text), None)
        kept = next((u for u in self.waiting if fold(u.text) == text), None)
        if was:
            self._before.remove(was)
        if kept:
            self.waiting.remove(kept)
        return replace(
            heading, decisions=together(was.decisions if was else (), kept.decisions if kept else ())
        )


def together(first: tuple[Decision, ...], then: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """All of `first`, and of `then` what is about other themes."""
    settled = {decision.theme for decision in first}
    return (*first, *(decision for decision in then if decision.theme not in settled))


def _renamed(passage: Passage, names: dict[str, str], decided: dict[str, tuple[Decision, ...]]) -> Passage:
    id_ = names[passage.paragraph] + passage.id.removeprefix(passage.paragraph)
    return replace(passage, id=id_, decisions=decided[passage.id])


def _same(before: Sequence[Passage], after: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Pairs (number after, number before) of passages that are the same: in place, moved, or edited."""
    old, new = [fold(p.text) for p in before], [fold(p.text) for p in after]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    left_old, left_new = set(range(len(old))), set(range(len(new)))

    def pair(a: int, b: int) -> tuple[int, int]:
        left_old.discard(a)
        left_new.discard(b)
        return b, a

    gaps: list[tuple[range, range]] = []
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            yield from (pair(a, b) for a, b in zip(range(a1, a2), range(b1, b2), strict=True))
        elif kind == "replace":
            gaps.append((range(a1, a2), range(b1, b2)))
    for b in sorted(left_new):
        moved = next((a for a in sorted(left_old) if old[a] == new[b]), None)
        if moved is not None:
            yield pair(moved, b)
    for olds, news in gaps:
        for b in (n for n in news if n in left_new):
            best = max(
                (a for a in olds if a in left_old), key=lambda a: _likeness(old[a], new[b]), default=None
            )
            if best is not None and _likeness(old[best], new[b]) >= SAME:
                yield pair(best, b)


def _likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _paragraph_ids(
    before: Sequence[Passage], after: Sequence[Passage], same: dict[int, int]
) -> dict[str, str]:
    """From each new paragraph id to the one it shall have: the old one most of it was, or a fresh one."""
    taken: set[str] = set()
    fresh = max((int(p.paragraph[1:]) for p in before), default=0)
    names: dict[str, str] = {}
    for paragraph, numbered in groupby(enumerate(after), key=lambda pair: pair[1].paragraph):
        weights: Counter[str] = Counter()
        for number, passage in numbered:
            if number in same:
                weights[before[same[number]].paragraph] += len(passage.text)
        name = next((n for n, _ in weights.most_common() if n not in taken), None)
        if name is None:
            fresh += 1
            name = f"p{fresh}"
        taken.add(name)
        names[paragraph] = name
    return names
