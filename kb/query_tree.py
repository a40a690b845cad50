"""The tree that a question becomes: what engines evaluate, what is marked, what orders the hits.

Nothing here knows how a question is written (see `kb/query.py`) or how an entry is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.fold import fold_literal

#: How many characters a `*` of a pattern stands for at most.
STAR = 12


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every passage."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A string that must stand in the passage. `folded` is never empty. `exact` forbids widening it."""

    text: str
    folded: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """One of `left` and one of `right`, in either order and not overlapping, with at most `gap` folded
    characters between them and no sentence end."""

    left: tuple[Literal, ...]
    right: tuple[Literal, ...]
    gap: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """Folded strings in this order, none to `STAR` characters between each and the next, and no sentence end.

    `parts` are two or more, none of them empty.
    """

    text: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InTitle:
    """A folded string that must stand in the title of the speech or in a heading above the passage."""

    folded: str


@dataclass(frozen=True, slots=True)
class InSource:
    """A folded string that must stand in the title of the speech or the name of its original."""

    folded: str


@dataclass(frozen=True, slots=True)
class ThemeIs:
    """The passage has this theme: a name as typed, an id once resolved."""

    name: str


@dataclass(frozen=True, slots=True)
class RoleIs:
    """The passage has this role (id)."""

    name: str


@dataclass(frozen=True, slots=True)
class YearIn:
    """The speech is of the years `first` to `last`, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class And:
    """All parts match."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part matches."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match."""

    part: Tree


Tree = Everything | Literal | Near | Pattern | InTitle | InSource | ThemeIs | RoleIs | YearIn | And | Or | Not
#: What can be looked for in a text, and marked there: a folded string, words near each other, a pattern.
Sought = str | Near | Pattern


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree, and Chinese sentences about what was read otherwise than it was typed."""

    tree: Tree
    notices: tuple[str, ...] = ()


def resolve_themes(parsed: Parsed, ids: dict[str, str]) -> Parsed:
    """Replace theme names by ids; an unknown name is searched as text, with a notice.

    Args:
        ids: from every name and id of the taxonomy to its id.
    """
    notices = list(parsed.notices)

    def resolve(tree: Tree) -> Tree:
        match tree:
            case ThemeIs(name):
                if name in ids:
                    return ThemeIs(ids[name])
                notices.append(f"没有叫“{name}”的主题，已按普通文字检索")
                folded = fold_literal(name)
                return Literal(name, folded) if folded else Everything()
            case And(parts) | Or(parts):
                return replace(tree, parts=tuple(resolve(p) for p in parts))
            case Not(part):
                return Not(resolve(part))
            case _:
                return tree

    return Parsed(resolve(parsed.tree), tuple(notices))


def positive_literals(tree: Tree) -> Iterator[Literal]:
    """The literals that speak for a passage that has them: all but those under a NOT. For order and advice."""
    for leaf in _positive(tree):
        match leaf:
            case Literal():
                yield leaf
            case Near(left, right):
                yield from (*left, *right)
            case Pattern(_, parts):
                yield from (Literal(part, part, exact=True) for part in parts)


def sought(tree: Tree) -> tuple[Sought, ...]:
    """What is marked in a passage that matches, each once: what is under a NOT is not."""
    found = (leaf.folded if isinstance(leaf, Literal) else leaf for leaf in _positive(tree))
    return tuple(dict.fromkeys(found))


def _positive(tree: Tree) -> Iterator[Literal | Near | Pattern]:
    match tree:
        case Literal() | Near() | Pattern():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from _positive(part)
