"""照搬检测 as a page: a text is pasted, and shown again with what the library has word for word, each with its sources.

What is pasted comes in the body of a POST, is compared, and is forgotten: it stands in no address, no file and
no log, and the answer is not to be kept by the browser either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Flask, Response, jsonify, make_response, request

from kb.asked import Asked
from kb.errors import NotFound
from kb.library import Library
from kb.overlap import MOST, Overlap, UnfitText, overlap
from kb.overlap_runs import Run, Source
from kb.overlap_told import data, head, notices, percent
from kb.places import place
from web import page
from web.links import reading_url
from web.page import Page, library, shown

#: Bytes of the form: a character may be nine, written in percents, and a text that is too long is told so.
_LARGEST = 4 * 1024 * 1024
#: Sources of a run shown with their text, and named at all; characters around it.
_WITH_TEXT, _NAMED, _AROUND = 3, 30, 60
#: Lengths from which a run is marked more strongly.
_STRENGTHS = (20, 40, 80)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the pasted text: of which run (from 1, 0 for none), how strongly marked, and whether it begins there.

    `spared` tells why it does not count.
    """

    text: str
    run: int = 0
    strength: int = 0
    first: bool = False
    spared: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A source: its text around the run in three pieces, the address of the place."""

    title: str
    year: int
    url: str
    before: str
    same: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A run with its sources; `named` are those whose text is not shown, `more` how many are not even named."""

    number: int
    text: str
    run: Run
    sources: tuple[Beside, ...]
    named: tuple[Beside, ...]
    more: int


def register(app: Flask) -> None:
    """Add `/overlap`."""
    app.before_request(_allow_text)
    page.add(app, "/overlap", "overlap", ask)
    app.add_url_rule("/overlap", "overlap_found", lambda: _unkept(shown(compare())), methods=["POST"])
    app.add_url_rule(
        "/overlap.json", "overlap_found_json", lambda: _unkept(_twin(compare())), methods=["POST"]
    )


def _allow_text() -> None:
    """A text is longer than other forms."""
    if request.endpoint in ("overlap_found", "overlap_found_json"):
        request.max_content_length = request.max_form_memory_size = _LARGEST


def _unkept(response: Response) -> Response:
    response.cache_control.no_store = True
    return response


def _twin(made: Page) -> Response:
    return make_response(jsonify(made.data), made.status)


def ask() -> Page:
    """The empty form."""
    return Page("overlap.html", _context(""), {"most": MOST})


def compare() -> Page:
    """What was pasted, compared; a text that cannot be is shown again with what is wrong with it."""
    text = request.form.get("text", "").replace("\r\n", "\n")
    try:
        found = overlap(library(), text)
    except UnfitText as error:
        wrong = {"error": error.what, "remedy": error.remedy}
        return Page("overlap.html", _context(text, wrong=f"{error.what}。{error.remedy}。"), wrong, 400)
    return Page("overlap.html", _context(text, found=found, runs=runs_of(found)), data(found))


def runs_of(found: Overlap) -> list[Shown]:
    """The runs with their sources, numbered as they are in the text."""
    return [_shown(library(), found, n, run) for n, run in enumerate(found.runs, 1)]


def _context(
    text: str, wrong: str = "", found: Overlap | None = None, runs: Sequence[Shown] = ()
) -> dict[str, object]:
    return {
        "asked": Asked(), "kept": (), "text": text, "most": MOST, "wrong": wrong, "found": found, "runs": runs,
        "percent": percent,
        "head": head(found) if found else "",
        "notices": notices(found) if found else (),
        "pieces": list(pieces_of(found)) if found else (),
    }  # fmt: skip


def pieces_of(found: Overlap) -> Iterator[Piece]:
    """The text cut where its look changes; where runs overlap, the longest has it."""
    owners = [0] * len(found.text)
    for number, run in sorted(enumerate(found.runs, 1), key=lambda numbered: numbered[1].length):
        owners[run.start : run.end] = [number] * (run.end - run.start)
    counts = bytearray(len(found.text))
    for start, end in found.marks:
        counts[start:end] = b"\1" * (end - start)
    spared = [""] * len(found.text)
    for run in found.spared:
        spared[run.start : run.end] = [run.reason] * (run.end - run.start)
    begun: set[int] = set()
    at = 0
    for (owner, counted, reason), same in groupby(zip(owners, counts, spared, strict=True)):
        end = at + sum(1 for _ in same)
        why = reason or ("" if counted or not owner else found.runs[owner - 1].reason)
        strength = _strength(found.runs[owner - 1]) if owner and counted else 0
        yield Piece(found.text[at:end], owner, strength, bool(owner) and owner not in begun, why)
        begun.add(owner)
        at = end


def _strength(run: Run) -> int:
    return 1 + sum(run.counted >= least for least in _STRENGTHS)


def _shown(kb: Library, found: Overlap, number: int, run: Run) -> Shown:
    beside = [_beside(kb, source) for source in run.sources[:_NAMED]]
    return Shown(
        number,
        found.text[run.start : run.end],
        run,
        tuple(beside[:_WITH_TEXT]),
        tuple(beside[_WITH_TEXT:]),
        len(run.sources) - len(beside),
    )


def _beside(kb: Library, source: Source) -> Beside:
    entry, (start, end) = source.entry, source.span
    before, after = entry.text[:start], entry.text[end:]
    return Beside(
        entry.title,
        entry.year,
        _url(kb, source),
        f"…{before[-_AROUND:]}" if len(before) > _AROUND else before,
        entry.text[start:end],
        f"{after[:_AROUND]}…" if len(after) > _AROUND else after,
    )


def _url(kb: Library, source: Source) -> str:
    """The address of a source; a whole paragraph is shown from its first part."""
    entry = source.entry
    at = entry.place
    if entry.kind == "paragraph":
        try:
            at = place(kb.speech(entry.speech), entry.place).anchor
        except NotFound:
            at = ""
    return reading_url(entry.speech, None, at, at)
