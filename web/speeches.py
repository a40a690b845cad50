"""All speeches, by year, with a box to filter them by title."""

from __future__ import annotations

from itertools import groupby

from flask import Flask, request

from kb.asked import Asked
from kb.errors import StaleIndex
from kb.fold import fold_literal
from kb.library import Library
from kb.search import search
from web import page
from web.page import Page, library
from web.titles import Listed, all_listed


def register(app: Flask) -> None:
    """Add `/speeches`."""
    page.add(app, "/speeches", "speeches", speeches)


def speeches() -> Page:
    """The list, newest year first."""
    kb = library()
    q = request.args.get("q", "")
    listed = all_listed(kb)
    shown = [speech for speech in listed if _fits(speech, fold_literal(q))]
    counts = _counts(kb)
    years = [(year, list(group)) for year, group in groupby(shown, key=lambda speech: speech.year)]
    context = {
        "asked": Asked(), "filter": q, "years": years, "counts": counts,
        "shown": len(shown), "total": len(listed),
    }  # fmt: skip
    return Page("speeches.html", context, {"q": q, "speeches": [_data(s, counts) for s in shown]})


def _fits(speech: Listed, wanted: str) -> bool:
    return wanted in fold_literal(speech.title)


def _counts(kb: Library) -> dict[str, int]:
    """How many passages each speech has; unknown without an index, which the list does not need."""
    try:
        return dict(search(kb, Asked(kinds=frozenset({"passage"}), size=1)).facets.speeches)
    except StaleIndex:
        return {}


def _data(speech: Listed, counts: dict[str, int]) -> dict[str, object]:
    passages = counts.get(speech.id)
    data: dict[str, object] = {
        "id": speech.id,
        "title": speech.title,
        "date": speech.date,
        "passages": passages,
    }
    return data | ({"broken": speech.broken} if speech.broken else {})
