"""A draft as a file: Word by GB/T 9704—2012 or plain, Markdown, plain text, a page for printing."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import Flask, Response, request

from kb.asked import Asked
from kb.draft import UNTITLED
from kb.errors import NotFound
from kb.numbering import document_of
from kb.placeholders import placeholders
from kb.plaintext import to_markdown, to_text
from kb.printed import POLICY, to_html
from kb.word import to_word
from web import page
from web.draft_here import drafts
from web.draft_page import gaps
from web.page import Page

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown",
    "txt": "text/plain",
    "html": "text/html",
}
#: What no file may be named on Windows; what nobody wants at the ends of a name; how long one may be.
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u2028\u2029]+')
_ENDS = " ._\u3000"
_LONGEST = 60


def register(app: Flask) -> None:
    """Add `/draft/<id>/export` and the files below it."""
    page.add(app, "/draft/<id_>/export", "draft_export", ask)
    app.add_url_rule("/draft/<id_>/file.<kind>", "draft_file", file)


def ask(id_: str) -> Page:
    """What can be had, and what is still to be done before it is."""
    draft = drafts().open(id_).draft
    printed = document_of(draft)
    head = [line for line in (printed.title, *printed.subtitle) if placeholders(line)]
    context = {"asked": Asked(), "draft": draft, "gaps": gaps(draft), "head": head, "document": printed}
    return Page("draft_export.html", context, {"kinds": list(_TYPES)})


def file(id_: str, kind: str) -> Response:
    """The draft as a file of that kind, to keep; the page for printing, to look at."""
    if kind not in _TYPES:
        raise NotFound(f"没有“{kind}”这种文件", remedy=f"可用的有 {'、'.join(_TYPES)}")
    draft = drafts().open(id_).draft
    document, appendix = document_of(draft), "appendix" in request.args
    if kind == "docx":
        data = to_word(document, request.args.get("style", "gw"), appendix, marks="marks" in request.args)
    else:
        make = {"md": to_markdown, "txt": to_text, "html": to_html}[kind]
        data = make(document, appendix=appendix, marks="marks" in request.args).encode()
    response = Response(data, mimetype=_TYPES[kind])
    if kind == "html":
        response.headers["Content-Security-Policy"] = POLICY
    else:
        names = f"filename=\"draft.{kind}\"; filename*=UTF-8''{quote(file_name(draft.title, kind))}"
        response.headers["Content-Disposition"] = f"attachment; {names}"
    return response


def file_name(title: str, kind: str) -> str:
    """A name for the file that every system takes: `在…会议上的讲话.docx`."""
    plain = _UNSAFE.sub("_", title).strip(_ENDS)[:_LONGEST].strip(_ENDS)
    return f"{plain or UNTITLED}.{kind}"
