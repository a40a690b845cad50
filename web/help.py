"""The page that explains searching, from help.md beside this file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import nh3
from flask import Flask
from markdown import markdown

from kb.search import Asked
from web import page
from web.page import Page

_SOURCE = Path(__file__).with_name("help.md")
_ATTRIBUTES = nh3.ALLOWED_ATTRIBUTES | {"h2": {"id"}}


def register(app: Flask) -> None:
    """Add `/help`."""
    page.add(app, "/help", "help", help_page)


def help_page() -> Page:
    """The page."""
    text = _SOURCE.read_text(encoding="utf-8")
    return Page("help.html", {"asked": Asked(), "body": _rendered(text)}, {"markdown": text})


@lru_cache(maxsize=1)
def _rendered(text: str) -> str:
    html = markdown(text, extensions=["tables", "attr_list"])
    return nh3.clean(html, attributes=_ATTRIBUTES, link_rel=None)
