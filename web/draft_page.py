"""The page a draft is written on: its blocks in order, each excerpt with its source and what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher

from flask import Flask, Response, request

from kb.asked import Asked
from kb.diff import Run, difference
from kb.draft import Block, Draft
from kb.draft_sources import SourceState, state_of, text_hash
from kb.drafts import Opened
from kb.numbering import Numbered, numbered
from kb.placeholders import Recurring, recurring
from web import page
from web.draft_here import choose, drafts, put_under, under
from web.edit import redirected
from web.links import draft_url, reading_url
from web.page import Page, library

#: Characters of a line of text on the page.
_LINE = 38


@dataclass(frozen=True, slots=True)
class Sheet:
    """A block as it stands on the page.

    Args:
        seen: what its text is known by, given back with an edit, so that nobody else's is overwritten.
        rows: lines it takes.
        state: what has become of the source of an excerpt; `runs` how its text differs from what was taken.
    """

    block: Block
    number: str
    seen: str
    rows: int
    blanks: int
    state: SourceState | None = None
    runs: tuple[Run, ...] = ()
    source_url: str = ""


def register(app: Flask) -> None:
    """Add `/draft/<id>`, its versions, and the choice of what goes where."""
    page.add(app, "/draft/<id_>", "draft", show)
    page.add(app, "/draft/<id_>/versions", "draft_versions", versions)
    app.add_url_rule("/draft/<id_>/here", "draft_here", here, methods=["POST"])


def show(id_: str) -> Page:
    """The draft, ready to be written on; from now on what is taken goes into it."""
    opened = drafts().open(id_)
    choose(id_)
    return Page("draft.html", context(opened), _data(opened))


def context(opened: Opened) -> dict[str, object]:
    """What the page and its parts need."""
    draft = opened.draft
    steps = drafts().steps(draft.id)
    return {
        "asked": Asked(),
        "draft": draft,
        "etag": opened.etag,
        "sheets": sheets(draft),
        "under": under(draft),
        "undo": bool(steps.undo),
        "redo": bool(steps.redo),
        "gaps": gaps(draft),
        "wide": True,
    }


def sheets(draft: Draft) -> tuple[Sheet, ...]:
    """The blocks as they stand on the page."""
    return tuple(_sheet(shown) for shown in numbered(draft))


def _sheet(shown: Numbered) -> Sheet:
    block = shown.block
    rows = sum(-(-(len(line) + 2) // _LINE) for line in block.text.split("\n"))
    plain = Sheet(block, shown.number, text_hash(block.text), max(1, rows), _blanks(block.text))
    if not block.source:
        return plain
    state = state_of(block, library())
    speech, _, place = state.key.partition("#")
    url = "" if state.state == "gone" else reading_url(speech, None, place, place.removesuffix("+"))
    differs = difference(block.source.taken, block.text) if block.changed else ()
    return Sheet(plain.block, plain.number, plain.seen, plain.rows, plain.blanks, state, differs, url)


def _blanks(text: str) -> int:
    return sum(group.count for group in recurring([text]))


def gaps(draft: Draft) -> tuple[Recurring, ...]:
    """The places of a draft that wait to be filled in."""
    return recurring([block.text for block in draft.blocks])


def _data(opened: Opened) -> dict[str, object]:
    draft = opened.draft
    return {
        "id": draft.id,
        "etag": opened.etag,
        "title": draft.title,
        "occasion": draft.occasion,
        "audience": draft.audience,
        "date": draft.date,
        "characters": draft.characters,
        "blocks": [_block_data(sheet) for sheet in sheets(draft)],
        "gaps": [{"name": gap.name, "kind": gap.kind, "count": gap.count} for gap in gaps(draft)],
    }


def _block_data(sheet: Sheet) -> dict[str, object]:
    block, source = sheet.block, sheet.block.source
    return {
        "id": block.id,
        "kind": block.kind,
        "level": block.level,
        "number": sheet.number,
        "text": block.text,
        "source": source
        and {"key": source.key, "citation": source.citation, "taken": source.taken, "added": source.added},
        "state": sheet.state and sheet.state.state,
    }


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version in the list: when, how long it was, and by how much it differs from what stands now."""

    name: str
    when: str
    characters: int
    same: bool


def versions(id_: str) -> Page:
    """The versions to go back to, and one of them to look at."""
    kept = drafts()
    opened = kept.open(id_)
    found = [
        Earlier(v.name, _moment(v.when), kept.version(id_, v.name).characters, v.etag == opened.etag)
        for v in kept.versions(id_)
    ]
    wanted = request.args.get("look", "")
    looked = kept.version(id_, wanted) if wanted else None
    context_ = {
        "asked": Asked(),
        "draft": opened.draft,
        "etag": opened.etag,
        "versions": found,
        "looked": looked,
        "look": wanted,
        "differs": _differs(looked, opened.draft) if looked else (),
    }
    data = [{"name": v.name, "when": v.when, "characters": v.characters} for v in found]
    return Page("draft_versions.html", context_, {"versions": data})


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
    return (
        f"今天 {local:%H:%M:%S}" if local.date() == today else f"{local.month}月{local.day}日 {local:%H:%M}"
    )


def here(id_: str) -> Response:
    """What is taken from now on goes under this heading."""
    put_under(id_, request.form.get("under", ""))
    return redirected(draft_url(id_, request.form.get("under", "")))
