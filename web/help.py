"""The page that explains searching, from help.md beside this file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import nh3
from flask import Flask
from markdown import markdown

from kb.asked import Asked
from web import page
from web.lexicon import faults
from web.page import Page, library
from web.syntax import syntax_data

_SOURCE = Path(__file__).with_name("help.md")
_ATTRIBUTES = nh3.ALLOWED_ATTRIBUTES | {"h2": {"id"}}
#: A line of help.md in whose place the rows of `web.syntax` stand.
_ROWS = "[[写法]]"


def register(app: Flask) -> None:
    """Add `/help`."""
    page.add(app, "/help", "help", help_page)


def help_page() -> Page:
    """The page."""
    text = _SOURCE.read_text(encoding="utf-8")
    before, _, after = text.partition(_ROWS)
    context = {
        "asked": Asked(),
        "before": _rendered(before),
        "after": _rendered(after),
        "notices": faults(library()),
    }
    return Page("help.html", context, {"markdown": text, "syntax": syntax_data()})


@lru_cache(maxsize=2)
def _rendered(text: str) -> str:
    html = markdown(text, extensions=["tables", "attr_list"])
    return nh3.clean(html, attributes=_ATTRIBUTES, link_rel=None)
