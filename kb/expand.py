"""Searching beyond the letters: what the lexicon knows of the words typed is looked for as well.

The tree only ever grows: whatever was found without the lexicon is found with it. What was typed in quotes or
after a minus, and what is asked of titles and sources, stays as it was typed. Nothing happens in silence:
every widening and every word that was let go is handed back, to be shown and taken back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.emptiness import bones
from kb.fold import fold_literal, fold_with_offsets
from kb.lexicon import Lexicon, Sense
from kb.lexicon_lines import Kind
from kb.query import And, Literal, Near, Not, Or, Tree, positive_literals

#: What an alternative counts, where the word that was typed counts 1.
WEIGHTS: Mapping[Kind, float] = {"equal": 0.9, "phrase": 0.4, "plain": 0.6}
_SHORTEST = 2
#: Kept among the words that stay as they are typed: all of them.
ALL = "*"


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word that was typed, folded, and what is looked for beside it, as the list writes it."""

    term: str
    kind: Kind
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expanded:
    """The wider tree, what was done, and what each added literal counts.

    Args:
        weights: from every folded literal that was added to a share of 1; what was typed counts 1 and is not
            here.
    """

    tree: Tree
    expansions: tuple[Expansion, ...]
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A term of the lexicon inside a longer text: (start, end) in characters of it, and the folded term."""

    start: int
    end: int
    term: str


def expand(tree: Tree, lexicon: Lexicon, kept: Collection[str] = ()) -> Expanded:
    """Let every literal that is a term of the lexicon stand for its alternatives too.

    Alternatives are `exact`, so that they are not widened in turn: expanding twice is expanding once.

    Args:
        kept: terms that are to stay as they are typed, folded or not.
    """
    stay = {fold_literal(term) for term in kept}
    asked = [found for found in positive_literals(tree) if not found.exact and found.folded not in stay]
    by_term = {found.folded: _expansions(found.folded, lexicon) for found in asked}
    done = tuple(expansion for each in by_term.values() for expansion in each)
    return Expanded(_grown(tree, by_term), done, _weights(tree, done))


def _weights(tree: Tree, done: Sequence[Expansion]) -> dict[str, float]:
    typed = {found.folded for found in positive_literals(tree)}
    weights: dict[str, float] = {}
    for expansion in done:
        for folded in map(fold_literal, expansion.alternatives):
            if folded not in typed:
                weights[folded] = max(weights.get(folded, 0.0), WEIGHTS[expansion.kind])
    return weights


def _expansions(term: str, lexicon: Lexicon) -> tuple[Expansion, ...]:
    """What the lexicon has for a folded term; an alternative is named once, and only if it finds more."""
    known = {term}
    found = []
    for sense in lexicon.senses.get(term, ()):
        fresh = []
        for alternative in sense.alternatives:
            folded = fold_literal(alternative)
            if not any(shorter in folded for shorter in known):
                fresh.append(alternative)
                known.add(folded)
        if fresh:
            found.append(Expansion(term, sense.kind, tuple(fresh)))
    return tuple(found)


def _grown(tree: Tree, by_term: Mapping[str, tuple[Expansion, ...]]) -> Tree:
    match tree:
        case Literal():
            parts = _beside([tree], by_term)
            return Or(parts) if len(parts) > 1 else tree
        case Or(parts):
            return Or(_beside([p if isinstance(p, Literal) else _grown(p, by_term) for p in parts], by_term))
        case And(parts):
            return And(tuple(_grown(p, by_term) for p in parts))
        case Near(left, right, gap):
            return Near(_wider(left, by_term), _wider(right, by_term), gap)
        case _:
            return tree


def _wider(literals: Sequence[Literal], by_term: Mapping[str, tuple[Expansion, ...]]) -> tuple[Literal, ...]:
    return tuple(one for one in _beside(literals, by_term) if isinstance(one, Literal))


def _beside(parts: Sequence[Tree], by_term: Mapping[str, tuple[Expansion, ...]]) -> tuple[Tree, ...]:
    """The parts of an OR, each literal followed by those of its alternatives that are not among them yet."""
    there = {part.folded for part in parts if isinstance(part, Literal)}
    wider: list[Tree] = []
    for part in parts:
        wider.append(part)
        if isinstance(part, Literal) and not part.exact:
            for text in (t for expansion in by_term.get(part.folded, ()) for t in expansion.alternatives):
                if (folded := fold_literal(text)) not in there:
                    there.add(folded)
                    wider.append(Literal(text, folded, exact=True))
    return tuple(wider)


def narrowed(lexicon: Lexicon, kept: Collection[str]) -> Lexicon:
    """A lexicon that has nothing for some terms, and lets none of them go.

    Args:
        kept: terms that are to stay as they are typed, folded or not; all when `ALL` is among them.
    """
    if not kept:
        return lexicon
    stay = set(lexicon.senses) | lexicon.searching if ALL in kept else {fold_literal(term) for term in kept}
    # The terms themselves stay known: what was typed as one string is taken apart as before.
    emptied: dict[str, tuple[Sense, ...]] = {term: () for term in stay if term in lexicon.senses}
    return replace(lexicon, senses={**lexicon.senses, **emptied}, searching=lexicon.searching - stay)


def spot(text: str, lexicon: Lexicon) -> tuple[Spot, ...]:
    """The terms of the lexicon in a text without spaces, from the left, each the longest that begins there.

    A term is known by its bones too: 办事难 in 办事太难.
    """
    folded, offsets = fold_with_offsets(text)
    left = bones(folded)
    thin = "".join(folded[n] for n in left)
    spots = []
    at = 0
    while at < len(folded):
        end, term = _longest(folded, at, lexicon)
        first = bisect_left(left, at)
        if first < len(left) and left[first] == at and (found := _longest_bare(thin, first, lexicon)):
            further = left[found[0] - 1] + 1
            end, term = (further, found[1]) if further > end else (end, term)
        if end > at:
            spots.append(Spot(offsets[at], offsets[end - 1] + 1, term))
        at = max(end, at + 1)
    return tuple(spots)


def _longest(folded: str, at: int, lexicon: Lexicon) -> tuple[int, str]:
    """Where the longest term that begins at `at` ends, and the term; `at` when there is none."""
    furthest = min(len(folded), at + lexicon.longest)
    ends = range(furthest, at + _SHORTEST - 1, -1)
    return next(((end, folded[at:end]) for end in ends if folded[at:end] in lexicon.senses), (at, ""))


def _longest_bare(thin: str, at: int, lexicon: Lexicon) -> tuple[int, str] | None:
    ends = range(min(len(thin), at + lexicon.longest), at + _SHORTEST, -1)
    return next(((end, lexicon.bare[thin[at:end]]) for end in ends if thin[at:end] in lexicon.bare), None)


def without_search_words(tree: Tree, lexicon: Lexicon) -> tuple[Tree, tuple[str, ...]]:
    """Let go of words about the search itself, such as 怎么写, wherever something else is asked beside them.

    Returns:
        the tree, and the words that need not match any more, as typed.
    """
    match tree:
        case And(parts):
            return _let_go(parts, lexicon)
        case Or(parts):
            lighter = [without_search_words(part, lexicon) for part in parts]
            dropped = tuple(dict.fromkeys(word for _, words in lighter for word in words))
            return Or(tuple(part for part, _ in lighter)), dropped
        case _:
            return tree, ()


def _let_go(parts: tuple[Tree, ...], lexicon: Lexicon) -> tuple[Tree, tuple[str, ...]]:
    """An AND without its search words. At least one part that asks for something stays."""
    kept: list[Tree] = []
    dropped: list[str] = []
    for part in parts:
        if isinstance(part, Literal) and not part.exact and part.folded in lexicon.searching:
            dropped.append(part.text)
        else:
            lighter, words = without_search_words(part, lexicon)
            kept.append(lighter)
            dropped.extend(words)
    if all(isinstance(part, Not) for part in kept):
        return And(parts), ()
    return (kept[0] if len(kept) == 1 else And(tuple(kept))), tuple(dict.fromkeys(dropped))
