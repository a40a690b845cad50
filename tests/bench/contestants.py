"""What is compared: each builds an index of the same entries and gives the same full answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kb.engine import Entry
from kb.snippet import snippet
from tests.bench.questions import Question

PAGE = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """A full answer: exact total, the keys of ten hits (their snippets are cut), and all facet counts."""

    total: int
    page: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]]


class Contestant(Protocol):
    """An index in a folder. `build` makes it; the rest is asked of another object, often in another process."""

    def build(self, entries: Sequence[Entry]) -> None: ...

    def open(self, entries: Sequence[Entry]) -> None: ...

    def ask(self, question: Question) -> Outcome: ...

    def edit(self, speech: str, entries: Sequence[Entry]) -> None:
        """Put these entries in place of a speech's; the next question sees them."""

    def close(self) -> None: ...


def cut(texts: Sequence[str], question: Question) -> None:
    """Make the snippets of a page, by the same means for all."""
    for text in texts:
        snippet(text, question.literals)
