"""Words in the midst of what stands beside them (前后词, KWIC): lines cut by characters, in order of their neighbours.

Lines whose text is the same to the cut are one, with all their places. What counts is characters, not words cut
by a dictionary, so nothing is missed; a neighbour does not reach past a punctuation mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.asked import Asked
from kb.catalogue import where
from kb.engine import DEFAULT_KINDS, Entry
from kb.expand import Expansion
from kb.fits import candidates, holds
from kb.fold import fold, fold_literal
from kb.kwic_lines import (
    NEIGHBOUR,
    SIDE,
    KwicLine,
    Occurrence,
    Order,
    backwards,
    forwards,
    neighbours,
    ordered,
    together,
)
from kb.library import Library
from kb.masks import occurrences, unmask
from kb.match import Span
from kb.query import Literal, Near, Pattern, Sought, Tree, sought
from kb.question import Question, question
from kb.recent import Recent

#: What was found is kept, as the next questions mostly turn over or narrow the same lines: so many occurrences of
#: all questions together, of about a kilobyte each.
_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Concordance:
    """The lines in order, and what there is to narrow them by.

    `total` counts occurrences, `before` and `after` how many lines have each neighbour. Of several words one
    is the `centre`; the passages have the `others` as well, in one way or another. A word that the lexicon
    widens stands in the midst together with its alternatives. `expansions` and `dropped` are as in
    `kb.search.Answer`.
    """

    lines: tuple[KwicLine, ...]
    total: int
    before: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]
    centre: str
    others: tuple[str, ...]
    notices: tuple[str, ...]
    expansions: tuple[Expansion, ...] = ()
    dropped: tuple[str, ...] = ()


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
    asking = question(library, asked)
    words = _centres(asking)
    if not words:
        return Concordance((), 0, (), (), "", (), asking.notices)
    chosen = centre if centre in words else next(iter(words))
    found = _found(library, asking.wide.tree, words[chosen])
    wanted = [
        one
        for one in found
        if _fits(one, asked, fold(before), fold(after))
        and not asking.leaves_out(one.at.speech, one.at.place, one.at.sha)
    ]
    lines = together(wanted)
    return Concordance(
        ordered(lines, order),
        len(wanted),
        neighbours(backwards(line.left)[:NEIGHBOUR][::-1] for line in lines),
        neighbours(forwards(line.right)[:NEIGHBOUR] for line in lines),
        chosen,
        tuple(word for word in words if word != chosen),
        asking.notices,
        asking.wide.expansions,
        asking.dropped,
    )


def _centres(asking: Question) -> dict[str, tuple[Sought, ...]]:
    """The words as they were typed, each with all that stands for it."""
    let_go = {fold_literal(word) for word in asking.dropped}
    wide = iter([one for one in sought(asking.wide.tree) if isinstance(one, Near)])
    found: dict[str, tuple[Sought, ...]] = {}
    for one in sought(asking.typed.tree):
        if isinstance(one, Near):
            found[_named(one)] = (next(wide),)
        elif one not in let_go:
            others = (
                fold_literal(t) for e in asking.wide.expansions if e.term == one for t in e.alternatives
            )
            found[_named(one)] = tuple(dict.fromkeys((one, *others)))
    return found


def _named(one: Sought) -> str:
    match one:
        case Near(left, right, gap):
            return f"{left[0].text} ~{gap} {right[0].text}"
        case Pattern(text, _):
            return text
        case _:
            return one


_kept: Recent[tuple[object, ...], tuple[Occurrence, ...]] = Recent(_KEPT, len)


def _found(library: Library, tree: Tree, centre: tuple[Sought, ...]) -> tuple[Occurrence, ...]:
    """All occurrences in the index as it is now."""
    now = library.index.stamp(), hash(frozenset(library.index.manifest().items()))
    return _kept.get((library, tree, centre, now), lambda: _occurrences(library, tree, centre))


def _occurrences(library: Library, tree: Tree, centre: tuple[Sought, ...]) -> tuple[Occurrence, ...]:
    return tuple(
        occurrence
        for entry in library.index.entries(candidates(tree))
        if entry.kind in DEFAULT_KINDS
        for occurrence in _in(entry, tree, centre)
    )


def _in(entry: Entry, tree: Tree, centre: tuple[Sought, ...]) -> Iterator[Occurrence]:
    at, text = where(entry), entry.text
    if isinstance(tree, Literal) or holds(tree, entry.searched, at):
        for start, end in _spans(text, centre):
            yield Occurrence(text[max(0, start - SIDE) : start], text[start:end], text[end : end + SIDE], at)


def _spans(text: str, centre: tuple[Sought, ...]) -> list[Span]:
    """Where the words stand; of two that overlap the one that begins first, or else the longer."""
    found = (span for one in centre for span in _spans_of(text, one))
    spans: list[Span] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans


def _spans_of(text: str, one: Sought) -> list[Span]:
    """Where a word stands. Where folding drops nothing it is found in the text itself, which is much faster."""
    if not isinstance(one, str):
        return occurrences(text, (one,))
    plain = [(found.start(), found.end()) for found in re.finditer(re.escape(one), text)]
    if len(plain) == fold(text).count(one) and unmask(text) is None:
        return plain
    return occurrences(text, (one,))


def _fits(one: Occurrence, asked: Asked, before: str, after: str) -> bool:
    at, years = one.at, asked.years
    return (
        (not after or fold(forwards(one.right)).startswith(after))
        and (not before or fold(backwards(one.left)[::-1]).endswith(before))
        and set(asked.themes) <= set(at.themes)
        and (not asked.roles or at.role in asked.roles)
        and (years is None or (bool(at.year) and years[0] <= at.year <= years[1]))
        and (not asked.speech or at.speech == asked.speech)
    )
