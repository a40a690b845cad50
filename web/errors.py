"""Errors as pages: what happened, and the way out. The one place of the web where errors are caught, but for
those of a form that is shown again with what was typed (`web/edit.py`)."""

from __future__ import annotations

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from kb.errors import KbError, LibraryBusy, NotFound, StaleEdit, StaleIndex
from web.importing import batches

_STATUS: tuple[tuple[type[KbError], int], ...] = (
    (NotFound, 404), (StaleEdit, 409), (StaleIndex, 503), (LibraryBusy, 503),
)  # fmt: skip
_LARGE = "送来的东西太大"
_FILES = "导入时一次最多 500 MB、2,000 个文件；请分几次，或在终端里运行 kb import 文件夹"
_WORDS = {
    404: ("这里没有这一页", "可能是网址抄错了，或者讲话已经重新整理过"),
    405: ("这一页不能这样打开", "从首页重新进来"),
    500: ("程序出了错", "请把终端里的出错信息发给维护的人；资料库里的文件没有改动"),
}


def register(app: Flask) -> None:
    """Answer for every error."""
    app.register_error_handler(KbError, _known)
    app.register_error_handler(HTTPException, _http)


def _known(error: KbError) -> Response:
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 400)
    if isinstance(error, StaleIndex) and batches().going:
        return _page(status, "还没有索引，暂时不能检索", "正在导入；等它结束，刷新这一页就可以检索了")
    if isinstance(error, LibraryBusy) and batches().going:
        return _page(status, "正在导入，暂时不能改", "等它结束，或过一会儿再点一次；检索不受影响")
    where = "，".join(part for part in (error.file, error.place) if part)
    return _page(status, error.what, error.remedy, where)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    what, remedy = _WORDS.get(status, (error.description or error.name, ""))
    return _page(status, *((_LARGE, _how_much()) if status == 413 else (what, remedy)))


def _how_much() -> str:
    """How much the page takes that was sent too much."""
    if request.endpoint == "receive":
        return _FILES
    most = request.max_content_length or 0
    size = f"{most >> 20} MB" if most >> 20 else f"{most >> 10} KB"
    if request.path.startswith("/themes/"):
        return f"主题表最多 {size}；更大的请在终端里运行 kb themes import 文件"
    return f"这里一次最多 {size}，请分几次"


def _page(status: int, what: str, remedy: str, where: str = "") -> Response:
    if request.path.endswith(".json") or request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(error=what, remedy=remedy, where=where), status)
    html = render_template("error.html", status=status, what=what, remedy=remedy, where=where)
    return make_response(html, status)
