"""Words among their neighbours as a page: one line an occurrence, the word in the midst of all of them."""

from __future__ import annotations

from typing import cast

from flask import Flask, request

from kb.kwic import Concordance, kwic
from kb.kwic_lines import ORDERS, KwicLine, Order
from kb.library import Library
from web import page
from web.choice import Choice
from web.facets import chips
from web.no_lines import NoLines, no_lines
from web.page import Page, library
from web.ways import Look, Place, look, ordering, place
from web.widening import widening, widening_data

#: Lines on a page.
_PAGE = 100


def register(app: Flask) -> None:
    """Add `/kwic`."""
    page.add(app, "/kwic", "kwic", show)


def show() -> Page:
    """The lines of a question's words."""
    kb = library()
    at, asking = look(kb, "kwic", ("before", "after", "centre", "sort"))
    chosen = dict(at.chosen)
    order = cast("Order", chosen["sort"]) if chosen["sort"] in ORDERS else "right"
    found = kwic(kb, at.asked, order, chosen["before"], chosen["after"], chosen["centre"])
    out = NoLines() if found.lines else no_lines(kb, at, lambda other: _count(kb, other))
    turn = at.turn(len(found.lines), _PAGE)
    lines = [(line, place(line.places[0], at.asked)) for line in found.lines[turn.start : turn.end]]
    context = {
        "asked": at.asked,
        "kept": [pair for pair in at.kept if pair[0] not in ("before", "after", "centre")],
        "go": at.go,
        "lines": lines,
        "found": found,
        "out": out,
        "turn": turn,
        "orders": ordering(at, ORDERS, "right"),
        "before": _neighbours(at, "before", found.before),
        "after": _neighbours(at, "after", found.after),
        "centres": _centres(at, found),
        "chips": chips(kb, at.asked),
        "widening": widening(at.asked, found.expansions, found.dropped),
        "notices": (*asking.notices, *found.notices),
        "empty": not request.args.get("q", "").strip(),
    }
    data = {
        "q": at.asked.q,
        "centre": found.centre,
        "total": found.total,
        "distinct": len(found.lines),
        "page": turn.page,
        "pages": turn.pages,
        "notices": list(asking.notices + found.notices),
        "widening": widening_data(at.asked, found.expansions, found.dropped),
        **out.data(),
        "before": dict(found.before),
        "after": dict(found.after),
        "lines": [_line_data(line, first) for line, first in lines],
    }
    return Page("kwic.html", context, data)


def _count(kb: Library, at: Look) -> int:
    chosen = dict(at.chosen)
    return kwic(kb, at.asked, "right", chosen.get("before", ""), chosen.get("after", "")).total


def _neighbours(at: Look, side: str, counts: tuple[tuple[str, int], ...]) -> tuple[Choice, ...]:
    """The neighbours of one side; the chosen one first, to be let go."""
    now = dict(at.chosen)[side]
    choices = [Choice(text, text, n, False, at.url({side: text})) for text, n in counts if text != now]
    if now:
        count = next((n for text, n in counts if text == now), 0)
        choices.insert(0, Choice(now, now, count, True, at.url({side: ""})))
    return tuple(choices)


def _centres(at: Look, found: Concordance) -> tuple[Choice, ...]:
    """Which of several words stands in the midst."""
    if not found.others:
        return ()
    words = (found.centre, *found.others)
    return tuple(
        Choice(word, word, 0, word == found.centre, at.url({"centre": word, "before": "", "after": ""}))
        for word in words
    )


def _line_data(line: KwicLine, first: Place) -> dict[str, object]:
    return {
        "left": line.left,
        "word": line.word,
        "right": line.right,
        "places": len(line.places),
        "title": first.title,
        "year": first.year or None,
        "url": first.url,
    }
