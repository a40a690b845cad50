"""The theme workshop: all themes with what can be done to them, earlier versions, import and export.

Every change is first shown with what it would do, then applied, and can be taken back: the version before it
stands in the history. Changes are pure functions of `kb.taxonomy_edit`; here they are only chosen by a form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from flask import Flask, Response, make_response, request

from kb import taxonomy_store
from kb.errors import KbError, StaleEdit, StaleIndex
from kb.foresight import Foresight, data, foresee
from kb.library import Library
from kb.taxonomy import Theme
from kb.taxonomy_change import named
from kb.taxonomy_csv import to_csv
from kb.taxonomy_diff import differences
from kb.taxonomy_files import taken_in
from kb.taxonomy_store import Current, Written
from kb.themes import gather, listed
from web import foreseen, page
from web.changes import Asked, asked
from web.edit import redirected
from web.page import Page, library
from web.reclassify import reclassifying
from web.said import say

#: Bytes of a themes.toml, or of a form that carries one or a theme of it.
MAX_FORM = 2 << 20

_LARGE = ("theme_edited", "theme_added", "taxonomy_change", "taxonomy_import")
_HOME = "/themes/workshop"


def register(app: Flask) -> None:
    """Add `/themes/workshop` and the pages of changes below `/themes`."""
    app.before_request(_allow_themes)
    page.add(app, _HOME, "workshop", workshop)
    page.add(app, "/themes/<id_>/split", "theme_split", split)
    page.add(app, "/themes/change", "taxonomy_look", look)
    app.add_url_rule("/themes/change", "taxonomy_change", change, methods=["POST"])
    app.add_url_rule("/themes/import", "taxonomy_import", bring, methods=["POST"])
    app.add_url_rule("/themes/revert", "taxonomy_revert", revert, methods=["POST"])
    app.add_url_rule("/themes/themes.toml", "taxonomy_toml", toml)
    app.add_url_rule("/themes/themes.csv", "taxonomy_csv", table)


def _allow_themes() -> None:
    """A taxonomy is larger than other forms."""
    if request.endpoint in _LARGE:
        request.max_content_length = request.max_form_memory_size = MAX_FORM


def edit_url(id_: str) -> str:
    """Where a theme is edited."""
    return f"/themes/{quote(id_)}/edit"


# Looking


def workshop() -> Page:
    """All themes, those laid down, and the earlier versions. A file that is wrong is named; its history helps."""
    kb = library()
    now = taxonomy_store.current(kb.home)
    trouble = now.trouble
    themes = () if trouble else now.themes
    used, retired = list(_tree(gather(themes).themes, "", 0)), [t for t in themes if t.retired]
    history = [(v, v.when.astimezone().strftime("%Y-%m-%d %H:%M")) for v in taxonomy_store.history(kb.home)]
    context = {
        "asked": None, "themes": used, "retired": retired, "history": history, "trouble": trouble,
        "counts": _counts(kb), "file": kb.home.themes,
    }  # fmt: skip
    told = {
        "themes": [t.id for t, _ in used],
        "retired": [t.id for t in retired],
        "history": [{"version": v.name, "when": v.when.isoformat(), "done": v.done} for v, _ in history],
    }
    return Page("workshop.html", context, told)


def _tree(themes: Sequence[Theme], above: str, depth: int) -> Iterator[tuple[Theme, int]]:
    """The themes with how deep they stand, the narrower after the broader."""
    for theme in themes:
        if theme.broader == above:
            yield theme, depth
            yield from _tree(themes, theme.id, depth + 1)


def _counts(kb: Library) -> dict[str, int]:
    counts: dict[str, int] = {}
    try:
        for (theme, _), number in kb.index.grid().items():
            counts[theme] = counts.get(theme, 0) + number
    except StaleIndex:
        return {}
    return counts


def split(id_: str) -> Page:
    """Choosing the terms of a theme that a new one takes."""
    kb = library()
    theme = named(taxonomy_store.current(kb.home).themes, id_)
    lists = (("强词", theme.strong), ("弱词", theme.weak), ("屏蔽语", theme.not_))
    return Page("split.html", {"asked": None, "theme": theme, "lists": lists}, {"terms": theme.terms})


def look() -> Page:
    """What a change would do, before it is done."""
    home = library().home
    now = taxonomy_store.current(home)
    return _shown(now, asked(home, now, request.args), list(request.args.items(multi=True)))


def bring() -> Response:
    """What an uploaded taxonomy would change, before it is taken over."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise KbError("没有选文件", remedy="选一个 .toml 或 .csv 文件，再点导入")
    now = taxonomy_store.current(library().home)
    new = taken_in(now, file.stream.read(), Path(Path(file.filename).name))
    fields = [("what", "text"), ("text", new), ("done", file.filename)]
    return page.shown(_shown(now, Asked(new, f"导入 {file.filename}"), fields))


