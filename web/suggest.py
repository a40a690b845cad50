"""What may be on its way while someone types, for `static/suggest.js`. Without it the search box is as it was.

What is suggested goes on from the last word; the words before it stay as they were typed.
"""

from __future__ import annotations

import re

from flask import Flask, Response, jsonify, request

from kb.asked import Asked
from kb.errors import StaleIndex
from kb.library import Library
from kb.query_fields import FIELDS
from kb.suggest import Suggestion, suggest
from web.links import search_url, theme_url
from web.page import library

_KINDS = {"theme": "主题", "term": "词", "heading": "标题"}
#: Where the last word begins: behind a space, a bar or a bracket, a minus, a field and its colon.
_LAST = re.compile(r"(?s)(.*[\s|｜(（])?(-?(?:([^\s|｜(（:：]*)[:：])?)(.*)")
#: The fields whose value may be any word.
_WORDY = ("title", "theme")


def register(app: Flask) -> None:
    """Add `/suggest.json`."""
    app.add_url_rule("/suggest.json", "suggest", suggestions)


def suggestions() -> Response:
    """Suggestions for `q`, each with the question or the page it leads to; none where there is no index."""
    try:
        found = _found(library(), request.args.get("q", ""))
    except StaleIndex:
        found = []
    return jsonify({"suggestions": found})


def _found(kb: Library, typed: str) -> list[dict[str, object]]:
    """For all that was typed as one, as 「ganbu jiaoyu」; else for its last word."""
    if whole := suggest(kb, typed):
        return [_data(one, "", "") for one in whole]
    if _open_quote(typed) or not (cut := _LAST.fullmatch(typed)):
        return []
    before, sign, name, word = cut[1] or "", cut[2], cut[3] or "", cut[4]
    field = FIELDS.get(name.lower(), "")
    if (name and field not in _WORDY) or not before + sign:
        return []
    some = [one for one in suggest(kb, word) if field != "theme" or one.kind == "theme"]
    return [_data(one, before + sign, field) for one in some]


def _open_quote(typed: str) -> bool:
    return typed.count('"') % 2 == 1 or typed.count("“") > typed.count("”")


def _data(one: Suggestion, before: str, field: str) -> dict[str, object]:
    """One line. `q` is the whole question it makes; empty where it leads to a page of its own."""
    q = before + _written(one, field)
    if one.kind == "theme" and not before:
        q = ""
    url = search_url(Asked(q=q)) if q else theme_url(one.id)
    return {"text": one.text, "kind": _KINDS[one.kind], "count": one.count, "q": q, "url": url}


def _written(one: Suggestion, field: str) -> str:
    """As it stands in a question: beside other words a theme is asked for by its field."""
    if one.kind == "heading":
        return f"“{one.text}”"
    return f"主题:{one.text}" if one.kind == "theme" and not field else one.text
