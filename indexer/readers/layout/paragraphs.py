"""Lines of columns, page after page → paragraphs. A line end inside a paragraph leaves nothing behind.

A line begins a paragraph when it is indented, when it stands apart, when its type has another size, or
when its first word would have found room on the line above.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from indexer.readers.layout.glyphs import Line, first_unit, room
from indexer.readers.line import wide

#: In sizes: an indent, what may be missing at the end of a full line, and off the middle of the column.
_INDENT = 0.8
_SLACK = 0.6
_CLEARLY = 6.0
_OFF_CENTRE = 0.8
#: In line pitches: lines further apart do not belong together.
_APART = 1.25
#: Type sizes that differ by less than this factor are the same; a title is larger than the text.
_SAME_SIZE = 1.12
#: Lines that are too few to show the edges of a column.
_FEW = 8
_MARKER = re.compile(r"[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．]|[①-⑳•●■◆·-]")
_OPENS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章节条]"
)
_ENDS = frozenset("。！？：；”")
#: Characters of the sentence that names what a paragraph is about.
_LONGEST_TOPIC = 20


@dataclass(frozen=True, slots=True)
class Measure:
    """The type area of a column: its edges, the pitch of its lines, and the usual size of type.

    `indents` tells whether its paragraphs open with an indent, `spaced` whether room is left between them.
    """

    left: float
    right: float
    pitch: float
    size: float
    indents: bool
    spaced: bool

    def is_centred(self, line: Line) -> bool:
        """Whether a line stands in the middle with room on both sides."""
        off = abs((line.left + line.right) - (self.left + self.right)) / 2
        return line.left - self.left > 1.2 * line.size and off < _OFF_CENTRE * line.size

    def is_title(self, line: Line) -> bool:
        """Whether a line is centred and larger than the text."""
        return line.size > _SAME_SIZE * self.size and self.is_centred(line)


def measure(lines: Sequence[Line], usual: Measure | None = None) -> Measure:
    """Measure a column. One with few lines shows little; then `usual` stands in, where it fits."""
    size = _usual_size(lines)
    text = [line for line in lines if line.size == size]
    found = _measured(text, size)
    fits = (
        usual is not None and abs(usual.size - size) < 0.1 * size and abs(usual.left - found.left) < 3 * size
    )
    if usual is None or not fits or len(text) > _FEW:
        return found
    return replace(usual, left=min(found.left, usual.left), right=max(found.right, usual.right), size=size)


def _measured(text: Sequence[Line], size: float) -> Measure:
    left = _left_edge(text, size)
    steps = [two.baseline - one.baseline for one, two in pairwise(text) if two.baseline > one.baseline]
    near = sorted(step for step in steps if step < 3 * size) or [1.5 * size]
    # The smaller steps are those within paragraphs.
    pitch = median(near[: max(1, len(near) * 2 // 3)])
    opening = sum(1.2 * size < line.left - left < 3 * size for line in text)
    wider = sum(_APART * pitch < step < 3 * pitch for step in steps)
    return Measure(
        left,
        _right_edge(text, size),
        pitch,
        size,
        indents=opening >= max(1, 0.05 * len(text)),
        spaced=wider >= max(2, 0.03 * len(steps)),
    )


def _usual_size(lines: Sequence[Line]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def _left_edge(text: Sequence[Line], size: float) -> float:
    """The leftmost place where several lines begin."""
    places = [round(line.left / max(size, 0.1) * 2) for line in text]
    counts = Counter(places)
    several = (
        line.left
        for line, place in zip(text, places, strict=True)
        if counts[place] >= max(2, 0.1 * len(text))
    )
    return min(several, default=min(line.left for line in text))


def _right_edge(text: Sequence[Line], size: float) -> float:
    """The rightmost place where several lines end; of few lines, where the longest ends."""
    ends = sorted((line.right for line in text), reverse=True)
    shared = (one for one, two in pairwise(ends) if one - two < size)
    return next(shared, ends[0]) if len(ends) > 5 else ends[0]


def begins(line: Line, before: Line, column: Measure, column_before: Measure, *, beside: bool) -> bool:
    """Whether `line` begins a paragraph after `before`.

    Args:
        column: the measure of the column of `line`; `column_before` that of `before`.
        beside: whether both stand in one column of one page, so that their distance says something.
    """
    size = max(line.size, 0.1)
    step = line.baseline - before.baseline
    if max(size, before.size) > _SAME_SIZE * min(size, before.size):
        return True
    if beside and column.is_title(line) and column.is_title(before) and step < 2.2 * size:
        return False
    if beside and not 0 < step < _APART * max(column.pitch, size):
        return True
    indented = line.left - column.left > _INDENT * size
    if indented and not _goes_on_indented(line, before, column, column_before):
        return True
    if not column.indents and before.text[-1] in _ENDS and _OPENS.match(line.text):
        return True
    # Where room is left between paragraphs and none is here, only a line that is clearly short ends one.
    return _has_room(before, line, column_before, _CLEARLY if beside and column.spaced else _SLACK)


def _goes_on_indented(line: Line, before: Line, column: Measure, column_before: Measure) -> bool:
    """Whether an indented line belongs to a list or block whose lines all stand in."""
    here, there = line.left - column.left, before.left - column_before.left
    if _MARKER.match(line.text):
        return False
    if abs(here - there) < 0.3 * line.size:
        return here > 2.5 * line.size
    return there < here and _MARKER.match(before.text) is not None


def _has_room(line: Line, following: Line, column: Measure, spare: float) -> bool:
    """Whether the first word of the line that follows would have fitted on `line`, with `spare` sizes left."""
    return line.right + room(first_unit(following.text), line.size) < column.right - spare * line.size


def opens_with_topic(text: str) -> bool:
    """Whether a text begins with a short sentence that names what follows, as many paragraphs do."""
    topic = text.partition("。")
    return bool(topic[1]) and len(topic[0]) <= _LONGEST_TOPIC and not re.search("[，；：]", topic[0])


def ends_sentence(text: str) -> bool:
    """Whether a line ends with a full stop or its like."""
    return text[-1:] in _ENDS


def joined(lines: Sequence[Line]) -> str:
    """The text of a paragraph. Between Latin words a line end was a space; elsewhere it was nothing."""
    text = ""
    for line in lines:
        latin = bool(text) and not wide(text[-1]) and not wide(line.text[0])
        text += (" " if latin and text[-1] != "-" else "") + line.text
    return text
