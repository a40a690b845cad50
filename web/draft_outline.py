"""按提纲找材料: an outline pasted or written, the best passages under each heading, what is ticked into the draft."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response, render_template, request

from kb.asked import Asked
from kb.citation import spoken_date
from kb.draft import Draft, heading_text
from kb.draft_edit import add_excerpt, add_heading
from kb.numbering import numbered
from kb.numbers import written
from kb.outline import Section, Wanted, material, outline
from kb.used import used_keys
from web import page
from web.asked import whole
from web.draft_deeds import answered
from web.draft_here import choose, drafts, place_of
from web.links import reading_url
from web.page import Page, library
from web.taking import lifted


def register(app: Flask) -> None:
    """Add `/draft/<id>/outline` and its forms."""
    page.add(app, "/draft/<id_>/outline", "draft_outline", ask)
    app.add_url_rule("/draft/<id_>/outline", "draft_outline_found", found, methods=["POST"])
    app.add_url_rule("/draft/<id_>/outline/take", "draft_outline_take", take_ticked, methods=["POST"])


def ask(id_: str) -> Page:
    """The form, with the headings the draft has already."""
    draft = drafts().open(id_).draft
    choose(id_)
    headings = [shown for shown in numbered(draft) if shown.block.level]
    text = "\n".join(shown.text or "" for shown in headings)
    return Page("draft_outline.html", _context(draft, text, ()), {"outline": text})


def found(id_: str) -> Response:
    """The outline again, and under each heading what is offered."""
    draft = drafts().open(id_).draft
    text = request.form.get("outline", "")
    used = used_keys(library().home)
    sections = material(library(), outline(text), used, [block.text for block in draft.blocks])
    return Response(render_template("draft_outline.html", **_context(draft, text, sections)))


def _context(draft: Draft, text: str, sections: Sequence[Section]) -> dict[str, object]:
    return {
        "asked": Asked(),
        "draft": draft,
        "outline": text,
        "sections": list(zip(_numbers(sections), sections, strict=True)),
        "reading_url": reading_url,
        "spoken_date": spoken_date,
    }


def _numbers(sections: Sequence[Section]) -> list[str]:
    counts = [0] * 5
    numbers = []
    for section in sections:
        level = section.heading.level
        counts[level] += 1
        counts[level + 1 :] = [0] * (4 - level)
        numbers.append(written(level, counts[level]))
    return numbers


def take_ticked(id_: str) -> Response:
    """Put the headings and what is ticked under each into the draft, behind what is there."""
    levels, texts = request.form.getlist("level"), request.form.getlist("heading")
    headings = [Wanted(whole(level, 1), text) for level, text in zip(levels, texts, strict=False)]
    opened = drafts().edit(id_, lambda draft: _with(draft, headings))
    ticked = sum(len(request.form.getlist(f"place-{n}")) for n in range(len(headings)))
    return answered(opened, f"已放进 {ticked} 段")


def _with(draft: Draft, headings: Sequence[Wanted]) -> Draft:
    """A heading that the draft has already is not put in again; what is ticked for it goes under it."""
    for number, heading in enumerate(headings):
        draft, id_ = _heading(draft, heading)
        for key in request.form.getlist(f"place-{number}"):
            draft = add_excerpt(draft, *lifted(key), place_of(draft, id_))
    return draft


def _heading(draft: Draft, heading: Wanted) -> tuple[Draft, str]:
    """The draft with that heading, and the id of it."""
    plain = heading_text(heading.text)
    same = next((b.id for b in draft.blocks if b.level and b.text == plain), "")
    if same:
        return draft, same
    draft = add_heading(draft, heading.level, plain)
    return draft, draft.blocks[-1].id
