"""Which draft is being written in this browser, and where in it what is taken next will go."""

from __future__ import annotations

from datetime import date

from flask import session

from kb.draft import UNTITLED, Draft
from kb.draft_moves import At
from kb.drafts import Drafts, Opened
from kb.errors import BrokenDraft, NotFound
from kb.numbering import numbered
from web.page import library

_CHOSEN, _UNDER = "draft", "draft-under"


def drafts() -> Drafts:
    """The drafts of the library that is being shown."""
    return Drafts(library().home)


def choose(id_: str) -> None:
    """Write this draft from now on; what is taken goes to its end."""
    if session.get(_CHOSEN) != id_:
        session[_CHOSEN] = id_
        session.pop(_UNDER, None)


def put_under(id_: str, heading: str) -> None:
    """Take into this draft, under that heading; at the end when it is empty."""
    choose(id_)
    session[_UNDER] = heading


def current() -> Opened | None:
    """The draft being written: the one chosen, else the one changed last; None when there is none to be read."""
    kept = drafts()
    chosen = str(session.get(_CHOSEN, ""))
    if chosen:
        try:
            return kept.open(chosen)
        except (NotFound, BrokenDraft):
            session.pop(_CHOSEN)
    readable = next((one for one in kept.all() if one.draft), None)
    return kept.open(readable.id) if readable else None


def wanted() -> Opened:
    """The draft being written, begun now when there is none."""
    found = current() or drafts().new(UNTITLED, date=str(date.today()))
    choose(found.draft.id)
    return found


def under(draft: Draft) -> str:
    """The heading that what is taken goes under; empty for the end."""
    heading = str(session.get(_UNDER, "")) if session.get(_CHOSEN) == draft.id else ""
    return heading if any(block.id == heading and block.level for block in draft.blocks) else ""


def place_of(draft: Draft, heading: str) -> At:
    """Where what is taken goes: behind all text that stands right under a heading; at the end without one."""
    if not heading:
        return At()
    position = draft.at(heading) + 1
    while position < len(draft.blocks) and not draft.blocks[position].level:
        position += 1
    return At(after=draft.blocks[position - 1].id)


def heading_named(draft: Draft, heading: str) -> str:
    """A heading with its number as it is shown; empty when there is none of that id."""
    return next((shown.text for shown in numbered(draft) if shown.block.id == heading), "")
