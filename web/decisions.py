"""Everything people have decided about themes, as a page and as files to keep: nothing is dropped in silence.

A decision whose passage the text no longer has stands here with the old text, until a person gives it another
place or drops it; both can be undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from urllib.parse import urlencode

from flask import Flask, Response, request

from kb.asked import Asked
from kb.decisions import FITS, Decided, every, to_csv, to_jsonl
from kb.errors import KbError
from kb.library import Library
from kb.snippet import Snippet, snippet
from kb.themes import Taxonomy
from web import intake, page
from web.asked import whole
from web.choice import Choice
from web.edit import done, local, steps
from web.foreseen import label
from web.links import reading_url, search_url
from web.page import Page, library

#: So many decisions stand on a page.
_SIZE = 100

#: What can be looked at alone, with its label.
_SHOWS: dict[str, str] = {"": "全部", "yes": "对", "no": "不是", "lost": "不再适用"}


@dataclass(frozen=True, slots=True)
class Line:
    """One decision as it is listed: its place in words. `matter` says what is wrong with it, if anything."""

    decided: Decided
    place: str
    snippet: Snippet
    url: str
    matter: str


@dataclass(frozen=True, slots=True)
class Group:
    """The decisions about one theme that stand on this page."""

    id: str
    name: str
    url: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to narrow the list."""

    label: str
    count: int
    url: str
    chosen: bool


def register(app: Flask) -> None:
    """Add `/decisions`, its two files, and the forms for decisions without a passage."""
    page.add(app, "/decisions", "decisions", decisions)
    app.add_url_rule("/decisions.csv", "decisions_csv", table)
    app.add_url_rule("/decisions.jsonl", "decisions_jsonl", objects)
    app.add_url_rule("/decisions/put", "decisions_put", put, methods=["POST"])
    app.add_url_rule("/decisions/drop", "decisions_drop", drop, methods=["POST"])


def decisions() -> Page:
    """The list, grouped by theme in the order of the taxonomy."""
    kb = library()
    taxonomy = kb.classifier().taxonomy
    show, theme, speech = (request.args.get(name, "") for name in ("show", "theme", "speech"))
    show = show if show in _SHOWS else ""
    all_ = [one for one in every(kb) if speech in ("", one.speech)]
    of_theme = [one for one in all_ if theme in ("", one.theme)]
    listed = _sorted([one for one in of_theme if _is(one, show)], taxonomy)
    at = _number(request.args.get("page", ""), len(listed))
    shown = listed[(at - 1) * _SIZE : at * _SIZE]

    def url(**changes: object) -> str:
        return _url({"show": show, "theme": theme, "speech": speech, **changes})

    context = {
        "asked": Asked(),
        "total": len(all_),
        "groups": _groups(shown, taxonomy),
        "tabs": [Tab(label, sum(_is(one, name) for one in of_theme), url(show=name), name == show) for name, label in _SHOWS.items()],
        "theme": taxonomy.name_of(theme) if theme else "",
        "themes": _themes(all_, theme, taxonomy),
        "narrowed": {"show": show, "speech": speech},
        "speech": kb.speech(speech).title if speech else "",
        "wide": url(theme="", speech=""),
        "page": at,
        "pages": _pages(len(listed)),
        "turn": _turns(at, _pages(len(listed)), url),
        "here": url(page=at),
        "files": (_url({"show": show, "theme": theme, "speech": speech}, ".csv"), _url({"show": show, "theme": theme, "speech": speech}, ".jsonl")),
    }  # fmt: skip
    data = {
        "total": len(listed),
        "decisions": [asdict(one) | {"name": taxonomy.name_of(one.theme)} for one in shown],
    }
    return Page("decisions.html", context, data)


def _is(one: Decided, show: str) -> bool:
    if show == "lost":
        return one.fits != "yes"
    return show == "" or one.yes is (show == "yes")


