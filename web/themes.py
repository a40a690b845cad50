"""All themes: what each means, the words that earn it, and how much of it there is."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flask import Flask

from kb.errors import StaleIndex
from kb.library import Library
from kb.search import Asked, search
from kb.themes import Taxonomy, Theme
from web import page
from web.links import search_url
from web.page import Page, library


@dataclass(frozen=True, slots=True)
class Shelf:
    """A theme with how many hits it has (None without an index), where they are, and the themes below it."""

    theme: Theme
    count: int | None
    url: str
    below: tuple[Shelf, ...]


def register(app: Flask) -> None:
    """Add `/themes`."""
    page.add(app, "/themes", "themes", themes)


def themes() -> Page:
    """The taxonomy as a tree."""
    kb = library()
    taxonomy, counts = kb.classifier().taxonomy, _counts(kb)
    context = {"asked": Asked(), "shelves": _shelves(taxonomy, counts, ""), "file": kb.home.themes}
    data = [
        asdict(theme) | {"hits": counts.get(theme.id, 0) if counts is not None else None}
        for theme in taxonomy.themes
    ]
    return Page("themes.html", context, {"themes": data})


def _counts(kb: Library) -> dict[str, int] | None:
    try:
        return dict(search(kb, Asked(size=1)).facets.themes)
    except StaleIndex:
        return None


def _shelves(taxonomy: Taxonomy, counts: dict[str, int] | None, above: str) -> tuple[Shelf, ...]:
    return tuple(
        Shelf(
            theme,
            counts.get(theme.id, 0) if counts is not None else None,
            search_url(Asked(themes=(theme.id,))),
            _shelves(taxonomy, counts, theme.id),
        )
        for theme in taxonomy.themes
        if theme.broader == above
    )
