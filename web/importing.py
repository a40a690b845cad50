"""Import in the browser: choose files, see what becomes of each, look through what is new, and be done.

A plain form is enough: the files go in one request, and a page that reloads itself tells how far it is. The
script sends the same form in many small requests and keeps the page up to date without reloading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import cast

from flask import Flask, Response, current_app, jsonify, make_response, redirect, request

from kb.asked import Asked
from kb.cleaning import rule_label
from kb.errors import KbError, NotFound
from kb.library import Library
from kb.model import Speech
from web import facts, intake, page
from web.asked import whole
from web.batches import MAX_FILE, MAX_FILES, MAX_TOTAL, Batch, Batches, Status
from web.division import division
from web.edit import BEGINS, done, steps
from web.links import batch_url
from web.page import Page, library
from web.titles import title_of

#: The outcomes in the order they are told.
STATUSES: Mapping[Status, tuple[str, str]] = {
    "imported": ("导入", "篇"), "updated": ("更新", "篇"), "duplicate": ("与已有的基本相同", "篇"),
    "unchanged": ("已经有了", "个"), "conflict": ("有冲突没有动", "篇"), "unreadable": ("读不了", "个"),
}  # fmt: skip
#: In a result of a thousand files, what asks for a person comes first.
_ATTENTION: Sequence[Status] = ("conflict", "unreadable", "duplicate", "imported", "updated", "unchanged")
#: Parts of a request: the files, the token and what the script adds.
_PARTS = MAX_FILES + 10


def register(app: Flask) -> None:
    """Add `/import` and what is below it."""
    app.extensions["batches"] = Batches()
    app.before_request(_allow_files)
    page.add(app, "/import", "imports", choose)
    page.add(app, "/import/<batch>", "batch", progress)
    page.add(app, "/import/<batch>/<int:number>", "look", look)
    app.add_url_rule("/import", "receive", receive, methods=["POST"])
    app.add_url_rule("/import/<batch>/cancel", "cancel", cancel, methods=["POST"])
    app.add_url_rule("/import/<batch>/merge", "merge", merge, methods=["POST"])


def _allow_files() -> None:
    """Only this form may be large."""
    if request.endpoint == "receive":
        request.max_content_length, request.max_form_parts = MAX_TOTAL, _PARTS


def batches() -> Batches:
    """The imports of this program."""
    return cast("Batches", current_app.extensions["batches"])


def stop_imports(app: Flask) -> None:
    """Cancel what is going on, for the program ends; what has been imported stays."""
    cast("Batches", app.extensions["batches"]).close()


def choose() -> Page:
    """Where files are dropped."""
    latest = batches().latest()
    limits = {"files": MAX_FILES, "megabytes": MAX_FILE >> 20, "total": MAX_TOTAL >> 20}
    context = {"asked": Asked(), "latest": latest, "limits": limits, "statuses": STATUSES}
    return Page("intake.html", context, {"limits": limits, "imports": [_summary(batch) for batch in latest]})


def receive() -> Response:
    """Take in files; unless more of them follow, begin the import."""
    id_, files = request.form.get("batch", ""), request.files.getlist("file")
    refused = request.form.getlist("refused")
    if not id_ and not refused and not any(file.filename for file in files):
        raise KbError("没有选文件", remedy="选几个文件或一个文件夹，再点导入")
    batch = batches().get(id_) if id_ else batches().new()
    for name in refused:
        batch.refuse(name)
    for file in files:
        if file.filename:
            batch.receive(file.filename, file.stream)
    if not request.form.get("more"):
        kb = library()
        batches().start(batch, lambda begun: intake.import_batch(kb, begun))
    url = batch_url(batch.id)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(batch=batch.id, url=url, files=len(batch.files))
    return make_response(redirect(url, 303))


def progress(batch: str) -> Page:
    """How far an import is and what has become of each file, of those after the first so many if asked."""
    found = batches().get(batch)
    ended = found.ended  # once for the whole page: it may end while the page is made
    first = max(0, whole(request.args.get("after", "")))
    results, here = found.results[first:], _here(library(), found)
    if ended:
        results.sort(key=lambda result: _ATTENTION.index(result.status))
    context = {
        "asked": Asked(),
        "batch": found,
        "ended": ended,
        "url": batch_url(found.id),
        "statuses": STATUSES,
        "results": results,
        "first": first,
        "numbers": {found.new[number - 1].speech: number for number in here},
        "left": _spoken(found.left),
        "titles": _titles(library(), found),
        "unmerged": [number for number in here if found.new[number - 1].status == "duplicate"],
        "unread": next((n for n in here if found.new[n - 1].speech not in found.looked), 0),
        "removed": sum(result.removed for result in found.new),
    }
    data = _summary(found) | {"outcomes": [asdict(result) for result in results]}
    return Page("batch.html", context, data)


def _here(kb: Library, batch: Batch) -> list[int]:
    """The numbers, from 1, of the new speeches that are still there: none is that was merged into another."""
    return [number for number, result in enumerate(batch.new, 1) if _exists(kb, result.speech)]


def _exists(kb: Library, id_: str) -> bool:
    try:
        return kb.path(id_).exists()
    except NotFound:
        return False


def _titles(kb: Library, batch: Batch) -> dict[str, str]:
    """Titles of the speeches that are there already."""
    return {
        id_: title_of(kb, id_)
        for r in batch.results
        for id_ in (r.same_as, "" if r.title else r.speech)
        if id_
    }


def _summary(batch: Batch) -> dict[str, object]:
    return {
        "id": batch.id,
        "state": batch.state,
        "done": batch.done,
        "total": batch.total,
        "left": batch.left,
        "skipped": batch.skipped,
        "error": batch.error,
        **{status: batch.of(status) for status in STATUSES},
    }


def _spoken(seconds: float | None) -> str:
    """A span of time as one would say it."""
    if seconds is None:
        return ""
    if seconds < 10:
        return "马上就好"
    if seconds < 90:
        return f"大约还要 {round(seconds / 10) * 10} 秒"
    return f"大约还要 {round(seconds / 60)} 分钟"


def cancel(batch: str) -> Response:
    """Stop after the file in hand."""
    batches().get(batch).cancel()
    return make_response(redirect(batch_url(batch), 303))


def merge(batch: str) -> Response:
    """Make new speeches one with those they are nearly the same as: the one named, or all."""
    found, wanted, kb = batches().get(batch), request.form.get("speech", ""), library()
    new = [found.new[number - 1] for number in _here(kb, found)]
    into = {r.speech: r.same_as for r in new if r.status == "duplicate" and wanted in ("", r.speech)}
    token = ""
    for other, keep in into.items():
        while keep in into:  # merged a moment ago
            keep = into[keep]
        token = intake.merge(kb, steps(), keep, other)
    if not into:
        raise NotFound("没有可以合并的", remedy="可能已经合为一篇了，刷新页面看看")
    many = f"已把 {len(into)} 篇分别并入原有的讲话" if len(into) > 1 else "已合为一篇，两份原件都留着"
    return done(many, token if len(into) == 1 else "", "", batch_url(batch))


def look(batch: str, number: int) -> Page:
    """One new speech to look through: what was removed, how it was divided, its title and date."""
    found, kb = batches().get(batch), library()
    here = _here(kb, found)
    if number not in here:
        raise NotFound("这次导入没有这一篇", remedy="可能已经并入别的一篇；回到导入的结果再看")
    result = found.new[number - 1]
    speech = kb.speech(result.speech)
    found.looked.add(result.speech)
    at = here.index(number)
    context = {
        "asked": Asked(),
        "batch": found,
        "result": result,
        "number": at + 1,
        "count": len(here),
        "speech": speech,
        "form": facts.form(kb, speech, batch_url(batch, number)),
        "sections": division(speech),
        "removed": [(line, rule_label(line.rule)) for line in speech.removed],
        "url": batch_url(batch),
        "previous": batch_url(batch, here[at - 1]) if at else "",
        "next": batch_url(batch, here[at + 1]) if at + 1 < len(here) else "",
        "begins": BEGINS,
    }
    return Page("look.html", context, _look_data(speech, at + 1, len(here)))


def _look_data(speech: Speech, number: int, count: int) -> dict[str, object]:
    return {
        "number": number,
        "of": count,
        "speech": speech.id,
        "facts": [{"name": f.name, "value": f.value, "found": f.found} for f in facts.facts_of(speech, {})],
        "removed": [{"line": r.line, "text": r.text, "rule": r.rule} for r in speech.removed],
        "sections": [asdict(section) for section in division(speech)],
    }
