"""What a person says about themes in the browser: one place or many at once, and taking it back.

Forms work without scripts and lead back to the page they came from; a script that asks for JSON gets the new
tags of what was touched. Places are named `speech#place`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, Response, get_template_attribute, jsonify, request
from werkzeug.datastructures import MultiDict

from kb.asked import Asked
from kb.errors import KbError, LibraryBusy, NotFound
from kb.judged import judged_of
from kb.library import Library
from kb.places import place, places
from kb.search import every_key
from web import intake, latest, page
from web.asked import facet_pairs, pairs, read
from web.edit import done, local, redirected, steps
from web.hits import tags
from web.links import hit_id, search_url
from web.page import Page, library

#: So many hits can be decided at once.
MOST = 5_000

SAYS: dict[str, bool | None] = {"yes": True, "no": False, "clear": None}
_WORDS = {"yes": "已定为“{}”", "no": "已定：不是“{}”", "clear": "已收回对“{}”的决定"}
_MANY = {"yes": "{} 处已定为“{}”", "no": "{} 处已定为不是“{}”", "clear": "{} 处已收回对“{}”的决定"}

#: What a sentence of what was done begins with; the sentence of what is undone does without.
_UNDONE = re.compile(r"^已(定：)?")

_Where = tuple[str, str]


def register(app: Flask) -> None:
    """Add `/decide`, `/decide/many`, `/decide/all` and `/decide/undo`."""
    app.add_url_rule("/decide", "decide", one, methods=["POST"])
    app.add_url_rule("/decide/undo", "decide_undo", undo, methods=["POST"])
    app.add_url_rule("/decide/many", "decide_many", many, methods=["POST"])
    page.add(app, "/decide/all", "decide_all", confirm)
    app.add_url_rule("/decide/all", "decide_all_now", everything, methods=["POST"])


def one() -> Response:
    """One place: the button says what, of which theme, where."""
    said, _, rest = request.form.get("choice", "").partition(" ")
    theme, _, key = rest.partition(" ")
    where = _where(key)
    settled = intake.decide(library(), steps(), [where], theme, _yes(said))
    if settled.problems:
        raise settled.problems[0]
    text = _WORDS[said].format(_name(theme)) if settled.token else "已经是这样"
    latest.remember(settled.token, text)
    if _wants_json():
        return _fresh(text, settled.token, (where, *settled.changed))
    return done(text, settled.token, _anchor(where), _back())


def undo() -> Response:
    """Take decisions back, for scripts: they get the tags of what was touched. Without a step, the last of the session."""
    token = request.form.get("step", "") or latest.latest(steps())
    if not token:
        return _fresh("没有可撤销的", "", ())
    touched, told = intake.touched(steps(), token), latest.forget(token)
    try:
        intake.undo(library(), steps(), token)
    except LibraryBusy:
        latest.remember(token, told)
        raise
    return _fresh(f"已撤销：{_UNDONE.sub('', told)}" if told else "已撤销", "", touched)


def many() -> Response:
    """The places that are ticked, or with `all` the page that asks whether all hits are meant."""
    said, theme = request.form.get("say", ""), request.form.get("about", "")
    if request.form.get("all"):
        asked = _asked(_back())
        _yes(said)
        return redirected("/decide/all?" + urlencode([("say", said), ("about", theme), *pairs(asked)]))
    chosen = [_where(key) for key in request.form.getlist("place")]
    if not chosen:
        raise KbError("没有选中哪一段", remedy="先在段落前面打勾，再点“对”或“不是”")
    return _settled(said, theme, chosen, _back())


def confirm() -> Page:
    """How many places would be decided, before it is done."""
    said, theme = request.args.get("say", ""), request.args.get("about", "")
    _yes(said)
    asked = read(request.args, library().classifier().taxonomy).asked
    total, found = _all(library(), asked)
    context = {
        "asked": asked, "say": said, "about": theme, "name": _name(theme), "count": len(found), "total": total,
        "most": MOST, "kept": [*([("q", asked.q)] if asked.q else []), *facet_pairs(asked)],
        "back": search_url(asked) + "&tick=1",
    }  # fmt: skip
    data = {
        "say": said, "about": theme, "name": _name(theme), "count": len(found), "total": total, "most": MOST,
        "places": [{"speech": speech, "place": name} for speech, name in found],
    }  # fmt: skip
    return Page("decide_all.html", context, data)


def everything() -> Response:
    """Decide about every place that a question finds, if they are still as many as was shown."""
    said, theme = request.form.get("say", ""), request.form.get("about", "")
    asked = read(MultiDict(request.form.items(multi=True)), library().classifier().taxonomy).asked
    _, found = _all(library(), asked)
    if str(len(found)) != request.form.get("count"):
        raise KbError("结果刚刚变了，没有改动", remedy="回到结果再看一遍，再点一次")
    return _settled(said, theme, found, search_url(asked))


def _settled(said: str, theme: str, found: Sequence[_Where], back: str) -> Response:
    """Many places decided in one step, told as a page or as JSON."""
    settled = intake.decide(library(), steps(), found, theme, _yes(said))
    text = _summary(said, theme, settled, found)
    latest.remember(settled.token, text)
    if _wants_json():
        changed = [{"speech": speech, "place": name} for speech, name in settled.changed]
        problems = [str(problem) for problem in settled.problems]
        return jsonify(said=text, undo=settled.token, changed=changed, problems=problems)
    return done(text, settled.token, "", back)


def _all(kb: Library, asked: Asked) -> tuple[int, list[_Where]]:
    """How many hits there are, and up to `MOST` of them."""
    total, keys = every_key(kb, asked, MOST)
    return total, [_where(key) for key in keys]


def _where(key: str) -> _Where:
    speech, _, name = key.rpartition("#")
    if not speech or not name:
        raise NotFound("没有说是哪一段", remedy="刷新页面，再点一次")
    return speech, name


def _yes(said: str) -> bool | None:
    if said not in SAYS:
        raise KbError("没有说是还是不是", remedy="刷新页面，再点一次")
    return SAYS[said]


def _name(theme: str) -> str:
    taxonomy = library().classifier().taxonomy
    found = taxonomy.resolve(theme)
    return found.name if found else taxonomy.name_of(theme)


def _summary(said: str, theme: str, settled: intake.Settled, wanted: Sequence[_Where]) -> str:
    if not settled.changed and not settled.problems:
        return "没有要改的：已经是这样"
    text = _MANY[said].format(f"{len(settled.changed):,}", _name(theme))
    touched = {
        where for speech, name in settled.changed for where in ((speech, name), (speech, _whole(name)))
    }
    already = sum(where not in touched for where in dict.fromkeys(wanted)) - len(settled.problems)
    if already > 0:
        text += f"，{already:,} 处原来就是"
    if settled.problems:
        text += f"；{len(settled.problems)} 处没有改：{settled.problems[0].what}"
    return text


def _whole(name: str) -> str:
    """The paragraph that a place belongs to, as one place."""
    return f"{name.partition('.')[0].rstrip('+')}+"


def _back() -> str:
    return local(request.form.get("back", "")) or "/search"


def _asked(address: str) -> Asked:
    """The question in an address of this program."""
    arguments = MultiDict(parse_qsl(urlsplit(address).query))
    return read(arguments, library().classifier().taxonomy).asked


def _anchor(where: _Where) -> str:
    """Where on the page it came from a place stands."""
    speech, name = where
    if not _back().startswith("/speech/"):
        return hit_id(speech, name)
    return "" if "/why/" in _back() else place(library().speech(speech), name).anchor


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _fresh(text: str, token: str, touched: Iterable[_Where]) -> Response:
    """What was done and the new tags of the places, as HTML by key."""
    wanted: dict[str, set[str]] = {}
    for speech, name in touched:
        wanted.setdefault(speech, set()).update((name, _whole(name)))
    asked = _asked(_back())
    tagged = {key: html for speech, names in wanted.items() for key, html in _tagged(speech, names, asked)}
    return jsonify(said=text, undo=token, tags=tagged)


def _tagged(speech: str, names: set[str], asked: Asked) -> Sequence[tuple[str, str]]:
    kb = library()
    made = get_template_attribute("_parts.html", "tags")
    found = []
    for one_place in places(kb.speech(speech)):
        if one_place.name in names:
            role, themes = tags(kb, judged_of(kb, one_place), asked, speech)
            owner = hit_id(speech, one_place.name)
            found.append((f"{speech}#{one_place.name}", str(made({"role": role, "themes": themes}, owner))))
    return found
