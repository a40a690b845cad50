"""What each deed changes in a draft: functions from a draft to a draft that read what the form says.

A deed names the block it is about and, where it replaces or removes a text, what that text was: a window that
has not seen somebody else's change never overwrites it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import request

from kb import draft_edit as edits
from kb import draft_moves as moves
from kb.draft import Block, Draft, one_line
from kb.draft_moves import At
from kb.draft_paste import pasted
from kb.draft_sources import SourceState, state_of, text_hash
from kb.errors import KbError, NotFound, StaleEdit
from kb.masking import mask
from kb.numbering import renumber_points
from kb.placeholders import fill_at, signed
from web.asked import whole
from web.draft_clash import Clash, require_seen
from web.page import library
from web.taking import lifted, taking

Deed = Callable[[Draft], Draft]
FACTS = ("title", "occasion", "audience", "date")


def _text(draft: Draft) -> Draft:
    """Other text for a block, if it still says what this window has seen."""
    id_, text = _block(), request.form.get("text", "")
    try:
        now = draft.block(id_)
    except NotFound as gone:
        raise Clash(id_, text, None) from gone
    changed = edits.edit_text(draft, id_, text)
    if changed != draft:
        require_seen(now, request.form.get("seen", ""), text)
    return changed


def _facts(draft: Draft) -> Draft:
    """Facts that this window has changed; those it has not are left as they are, whoever changed them."""
    new = {}
    for name in FACTS:
        was, now, wanted = request.form.get(f"was-{name}"), str(getattr(draft, name)), request.form.get(name)
        if wanted is None or one_line(wanted) in (now, was):
            continue
        if was is not None and was != now:
            raise Clash(name, wanted, now)
        new[name] = wanted
    return edits.with_facts(draft, **new)


def _heading(draft: Draft) -> Draft:
    level, text = whole(request.form.get("level", ""), 1), request.form.get("text", "")
    return edits.add_heading(draft, level, text, _at())


def _paragraph(draft: Draft) -> Draft:
    return edits.add_text(draft, request.form.get("text", ""), _at())


def _pasted(draft: Draft) -> Draft:
    """Several lines, each a block; an empty block they were pasted into goes."""
    made, into = pasted(draft, request.form.get("text", ""), _at()), request.form.get("into", "")
    empty = into and not draft.block(into).text and not draft.block(into).level
    return edits.remove(made, into) if empty else made


def _removed(draft: Draft) -> Draft:
    _require_seen(draft.block(_block()), "")
    return edits.remove(draft, _block())


def _step(single: Callable[[Draft, str], Draft], together: Callable[[Draft, str], Draft]) -> Deed:
    """A heading goes with all that stands under it."""
    return lambda draft: (together if draft.block(_block()).level else single)(draft, _block())


def _move(draft: Draft) -> Draft:
    at = At(after=request.form.get("after", ""), first=not request.form.get("after"))
    if draft.block(_block()).level and request.form.get("whole"):
        return moves.move_section(draft, _block(), at)
    return moves.move(draft, _block(), at)


def _split(draft: Draft) -> Draft:
    """Part a block before a character; without one, before each of its paragraphs."""
    id_ = _block()
    if "offset" in request.form:
        return edits.split(draft, id_, whole(request.form["offset"], 0))
    for _ in draft.block(id_).paragraphs[1:]:
        before = {block.id for block in draft.blocks}
        draft = edits.split(draft, id_, draft.block(id_).text.index("\n"))
        id_ = next(block.id for block in draft.blocks if block.id not in before)
    return draft


def _taken(draft: Draft) -> Draft:
    """An excerpt as it was when it was taken."""
    block = draft.block(_block())
    if not block.source:
        return draft
    _require_seen(block, block.source.taken)
    return edits.edit_text(draft, block.id, block.source.taken)


def _renewed(draft: Draft) -> Draft:
    """An excerpt as its source says now, taken and cited as this browser wants it."""
    block = draft.block(_block())
    if not block.source:
        return draft
    text, source = lifted(_now(block).key)
    _require_seen(block, text)
    return _with(draft, replace(block, text=text, source=replace(source, added=block.source.added)))


def _kept(draft: Draft) -> Draft:
    """An excerpt as it stands; that its source says something else now is known and accepted."""
    block = draft.block(_block())
    if not block.source:
        return draft
    now = _now(block)
    speech, _, place = now.key.partition("#")
    taken = block.text if block.text == taking().of(now.text) else block.source.taken
    source = replace(block.source, speech=speech, place=place, sha=text_hash(now.text), taken=taken)
    return _with(draft, replace(block, source=source))


def _cited(draft: Draft) -> Draft:
    """An excerpt cited as its source is called, and where it stands, now."""
    block = draft.block(_block())
    if not block.source:
        return draft
    now = _now(block)
    speech, _, place = now.key.partition("#")
    source = replace(block.source, speech=speech, place=place, citation=now.citation)
    return _with(draft, replace(block, source=source))


def _now(block: Block) -> SourceState:
    state = state_of(block, library())
    if state.state == "gone":
        raise KbError("出处已经不在资料库里", remedy="这一段会照旧留着")
    return state


def _with(draft: Draft, fresh: Block) -> Draft:
    return replace(draft, blocks=tuple(fresh if b.id == fresh.id else b for b in draft.blocks))


def _require_seen(block: Block, mine: str) -> None:
    """Raise Clash unless this window has seen what it is about to replace or remove."""
    if "seen" in request.form:
        require_seen(block, request.form["seen"], mine)


def _fill(draft: Draft) -> Draft:
    """Put values into the places that wait for them, where they are ticked: `place-2` are those of the third gap.

    Raises:
        StaleEdit: one of them cannot be found in what the block says by now.
    """
    wanted: dict[str, dict[int, str]] = defaultdict(dict)
    for n, value in enumerate(request.form.getlist("value")):
        for one in request.form.getlist(f"place-{n}") if value.strip() else ():
            id_, _, sign = one.rpartition(":")
            text = next((block.text for block in draft.blocks if block.id == id_), "")
            number = signed(text, sign)
            if number is None:
                raise StaleEdit("要填的地方刚才改过，一处也没有填", remedy="看一看现在的空，再填一次")
            wanted[id_][number] = value
    return _each(draft, lambda block: fill_at(block.text, wanted[block.id]))


def _mask(draft: Draft) -> Draft:
    """Put masks in place of the names that were ticked."""
    masks = dict(zip(request.form.getlist("name"), request.form.getlist("mask"), strict=False))
    chosen: Mapping[str, str] = {name: masks.get(name, "") for name in request.form.getlist("chosen")}
    return _each(draft, lambda block: mask(block.text, chosen))


def _each(draft: Draft, change: Callable[[Block], str]) -> Draft:
    for block in draft.blocks:
        draft = edits.edit_text(draft, block.id, change(block))
    return draft


def _block() -> str:
    return request.form.get("block", "")


def _at() -> At:
    after = request.form.get("after", "")
    return At(after=after) if after else At(first="first" in request.form)


DEEDS: Mapping[str, Deed] = {
    "text": _text,
    "facts": _facts,
    "heading": _heading,
    "paragraph": _paragraph,
    "paste": _pasted,
    "remove": _removed,
    "remove-section": lambda draft: moves.remove_section(draft, _block()),
    "up": _step(moves.move_up, moves.section_up),
    "down": _step(moves.move_down, moves.section_down),
    "move": _move,
    "level": lambda draft: edits.set_level(draft, _block(), whole(request.form.get("level", ""), 0)),
    "split": _split,
    "merge": lambda draft: edits.merge(draft, _block()),
    "taken": _taken,
    "renew": _renewed,
    "keep": _kept,
    "cite": _cited,
    "renumber": lambda draft: renumber_points(draft, _block()),
    "fill": _fill,
    "mask": _mask,
}
SAID: Mapping[str, str] = {
    "remove": "已删去一段",
    "remove-section": "已删去这一部分",
    "split": "已分开",
    "merge": "已合成一段",
    "taken": "已改回摘录时的原文",
    "renew": "已换成出处现在的文字",
    "keep": "照旧留着，不再提醒",
    "cite": "出处已换成现在的写法",
    "renumber": "已按顺序重排“一是、二是”",
    "fill": "已填好",
    "mask": "已隐去",
}
