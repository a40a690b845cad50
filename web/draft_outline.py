"""按提纲找材料: an outline pasted or written, the best passages under each heading, what is ticked into the draft."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response, request

from kb.asked import Asked
from kb.citation import spoken_date
from kb.draft import UNTITLED, Block, Draft, heading_text
from kb.draft_edit import add_excerpt
from kb.draft_outline import with_heading
from kb.errors import KbError
from kb.numbering import numbered
from kb.outline import Section, material
from kb.outline_text import Wanted, outline
from kb.used import used_keys
from web import page
from web.asked import whole
from web.draft_deeds import answered
from web.draft_here import choose, drafts, place_of
from web.links import reading_url
from web.page import Page, library, shown, twin
from web.taking import lifted


def register(app: Flask) -> None:
    """Add `/draft/<id>/outline` and its forms."""
    page.add(app, "/draft/<id_>/outline", "draft_outline", ask)
    rule, name = "/draft/<id_>/outline", "draft_outline_found"
    app.add_url_rule(rule, name, lambda id_: shown(found(id_)), methods=["POST"])
    app.add_url_rule(f"{rule}.json", f"{name}_json", lambda id_: twin(found(id_)), methods=["POST"])
    app.add_url_rule("/draft/<id_>/outline/take", "draft_outline_take", take_ticked, methods=["POST"])


def ask(id_: str) -> Page:
    """The form, with the headings the draft has already."""
    draft = drafts().open(id_).draft
    choose(id_)
    text = "\n".join(one.text for one in numbered(draft) if one.block.level)
    return Page("draft_outline.html", _context(draft, text, ()), {"outline": text})


def found(id_: str) -> Page:
    """The outline again, and under each heading what is offered; one that cannot be read with what is wrong."""
    draft = drafts().open(id_).draft
    text = request.form.get("outline", "")
    try:
        wanted = outline(text)
    except KbError as error:
        wrong = {"error": error.what, "remedy": error.remedy}
        context = {**_context(draft, text, ()), "wrong": f"{error.what}。{error.remedy}。"}
        return Page("draft_outline.html", context, wrong, 400)
    sections = material(library(), wanted, used_keys(library().home), [block.text for block in draft.blocks])
    return Page("draft_outline.html", _context(draft, text, sections), lambda: _data(sections))


def _data(sections: Sequence[Section]) -> dict[str, object]:
    return {
        "sections": [
            {
                "level": section.heading.level,
                "heading": section.heading.text,
                "offers": [{"key": o.found.key, "reasons": list(o.reasons)} for o in section.offers],
            }
            for section in sections
        ]
    }


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
    """The numbers that the headings will have in a draft."""
    headings = (section.heading for section in sections)
    blocks = tuple(Block(f"b{n}", heading_text(h.text), h.level) for n, h in enumerate(headings))
    return [one.number for one in numbered(Draft("a", UNTITLED, blocks))]


def take_ticked(id_: str) -> Response:
    """Put the headings and what is ticked under each into the draft, behind what is there."""
    levels, texts = request.form.getlist("level"), request.form.getlist("heading")
    headings = [Wanted(whole(level, 1), text) for level, text in zip(levels, texts, strict=False)]
    opened = drafts().edit(id_, lambda draft: _with(draft, headings))
    ticked = sum(len(request.form.getlist(f"place-{n}")) for n in range(len(headings)))
    return answered(opened, f"已放进 {ticked} 段")


def _with(draft: Draft, headings: Sequence[Wanted]) -> Draft:
    """The headings of an outline in its order, and what is ticked for each under it."""
    before: list[str] = []
    for number, heading in enumerate(headings):
        draft, id_ = with_heading(draft, heading.level, heading.text, before)
        before.append(id_)
        for key in request.form.getlist(f"place-{number}"):
            draft = add_excerpt(draft, *lifted(key), place_of(draft, id_))
    return draft
