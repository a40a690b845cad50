"""Finds short clauses of parallel form (排比, 对仗) by the frame they repeat: 守土有责、守土负责、守土尽责 → 守土○责.

Neighbours are compared, never distant clauses: items between 、, clauses between ，, and whole sentences or
what stands between ；. They are parallel when the same characters stand at the same relative place and the
rest differs. Precision before recall: lists of names and of nouns with the same ending (政治建设、文化建设) are no
such thing, and couplets that repeat no character at all (守初心、担使命) are not found. Nothing is changed and
nothing is learned; what is found follows from the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.analysis import fingerprint
from kb.asked import Asked
from kb.catalogue import Catalogue
from kb.clauses import Level, Span, Unit, fits, levels
from kb.engine import Entry
from kb.frames import SOME, Frame, common_frame, paired_at
from kb.library import Library
from kb.listing import Feature, Listing, Order, listing
from kb.rhetoric import is_heard
from kb.sections import sections

_LISTS = sections("parallel")
#: What may stand before the first of the parallel clauses and belongs to none of them.
_LEAD = re.compile(rf".*(?:{'|'.join(_LISTS['leads'])})$")


@dataclass(frozen=True, slots=True)
class Parallel:
    """Clauses of one frame. `start` and `end` are characters of the text they stand in, `clauses` the spans of each.

    `kept` are the spans of what is repeated. `worth` is larger for more and longer repetition.
    """

    start: int
    end: int
    text: str
    frame: str
    clauses: tuple[tuple[int, int], ...]
    kept: tuple[tuple[int, int], ...]
    worth: float


def parallels(text: str) -> tuple[Parallel, ...]:
    """The parallel clauses of a passage, in order; those that overlap give way to the better one."""
    found: list[Parallel] = []
    for units, level in levels(text):
        found += _runs(text, units, level)
    chosen: list[Parallel] = []
    for one in sorted(found, key=lambda p: -p.worth):
        if all(one.end <= other.start or other.end <= one.start for other in chosen):
            chosen.append(one)
    return tuple(sorted(chosen, key=lambda p: p.start))


def _runs(text: str, units: Sequence[Unit], level: Level) -> Iterator[Parallel]:
    """The runs of neighbours with one frame; of those that begin at the same clause, the best."""
    at = 0
    while at + 1 < len(units):
        found = _best(units[at:], level)
        if found:
            size = len(found.units)
            yield _parallel(text, _led_up_to(units[at - 1], found, level) if at else found)
            at += size
        else:
            at += 1


@dataclass(frozen=True, slots=True)
class _Run:
    """Clauses of one frame."""

    units: Sequence[Unit]
    frame: Frame

    @property
    def worth(self) -> float:
        return len(self.units) * (self.frame.size + 1.0)


def _best(units: Sequence[Unit], level: Level) -> _Run | None:
    """The run worth most of those that begin with the first clause."""
    best: _Run | None = None
    so_far = [units[0]]
    for unit in units[1:]:
        so_far = _joined(so_far, unit, level)
        frame = common_frame(so_far) if so_far else None
        if frame is None:
            break
        run = _Run(so_far, frame)
        if is_heard(so_far, frame, level) and (best is None or run.worth > best.worth):
            best = run
    return best


def _led_up_to(before: Unit, run: _Run, level: Level) -> _Run:
    """The run with the clause before it, if that ends in just such a clause: 一体推进不敢腐、不能腐、不想腐."""
    first = run.units[0].text
    cut = len(before.text) - len(first)
    if level == "sentence" or cut <= 0 or run.frame.size < 2 or SOME in run.frame.shown:
        return run
    units = [before.cut(cut), *run.units]
    frame = common_frame(units)
    same = frame is not None and frame.shown == run.frame.shown
    return _Run(units, frame) if frame and same and run.frame.kept[0][0] == 0 else run


def _alike(one: str, other: str) -> bool:
    """A quick look that spares most pairs the slow one: the same beginning or end, or the same place in equals."""
    if not one or not other:
        return False
    if one[0] == other[0] or one[-1] == other[-1] or paired_at(one, other) >= 0:
        return True
    if len(one) == len(other):
        return any(map(str.__eq__, one, other))
    return len(one) > len(other) and one[-len(other)] == other[0]


def _joined(run: list[Unit], unit: Unit, level: Level) -> list[Unit]:
    """A run with one more clause, or nothing; what leads up to the first, and a tail of the new one, are cut off."""
    first, length = run[0], len(unit.text)
    if not _alike(first.text, unit.text) or not fits(unit, level):
        return []
    if len(run) == 1 and (begun := paired_at(first.text, unit.text)) > 0:
        return [first.cut(begun), unit] if fits(first.cut(begun), level) else []
    if len(run) == 1 and len(first.text) > length >= 4:
        cut = len(first.text) - length
        if (
            first.text[cut] == unit.text[0]
            and first.text[0] != unit.text[0]
            and _LEAD.match(first.text[:cut])
        ):
            return [first.cut(cut), unit]
    if not fits(first, level):
        return []
    size = len(first.text)
    if (
        level == "item"
        and size < length <= size + 8
        and unit.text[size] in "的等和"
        and unit.text[0] == first.text[0]
    ):
        return [*run, unit.cut(0, size)]
    return [*run, unit]


def _whole(text: str, start: int, end: int) -> Span:
    """With the quotation mark before or behind, where the one that belongs to it is inside."""
    for left, right in ("“”", "‘’", "《》"):
        open_ = text.count(left, start, end) - text.count(right, start, end)
        if open_ > 0 and text.startswith(right, end):
            end += 1
        elif open_ < 0 and text.endswith(left, 0, start):
            start -= 1
    return start, end


def _parallel(text: str, run: _Run) -> Parallel:
    clauses = tuple((unit.at[0], unit.at[-1] + 1) for unit in run.units)
    kept = tuple(
        (unit.at[i], unit.at[i] + 1)
        for unit, indices in zip(run.units, run.frame.kept, strict=True)
        for i in indices
    )
    start, end = _whole(text, clauses[0][0], clauses[-1][1])
    return Parallel(start, end, text[start:end], run.frame.shown, clauses, kept, run.worth)


#: Raise it when something else would be found; a change of the word lists counts by itself.
_RULES = "1"
_STATUTE = re.compile(r"第[一二三四五六七八九十百]+[编章节条]")


def _of(entry: Entry) -> tuple[Parallel, ...]:
    """Those of a passage or heading; a law lists and does not sway."""
    law = _STATUTE.match(entry.text) or any(_STATUTE.match(above) for above in entry.headings)
    return () if entry.kind == "paragraph" or law else parallels(entry.text)


_ALL = Catalogue(_of, "parallel.json", fingerprint(_RULES, str(_LISTS)))

#: How many clauses, and characters of the longest.
COUNTS = {"2": "两句", "3": "三句", "4": "四句及以上"}
LENGTHS = {"4": "四字以内", "8": "五至八字", "14": "九至十四字", "40": "更长"}


def count(of: Parallel) -> str:
    """Which of `COUNTS`."""
    return str(min(4, len(of.clauses)))


def length(of: Parallel) -> str:
    """Which of `LENGTHS`."""
    longest = max(end - start for start, end in of.clauses)
    return next((most for most in LENGTHS if longest <= int(most)), "40")


def parallel(
    library: Library, asked: Asked, many: str = "", long: str = "", frame: str = "", order: Order = "often"
) -> Listing[Parallel]:
    """The parallel clauses that fit a question, the same ones together.

    Args:
        asked: words, which must all stand in the clauses themselves, and facets.
        many: one of `COUNTS`, or any.
        long: one of `LENGTHS`, or any.
        frame: only those of this frame, when given.

    Raises:
        StaleIndex: there is no index yet.
    """
    features: Mapping[str, Feature[Parallel]] = {
        "count": Feature(lambda of: (count(of),), many),
        "length": Feature(lambda of: (length(of),), long),
        "frame": Feature(lambda of: (of.frame,), frame),
    }
    return listing(library, _ALL.of(library), asked, lambda of: of.text, features, order)
