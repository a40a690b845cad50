"""Parallel clauses as a page: each run once, with the frame it repeats, and where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import Flask

from kb.listing import ORDERS, Order
from kb.parallel import COUNTS, LENGTHS, Parallel, parallel
from web import page
from web.facets import chips
from web.page import Page, library
from web.ways import Look, Shown, beside, features, look, ordering, shown, shown_data

#: So many frames are offered, those that several runs have.
_FRAMES = 10


@dataclass(frozen=True, slots=True)
class Run:
    """A line with its text in pieces, those repeated apart from those that change, and its frame."""

    line: Shown
    pieces: tuple[tuple[str, bool], ...]
    frame: str
    frame_url: str


def register(app: Flask) -> None:
    """Add `/parallel`."""
    page.add(app, "/parallel", "parallel", show)


def show() -> Page:
    """The parallel clauses that fit."""
    kb = library()
    at, asking = look(kb, "parallel", ("count", "length", "frame", "sort"))
    chosen = dict(at.chosen)
    order = cast("Order", chosen["sort"]) if chosen["sort"] in ORDERS else "often"
    found = parallel(kb, at.asked, chosen["count"], chosen["length"], chosen["frame"], order)
    turn = at.turn(len(found.lines))
    runs = [
        _run(at, line.what, shown(line.text, line.places, at.asked))
        for line in found.lines[turn.start : turn.end]
    ]
    names = {where.speech: where.title for line in found.lines for where, _ in line.found}
    context = {
        "asked": at.asked,
        "kept": at.kept,
        "go": at.go,
        "runs": runs,
        "total": len(found.lines),
        "places": found.places,
        "turn": turn,
        "orders": ordering(at, ORDERS, "often"),
        "groups": (
            features(at, "count", "几句", COUNTS, found.counts["count"]),
            features(at, "length", "每句", LENGTHS, found.counts["length"]),
            features(
                at, "frame", "框架", _frames(found.counts["frame"], chosen["frame"]), found.counts["frame"]
            ),
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
        "counts": {name: dict(found.counts[name]) for name in ("count", "length")},
        "runs": [shown_data(run.line) | {"frame": run.frame} for run in runs],
    }
    return Page("parallel.html", context, data)


def _frames(counts: Mapping[str, int], chosen: str) -> dict[str, str]:
    often = [frame for frame, n in Counter(counts).most_common(_FRAMES) if n > 1]
    return {frame: frame for frame in dict.fromkeys([*([chosen] if chosen else []), *often])}


def _run(at: Look, what: Parallel, line: Shown) -> Run:
    """What is repeated set apart from what changes."""
    kept = {i - what.start for start, end in what.kept for i in range(start, end)}
    pieces: list[tuple[str, bool]] = []
    for i, char in enumerate(what.text):
        if pieces and pieces[-1][1] == (i in kept):
            pieces[-1] = (pieces[-1][0] + char, i in kept)
        else:
            pieces.append((char, i in kept))
    return Run(line, tuple(pieces), what.frame, at.url({"frame": what.frame}))
