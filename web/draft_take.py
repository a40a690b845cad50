"""Taking from the library into the draft: a place, a selection inside one, several places ticked together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import islice, zip_longest

from flask import Flask, Response, jsonify, make_response, render_template, request

from kb.draft import Draft, cleaned
from kb.draft_edit import add_excerpt, add_heading, remove
from kb.draft_moves import At, move
from kb.drafts import Opened
from kb.errors import KbError, NotFound
from web import page
from web.draft_here import current, drafts, heading_named, place_of, put_under, under, wanted
from web.draft_page import context
from web.edit import local, redirected
from web.links import draft_url
from web.page import Page
from web.said import say
from web.taking import lifted, lifted_heading

#: So many places can be taken at once.
MOST = 200


def register(app: Flask) -> None:
    """Add `/draft/take`, `/draft/put` and `/draft/pane`."""
    app.add_url_rule("/draft/take", "draft_take", take_places, methods=["POST"])
    app.add_url_rule("/draft/put", "draft_put", put, methods=["POST"])
    page.add(app, "/draft/pane", "draft_pane", pane)


def take_places() -> Response:
    """Take the places named (`speech#place`), one after the other, under the heading that was chosen."""
    places = _asked()
    if not places:
        raise KbError("没有选中哪一段", remedy="先在段落前面打勾，再点“放进文稿”")
    opened = wanted()
    if "under" in request.form:
        put_under(opened.draft.id, request.form["under"])
    before = {block.id for block in opened.draft.blocks}
    heading = under(opened.draft)
    made = drafts().edit(opened.draft.id, lambda draft: _with(draft, places, heading))
    new = [block.id for block in made.draft.blocks if block.id not in before]
    if made.draft.block(new[-1]).level:
        # What is taken next belongs to the heading just taken.
        put_under(made.draft.id, new[-1])
    return _told(made, new, heading)


def _asked() -> list[tuple[str, str]]:
    """The places, each with what of it was selected, in order; empty text stands for the whole."""
    keys, texts = request.form.getlist("place"), map(cleaned, request.form.getlist("text"))
    return list(dict.fromkeys(zip_longest(keys[:MOST], islice(texts, len(keys[:MOST])), fillvalue="")))


def _with(draft: Draft, places: Sequence[tuple[str, str]], heading: str) -> Draft:
    at = place_of(draft, heading)
    for key, selection in places:
        before = {block.id for block in draft.blocks}
        if key.rpartition("#")[2].startswith("h"):
            draft = add_heading(draft, *lifted_heading(key), at)
        else:
            draft = add_excerpt(draft, *lifted(key, selection), at)
        at = At(after=next(block.id for block in draft.blocks if block.id not in before))
    return draft


def _told(made: Opened, new: list[str], heading: str) -> Response:
    draft = made.draft
    where = heading_named(draft, heading)
    many = f"{len(new)} 段" if len(new) > 1 else ""
    said = f"{many}已放进《{draft.title}》" + (f"：{where}" if where else "")
    if request.accept_mimetypes.best == "application/json":
        answer = jsonify(
            said=said, draft=draft.id, blocks=new, pane=_pane(made), url=draft_url(draft.id, new[0])
        )
        return make_response(answer)
    say(said)
    return redirected(local(request.form.get("back", "")) or draft_url(draft.id, new[0]))


def put() -> Response:
    """Move blocks just taken under another heading, or out again; what follows goes there too."""
    opened = current()
    if opened is None:
        raise NotFound("没有文稿", remedy="先开一篇文稿")
    id_, blocks = opened.draft.id, request.form.getlist("block")
    if request.form.get("op") == "away":
        made = drafts().edit(id_, lambda draft: reduce(remove, blocks, draft))
        said = "已从文稿里拿出"
    else:
        heading = request.form.get("under", "")
        put_under(id_, heading)
        made = drafts().edit(id_, lambda draft: _moved(draft, blocks, heading))
        where = heading_named(made.draft, heading) or "末尾"
        said = f"已移到{where}，以后也放在这里" if blocks else f"以后放在{where}"
    if request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(said=said, pane=_pane(made)))
    say(said)
    return redirected(local(request.form.get("back", "")) or draft_url(id_))


def _moved(draft: Draft, blocks: list[str], heading: str) -> Draft:
    for block in blocks:
        at = place_of(draft, heading)
        draft = draft if at.after == block else move(draft, block, at)
    return draft


def pane() -> Page:
    """The draft being written, small, to stand beside what is searched and read."""
    opened = current()
    if opened is None:
        return Page("_pane.html", {"draft": None}, {"draft": None})
    return Page("_pane.html", context(opened), {"draft": opened.draft.id, "under": under(opened.draft)})


def _pane(opened: Opened) -> str:
    return render_template("_pane.html", **context(opened))
