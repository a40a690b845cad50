"""The pieces of a page → columns in reading order, each as lines from the top.

Two columns are there only where both read like prose; beside each other stand the cells of a table as
well, and those are read row by row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from indexer.readers.layout.glyphs import SAME_LINE, Line, Piece

#: What a gutter needs: width in sizes, and lines of prose on either side of it.
_GUTTER = 0.8
#: In sizes; a paragraph of a column begins at most so far in.
_INDENT = 3.0
_LEAST_LINES = 4
#: Prose fills its lines: this share of them ends at one edge …
_MOST = 0.5
#: … and is set at least this many characters wide.
_LEAST_CHARACTERS = 8
#: Places looked at; the cost grows with them.
_MOST_GUTTERS = 40
#: Splitting goes no deeper; real pages have at most five columns and a band above.
_DEEPEST = 12


def columns(pieces: Sequence[Piece], depth: int = 0) -> list[list[Line]]:
    """The columns of a page, each a list of lines."""
    ordered = sorted(pieces, key=lambda piece: (piece.baseline, piece.left))
    cut = _best_cut(ordered) if depth < _DEEPEST else None
    if cut is None:
        return [lines_of(ordered)] if ordered else []
    start, stop, gutter = cut
    left = [piece for piece in ordered[start:stop] if piece.left < gutter]
    right = [piece for piece in ordered[start:stop] if piece.left >= gutter]
    parts = (ordered[:start], left, right, ordered[stop:])
    return [column for part in parts for column in columns(part, depth + 1)]


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """The lines of one column, from the top."""
    ordered = sorted(pieces, key=lambda piece: (piece.baseline, piece.left))
    lines: list[list[Piece]] = []
    for piece in ordered:
        last = lines[-1] if lines else []
        # What lies over a piece of the line is a line of its own, such as a text box over the text.
        if last and _on_one_line(last[-1], piece) and not any(_over(piece, other) for other in last):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [Line(tuple(sorted(line, key=lambda piece: piece.left))) for line in lines]


def _on_one_line(one: Piece, two: Piece) -> bool:
    return abs(two.baseline - one.baseline) <= SAME_LINE * max(one.size, two.size)


def _over(one: Piece, two: Piece) -> bool:
    return min(one.right, two.right) - max(one.left, two.left) > max(one.size, two.size)


def _best_cut(ordered: Sequence[Piece]) -> tuple[int, int, float] | None:
    """The gutter with the most lines beside it, and from where to where in `ordered` it reaches."""
    if len(ordered) < 2 * _LEAST_LINES:
        return None
    size = median(piece.size for piece in ordered)
    best, found = 0, None
    for gutter in _gutters(ordered):
        for start, stop in _uncrossed(ordered, gutter, _GUTTER * size):
            start += _above(ordered[start:stop], gutter)
            left = [piece for piece in ordered[start:stop] if piece.left < gutter]
            # On the right other columns may follow; only the one that begins here is judged.
            right = [p for p in ordered[start:stop] if gutter <= p.left < gutter + _INDENT * size]
            lines = min(len(left), len(right))
            if lines > best and _is_prose(left) and _is_prose(right):
                best, found = lines, (start, stop, gutter)
    return found


def _gutters(ordered: Sequence[Piece]) -> list[float]:
    """Where a column may begin: the places at which most pieces do."""
    starts = Counter(round(piece.left, 1) - 0.1 for piece in ordered)
    return sorted(start for start, count in starts.most_common(_MOST_GUTTERS) if count > 1)


def _above(run: Sequence[Piece], gutter: float) -> int:
    """How many pieces stand above the place where both columns have begun, such as a title."""
    left = next((piece.baseline for piece in run if piece.left < gutter), 0.0)
    right = next((piece.baseline for piece in run if piece.left >= gutter), 0.0)
    begun = max(left, right)
    return sum(piece.baseline < begun - 1.5 * piece.size for piece in run)


def _uncrossed(ordered: Sequence[Piece], gutter: float, width: float) -> list[tuple[int, int]]:
    """The runs of pieces that leave the gutter free. What stands on the line of a piece that does not
    belongs with that one."""
    runs, start = [], 0
    for at, piece in enumerate(ordered):
        if piece.left < gutter and piece.right > gutter - width:
            stop = at
            while stop > start and piece.baseline - ordered[stop - 1].baseline < SAME_LINE * piece.size:
                stop -= 1
            runs.append((start, stop))
            start = at + 1
    return [(one, two) for one, two in [*runs, (start, len(ordered))] if two - one >= 2 * _LEAST_LINES]


def _is_prose(column: Sequence[Piece]) -> bool:
    if len(column) < _LEAST_LINES or median(len(piece.text) for piece in column) < _LEAST_CHARACTERS:
        return False
    size = median(piece.size for piece in column) or 1.0
    edges = Counter(round(piece.right / size) for piece in column)
    edge = edges.most_common(1)[0][0] * size
    return sum(abs(piece.right - edge) <= size for piece in column) >= _MOST * len(column)
