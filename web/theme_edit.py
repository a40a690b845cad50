"""Editing one theme with what would change beside it: a form that is looked at before it is applied.

Every form carries the version of themes.toml that it was made from. When that has changed since, nothing is
written; the page is shown again with what was typed, beside how it differs from what is there now (409).
"""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template, request

from kb import taxonomy_edit as edits
from kb import taxonomy_store
from kb.errors import NotFound, StaleEdit, StaleIndex
from kb.foresight import Foresight, foresee, proposed
from kb.library import Library
from kb.taxonomy import Taxonomy, Theme
from kb.taxonomy_change import new_id
from kb.taxonomy_diff import differences
from kb.themes import listed, parse
from web import foreseen, page, theme_form
from web.foreseen import FIRST
from web.page import Page, library
from web.theme_form import Form, Problem
from web.workshop import applied, edit_url

#: So many passages of a kind can be shown at once.
_MOST = 400
#: No number in an address has more digits that count.
_DIGITS = 9


def register(app: Flask) -> None:
    """Add `/themes/<id>/edit` and `/themes/new`."""
    page.add(app, "/themes/<id_>/edit", "theme_edit", show)
    page.add(app, "/themes/new", "theme_new", begin)
    app.add_url_rule("/themes/<id_>/edit", "theme_edited", act, methods=["POST"])
    app.add_url_rule("/themes/new", "theme_added", act, methods=["POST"])


def show(id_: str) -> Page:
    """The form of a theme as it stands in themes.toml, with how well its rules agree with people."""
    kb = library()
    text, seen = taxonomy_store.read(kb.home)
    theme = _named(text, kb, id_)
    now = parse(text, kb.home.themes)
    found = Foresight(None) if theme.retired else foresee(kb, now, now, theme.id)
    context = _context(kb, theme_form.of_theme(theme), text, seen, found)
    return Page("theme_edit.html", context, {"theme": theme_form.of_theme(theme).values, "seen": seen})


def begin() -> Page:
    """An empty form for a new theme."""
    kb = library()
    text, seen = taxonomy_store.read(kb.home)
    form = theme_form.empty()
    return Page("theme_edit.html", _context(kb, form, text, seen, Foresight(None)), {"theme": form.values})


def act(id_: str = "") -> Response:
    """What the pressed button says: look at what would change, propose, add a proposal, or apply."""
    kb = library()
    text, now = taxonomy_store.read(kb.home)
    theme = _named(text, kb, id_) if id_ else None
    form = theme_form.read(theme.id if theme else "", request.form, theme.terms if theme else ())
    strength, _, term = request.form.get("add", "").partition(":")
    form = form.adding(strength, term)
    apply = request.form.get("do") == "apply"
    faults = theme_form.problems(form if apply else form.called, listed(text, kb.home.themes))
    if faults:
        context = _context(kb, form, text, request.form.get("seen", now), Foresight(None), faults)
        return make_response(render_template("theme_edit.html", **context), 400 if apply else 200)
    new = _changed(text, form.called)
    if apply and request.form.get("seen") == now:
        return _apply(kb, form, new, now)
    return _look(kb, form, text, new, now, stale=apply)


def _changed(text: str, form: Form) -> str:
    """The text of themes.toml as the form wants it."""
    if form.id:
        return edits.put(text, form.id, form.wish())
    return edits.add(text, form.theme())


def _apply(kb: Library, form: Form, new: str, seen: str) -> Response:
    name = form.values["name"].strip()
    try:
        with kb.writing():
            done = taxonomy_store.write(kb.home, new, f"{'改动' if form.id else '新增'}“{name}”", seen)
    except StaleEdit:
        text, now = taxonomy_store.read(kb.home)
        return _look(kb, form, text, _changed(text, form), now, stale=True)
    id_ = form.id or next(t.id for t in listed(new, kb.home.themes) if t.name == name)
    return applied(done, f"“{name}”已{'改好' if form.id else '加上'}", edit_url(id_))


def _look(kb: Library, form: Form, text: str, new: str, now: str, stale: bool) -> Response:
    """The form once more, with what it would change."""
    old, wanted = parse(text, kb.home.themes), parse(new, kb.home.themes)
    id_ = form.id or new_id(form.called.values["name"].strip(), listed(text, kb.home.themes))
    found = foresee(kb, old, wanted, id_)
    context = _context(kb, form, text, now if stale else request.form.get("seen", now), found)
    context |= {
        "previewed": True,
        "same": new == text,
        "stale": _stale_lines(text, new, kb) if stale else None,
    }
    if request.form.get("do") == "propose" and form.id:
        context |= _proposals(kb, wanted, form.id)
    return make_response(render_template("theme_edit.html", **context), 409 if stale else 200)


def _proposals(kb: Library, wanted: Taxonomy, id_: str) -> dict[str, object]:
    try:
        return {"suggestions": foreseen.suggestions(proposed(kb, wanted, id_))}
    except StaleIndex:
        return {"suggestions": ()}


def _stale_lines(text: str, new: str, kb: Library) -> list[str]:
    found = differences(listed(text, kb.home.themes), listed(new, kb.home.themes))
    return [line for one in found for line in one.lines()]


def _named(text: str, kb: Library, id_: str) -> Theme:
    """The theme of an id, former ids and retired ones understood."""
    themes = listed(text, kb.home.themes)
    found = next((t for t in themes if t.id == id_), None) or next((t for t in themes if id_ in t.was), None)
    if found is None:
        raise NotFound(f"没有编号为“{id_}”的主题", remedy="主题工坊里有全部主题，停用的也在")
    return found


def _context(
    kb: Library, form: Form, text: str, seen: str, found: Foresight, faults: tuple[Problem, ...] = ()
) -> dict[str, object]:
    show = request.values.get("more", "")[:_DIGITS]
    size = min(int(show), _MOST) if show.isdecimal() else FIRST
    all_ = listed(text, kb.home.themes)
    own = form.id or new_id(form.called.values["name"].strip(), all_)
    return {
        "asked": None, "form": form, "seen": seen, "themes": theme_form.above(form, all_), "found": found,
        "faults": faults, "names": {theme.id: theme.name for theme in all_} | {own: form.values["name"]},
        "changes": foreseen.changes(found, size), "own": own, "lists": theme_form.LISTS, "case_line": foreseen.case_line,
        "retired": bool(form.id) and _named(text, kb, form.id).retired, "suggestions": None,
        "previewed": False, "same": False, "stale": None,
    }  # fmt: skip
