"""What a question asks for, as far as it orders what is found: its words, and what the lexicon has for each.

Nothing here decides what matches (see `kb/query_tree.py`), and nothing counts (see `kb/relevance.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.query_tree import And, Literal, Near, Or, Tree, positive_literals


@dataclass(frozen=True, slots=True)
class Term:
    """A folded word that was asked for, and what the lexicon has for it, each with a share of 1."""

    text: str
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question asks for.

    `whole` are the folded strings as they were typed; a passage that has them comes before one that has their
    words. `role` is what the question hints at, empty when it does not.
    """

    terms: tuple[Term, ...] = ()
    whole: tuple[str, ...] = ()
    role: str = ""

    @property
    def literals(self) -> Mapping[str, float]:
        """Every folded string that speaks for a passage, with its weight; the first weight given counts."""
        weights: dict[str, float] = {}
        for term in self.terms:
            for text, weight in ((term.text, 1.0), *term.others):
                weights.setdefault(text, weight)
        return weights


def wanted_of(tree: Tree, weights: Mapping[str, float] | None = None) -> Wanted:
    """What a query tree asks for.

    Args:
        weights: from every folded literal that was added to what was typed to a share of 1.
    """
    terms: dict[str, Term] = {}
    for term in _terms(tree, weights or {}):
        known = terms.get(term.text)
        terms[term.text] = replace(known, others=(*known.others, *term.others)) if known else term
    return Wanted(tuple(terms.values()), tuple(terms))


def _terms(tree: Tree, weights: Mapping[str, float]) -> Iterator[Term]:
    match tree:
        case And(parts):
            for part in parts:
                yield from _terms(part, weights)
        case Or(parts):
            yield from _either(parts, weights)
        case Near(left, right):
            yield from _either(left, weights)
            yield from _either(right, weights)
        case _:
            yield from (Term(found.folded) for found in positive_literals(tree))


def _either(parts: Sequence[Tree], weights: Mapping[str, float]) -> Iterator[Term]:
    """What was added in an OR stands behind the first word that was typed there."""
    added = tuple(
        (p.folded, weights[p.folded]) for p in parts if isinstance(p, Literal) and p.folded in weights
    )
    typed = [part for part in parts if not (isinstance(part, Literal) and part.folded in weights)]
    found = [term for part in typed for term in _terms(part, weights)]
    if found:
        yield replace(found[0], others=(*found[0].others, *added))
        yield from found[1:]
    else:
        yield from (Term(text) for text, _ in added)
