"""What is done to a draft in the browser: one deed a request, told, undone by one more.

Forms work without scripts and lead back to the page; a script that asks for JSON gets the new blocks. A deed
names the block it is about and, where it replaces a text, what that text was: a window that has not seen
somebody else's change never overwrites it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Flask, Response, jsonify, make_response, render_template, request

from kb import draft_edit as edits
from kb import draft_moves as moves
from kb.draft import Draft
from kb.draft_moves import At
from kb.draft_sources import state_of, text_hash
from kb.drafts import Opened
from kb.errors import KbError, StaleEdit
from kb.masking import mask
from kb.numbering import renumber_points
from kb.placeholders import fill
from web.asked import whole
from web.draft_here import choose, drafts
from web.draft_page import context
from web.edit import redirected
from web.links import draft_url
from web.page import library
from web.said import say

#: Bytes of a form of a draft: somebody may paste a whole speech.
MAX_FORM = 2 * 1024 * 1024

Deed = Callable[[Draft], Draft]


def register(app: Flask) -> None:
    """Add `/draft/<id>/do`."""
    app.add_url_rule("/draft/<id_>/do", "draft_do", do, methods=["POST"])
    app.before_request(_allow)


def _allow() -> None:
    if request.endpoint in ("draft_do", "draft_take"):
        request.max_content_length = MAX_FORM
        request.max_form_memory_size = MAX_FORM


def do(id_: str) -> Response:
    """Do what the form says, and show the draft as it is then."""
    choose(id_)
    # The buttons for levels have a value of their own, so they say in the address what they do.
    op, kept = request.form.get("op", "") or request.args.get("op", ""), drafts()
    if op in ("undo", "redo"):
        opened = kept.undo(id_) if op == "undo" else kept.redo(id_)
        return answered(opened, "已撤销" if op == "undo" else "已重做")
    if op == "restore":
        return answered(kept.restore(id_, request.form.get("version", "")), "已恢复成那时的样子")
    if op not in _DEEDS:
        raise KbError("没有说要做什么", remedy="刷新页面，再点一次")
    before = kept.open(id_).draft
    opened = kept.edit(id_, _DEEDS[op])
    made = {block.id for block in opened.draft.blocks} - {block.id for block in before.blocks}
    return answered(opened, _SAID.get(op, "") if opened.draft != before else "", min(made, default=""))


def answered(opened: Opened, said: str = "", block: str = "") -> Response:
    """The draft as it is now: its blocks for a script, else the page, at a block."""
    if request.accept_mimetypes.best == "application/json":
        html = render_template("_sheets.html", **context(opened))
        return make_response(jsonify(said=said, etag=opened.etag, block=block, html=html))
    if said:
        say(said)
    return redirected(draft_url(opened.draft.id, block or request.form.get("block", "")))


def _text(draft: Draft) -> Draft:
    """Other text for a block, if it still says what this window has seen."""
    id_, text = _block(), request.form.get("text", "")
    now = draft.block(id_)
    changed = edits.edit_text(draft, id_, text)
    if changed != draft and request.form.get("seen", "") != text_hash(now.text):
        told = f"那边现在写的是：{now.text[:60]}。您写的还在框里，可以复制出来，刷新后再改"
        raise StaleEdit("这一段刚才在别的窗口里改过，没有覆盖", remedy=told)
    return changed


def _facts(draft: Draft) -> Draft:
    names = ("title", "occasion", "audience", "date")
    return edits.with_facts(draft, **{name: request.form[name] for name in names if name in request.form})


def _heading(draft: Draft) -> Draft:
    return edits.add_heading(
        draft, whole(request.form.get("level", ""), 1), request.form.get("text", ""), _at()
    )


def _paragraph(draft: Draft) -> Draft:
    return edits.add_text(draft, request.form.get("text", ""), _at())


def _step(single: Callable[[Draft, str], Draft], together: Callable[[Draft, str], Draft]) -> Deed:
    """A heading goes with all that stands under it."""
    return lambda draft: (together if draft.block(_block()).level else single)(draft, _block())


def _move(draft: Draft) -> Draft:
    at = At(after=request.form.get("after", ""), first=not request.form.get("after"))
    if draft.block(_block()).level and request.form.get("whole"):
        return moves.move_section(draft, _block(), at)
    return moves.move(draft, _block(), at)


def _split(draft: Draft) -> Draft:
    return edits.split(draft, _block(), whole(request.form.get("offset", ""), 0))


def _taken(draft: Draft) -> Draft:
    """An excerpt as it was when it was taken."""
    source = draft.block(_block()).source
    return edits.edit_text(draft, _block(), source.taken) if source else draft


def _renewed(draft: Draft) -> Draft:
    """An excerpt as its source says now."""
    block = draft.block(_block())
    if not block.source:
        return draft
    state = state_of(block, library())
    if state.state == "gone":
        raise KbError("出处已经不在资料库里", remedy="这一段会照旧留着")
    speech, _, place = state.key.partition("#")
    source = replace(block.source, speech=speech, place=place, sha=text_hash(state.text), taken=state.text)
    fresh = replace(block, text=state.text, source=source)
    return replace(draft, blocks=tuple(fresh if b.id == block.id else b for b in draft.blocks))


def _fill(draft: Draft) -> Draft:
    """Put values into the places that wait for them, wherever they recur."""
    names, values = request.form.getlist("gap"), request.form.getlist("value")
    return _each(draft, lambda text: fill(text, dict(zip(names, values, strict=False))))


def _mask(draft: Draft) -> Draft:
    """Put masks in place of the names that were ticked."""
    masks = dict(zip(request.form.getlist("name"), request.form.getlist("mask"), strict=False))
    chosen: Mapping[str, str] = {name: masks.get(name, "") for name in request.form.getlist("chosen")}
    return _each(draft, lambda text: mask(text, chosen))


def _each(draft: Draft, change: Callable[[str], str]) -> Draft:
    for block in draft.blocks:
        draft = edits.edit_text(draft, block.id, change(block.text))
    return draft


def _block() -> str:
    return request.form.get("block", "")


def _at() -> At:
    after = request.form.get("after", "")
    return At(after=after) if after else At(first="first" in request.form)


_DEEDS: Mapping[str, Deed] = {
    "text": _text,
    "facts": _facts,
    "heading": _heading,
    "paragraph": _paragraph,
    "remove": lambda draft: edits.remove(draft, _block()),
    "remove-section": lambda draft: moves.remove_section(draft, _block()),
    "up": _step(moves.move_up, moves.section_up),
    "down": _step(moves.move_down, moves.section_down),
    "move": _move,
    "level": lambda draft: edits.set_level(draft, _block(), whole(request.form.get("level", ""), 0)),
    "split": _split,
    "merge": lambda draft: edits.merge(draft, _block()),
    "taken": _taken,
    "renew": _renewed,
    "renumber": lambda draft: renumber_points(draft, _block()),
    "fill": _fill,
    "mask": _mask,
}
_SAID: Mapping[str, str] = {
    "remove": "已删去一段",
    "remove-section": "已删去这一部分",
    "facts": "已改好",
    "taken": "已改回摘录时的原文",
    "renew": "已换成出处现在的文字",
    "renumber": "已按顺序重排“一是、二是”",
    "fill": "已填好",
    "mask": "已隐去",
}
