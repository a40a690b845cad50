"""Our terms for engines that only take text: grams in the order in which they stand."""

from __future__ import annotations

from kb.analysis import query_grams
from kb.fold import BARRIER, READING


def grams_in_order(folded: str) -> str:
    """The grams of a folded text, apart by spaces."""
    terms: list[str] = []
    for run in folded.split(BARRIER):
        if run and run != READING:
            terms.extend(map(str.__add__, run, run[1:]))
            terms.append(run[-1])
    return " ".join(terms)


def phrase(literal: str) -> list[str]:
    """The grams that follow each other where a literal stands; none for a single character."""
    return (
        [pair for pair in query_grams(literal) if len(pair) == 2]
        if len(literal) < 3
        else [literal[i : i + 2] for i in range(len(literal) - 1)]
    )
