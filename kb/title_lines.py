"""Where a long title goes to the next line: between words, in lines of much the same length.

GB/T 9704—2012 §7.3.1 asks that a title of several lines keeps words whole and stands evenly. Nothing here may
change the words of a title.
"""

from __future__ import annotations

from math import ceil

from kb.fold import fold_with_offsets

#: These belong to what stands before them; a line that begins with one reads badly, or is wrong.
_NEVER_FIRST = "，、。；：！？》〉）〕”’…—·,.;:!?)]"
_SELDOM_FIRST = "的地得和与及暨或上下中里内外"
#: These belong to what comes after them.
_NEVER_LAST = "《〈（〔“‘([在对向把将以"
_SPLITS_A_WORD, _READS_BADLY = 10_000.0, 100.0


def title_lines(title: str, width: int) -> tuple[str, ...]:
    """The lines of a title; where it has line breaks of its own they are kept.

    Args:
        title: the title as it was written.
        width: how many full-width characters a line holds.
    """
    own = (line.strip() for line in title.splitlines())
    return tuple(line for piece in own if piece for line in _balanced(piece, width))


def _columns(text: str) -> float:
    """The width of a text in full-width characters."""
    return sum(0.5 if char.isascii() else 1 for char in text)


def _balanced(text: str, width: int) -> list[str]:
    if _columns(text) <= width:
        return [text]
    aim = _columns(text) / ceil(_columns(text) / width)
    between = _between_words(text)
    #: For every end: the least cost of lines up to there, and where the last of them begins.
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        # The narrowest characters take half a column: a line that begins earlier cannot fit.
        fitting = (s for s in range(max(0, end - 2 * width), end) if _columns(text[s:end]) <= width)
        best.append(min((best[s][0] + _cost(text, s, end, aim, between), s) for s in fitting))
    return _lines(text, best)


def _cost(text: str, start: int, end: int, aim: float, between: set[int]) -> float:
    cost = (_columns(text[start:end]) - aim) ** 2
    if end == len(text):
        return cost
    if end not in between or text[end] in _NEVER_FIRST or text[end - 1] in _NEVER_LAST:
        return cost + _SPLITS_A_WORD
    return cost + (_READS_BADLY if text[end] in _SELDOM_FIRST else 0.0)


def _lines(text: str, best: list[tuple[float, int]]) -> list[str]:
    lines, end = [], len(text)
    while end:
        start = best[end][1]
        lines.append(text[start:end].strip())
        end = start
    return lines[::-1]


def _between_words(text: str) -> set[int]:
    """The places in a text where a word begins, opening marks before it counted with it."""
    # Imported late: only a long title needs the words, and their dictionary takes most of a second.
    from kb.analysis import apart

    folded, offsets = fold_with_offsets(text)
    starts, at = set(), 0
    for word in apart(folded):
        at = folded.index(word, at)
        start = offsets[at]
        while start and text[start - 1] in _NEVER_LAST[:7]:
            start -= 1
        starts.add(start)
        at += len(word)
    return starts
