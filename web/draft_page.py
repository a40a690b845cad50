"""The page a draft is written on: its blocks in order, each excerpt with its source and what has become of it.

Every answer to a keystroke makes the blocks anew, so nothing here may take long for a long draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from flask import Flask, Response, request

from kb.asked import Asked
from kb.diff import Run, difference
from kb.draft import Block, Draft
from kb.draft_edit import mergeable
from kb.draft_sources import SourceState, state_of, text_hash
from kb.drafts import Opened
from kb.numbering import Numbered, numbered, renumber_points
from kb.placeholders import Placeholder, placeholders, recurring, sign
from web import page
from web.draft_here import choose, drafts, put_under, under
from web.edit import redirected
from web.links import draft_url, reading_url
from web.page import Page, library

#: Characters of a line of text on the page.
_LINE = 38
#: Characters shown before and behind a place to fill in.
_AROUND = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A block as it stands on the page.

    Args:
        seen: what its text is known by, given back with an edit, so that nobody else's is overwritten.
        rows: lines it takes.
        joins: whether it can be made one with the block behind it.
        state: what has become of the source of an excerpt; `runs` how its text differs from what was taken, `now`
            how it differs from what the source says, when that has changed.
    """

    block: Block
    number: str
    seen: str
    rows: int
    blanks: int
    joins: bool = False
    state: SourceState | None = None
    runs: tuple[Run, ...] = ()
    now: tuple[Run, ...] = ()
    source_url: str = ""


def register(app: Flask) -> None:
    """Add `/draft/<id>`, and the choice of what goes where."""
    page.add(app, "/draft/<id_>", "draft", show)
    app.add_url_rule("/draft/<id_>/here", "draft_here", here, methods=["POST"])


def show(id_: str) -> Page:
    """The draft, ready to be written on; from now on what is taken goes into it."""
    opened = drafts().open(id_)
    choose(id_)
    return Page("draft.html", {**context(opened), "blank": BLANK}, lambda: _data(opened))


def context(opened: Opened) -> dict[str, object]:
    """What the page and its parts need."""
    draft = opened.draft
    steps = drafts().steps(draft.id)
    return {
        "asked": Asked(),
        "draft": draft,
        "etag": opened.etag,
        "sheets": sheets(draft),
        "under": under(draft),
        "undo": bool(steps.undo),
        "redo": bool(steps.redo),
        "gaps": gaps(draft),
        "points": renumber_points(draft) != draft,
        "wide": True,
    }


def sheets(draft: Draft) -> tuple[Sheet, ...]:
    """The blocks as they stand on the page."""
    joins = {one.id for one, two in pairwise(draft.blocks) if mergeable(one, two)}
    return tuple(_sheet(shown, shown.block.id in joins) for shown in numbered(draft))


def _sheet(shown: Numbered, joins: bool) -> Sheet:
    block = shown.block
    seen, rows, blanks = text_hash(block.text), _rows(block.text), _blanks(block.text)
    if not block.source:
        return Sheet(block, shown.number, seen, rows, blanks, joins)
    state = state_of(block, library())
    speech, _, place = state.key.partition("#")
    url = "" if state.state == "gone" else reading_url(speech, None, place, place.removesuffix("+"))
    differs = _difference(block.source.taken, block.text) if block.changed else ()
    now = _difference(block.text, state.text) if state.state == "changed" else ()
    return Sheet(block, shown.number, seen, rows, blanks, joins, state, differs, now, url)


#: A sheet without a text, for scripts to make new ones of.
BLANK = Sheet(Block("new", ""), "", text_hash(""), 1, 0)

_difference = lru_cache(maxsize=1024)(difference)


def _rows(text: str) -> int:
    return max(1, sum(-(-(len(line) + 2) // _LINE) for line in text.split("\n")))


@lru_cache(maxsize=4096)
def _blanks(text: str) -> int:
    return len(placeholders(text))


@dataclass(frozen=True, slots=True)
class Gap:
    """Places of one name that wait to be filled in; each with its key (`b3:` and its sign), what stands before, there
    and behind."""

    name: str
    kind: str
    places: tuple[tuple[str, str, str, str], ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.places)


def gaps(draft: Draft) -> tuple[Gap, ...]:
    """The places of a draft that wait to be filled in."""
    blocks = [block for block in draft.blocks if _blanks(block.text)]
    return tuple(
        Gap(group.name, group.kind, tuple(_spot(blocks[n], place) for n, place in group.places))
        for group in recurring([block.text for block in blocks])
    )


def _spot(block: Block, place: Placeholder) -> tuple[str, str, str, str]:
    number = placeholders(block.text).index(place)
    before, after = block.text[: place.start][-_AROUND:], block.text[place.end :][:_AROUND]
    return f"{block.id}:{sign(block.text, number)}", before, place.text, after


def _data(opened: Opened) -> dict[str, object]:
    draft = opened.draft
    return {
        "id": draft.id,
        "etag": opened.etag,
        "title": draft.title,
        "occasion": draft.occasion,
        "audience": draft.audience,
        "date": draft.date,
        "characters": draft.characters,
        "blocks": [_block_data(sheet) for sheet in sheets(draft)],
        "gaps": [{"name": gap.name, "kind": gap.kind, "count": gap.count} for gap in gaps(draft)],
    }


def _block_data(sheet: Sheet) -> dict[str, object]:
    block, source = sheet.block, sheet.block.source
    return {
        "id": block.id,
        "kind": block.kind,
        "level": block.level,
        "number": sheet.number,
        "text": block.text,
        "source": source
        and {"key": source.key, "citation": source.citation, "taken": source.taken, "added": source.added},
        "state": sheet.state and sheet.state.state,
    }


def here(id_: str) -> Response:
    """What is taken from now on goes under this heading."""
    put_under(id_, request.form.get("under", ""))
    return redirected(draft_url(id_, request.form.get("under", "")))
