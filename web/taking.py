"""How this browser wants its excerpts, kept in a cookie; how sources are written, kept in the library."""

from __future__ import annotations

from dataclasses import fields

from flask import Flask, Response, request

from kb.draft import Source
from kb.draft_sources import take
from kb.errors import NotFound
from kb.excerpt import Taking, excerpt
from kb.home import choose_citation, read_config
from kb.numbers import LEVELS
from kb.places import place
from web.edit import local, redirected
from web.page import library
from web.said import say

_COOKIE = "taking"
_YEAR = 365 * 24 * 3600
CHOICES = {
    "ordinal": ("去掉序号", "开头的“一是”“第二，”不要"),
    "lead": ("去掉段首小标题", "“一是强化责任意识。”里的那一句不要"),
    "straighten": ("理顺标点", "直引号变“”，多余的空格去掉"),
    "indent": ("段首空两格", "纯文字前面加两个全角空格"),
}
#: Choices that are made by leaving something out.
_DROPS = ("ordinal", "lead")


def register(app: Flask) -> None:
    """Add `/taking`; give templates what has been chosen."""
    app.add_url_rule("/taking", "taking", choose, methods=["POST"])
    app.jinja_env.globals.update(taking=taking, taking_choices=choices, citation_style=style)


def taking() -> Taking:
    """What has been chosen in this browser."""
    said = set(request.cookies.get(_COOKIE, "").split("."))
    return Taking(**{f.name: (f.name in said) != (f.name in _DROPS) for f in fields(Taking)})


def lifted(key: str, selection: str = "") -> tuple[str, Source]:
    """The text of a place (`speech#place`) as this browser wants it, with its source, for a draft.

    Args:
        selection: only this of it.

    Raises:
        NotFound: there is no such place, or the selection does not stand in it.
    """
    id_, _, name = key.partition("#")
    speech = library().speech(id_)
    found = excerpt(speech, place(speech, name), style())
    if "".join(selection.split()) not in "".join(found.text.split()):
        raise NotFound("选中的文字不在这一段里", remedy="重新选中，再放一次")
    text = taking().of(selection or found.text)
    return text, take(speech, name, text, str(found.citation))


def lifted_heading(key: str) -> tuple[int, str]:
    """The level and text of a heading of a speech, for a draft, where it is a heading too.

    Raises:
        NotFound: there is no such heading.
    """
    id_, _, name = key.partition("#")
    found = place(library().speech(id_), name)
    return min(LEVELS, len(found.headings) + 1), found.text.rstrip("。：:；;，")


def choices() -> list[tuple[str, str, str, bool]]:
    """Name, label, explanation and whether it is chosen."""
    said = set(request.cookies.get(_COOKIE, "").split("."))
    return [(name, label, told, name in said) for name, (label, told) in CHOICES.items()]


def style() -> str:
    """How sources are written in this library."""
    return library().config.citation


def choose() -> Response:
    """Keep the choices of this browser, and the style of this library when the form has one."""
    back = local(request.form.get("back", "")) or "/"
    wanted = request.form.get("style", "").strip()
    if "style" in request.form and wanted != style():
        choose_citation(library().home, wanted)
        library().config = read_config(library().home)
    say("摘录的样子已记住")
    response = redirected(back)
    chosen = ".".join(name for name in CHOICES if name in request.form)
    response.set_cookie(_COOKIE, chosen, max_age=_YEAR, samesite="Strict", httponly=True)
    return response
