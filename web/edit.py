"""Setting a speech right in the browser: its facts, a line brought back, a passage taken out, a step undone.

Every form carries the version that it was made from. When the speech has changed since, nothing is written
and both versions are shown (409).
"""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import Flask, Response, current_app, make_response, redirect, render_template, request

from kb.asked import Asked
from kb.cleaning import rule_label
from kb.errors import KbError, NotFound, StaleEdit
from kb.model import Speech
from web import facts, intake
from web.asked import whole
from web.intake import FACTS, Steps
from web.page import library
from web.said import say

#: So many characters of a passage go with the button that takes it out.
BEGINS = 60

_HERE = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


def register(app: Flask) -> None:
    """Add the forms below `/speech/<id>`, and `/undo`."""
    app.extensions["steps"] = Steps()
    for name, view in (("facts", set_facts), ("restore", restore), ("remove", remove)):
        app.add_url_rule(f"/speech/<id_>/{name}", f"edit_{name}", view, methods=["POST"])
    app.add_url_rule("/undo", "undo", undo, methods=["POST"])


def steps() -> Steps:
    """The changes that can be taken back."""
    found: Steps = current_app.extensions["steps"]
    return found


def set_facts(id_: str) -> Response:
    """Save the facts as they were typed."""
    said = {name: request.form[name] for name in FACTS if name in request.form}
    if "date" in said:
        said["date"] = facts.plain_date(said["date"])
    try:
        token = intake.set_facts(library(), steps(), id_, said, request.form.get("seen", ""))
    except NotFound:
        raise
    except KbError as error:
        return _again(id_, error, said)
    return done("已改好", token, "", _back(id_))


def _again(id_: str, error: KbError, said: dict[str, str]) -> Response:
    """What was typed once more, beside what is there now: to be corrected, or after somebody else's edit."""
    speech = library().speech(id_)
    stale = isinstance(error, StaleEdit)
    context = {
        "asked": Asked(),
        "speech": speech,
        "stale": stale,
        "error": error,
        "changed": [
            (label, getattr(speech, name), said[name])
            for name, label in FACTS.items()
            if name in said and " ".join(said[name].split()) != getattr(speech, name)
        ],
        "form": facts.form(library(), speech, _back(id_), said),
    }
    return make_response(render_template("edit.html", **context), 409 if stale else 400)


def restore(id_: str) -> Response:
    """Bring a removed line back to where it stood."""
    line, _, text = request.form.get("line", "").partition(":")
    at = whole(line, -1)
    if at < 0:
        raise NotFound("没有说是哪一行", remedy="回到讲话，再点一次“放回原处”")
    try:
        token = intake.restore(library(), steps(), id_, at, request.form.get("seen", ""), text)
    except StaleEdit as error:
        now = next((r for r in library().speech(id_).removed if r.line == at and r.text == text), None)
        words = f"仍在清理掉的行里（{rule_label(now.rule)}）" if now else "已经不在清理掉的行里"
        return _stale(id_, error, "放回原处", ("restore", "line", f"{line}:{text}"), (text, words))
    fresh = library().speech(id_)
    place = next((p.id for p in fresh.passages if p.text == text), "")
    return done("已放回原处；以后再导入也不会清理它", token, place, _back(id_))


def remove(id_: str) -> Response:
    """Take a passage out into the list of removed lines. The form names it, and tells how it began."""
    name, _, begins = request.form.get("passage", "").partition(":")
    before = library().speech(id_)
    try:
        token = intake.remove(library(), steps(), id_, name, request.form.get("seen", ""))
    except StaleEdit as error:
        now = _text(before, name)
        same = "没有变" if now.startswith(begins) else now
        return _stale(id_, error, "移出", ("remove", "passage", f"{name}:{now[:BEGINS]}"), (begins, same))
    return done("已移到清理掉的行里", token, _neighbour(before, name), _back(id_))


def _text(speech: Speech, name: str) -> str:
    return next((p.text for p in speech.passages if p.id == name), "")


def _neighbour(speech: Speech, name: str) -> str:
    names = [p.id for p in speech.passages]
    at = names.index(name)
    return (names[at + 1 :] or names[max(0, at - 1) : at] or [""])[0]


def _stale(
    id_: str, error: StaleEdit, act: str, field: tuple[str, str, str], both: tuple[str, str]
) -> Response:
    """A line or passage of a speech that has changed: as it was asked for, and as it is now."""
    context = {
        "asked": Asked(), "speech": library().speech(id_), "stale": True, "error": error, "act": act,
        "field": field, "both": both, "seen": library().etag(id_), "back": _back(id_),
    }  # fmt: skip
    return make_response(render_template("edit.html", **context), 409)


def undo() -> Response:
    """Take back the step that was just made."""
    speeches = intake.undo(library(), steps(), request.form.get("step", ""))
    say("已撤销")
    return redirected(local(request.form.get("back", "")) or f"/speech/{quote(speeches[0].id)}")


def done(text: str, token: str, place: str, back: str) -> Response:
    """Back to the page, which tells what was done and offers to undo it."""
    say(text, token, back)
    return redirected(back.partition("#")[0] + (f"#{place}" if place else ""))


def _back(id_: str) -> str:
    return local(request.form.get("back", "")) or f"/speech/{quote(id_)}"


def local(address: str) -> str:
    """An address of this program, or nothing: a form may not lead elsewhere."""
    return address if _HERE.fullmatch(address) else ""


def redirected(address: str) -> Response:
    """See the page at that address."""
    return make_response(redirect(address, 303))