def _sorted(found: Iterable[Decided], taxonomy: Taxonomy) -> list[Decided]:
    """By theme: those in use in their order, then the retired, then the unknown."""
    order = {theme.id: number for number, theme in enumerate((*taxonomy.themes, *taxonomy.retired))}
    return sorted(found, key=lambda one: (order.get(one.theme, len(order)), one.theme))


def _groups(shown: Sequence[Decided], taxonomy: Taxonomy) -> list[Group]:
    return [
        Group(
            theme,
            taxonomy.name_of(theme),
            search_url(Asked(themes=(theme,))) if theme in taxonomy.by_id else "",
            tuple(_line(one) for one in mine),
        )
        for theme, mine in groupby(shown, key=lambda one: one.theme)
    ]


def _line(one: Decided) -> Line:
    url = reading_url(one.speech, None, one.place, one.place) if one.place else reading_url(one.speech)
    return Line(
        one,
        label(one.place) if one.place else "",
        snippet(one.text),
        url,
        "" if one.fits == "yes" else FITS[one.fits],
    )


def _themes(found: Sequence[Decided], chosen: str, taxonomy: Taxonomy) -> list[Choice]:
    """The themes decided about, with how often."""
    counts = Counter(one.theme for one in _sorted(found, taxonomy))
    return [Choice(id_, taxonomy.name_of(id_), count, id_ == chosen, "") for id_, count in counts.items()]


def _pages(count: int) -> int:
    return max(1, -(-count // _SIZE))


def _number(text: str, count: int) -> int:
    return min(max(1, whole(text, 1)), _pages(count))


def _turns(at: int, pages: int, url: Callable[..., str]) -> tuple[str, str]:
    """The addresses of the page before and after; empty at the ends."""
    return (url(page=at - 1) if at > 1 else "", url(page=at + 1) if at < pages else "")


def _url(wanted: dict[str, object], suffix: str = "") -> str:
    pairs = [(name, value) for name, value in wanted.items() if value and (name, value) != ("page", 1)]
    return f"/decisions{suffix}" + (f"?{urlencode(pairs)}" if pairs else "")


def table() -> Response:
    """The list as a table for Excel and WPS."""
    return _file(to_csv, "text/csv", "csv")


def objects() -> Response:
    """The list as one JSON object a line."""
    return _file(to_jsonl, "application/x-ndjson", "jsonl")


def _file(write: Callable[[Iterable[Decided], Taxonomy], str], kind: str, suffix: str) -> Response:
    kb = library()
    found = [one for one in every(kb) if _wanted(one)]
    text = write(_sorted(found, kb.classifier().taxonomy), kb.classifier().taxonomy)
    response = Response(text, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename=decisions.{suffix}"
    return response


def _wanted(one: Decided) -> bool:
    theme, speech = request.args.get("theme", ""), request.args.get("speech", "")
    return theme in ("", one.theme) and speech in ("", one.speech) and _is(one, request.args.get("show", ""))


def put() -> Response:
    """Give the decisions of a passage that is gone to another one."""
    name = request.form.get("place", "").strip()
    if not name:
        raise KbError(
            "没有说放到哪一段", remedy="写上段号，如 p12；在讲话里点一段，网址末尾的 # 后面就是它的段号"
        )
    settled = intake.put_decisions(library(), steps(), *_gone(), name)
    return done(f"已放到 {name}", settled.token, "", _back())


def drop() -> Response:
    """Drop the decisions of a passage that is gone."""
    settled = intake.drop_decisions(library(), steps(), *_gone())
    return done("已丢弃", settled.token, "", _back())


def _gone() -> tuple[str, str]:
    return request.form.get("speech", ""), request.form.get("text", "")


def _back() -> str:
    return local(request.form.get("back", "")) or "/decisions"


def unplaced(kb: Library, speech: str) -> int:
    """How many decisions of a speech have no passage any more."""
    return sum(len(gone.decisions) for gone in kb.speech(speech).unplaced)
