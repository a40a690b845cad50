"""Saved searches in the browser: kept from where one stands, opened, renamed, deleted and brought back.

All of it are forms and works without scripts. Opening is a form too: it notes what has been seen by now.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from flask import Flask, Response, request, session
from werkzeug.datastructures import MultiDict

from kb import saved as store
from kb.asked import Asked
from kb.errors import KbError, StaleIndex
from kb.kwic import kwic
from kb.library import Library
from kb.listing import Listing
from kb.parallel import parallel
from kb.saved import Hits, News, Saved
from kb.search import counted
from kb.titles import titles
from web import page
from web.asked import read
from web.edit import local, redirected
from web.page import Page, library
from web.ways import WAYS

#: Shown on the first page.
_FIRST = 6
_GONE, _TOLD = "saved-gone", "saved-told"

#: What an address says besides a question: where in a list one stands, and a mode of the page.
_PASSING = frozenset({"page", "tick"})
_READABLE = re.compile("(?:%[89A-F][0-9A-F])+")


@dataclass(frozen=True, slots=True)
class Shown:
    """A saved search, ready to be shown. `news` is None where it cannot be counted."""

    saved: Saved
    way: str
    words: str
    news: News | None


def register(app: Flask) -> None:
    """Add `/saved` and its forms; give templates `saved_first()` and `saved_here()`."""
    page.add(app, "/saved", "saved", show)
    app.add_url_rule("/saved", "saved_add", add, methods=["POST"])
    app.add_url_rule("/saved/undo", "saved_undo", undo, methods=["POST"])
    for name, view in (("open", open_), ("rename", rename), ("delete", delete)):
        app.add_url_rule(f"/saved/<id_>/{name}", f"saved_{name}", view, methods=["POST"])
    app.jinja_env.globals.update(saved_first=first, saved_here=here)


def show() -> Page:
    """All of them, with what is new."""
    kb = library()
    searches = store.read(kb.home)
    lines = [_shown(kb, saved, True) for saved in searches.all]
    told = session.pop(_TOLD, "") if not request.path.endswith(".json") else ""
    context = {
        "asked": Asked(),
        "lines": lines,
        "etag": searches.etag,
        "told": told,
        "gone": session.get(_GONE) if told else None,
        "ways": WAYS,
        "longest": store.LONGEST_NAME,
    }
    data = [
        {
            "id": line.saved.id,
            "name": line.saved.name,
            "address": line.saved.address,
            "total": line.news.total if line.news else None,
            "new": line.news.new if line.news else None,
        }
        for line in lines
    ]
    return Page("saved.html", context, {"etag": searches.etag, "searches": data})


def add() -> Response:
    """Keep the search one stands at."""
    kb = library()
    address = _address(request.form.get("address", ""))
    saved = store.add(kb.home, request.form.get("name", ""), address)
    _looked(kb, saved)
    return redirected(address)


def open_(id_: str) -> Response:
    """To the search; what it finds now counts as seen."""
    kb = library()
    saved = store.read(kb.home).one(id_)
    _looked(kb, saved)
    return redirected(saved.address)


def _looked(kb: Library, saved: Saved) -> None:
    # Without an index nothing has been seen.
    with suppress(StaleIndex):
        store.looked(kb.home, saved, _hits(kb, saved))


def rename(id_: str) -> Response:
    """Another name."""
    named = store.rename(library().home, id_, request.form.get("name", ""), request.form.get("seen", ""))
    return _told(f"已改名为“{named.name}”")


def delete(id_: str) -> Response:
    """Take it out, with the way back."""
    saved, at = store.delete(library().home, id_, request.form.get("seen", ""))
    session[_GONE] = [saved.id, saved.name, saved.address, at]
    return _told(f"已删去“{saved.name}”")


def undo() -> Response:
    """Put back the one that was deleted last."""
    gone = session.pop(_GONE, None)
    if not gone:
        raise KbError("这一步已经不能撤销", remedy="再检索一次，重新存下")
    id_, name, address, at = gone
    store.add(library().home, name, address, at, id_)
    return _told(f"“{name}”已放回")


def _told(text: str) -> Response:
    if not text.startswith("已删去"):
        session.pop(_GONE, None)
    session[_TOLD] = text
    return redirected("/saved")


def first() -> tuple[Shown, ...]:
    """The first few, for the first page; none when their file is wrong, which `/saved` tells.

    What is new is counted for plain searches alone: the other ways may have to read the whole library first.
    """
    kb = library()
    try:
        return tuple(
            _shown(kb, s, s.address.startswith("/search?")) for s in store.read(kb.home).all[:_FIRST]
        )
    except KbError:
        return ()


@dataclass(frozen=True, slots=True)
class Here:
    """The search of this page: its address, the name it has or might have."""

    address: str
    name: str
    kept: bool


def here() -> Here | None:
    """The search of this page, if it is one that can be kept."""
    address = _plain(request.path, request.args)
    if "?" not in address:
        return None
    try:
        kept = next((one for one in store.read(library().home).all if one.address == address), None)
    except KbError:
        return None
    asked = read(request.args, library().classifier().taxonomy).asked
    return Here(
        address, kept.name if kept else _words(library(), asked)[: store.LONGEST_NAME], kept is not None
    )


def _plain(path: str, args: MultiDict[str, str]) -> str:
    pairs = [(name, value) for name, value in args.items(multi=True) if name not in _PASSING and value]
    query = _READABLE.sub(lambda found: unquote(found[0]), urlencode(pairs))
    return path + (f"?{query}" if query else "")


def _address(given: str) -> str:
    """An address of a way of looking, and nothing else."""
    parts = urlsplit(given)
    if not local(given) or parts.path.strip("/") not in WAYS or not parts.query:
        raise KbError("这不是一个检索，没有存", remedy="先检索，再在结果上面点“存下”")
    return _plain(parts.path, MultiDict(parse_qsl(parts.query)))


def _arguments(saved: Saved) -> MultiDict[str, str]:
    return MultiDict(parse_qsl(urlsplit(saved.address).query))


def _hits(kb: Library, saved: Saved) -> Hits:
    """What it finds now, counted as its own way of looking counts."""
    way, args = urlsplit(saved.address).path.strip("/"), _arguments(saved)
    asked = read(args, kb.classifier().taxonomy).asked
    chosen = defaultdict(str, args.items())
    if way == "search":
        now = counted(kb, asked)
        # The speeches are counted as if none of them were chosen.
        return Hits(now.total, {asked.speech: now.total} if asked.speech else now.facets.speeches)
    if way == "kwic":
        lines = kwic(kb, asked, "new", chosen["before"], chosen["after"], chosen["centre"]).lines
        return Hits(len(lines), Counter(at.speech for line in lines for at in line.places))
    found: Listing[Any]
    if way == "titles":
        found = titles(kb, asked, chosen["kind"], chosen["length"], chosen["form"])
    else:
        found = parallel(kb, asked, chosen["count"], chosen["length"], chosen["frame"])
    return Hits(len(found.lines), Counter(at.speech for line in found.lines for at, _ in line.found))


def _shown(kb: Library, saved: Saved, counted: bool) -> Shown:
    asked = read(_arguments(saved), kb.classifier().taxonomy).asked
    news: News | None = None
    with suppress(StaleIndex):
        news = store.news(kb.home, saved, _hits(kb, saved)) if counted else None
    return Shown(saved, WAYS.get(urlsplit(saved.address).path.strip("/"), ""), _words(kb, asked), news)


def _words(kb: Library, asked: Asked) -> str:
    """A question in words: what was typed, and the themes."""
    names = [kb.classifier().taxonomy.name_of(theme) for theme in asked.themes]
    return " · ".join([part for part in (asked.q.strip(), *names) if part])
