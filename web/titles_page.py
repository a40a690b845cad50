"""The heading library as a page: every heading once, how many speeches have it, where it stands."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from kb.asked import Asked
from kb.library import Library
from kb.listing import Line, Listing, Order
from kb.titles import FORMS, LENGTHS, TITLE_KINDS, Title, titles
from web import page
from web.facets import Group
from web.list_page import ListPage
from web.ways import Look, Shown, features, shown, shown_data

_LENGTHS = {
    str(least) if least == most else f"{least}..{most}": (
        f"{'〇一二三四五六七八'[least]}字" if least == most else "三字以内" if most == 3
        else f"{least} 字以上" if most == 99 else f"{least}—{most} 字"
    )
    for least, most in LENGTHS
}  # fmt: skip


def register(app: Flask) -> None:
    """Add `/titles`."""
    page.add(app, "/titles", "titles", _PAGE.show)


def _find(kb: Library, asked: Asked, chosen: Mapping[str, str], order: Order) -> Listing[Title]:
    return titles(kb, asked, chosen["kind"], chosen["length"], chosen["form"], order)


def _groups(at: Look, found: Listing[Title]) -> tuple[Group, ...]:
    return (
        features(at, "length", "字数", _LENGTHS, found.counts["length"]),
        features(at, "form", "句式", {form: form for form in FORMS}, found.counts["form"]),
        features(at, "kind", "来自", TITLE_KINDS, found.counts["kind"]),
    )


def _row(at: Look, line: Line[Title]) -> Shown:
    return shown(line.text, line.places, at.asked)


_CHOICES = ("kind", "length", "form")
_PAGE = ListPage("titles", "titles", _CHOICES, _CHOICES, _find, _groups, _row, shown_data)
