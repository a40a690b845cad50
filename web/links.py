"""The addresses of pages. Nobody else puts one together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from kb.asked import Asked
from kb.places import Place
from web.asked import pairs, query


def search_url(asked: Asked, hit: str = "") -> str:
    """The results of a question; `hit` is the id of the card to come back to."""
    fragment = f"#{quote(hit)}" if hit else ""
    return f"/search?{query(asked)}{fragment}" if pairs(asked) else f"/search{fragment}"


def afresh(asked: Asked, **changes: Any) -> str:
    """The first page of the results of a changed question."""
    return search_url(replace(asked, page=1, **changes))


def reading_url(speech: str, asked: Asked | None = None, at: str = "", anchor: str = "") -> str:
    """A speech, with the question it was reached by and the place to show."""
    parameters = [*(pairs(asked) if asked else ()), *([("at", at)] if at else ())]
    address = f"/speech/{quote(speech)}"
    return address + (f"?{urlencode(parameters)}" if parameters else "") + (f"#{anchor}" if anchor else "")


def alike_url(speech: str, asked: Asked, at: str, anchor: str) -> str:
    """A speech at a place, with what is the same or nearly so elsewhere, or the word that nothing is."""
    return reading_url(speech, asked, at).replace("?", "?alike=1&", 1) + f"#{anchor}"


def excerpt_url(speech: str, place: str, form: str = "plain") -> str:
    """An excerpt as plain text, for copying without scripts."""
    return f"/speech/{quote(speech)}/{quote(place)}.txt?form={form}"


def original_url(speech: str) -> str:
    """The original of a speech, to keep."""
    return f"/speech/{quote(speech)}/original"


def why_url(speech: str, place: Place, back: str = "") -> str:
    """The themes of a place and why, and the page to go back to."""
    address = f"/speech/{quote(speech)}/why/{quote(place.name)}"
    return address + (f"?{urlencode({'back': back})}" if back else "")


def hit_id(speech: str, place: str) -> str:
    """The id of a card in a list of results."""
    return f"{speech}--{place}"


def batch_url(batch: str, number: int = 0) -> str:
    """An import, or the new speech of it with this number to look through."""
    return f"/import/{quote(batch)}" + (f"/{number}" if number else "")


def theme_url(theme: str) -> str:
    """The page of a theme."""
    return f"/themes/{quote(theme)}"


def draft_back_url(draft: str) -> str:
    """What takes a draft out of the trash again."""
    return f"/drafts/{quote(draft)}/back"


def draft_url(draft: str, block: str = "") -> str:
    """A draft to write on, at one of its blocks."""
    return f"/draft/{quote(draft)}" + (f"#{block}" if block else "")
