"""What a person asks: the words and the choices beside them, and nothing of how it is answered."""

from __future__ import annotations

from dataclasses import dataclass

from kb.engine import DEFAULT_KINDS, EntryKind
from kb.order import Order

PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the words and the chosen facets. Theme names or ids; `page` counts from 1.

    With `prior`, statutes and very old reports stand a little behind. With `near`, what comes closest is asked
    for instead of what has all the words. `only` are the words that the lexicon is not asked about; `kb.expand.ALL`
    stands for every word. With `unused`, what went into a draft before is left out.
    """

    q: str = ""
    themes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    speech: str = ""
    kinds: frozenset[EntryKind] = DEFAULT_KINDS
    page: int = 1
    size: int = PAGE_SIZE
    order: Order = "relevance"
    prior: bool = True
    near: bool = False
    only: tuple[str, ...] = ()
    unused: bool = False

    @property
    def offset(self) -> int:
        """How many hits stand before this page."""
        return (self.page - 1) * self.size
