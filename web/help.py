"""The page that explains searching, from help.md beside this file, and shows the way from a question to a Word file."""

from __future__ import annotations

import re
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

import nh3
from flask import Flask
from markdown import markdown

from kb.asked import Asked
from web import page
from web.keyboard import GROUPS
from web.lexicon import faults
from web.page import Page, library
from web.syntax import syntax_data

_SOURCE = Path(__file__).with_name("help.md")
_ATTRIBUTES = nh3.ALLOWED_ATTRIBUTES | {"h2": {"id"}}
#: Lines of help.md in whose place the rows of `web.syntax` and `web.keyboard` stand.
_LISTS = re.compile(r"^\[\[(写法|键盘)\]\]$", re.MULTILINE)


def register(app: Flask) -> None:
    """Add `/help`."""
    page.add(app, "/help", "help", help_page)


def help_page() -> Page:
    """The page."""
    text = _SOURCE.read_text(encoding="utf-8")
    context = {"asked": Asked(), "pieces": _rendered(text), "notices": faults(library())}
    keys = [asdict(group) for group in GROUPS]
    return Page("help.html", context, {"markdown": text, "syntax": syntax_data(), "keys": keys})


@lru_cache(maxsize=1)
def _rendered(text: str) -> tuple[str, ...]:
    """The text as HTML and the names of the lists, in turn."""
    return tuple(part if number % 2 else _html(part) for number, part in enumerate(_LISTS.split(text)))


def _html(text: str) -> str:
    html = markdown(text, extensions=["tables", "attr_list"])
    return nh3.clean(html, attributes=_ATTRIBUTES, link_rel=None)
