"""隐去名称: the places, units, people and figures that came with a draft's excerpts, offered for masking."""

from __future__ import annotations

from itertools import groupby

from flask import Flask

from kb.asked import Asked
from kb.masking import KINDS, names
from web import page
from web.draft_here import drafts
from web.page import Page


def register(app: Flask) -> None:
    """Add `/draft/<id>/masks`; what is ticked there is a deed of the draft."""
    page.add(app, "/draft/<id_>/masks", "draft_masks", show)


def show(id_: str) -> Page:
    """Every name with what would stand in its place; nothing is ticked that a person has not ticked."""
    draft = drafts().open(id_).draft
    found = names([block.text for block in draft.blocks])
    groups = [(KINDS[kind], list(run)) for kind, run in groupby(found, key=lambda name: name.kind)]
    data = [{"text": n.text, "kind": n.kind, "mask": n.mask, "count": n.count} for n in found]
    return Page("draft_masks.html", {"asked": Asked(), "draft": draft, "groups": groups}, {"names": data})