def _shown(now: Current, wanted: Asked, fields: list[tuple[str, str]], stale: bool = False) -> Page:
    """The page that asks whether a change is meant: what differs in themes.toml and among the passages."""
    kb = library()
    # Where the file is broken there is nothing to compare with, but an earlier version can still be had.
    before = () if now.trouble else now.themes
    after = listed(wanted.text, kb.home.themes)
    found = foresee(kb, gather(before), gather(after), wanted.about) if before else Foresight(None)
    lines = [one.lines() for one in differences(before, after)]
    same = now.says(wanted.text)
    context = {
        "asked": None, "done": wanted.done, "seen": now.etag, "fields": fields, "stale": stale, "lines": lines,
        "found": found, "changes": foreseen.changes(found), "same": same, "case_line": foreseen.case_line,
        "names": {theme.id: theme.name for theme in after},
    }  # fmt: skip
    told = {"done": wanted.done, "seen": now.etag, "same": same, "stale": stale, "file": lines}
    return Page("change.html", context, told | data(found, foreseen.FIRST), 409 if stale else 200)


# Changing


def change() -> Response:
    """Apply what was looked at."""
    kb = library()
    now = taxonomy_store.current(kb.home)
    given = [(k, v) for k, v in request.form.items(multi=True) if k not in ("csrf", "seen")]
    wanted = asked(kb.home, now, request.form)
    if request.form.get("seen") != now.etag:
        return page.shown(_shown(now, wanted, given, stale=True))
    with kb.writing():
        done = taxonomy_store.write(kb.home, wanted.text, wanted.done, now.etag)
    return applied(done, f"已{wanted.done}", _HOME)


def revert() -> Response:
    """Take the change back that was just made, unless another has followed."""
    version, _, seen = request.form.get("version", "").partition(":")
    kb = library()
    with kb.writing():
        try:
            taxonomy_store.revert(kb.home, version, seen or None)
        except StaleEdit as error:
            raise StaleEdit("后来又改过，不能再撤销这一步", remedy="在主题工坊的历史里选一个版本") from error
    reclassifying().start()
    say("已撤销，主题表换回了原来的样子")
    return redirected(_HOME)


def applied(done: Written, told: str, back: str) -> Response:
    """Bring a changed taxonomy into force in the background; back to a page that tells it and offers to undo.

    Where nothing has changed that is told, and there is nothing to undo.
    """
    if done.changed:
        reclassifying().start()
        undo = f"{done.kept}:{done.etag}" if done.kept else ""
        say(f"{told}；正在按新的主题表归类", undo, back)
    else:
        say("没有要改的：已经是这样", "", back)
    return redirected(back)


# Taking along


def toml() -> Response:
    """The file itself."""
    return _download(taxonomy_store.current(library().home).text.encode(), "themes.toml", "application/toml")


def table() -> Response:
    """The same as a table."""
    return _download(to_csv(taxonomy_store.current(library().home).themes), "themes.csv", "text/csv")


def _download(content: bytes, name: str, kind: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = f"{kind}; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
