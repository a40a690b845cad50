"""Parallel clauses as a page: each run once, with the frame it repeats, and where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from kb.asked import Asked
from kb.library import Library
from kb.listing import Line, Listing, Order
from kb.parallel import COUNTS, LENGTHS, Parallel, parallel
from web import page
from web.facets import Group
from web.list_page import ListPage
from web.ways import Look, Shown, features, shown, shown_data

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
    page.add(app, "/parallel", "parallel", _PAGE.show)


def _find(kb: Library, asked: Asked, chosen: Mapping[str, str], order: Order) -> Listing[Parallel]:
    return parallel(kb, asked, chosen["count"], chosen["length"], chosen["frame"], order)


def _groups(at: Look, found: Listing[Parallel]) -> tuple[Group, ...]:
    counts = found.counts
    return (
        features(at, "count", "几句", COUNTS, counts["count"]),
        features(at, "length", "每句", LENGTHS, counts["length"]),
        features(at, "frame", "框架", _frames(counts["frame"], dict(at.chosen)["frame"]), counts["frame"]),
    )


def _frames(counts: Mapping[str, int], chosen: str) -> dict[str, str]:
    often = [frame for frame, n in Counter(counts).most_common(_FRAMES) if n > 1]
    return {frame: frame for frame in dict.fromkeys([*([chosen] if chosen else []), *often])}


def _run(at: Look, line: Line[Parallel]) -> Run:
    """What is repeated set apart from what changes."""
    what = line.what
    kept = {i - what.start for start, end in what.kept for i in range(start, end)}
    pieces: list[tuple[str, bool]] = []
    for i, char in enumerate(what.text):
        if pieces and pieces[-1][1] == (i in kept):
            pieces[-1] = (pieces[-1][0] + char, i in kept)
        else:
            pieces.append((char, i in kept))
    told = shown(line.text, line.places, at.asked)
    return Run(told, tuple(pieces), what.frame, at.url({"frame": what.frame}))


def _run_data(run: Run) -> dict[str, object]:
    return shown_data(run.line) | {"frame": run.frame}


_PAGE = ListPage(
    "parallel", "runs", ("count", "length", "frame"), ("count", "length"), _find, _groups, _run, _run_data
)
