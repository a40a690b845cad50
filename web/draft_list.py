"""All drafts: begin one, go on with one, put one away and bring it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Flask, Response, request

from kb.asked import Asked
from kb.draft import UNTITLED
from kb.draft_folder import Listed
from kb.errors import BrokenDraft
from web import page
from web.draft_here import choose, current, drafts
from web.edit import redirected
from web.links import draft_back_url, draft_url
from web.page import Page
from web.said import say


@dataclass(frozen=True, slots=True)
class Row:
    """A draft as it is listed. `trouble` tells why one cannot be read."""

    id: str
    title: str
    facts: str
    changed: str
    characters: int
    excerpts: int
    trouble: str
    url: str


def register(app: Flask) -> None:
    """Add `/drafts` and its forms."""
    page.add(app, "/drafts", "drafts", show)
    app.add_url_rule("/drafts", "draft_new", new, methods=["POST"])
    app.add_url_rule("/drafts/<id_>/delete", "draft_delete", delete, methods=["POST"])
    app.add_url_rule("/drafts/<id_>/back", "draft_back", bring_back, methods=["POST"])


def show() -> Page:
    """Drafts, the latest first, and those put away."""
    kept, here = drafts(), current()
    rows = [_row(one) for one in kept.all()]
    away = [_row(one) for one in kept.trashed()]
    context = {
        "asked": Asked(),
        "rows": rows,
        "away": away,
        "here": here.draft.id if here else "",
        "today": str(date.today()),
    }
    data = [
        {
            "id": r.id,
            "title": r.title,
            "characters": r.characters,
            "excerpts": r.excerpts,
            "trouble": r.trouble,
        }
        for r in rows
    ]
    return Page("drafts.html", context, {"drafts": data, "deleted": [r.id for r in away]})


def _row(one: Listed) -> Row:
    draft, changed = one.draft, _when(one.changed)
    if draft is None:
        return Row(one.id, one.id, "", changed, 0, 0, one.trouble, "")
    facts = "，".join(fact for fact in (draft.occasion, draft.audience, draft.date) if fact)
    return Row(
        one.id, draft.title, facts, changed, draft.characters, len(draft.excerpts), "", draft_url(one.id)
    )


def _when(moment: datetime) -> str:
    """今天 14:05, 3月8日 or 2025年3月8日, in local time."""
    local, today = moment.astimezone(), datetime.now(UTC).astimezone().date()
    if local.date() == today:
        return f"今天 {local:%H:%M}"
    day = f"{local.month}月{local.day}日"
    return day if local.year == today.year else f"{local.year}年{day}"


def new() -> Response:
    """Begin a draft and open it."""
    facts = {name: request.form.get(name, "") for name in ("occasion", "audience", "date")}
    made = drafts().new(request.form.get("title", "").strip() or UNTITLED, **facts)
    choose(made.draft.id)
    return redirected(draft_url(made.draft.id))


def delete(id_: str) -> Response:
    """Put a draft away."""
    try:
        title = drafts().open(id_).draft.title
    except BrokenDraft:
        title = id_
    drafts().delete(id_)
    say(f"《{title}》已放到回收", undo=id_, action=draft_back_url(id_))
    return redirected("/drafts")


def bring_back(id_: str) -> Response:
    """Take a draft out of the trash."""
    back = drafts().bring_back(id_)
    say(f"《{back.draft.title}》已找回")
    return redirected("/drafts")
