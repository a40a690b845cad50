"""From what a person asks to what a page shows: read the question, ask the index, open the hits."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from kb.asked import Asked
from kb.engine import Facets, Hits
from kb.expand import Expansion
from kb.fold import fold
from kb.found import Found, open_hits
from kb.library import Library
from kb.query import Sought, sought
from kb.question import question
from kb.relax import closest, has_some
from kb.reply import climb, reply


@dataclass(frozen=True, slots=True)
class Answer:
    """What a results page needs.

    `total` counts every hit, `listed` those that stand in the list, near copies behind others left out.
    `sought` is what is marked: folded strings, words near each other, patterns. `back` counts the hits that
    stand a little behind. `expansions` are the words that were widened by the lexicon, `dropped` those about the
    search itself that do not have to match. `loosened` tells that nothing matched as it was typed.
    """

    asked: Asked
    total: int
    listed: int
    found: tuple[Found, ...]
    facets: Facets
    notices: tuple[str, ...]
    sought: tuple[Sought, ...]
    milliseconds: float
    back: int = 0
    expansions: tuple[Expansion, ...] = ()
    dropped: tuple[str, ...] = ()
    loosened: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.listed // self.asked.size))


def search(library: Library, asked: Asked) -> Answer:
    """Answer a question. Any words at all give an answer.

    Paragraphs with points are looked at by their parts first; when nothing is found so, as wholes.

    Raises:
        StaleIndex: there is no index yet.
    """
    begun = time.perf_counter()
    asking = question(library, asked)
    said = reply(library, asking)
    hits, seen, notices = said.hits, sought(said.tree), list(said.notices)
    found = tuple(open_hits(library, hits, seen, notices, asking.themes))
    spent = (time.perf_counter() - begun) * 1000
    listed = hits.total - hits.folded
    return Answer(
        asked, hits.total, listed, found, hits.facets, tuple(notices), seen, spent, hits.back, said.expansions,
        said.dropped, said.loosened,
    )  # fmt: skip


def marked(library: Library, asked: Asked) -> tuple[Sought, ...]:
    """What of a question is marked in a text that answers it; no index is needed."""
    return sought(question(library, asked).wide.tree)


def counted(library: Library, asked: Asked) -> Hits:
    """What a question finds by number alone, near copies counted singly: no hit is opened.

    Raises:
        StaleIndex: there is no index yet.
    """
    return reply(library, question(library, replace(asked, page=1, size=1)), fold=False).hits


def every_key(library: Library, asked: Asked, most: int) -> tuple[int, tuple[str, ...]]:
    """How many hits a question has, near copies counted singly, and the keys of up to `most` of them.

    Raises:
        StaleIndex: there is no index yet.
    """
    hits = reply(library, question(library, replace(asked, page=1, size=most)), fold=False).hits
    return hits.total, tuple(key for key, _ in hits.page)


def nearest(library: Library, asked: Asked, limit: int = 5) -> tuple[Found, ...]:
    """The places that come closest to a question, under its facets, those that have little of it left out."""
    asking = question(library, asked)
    ladder, request = asking.ladder(), replace(asking.request, order="relevance")
    hits = closest(ladder, lambda rung: climb(library, request, rung, limit))
    if hits is None:
        return ()
    wanted = ladder[0].wanted
    found = open_hits(library, hits, tuple(wanted.literals), [])
    return tuple(f for f in found if has_some(wanted, fold(f.judged.place.text)))
