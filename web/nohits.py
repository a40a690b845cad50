"""When nothing is found: the library's advice as links."""

from __future__ import annotations

from dataclasses import dataclass

from kb.advice import advise
from kb.asked import Asked
from kb.found import Found
from kb.library import Library
from web.choice import Choice
from web.links import afresh, search_url


@dataclass(frozen=True, slots=True)
class Help:
    """Ways out. `words`: each alone. `pieces`: whether they are pieces of one long word. `fewer`: less narrow.

    `closest`: what shares most with the question without answering it.
    """

    words: tuple[Choice, ...]
    pieces: bool
    fewer: tuple[Choice, ...]
    closest: tuple[Found, ...] = ()


def help_out(library: Library, asked: Asked) -> Help:
    """What to offer for a question that found nothing."""
    advised = advise(library, asked)
    return Help(
        tuple(Choice(a.asked.q, a.label, a.total, False, search_url(a.asked)) for a in advised.words),
        advised.pieces,
        tuple(Choice("", a.label, a.total, False, afresh(a.asked)) for a in advised.fewer),
        advised.closest,
    )
