"""Whether a question fits something smaller than a passage: a heading, a run of clauses, one place of a word.

Words must stand in the small text itself; what a question says of themes, roles, years, titles and sources is
asked of the place it stands in. Matching is the engines': on folded text.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.catalogue import Where
from kb.fold import BARRIER, fold
from kb.match import spans
from kb.query_tree import (
    And,
    Everything,
    InSource,
    InTitle,
    Literal,
    Near,
    Not,
    Or,
    Pattern,
    RoleIs,
    ThemeIs,
    Tree,
    YearIn,
)  # fmt: skip  # isort: skip


def holds(tree: Tree, folded: str, at: Where) -> bool:
    """Whether a question fits a folded text at a place."""
    match tree:
        case Everything():
            return True
        case Literal(_, literal):
            return literal in folded
        case Near() | Pattern():
            return bool(spans(folded, tree))
        case InTitle(literal):
            return literal in BARRIER.join(fold(t) for t in (at.title, *at.headings))
        case InSource(literal):
            return literal in BARRIER.join((fold(at.title), fold(at.source)))
        case ThemeIs(theme):
            return theme in at.themes
        case RoleIs(role):
            return role == at.role
        case YearIn(first, last):
            return bool(at.year) and first <= at.year <= last
        case And(parts):
            return all(holds(part, folded, at) for part in parts)
        case Or(parts):
            return any(holds(part, folded, at) for part in parts)
        case Not(part):
            return not holds(part, folded, at)


def candidates(tree: Tree) -> tuple[str, ...]:
    """Folded strings one of which every match has, so that no more need be looked at; none if it cannot be told."""
    match tree:
        case Literal(_, literal):
            return (literal,)
        case Near(left, _):
            return tuple(one.folded for one in left)
        case Pattern(_, parts):
            return (max(parts, key=len),)
        case And(parts):
            return max((candidates(part) for part in parts), key=_worth)
        case Or(parts):
            each = [candidates(part) for part in parts]
            return tuple(one for some in each for one in some) if all(each) else ()
        case _:
            return ()


def _worth(words: Sequence[str]) -> float:
    """Longer words are rarer, fewer are better."""
    return min(map(len, words)) - 0.1 * len(words) if words else -1.0
