"""What the lexicon did to a question, as chips that can be taken away one by one.

Nothing is widened in silence: every word that was, and every word that was let go, stands here with the way back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from kb.asked import Asked
from kb.expand import ALL, Expansion
from web.links import afresh, search_url

#: So many alternatives of a word are named on its chip; all of them when it is pointed at.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Widened:
    """A word in words (`怕担责 → 不敢担当、推诿扯皮`), all of it, and the address with that word as it was typed."""

    label: str
    whole: str
    url: str


@dataclass(frozen=True, slots=True)
class Widening:
    """`expanded` and `dropped` words; `none` asks all as typed, `again` lets the lexicon back in; empty if useless."""

    expanded: tuple[Widened, ...]
    dropped: tuple[Widened, ...]
    none: str
    again: str


def widening(asked: Asked, expansions: Sequence[Expansion], dropped: Sequence[str]) -> Widening:
    """The chips of a question, by what the lexicon did to it."""

    def without(word: str) -> str:
        return afresh(asked, only=(*asked.only, word))

    terms = dict.fromkeys(expansion.term for expansion in expansions)
    together = {term: _together(expansions, term) for term in terms}
    widened = tuple(
        Widened(f"{term} → {_named(others)}", f"{term} → {'、'.join(others)}", without(term))
        for term, others in together.items()
    )
    let_go = tuple(Widened(word, f"“{word}”不必有", without(word)) for word in dropped)
    return Widening(
        widened,
        let_go,
        afresh(asked, only=(ALL,)) if len(widened) + len(let_go) > 1 else "",
        afresh(asked, only=()) if asked.only else "",
    )


def widening_data(asked: Asked, expansions: Sequence[Expansion], dropped: Sequence[str]) -> dict[str, object]:
    """The same for programs."""
    return {
        "expanded": [asdict(expansion) for expansion in expansions],
        "dropped": list(dropped),
        "only": list(asked.only),
        "literal_url": search_url(replace(asked, only=(ALL,), page=1)),
    }


def _together(expansions: Sequence[Expansion], term: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a for e in expansions if e.term == term for a in e.alternatives))


def _named(others: tuple[str, ...]) -> str:
    rest = len(others) - _NAMED
    return "、".join(others[:_NAMED]) + (f"等 {len(others)} 个" if rest > 0 else "")
