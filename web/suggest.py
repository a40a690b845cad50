"""What may be on its way while someone types, for `static/suggest.js`. Without it the search box is as it was."""

from __future__ import annotations

from flask import Flask, Response, jsonify, request

from kb.asked import Asked
from kb.errors import StaleIndex
from kb.suggest import Suggestion, suggest
from web.links import search_url, theme_url
from web.page import library

_KINDS = {"theme": "主题", "term": "词", "heading": "标题"}


def register(app: Flask) -> None:
    """Add `/suggest.json`."""
    app.add_url_rule("/suggest.json", "suggest", suggestions)


def suggestions() -> Response:
    """Suggestions for `q`, each with the address it leads to; none where there is no index."""
    try:
        found = suggest(library(), request.args.get("q", ""))
    except StaleIndex:
        found = ()
    return jsonify({"suggestions": [_data(one) for one in found]})


def _data(one: Suggestion) -> dict[str, object]:
    if one.kind == "theme":
        url = theme_url(one.id)
    else:
        url = search_url(Asked(q=f"“{one.text}”" if one.kind == "heading" else one.text))
    return {"text": one.text, "kind": _KINDS[one.kind], "count": one.count, "url": url}
