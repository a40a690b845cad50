"""The hits inside one speech, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.asked import Asked
from kb.errors import StaleIndex
from kb.expand import ALL
from kb.library import Library
from kb.places import places
from kb.search import search
from web.links import reading_url

#: More hits than this in one speech are not walked one by one.
_MOST = 500


@dataclass(frozen=True, slots=True)
class Walk:
    """`number` of `total`, 0 when the reader stands at none; `previous` and `next` are empty at the ends."""

    number: int
    total: int
    previous: str
    next: str


def hits_in(library: Library, speech: str, asked: Asked) -> tuple[str, ...]:
    """The names of the places of a speech that answer a question, in the order of the text.

    The question is asked as it was typed; only where that finds nothing, as the results were found, widened.
    Without an index there are none: reading does not need one.
    """
    if replace(asked, only=()) == Asked(speech=asked.speech):
        return ()
    try:
        return _hits(library, speech, replace(asked, only=(ALL,))) or _hits(library, speech, asked)
    except StaleIndex:
        return ()


def _hits(library: Library, speech: str, asked: Asked) -> tuple[str, ...]:
    answer = search(library, replace(asked, speech=speech, page=1, size=_MOST))
    found = {hit.judged.place.name for hit in answer.found}
    found |= {copy.place.name for hit in answer.found for copy in hit.copies if copy.speech.id == speech}
    return tuple(place.name for place in places(library.speech(speech)) if place.name in found)


def walk(library: Library, speech: str, asked: Asked, hits: Sequence[str], at: str) -> Walk | None:
    """Where the reader stands among the hits and where the neighbours are; None when there are no hits."""
    if not hits:
        return None
    order = [place.name for place in places(library.speech(speech))]
    anchors = {place.name: place.anchor for place in places(library.speech(speech))}
    here = order.index(at) if at in order else -1
    before = [name for name in hits if order.index(name) < here]
    after = [name for name in hits if order.index(name) > here]

    def url(name: str) -> str:
        return reading_url(speech, asked, name, anchors[name])

    return Walk(
        hits.index(at) + 1 if at in hits else 0,
        len(hits),
        url(before[-1]) if before else "",
        url(after[0]) if after else "",
    )
