"""Glyphs in any order → pieces of lines, by where they stand.

The order in which a program drew them means nothing: quotation marks are often drawn last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.readers.layout.glyphs import SAME_LINE, Glyph, Piece
from indexer.readers.line import tidy, wide

#: Gaps in sizes. Beyond the first a line falls apart into pieces; the others are worth a space.
APART = 1.6
_SPACE_NARROW = 0.2
_SPACE_WIDE = 0.75
#: The same character this near (in sizes) is one printed twice to look bold.
_TWICE = 0.25
#: So many characters of a line that stand on others show that two texts lie over each other.
_LEAST_OVER = 3
_MOST_LAYERS = 8
#: Characters of a line on which this is looked at; the cost grows with their square.
_LONGEST_LINE = 1000


def pieces(glyphs: Iterable[Glyph]) -> list[Piece]:
    """The pieces of all lines, from the top; glyphs of no size count as the smallest."""
    found = []
    for line in _lines(sorted(glyphs, key=lambda glyph: glyph.baseline)):
        for layer in _layers(_once(line)):
            found += [piece for run in _runs(layer) if (piece := _piece(run)) is not None]
    return found


def _lines(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs of about one baseline; a column beside may stand among them."""
    line: list[Glyph] = []
    for glyph in glyphs:
        if line and glyph.baseline - line[0].baseline > SAME_LINE * max(glyph.size, line[0].size):
            yield line
            line = []
        line.append(glyph)
    if line:
        yield line


def _once(line: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a line, each once, in the order they were drawn in."""
    kept: list[Glyph] = []
    twice: set[int] = set()
    for glyph in sorted((g for g in line if g.text.strip()), key=lambda glyph: (glyph.left, glyph.right)):
        near = (other for other in kept[-3:] if glyph.left - other.left < _TWICE * glyph.size)
        if any(other.text == glyph.text and abs(other.size - glyph.size) < 0.1 for other in near):
            twice.add(id(glyph))
        else:
            kept.append(glyph)
    return [glyph for glyph in line if id(glyph) not in twice]


def _layers(line: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs from left to right. Where text is printed over other text, each is a line of its own."""
    ordered = _spaced(line)
    over = sum(_over(one, two) for one, two in pairwise(ordered))
    if over < _LEAST_OVER or len(line) > _LONGEST_LINE:
        return [ordered]
    layers: list[list[Glyph]] = []
    for glyph in line:
        over = bool(layers) and any(_over(other, glyph) for other in layers[-1])
        if not layers or (over and len(layers) < _MOST_LAYERS):
            layers.append([])
        layers[-1].append(glyph)
    return [_spaced(layer) for layer in layers]


def _spaced(line: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs that show, from left to right; a typed space is put behind the character before it."""
    shown: list[Glyph] = []
    for glyph in sorted(line, key=lambda glyph: (glyph.left, glyph.right)):
        if glyph.text.strip():
            shown.append(glyph)
        elif shown and not shown[-1].text.endswith(" "):
            shown[-1] = replace(shown[-1], text=shown[-1].text + " ")
    return shown


def _over(one: Glyph, two: Glyph) -> bool:
    shared = min(one.right, two.right) - max(one.left, two.left)
    return shared > 0.5 * min(one.right - one.left, two.right - two.left) > 0


def _runs(line: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    run: list[Glyph] = []
    right = 0.0
    for glyph in line:
        if run and glyph.left - right > APART * max(glyph.size, run[-1].size):
            yield run
            run = []
        right = max(right, glyph.right) if run else glyph.right
        run.append(glyph)
    if run:
        yield run


def _piece(run: Sequence[Glyph]) -> Piece | None:
    text = run[0].text + "".join(_gap(one, two) + two.text for one, two in pairwise(run))
    if not (tidied := tidy(text)):
        return None
    sizes = Counter(round(glyph.size, 1) for glyph in run)
    size = max(sizes, key=lambda size: (sizes[size], size))
    baseline = Counter(round(g.baseline, 1) for g in run if round(g.size, 1) == size).most_common(1)[0][0]
    right = max(glyph.right for glyph in run)
    return Piece(tidied, run[0].left, right, baseline, size, all(glyph.bold for glyph in run))


def _gap(one: Glyph, two: Glyph) -> str:
    """A space where the gap says one; the air that word processors put beside Latin letters is none."""
    if one.text.endswith(" "):
        return ""
    gap = (two.left - one.right) / max(one.size, two.size, 0.1)
    narrow = not wide(one.text[-1:] or " ") and not wide(two.text[:1] or " ")
    return " " if gap > (_SPACE_NARROW if narrow else _SPACE_WIDE) else ""
