"""Words in the midst of what stands beside them (前后词, KWIC): lines cut by characters, in order of their neighbours.

Lines whose text is the same to the cut are one, with all their places. What counts is characters, not words cut
by a dictionary, so nothing is missed; a neighbour does not reach past a punctuation mark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal as OneOf

from kb.catalogue import Where, where
from kb.engine import DEFAULT_KINDS, Entry
from kb.fits import candidates, holds, read
from kb.fold import fold
from kb.library import Library
from kb.masks import occurrences, unmask
from kb.match import Span
from kb.query import Literal, Near, Pattern, Sought, Tree, sought
from kb.search import Asked

#: Characters shown on either side; characters of a neighbour.
SIDE, NEIGHBOUR = 20, 2
#: So many neighbours of a side are told, those that stand there at least so often.
_TOLD, _OFTEN = 14, 2
#: A question about a whole library is kept, as the next ones mostly turn over or narrow the same lines.
_KEPT = 8

#: By what follows, what precedes, the newest speech first.
Order = OneOf["right", "left", "new"]
ORDERS: Mapping[str, str] = {"right": "按后文", "left": "按前文", "new": "最新"}

#: Characters that make no word with what stands beside them.
_EMPTY = frozenset("的和与及或等了着是在也都就而并把被")
_UNQUOTED = str.maketrans("", "", "“”‘’\"'《》〈〉")
_MARK = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True)
class KwicLine:
    """One occurrence with what stands on either side, and every place where exactly this stands, the newest first."""

    left: str
    word: str
    right: str
    places: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Concordance:
    """The lines in order, and what there is to narrow them by.

    `total` counts occurrences, `before` and `after` how many lines have each neighbour. Of several words one
    is the `centre`; the passages have the `others` as well, in one way or another.
    """

    lines: tuple[KwicLine, ...]
    total: int
    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]
    centre: str
    others: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Occurrence:
    left: str
    word: str
    right: str
    at: Where


def kwic(
    library: Library,
    asked: Asked,
    order: Order = "right",
    before: str = "",
    after: str = "",
    centre: str = "",
) -> Concordance:
    """The lines of a question's words.

    Args:
        asked: words and facets; without words there are no lines.
        before: what must stand directly before the word.
        after: what must stand directly after it.
        centre: which of several words stands in the midst; the first unless given.

    Raises:
        StaleIndex: there is no index yet.
    """
    parsed = read(library, asked.q)
    words = {_named(one): one for one in sought(parsed.tree)}
    if not words:
        return Concordance((), 0, (), (), "", (), parsed.notices)
    chosen = centre if centre in words else next(iter(words))
    found = _kept(library, parsed.tree, words[chosen], library.index.stamp(), _version(library))
    wanted = [one for one in found if _fits(one, asked, fold(before), fold(after))]
    lines = _together(wanted)
    return Concordance(
        _ordered(lines, order),
        len(wanted),
        _neighbours(_backwards(line.left)[:NEIGHBOUR][::-1] for line in lines),
        _neighbours(_forwards(line.right)[:NEIGHBOUR] for line in lines),
        chosen,
        tuple(word for word in words if word != chosen),
        parsed.notices,
    )


def _named(one: Sought) -> str:
    match one:
        case Near(left, right, gap):
            return f"{left[0].text} ~{gap} {right[0].text}"
        case Pattern(text, _):
            return text
        case _:
            return one


def _version(library: Library) -> int:
    """Another number when other speeches are in the index."""
    return hash(frozenset(library.index.engine().manifest().items()))


@lru_cache(maxsize=_KEPT)
def _kept(library: Library, tree: Tree, centre: Sought, stamp: str, version: int) -> tuple[_Occurrence, ...]:
    return tuple(
        occurrence
        for entry in library.index.entries(candidates(tree))
        if entry.kind in DEFAULT_KINDS
        for occurrence in _in(entry, tree, centre)
    )


def _in(entry: Entry, tree: Tree, centre: Sought) -> Iterator[_Occurrence]:
    at, text = where(entry), entry.text
    if isinstance(tree, Literal) or holds(tree, entry.searched, at):
        for start, end in _spans(text, centre):
            yield _Occurrence(text[max(0, start - SIDE) : start], text[start:end], text[end : end + SIDE], at)


def _spans(text: str, centre: Sought) -> list[Span]:
    """Where the word stands. Where folding drops nothing it is found in the text itself, which is much faster."""
    if not isinstance(centre, str):
        return occurrences(text, (centre,))
    plain = [(found.start(), found.end()) for found in re.finditer(re.escape(centre), text)]
    if len(plain) == fold(text).count(centre) and unmask(text) is None:
        return plain
    return occurrences(text, (centre,))


def _fits(one: _Occurrence, asked: Asked, before: str, after: str) -> bool:
    at, years = one.at, asked.years
    return (
        (not after or fold(_forwards(one.right)).startswith(after))
        and (not before or fold(_backwards(one.left)[::-1]).endswith(before))
        and set(asked.themes) <= set(at.themes)
        and (not asked.roles or at.role in asked.roles)
        and (years is None or (bool(at.year) and years[0] <= at.year <= years[1]))
        and (not asked.speech or at.speech == asked.speech)
    )


def _together(found: Sequence[_Occurrence]) -> list[KwicLine]:
    """Lines that say the same to the cut made one."""
    groups: dict[tuple[str, str, str], list[_Occurrence]] = {}
    for one in found:
        groups.setdefault((one.left, one.word, one.right), []).append(one)
    return [
        KwicLine(left, word, right, tuple(sorted((one.at for one in same), key=lambda at: -at.year)))
        for (left, word, right), same in groups.items()
    ]


def _ordered(lines: Sequence[KwicLine], order: Order) -> tuple[KwicLine, ...]:
    """By the characters next to the word, outward: the same together, what is most frequent first."""
    if order == "new":
        return tuple(sorted(lines, key=lambda line: -line.places[0].year))
    beside = [_forwards(line.right) if order == "right" else _backwards(line.left) for line in lines]
    one, two = (Counter(text[:size] for text in beside) for size in (1, NEIGHBOUR))

    def key(pair: tuple[str, KwicLine]) -> tuple[object, ...]:
        text = pair[0]
        return (not text, -one[text[:1]], text[:1], -two[text[:NEIGHBOUR]], text, -pair[1].places[0].year)

    return tuple(line for _, line in sorted(zip(beside, lines, strict=True), key=key))


def _forwards(right: str) -> str:
    """What follows to the next punctuation mark; quotation marks are as if they were not there."""
    plain = right.translate(_UNQUOTED)
    found = _MARK.search(plain)
    return plain[: found.start()] if found else plain


def _backwards(left: str) -> str:
    """What precedes from the last punctuation mark, read from the word outward."""
    return _forwards(left[::-1])


def _neighbours(beside: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts = Counter(text for text in beside if len(text) == NEIGHBOUR and not _EMPTY & set(text))
    return tuple((text, count) for text, count in counts.most_common(_TOLD) if count >= _OFTEN)
