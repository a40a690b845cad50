"""照搬检测 of a draft: what of it stands word for word in the library, told apart by whether the draft knows it.

What an excerpt shares with the place it was taken from is no news; what stands there word for word and is named
nowhere is. Looks and sources are those of `web/overlap.py`; only what is a draft's own is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask

from kb.asked import Asked
from kb.draft import Block, Draft
from kb.engine import paragraph_of
from kb.fold import fold
from kb.numbering import numbered
from kb.overlap import MOST, Overlap, UnfitText, overlap
from kb.overlap_runs import Run
from kb.overlap_sections import Part
from kb.overlap_told import data, head, notices, percent
from web import page
from web.draft_here import drafts
from web.overlap import pieces_of, runs_of
from web.page import Page, library


@dataclass(frozen=True, slots=True)
class Laid:
    """A draft as one text: where each block begins and ends in it, and its sections."""

    text: str
    spans: tuple[tuple[int, int, Block], ...]
    parts: tuple[Part, ...]


def register(app: Flask) -> None:
    """Add `/draft/<id>/overlap`."""
    page.add(app, "/draft/<id_>/overlap", "draft_overlap", show)


def show(id_: str) -> Page:
    """The draft with what is copied marked, each run with its sources beside it."""
    draft = drafts().open(id_).draft
    laid = _laid(draft)
    try:
        found = overlap(library(), laid.text, lambda _: laid.parts)
    except UnfitText as error:
        wrong = {"error": error.what, "remedy": error.remedy}
        return Page(
            "draft_overlap.html", {"asked": Asked(), "draft": draft, "wrong": error, "most": MOST}, wrong
        )
    own = {n for n, run in enumerate(found.runs, 1) if is_own(run, laid.spans)}
    return Page("draft_overlap.html", _context(draft, found, own), lambda: _data(found, own))


def _context(draft: Draft, found: Overlap, own: set[int]) -> dict[str, object]:
    pieces = list(pieces_of(found))
    elsewhere = sum(len(fold(piece.text)) for piece in pieces if piece.strength and piece.run not in own)
    return {
        "asked": Asked(), "draft": draft, "found": found, "runs": runs_of(found), "own": own, "yours": "文稿",
        "pieces": pieces, "percent": percent, "head": head(found), "notices": notices(found),
        "elsewhere": elsewhere, "mine": max(0, found.copied - elsewhere),
        "others": [n for n in range(1, len(found.runs) + 1) if n not in own],
    }  # fmt: skip


def _data(found: Overlap, own: set[int]) -> dict[str, object]:
    return {**data(found), "own": sorted(own)}


def _laid(draft: Draft) -> Laid:
    """Headings with their numbers and texts, a line each; nothing that is not in the draft."""
    lines: list[str] = []
    spans: list[tuple[int, int, Block]] = []
    heads: list[tuple[str, int, int]] = [("", 0, 0)]
    at = 0
    for shown in numbered(draft):
        if not shown.block.text:
            continue
        if shown.block.level:
            heads.append((shown.text, shown.block.level, at))
        spans.append((at, at + len(shown.text), shown.block))
        lines.append(f"{shown.text}\n")
        at += len(lines[-1])
    text = "".join(lines)
    ends = [start for _, _, start in heads[1:]] + [len(text)]
    parts = (Part(name, level, start, end) for (name, level, start), end in zip(heads, ends, strict=True))
    return Laid(text, tuple(spans), tuple(part for part in parts if part.start < part.end))


def is_own(run: Run, spans: Sequence[tuple[int, int, Block]]) -> bool:
    """Whether most of a run stands in excerpts that were taken from a paragraph that has it."""
    known = {paragraph_of(source.key) for source in run.sources}
    named = sum(
        max(0, min(end, run.end) - max(start, run.start))
        for start, end, block in spans
        if block.source and paragraph_of(block.source.key) in known
    )
    return 2 * named > run.end - run.start
