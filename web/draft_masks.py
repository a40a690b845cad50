"""隐去名称: the places, units, people and figures that came with a draft's excerpts, offered for masking."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from flask import Flask, request

from kb.asked import Asked
from kb.masking import KINDS, names
from web import page
from web.draft_here import drafts
from web.page import Page

#: Characters shown before and behind a name.
_AROUND = 12


def register(app: Flask) -> None:
    """Add `/draft/<id>/masks`; what is ticked there is a deed of the draft."""
    page.add(app, "/draft/<id_>/masks", "draft_masks", show)


def show(id_: str) -> Page:
    """Every name with what would stand in its place; nothing is ticked that a person has not asked for."""
    draft = drafts().open(id_).draft
    texts = [block.text for block in draft.blocks]
    found = names(texts)
    groups = [
        (kind, KINDS[kind], [(name, _around(name.text, texts)) for name in run])
        for kind, run in groupby(found, key=lambda name: name.kind)
    ]
    ticked = set(request.args.getlist("tick"))
    data = [{"text": n.text, "kind": n.kind, "mask": n.mask, "count": n.count} for n in found]
    context = {"asked": Asked(), "draft": draft, "groups": groups, "ticked": ticked}
    return Page("draft_masks.html", context, {"names": data})


def _around(name: str, texts: Sequence[str]) -> tuple[str, str]:
    """What stands before and behind a name where it comes first."""
    text = next(text for text in texts if name in text)
    before, _, after = text.partition(name)
    return before[-_AROUND:], after[:_AROUND]
