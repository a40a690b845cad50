"""The heading library as a page: every heading once, how many speeches have it, where it stands."""

from __future__ import annotations

from typing import cast

from flask import Flask

from kb.listing import ORDERS, Order
from kb.titles import FORMS, LENGTHS, TITLE_KINDS, titles
from web import page
from web.facets import chips
from web.page import Page, library
from web.ways import beside, features, look, ordering, shown, shown_data

_LENGTHS = {
    str(least) if least == most else f"{least}..{most}": (
        f"{'〇一二三四五六七八'[least]}字" if least == most else "三字以内" if most == 3
        else f"{least} 字以上" if most == 99 else f"{least}—{most} 字"
    )
    for least, most in LENGTHS
}  # fmt: skip


def register(app: Flask) -> None:
    """Add `/titles`."""
    page.add(app, "/titles", "titles", show)


def show() -> Page:
    """The headings that fit."""
    kb = library()
    at, asking = look(kb, "titles", ("kind", "length", "form", "sort"))
    chosen = dict(at.chosen)
    order = cast("Order", chosen["sort"]) if chosen["sort"] in ORDERS else "often"
    found = titles(kb, at.asked, chosen["kind"], chosen["length"], chosen["form"], order)
    turn = at.turn(len(found.lines))
    lines = [shown(line.text, line.places, at.asked) for line in found.lines[turn.start : turn.end]]
    names = {where.speech: where.title for line in found.lines for where, _ in line.found}
    context = {
        "asked": at.asked,
        "kept": at.kept,
        "go": at.go,
        "lines": lines,
        "total": len(found.lines),
        "places": found.places,
        "turn": turn,
        "orders": ordering(at, ORDERS, "often"),
        "groups": (
            features(at, "length", "字数", _LENGTHS, found.counts["length"]),
            features(at, "form", "句式", {form: form for form in FORMS}, found.counts["form"]),
            features(at, "kind", "来自", TITLE_KINDS, found.counts["kind"]),
        ),
        "beside": beside(kb, at.asked, found.facets, names),
        "chips": chips(kb, at.asked),
        "notices": (*asking.notices, *found.notices),
    }
    data = {
        "q": at.asked.q,
        "total": len(found.lines),
        "places": found.places,
        "page": turn.page,
        "pages": turn.pages,
        "notices": list(asking.notices + found.notices),
        "counts": {name: dict(counts) for name, counts in found.counts.items()},
        "titles": [shown_data(line) for line in lines],
    }
    return Page("titles.html", context, data)
