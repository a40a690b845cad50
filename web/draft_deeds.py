"""What is done to a draft in the browser: one deed a request, told, undone by one more.

Forms work without scripts and lead back to the page; a script that asks for JSON gets the blocks that have
changed. What a deed changes is in `web/draft_changes.py`; what happens when two windows meet in
`web/draft_clash.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, Response, jsonify, make_response, render_template, request

from kb.draft import Block, Draft
from kb.draft_sources import text_hash
from kb.drafts import Opened, StaleDraft
from kb.errors import BrokenDraft, KbError, StaleEdit
from web import draft_clash
from web.draft_changes import DEEDS, FACTS, SAID
from web.draft_clash import Clash
from web.draft_here import choose, drafts
from web.draft_page import context, sheets
from web.edit import redirected
from web.links import draft_url
from web.said import say

#: Bytes of a form of a draft: somebody may paste a whole speech.
MAX_FORM = 2 * 1024 * 1024


def register(app: Flask) -> None:
    """Add `/draft/<id>/do`."""
    app.add_url_rule("/draft/<id_>/do", "draft_do", do, methods=["POST"])
    app.before_request(_allow)


def _allow() -> None:
    if request.endpoint in (
        "draft_do",
        "draft_take",
        "draft_outline_found",
        "draft_outline_found_json",
        "draft_outline_take",
    ):
        request.max_content_length = MAX_FORM
        request.max_form_memory_size = MAX_FORM


def do(id_: str) -> Response:
    """Do what the form says, and show the draft as it is then."""
    choose(id_)
    # The buttons for levels have a value of their own, so they say in the address what they do.
    op = request.form.get("op", "") or request.args.get("op", "")
    if op == "restore":
        return _restored(id_)
    before = drafts().open(id_)
    if op in ("undo", "redo"):
        return _stepped(id_, before, op)
    if op not in DEEDS:
        raise KbError("没有说要做什么", remedy="刷新页面，再点一次")
    try:
        after = drafts().edit(id_, DEEDS[op])
    except Clash as clash:
        now = drafts().open(id_)
        return draft_clash.told(clash, now, fresh(now, before), script=_script())
    except StaleEdit as stale:
        if not _script():
            raise
        told = {"error": stale.what, "remedy": stale.remedy}
        return make_response(jsonify(**told, **fresh(drafts().open(id_), before)), 409)
    return answered(after, SAID.get(op, "") if after.draft != before.draft else "", before)


def _restored(id_: str) -> Response:
    kept = drafts()
    try:
        before: Opened | None = kept.open(id_)
    except BrokenDraft:
        before = None
    return answered(kept.restore(id_, request.form.get("version", "")), "已恢复成那时的样子", before)


def _stepped(id_: str, before: Opened, op: str) -> Response:
    """One step back or forth; never one that this window has not seen."""
    kept, seen = drafts(), request.form.get("etag")
    try:
        after = (kept.undo if op == "undo" else kept.redo)(id_, seen)
    except StaleDraft as stale:
        if not _script():
            raise StaleEdit("文稿刚才在别的窗口里改过", remedy="回到文稿看一看，再撤销") from stale
        told = {"error": "文稿刚才在别的窗口里改过，已经显示出来；再按一次才撤销", "remedy": ""}
        return make_response(jsonify(**told, **fresh(stale.theirs, before)), 409)
    return answered(after, "已撤销" if op == "undo" else "已重做", before)


def answered(after: Opened, said: str = "", before: Opened | None = None) -> Response:
    """The draft as it is now: what has changed in it for a script, else the page, at the block it is about."""
    made = next(_touched(before.draft if before else after.draft, after.draft), "")
    if _script():
        return make_response(jsonify(said=said, block=made, **fresh(after, before)))
    if said:
        say(said)
    return redirected(draft_url(after.draft.id, made or request.form.get("block", "")))


def fresh(after: Opened, before: Opened | None) -> dict[str, object]:
    """The parts of the page that are not as a script has them: all, unless it has the state before."""
    shown = context(after)
    if before and request.form.get("had", "") == before.etag:
        known = set(sheets(before.draft))
        shown["sheets"] = [sheet for sheet in sheets(after.draft) if sheet not in known]
    html = render_template("_sheets.html", **shown)
    texts = {block.id: block.text for block in after.draft.blocks}
    named = request.form.get("block", "")
    return {
        "etag": after.etag,
        "order": list(texts),
        "html": html,
        "seen": text_hash(texts[named]) if named in texts else "",
        "facts": {name: getattr(after.draft, name) for name in FACTS},
    }


def _touched(before: Draft, after: Draft) -> Iterator[str]:
    """The blocks that are new, then those that say something else."""
    known = {block.id: block for block in before.blocks}
    changed = [block for block in after.blocks if not _same(known.get(block.id), block)]
    yield from (block.id for block in changed if block.id not in known)
    yield from (block.id for block in changed if block.id in known)


def _same(one: Block | None, two: Block) -> bool:
    return one is not None and (one.text, one.level) == (two.text, two.level)


def _script() -> bool:
    return request.accept_mimetypes.best == "application/json"
