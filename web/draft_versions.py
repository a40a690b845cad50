"""The versions of a draft: when, how long, what has changed since, and the way back to each.

A draft that cannot be read has this page too: an earlier state is the way out of an edit by hand gone wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from flask import Flask, request

from kb.asked import Asked
from kb.diff import Run, difference
from kb.draft import Draft
from kb.draft_folder import parsed
from kb.draft_versions import Version
from kb.drafts import Opened
from kb.errors import BrokenDraft
from kb.numbering import numbered
from web import page
from web.draft_here import drafts
from web.page import Page

#: Versions on one page.
_MANY = 40


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version in the list: when, how long it was, by how much longer than the one before, whether it is the present."""

    name: str
    when: str
    characters: int
    more: int
    same: bool


def register(app: Flask) -> None:
    """Add `/draft/<id>/versions`; going back to one is a deed of the draft."""
    page.add(app, "/draft/<id_>/versions", "draft_versions", versions)


def versions(id_: str) -> Page:
    """The versions to go back to, the latest first, and one of them to look at beside what stands now."""
    kept, look = drafts(), request.args.get("look", "")
    try:
        opened, trouble = kept.open(id_), ""
    except BrokenDraft as error:
        opened, trouble = Opened(Draft(id_, id_), ""), str(error)
    draft = opened.draft
    found = kept.versions(id_)
    start = next((n for n, v in enumerate(found) if v.name <= request.args.get("from", "~")), 0)
    shown = _shown(found[start : start + _MANY + 1], opened.etag)
    looked = kept.version(id_, look) if look else None
    context = {
        "asked": Asked(),
        "draft": draft,
        "trouble": trouble,
        "versions": shown[:_MANY],
        "older": found[start + _MANY].name if len(found) > start + _MANY else "",
        "first": not start,
        "from": request.args.get("from", ""),
        "looked": looked,
        "look": look,
        "differs": _differs(looked, draft) if looked else (),
    }
    data = [{"name": v.name, "when": v.when, "characters": v.characters} for v in shown[:_MANY]]
    return Page("draft_versions.html", context, {"versions": data, "older": context["older"]})


def _shown(found: Sequence[Version], etag: str) -> list[Earlier]:
    lengths = [_characters(version.path) for version in found]
    before = [*lengths[1:], 0]
    return [
        Earlier(v.name, _moment(v.when), length, length - old, v.etag == etag)
        for v, length, old in zip(found, lengths, before, strict=True)
    ]


@lru_cache(maxsize=4096)
def _characters(path: Path) -> int:
    """How long a version is: its file never changes. 0 for one that cannot be read, as somebody has left it."""
    try:
        return parsed(path.read_bytes(), path, path.stem).characters
    except BrokenDraft:
        return 0


def _differs(one: Draft, two: Draft) -> tuple[Run, ...]:
    """How two states differ, line by line: a draft is too long to be compared by characters."""
    lines = [f"{shown.text}\n" for shown in numbered(one)], [f"{shown.text}\n" for shown in numbered(two)]
    found: list[Run] = []
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, *lines, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Run("".join(lines[0][a1:a2]), "same"))
        elif a2 - a1 == b2 - b1 == 1:
            found += difference(lines[0][a1], lines[1][b1])
        else:
            found += [
                Run("".join(lines[0][a1:a2]), "only-first"),
                Run("".join(lines[1][b1:b2]), "only-second"),
            ]
    return tuple(run for run in found if run.text)


def _moment(when: datetime) -> str:
    local = when.astimezone()
    today = datetime.now(UTC).astimezone().date()
    if local.date() == today:
        return f"今天 {local:%H:%M:%S}"
    day = f"{local.month}月{local.day}日 {local:%H:%M}"
    return day if local.year == today.year else f"{local.year}年{day}"
