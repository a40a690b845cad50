"""What a keeper of terms may offer beyond postings: whole literals, found and weighed by itself.

A keeper with positions and a scorer of its own need not hand over the postings of every gram.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from kb.engines.young import Counts, Ids
from kb.fold import BARRIER

#: Characters of the longest word that is asked for.
LONGEST_WORD = 8


@runtime_checkable
class FindsLiterals(Protocol):
    """Finds the documents that a folded literal stands in."""

    def having(self, field: str, term: str) -> int:
        """How many documents have a term."""

    def find(self, literal: str) -> tuple[Ids, Counts]:
        """The documents that a folded literal stands in, ascending, with their BM25 scores.

        Of one that reaches past a barrier, those that have all its grams. A single character scores nothing.
        """


def words_of(literal: str) -> list[str]:
    """What may be a word inside a folded literal: words without cutting the query."""
    found = (
        run[start:end]
        for run in literal.split(BARRIER)
        for start in range(len(run))
        for end in range(start + 2, min(start + LONGEST_WORD, len(run)) + 1)
    )
    return list(dict.fromkeys(found))
