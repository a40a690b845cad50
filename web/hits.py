"""What a card of the result list shows, and the same as JSON: a hit with its reasons and its links."""

from __future__ import annotations

from dataclasses import dataclass

from kb.asked import Asked
from kb.citation import spoken_date
from kb.excerpt import excerpt
from kb.found import Found
from kb.judged import Judged
from kb.library import Library
from kb.model import ROLES
from kb.placeholders import placeholders
from kb.reasons import Reason, reasons
from kb.said import effective
from kb.snippet import Snippet
from kb.used import drafts_of, used
from web.copies import Elsewhere, copy_data, elsewhere
from web.links import afresh, alike_url, draft_url, excerpt_url, hit_id, reading_url, search_url, why_url
from web.taking import style, taking


@dataclass(frozen=True, slots=True)
class Tag:
    """A theme or role of a passage. `by` is `rule` or `person`; `url` leads to more of it.

    `key` names the place a person can decide about (`speech#place`), empty for a role; `denied` is a theme
    that a person has said no to; `chosen` one that the question asks for.
    """

    id: str
    label: str
    by: str
    why: tuple[Reason, ...]
    url: str
    key: str = ""
    denied: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Went:
    """A draft that a passage went into: 2026年3月《…》, whom it was for, and where it stands there."""

    label: str
    audience: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """One hit, opened. `text` is the whole of it, `taken` what a copy of it says, `citation` where it comes from.

    `blanks` are the places to fill in (×) of a copy.
    """

    id: str
    speech: str
    title: str
    date: str
    place: str
    kind: str
    headings: tuple[str, ...]
    text: str
    taken: str
    snippet: Snippet
    citation: str
    role: Tag | None
    themes: tuple[Tag, ...]
    why_url: str
    copies: tuple[Elsewhere, ...]
    read_url: str
    plain_url: str
    source_url: str
    markdown_url: str
    blanks: int
    used: tuple[Went, ...]
    alike_url: str = ""


def card(library: Library, asked: Asked, found: Found) -> Card:
    """A hit of a question as a card."""
    speech, place = found.speech, found.judged.place
    role, themes = tags(library, found.judged, asked, speech.id)
    whole = excerpt(speech, place, style())
    taken = whole.taken(taking()).text
    return Card(
        id=hit_id(speech.id, place.name),
        speech=speech.id,
        title=speech.title,
        date=spoken_date(speech.date),
        place=place.name,
        kind=place.kind,
        headings=tuple(h.text for h in place.headings),
        text=place.text,
        taken=taken,
        snippet=found.snippet,
        citation=str(whole.citation),
        role=role,
        themes=themes,
        why_url=why_url(speech.id, place, search_url(asked, hit_id(speech.id, place.name))),
        copies=elsewhere(place.text, found.copies, asked),
        read_url=reading_url(speech.id, asked, place.name, place.anchor),
        plain_url=excerpt_url(speech.id, place.name),
        source_url=excerpt_url(speech.id, place.name, "source"),
        markdown_url=excerpt_url(speech.id, place.name, "markdown"),
        blanks=len(placeholders(taken)),
        used=went(library, found.key, place.text),
        alike_url="" if place.kind == "heading" else alike_url(speech.id, asked, place.name, place.anchor),
    )


def went(library: Library, key: str, text: str) -> tuple[Went, ...]:
    """The drafts that a place went into, under this name or another, the latest first."""
    uses = drafts_of(used(library.home).of(key, text))
    return tuple(Went(str(use), use.audience, draft_url(use.draft, use.block)) for use in uses)


def tags(library: Library, judged: Judged, asked: Asked, speech: str) -> tuple[Tag | None, tuple[Tag, ...]]:
    """The role and the themes of a place, each with its reasons, beside a question.

    Themes that a person has said no to come last, so that the word can be taken back where it was given.
    """
    place, role = judged.place, judged.role.role
    taxonomy = library.classifier().taxonomy
    key = f"{speech}#{place.name}"

    def tag(theme: str, by: str, why: tuple[Reason, ...], denied: bool = False) -> Tag:
        more = _more(asked, Asked(themes=(theme,)))
        return Tag(theme, taxonomy.name_of(theme), by, why, more, key, denied, theme in asked.themes)

    themes = [tag(j.theme, j.by, reasons(j.evidence, place.text)) for j in judged.themes]
    said = effective(place.decisions, taxonomy)
    themes += [
        tag(theme, "person", (Reason("由人确定：不是这个主题"),), True)
        for theme in taxonomy.by_id
        if said.get(theme) is False
    ]
    if role is None:
        return None, tuple(themes)
    why = reasons(judged.role.evidence, place.text, role)
    return Tag(role, ROLES[role], "rule", why, _more(asked, Asked(roles=(role,)))), tuple(themes)


def _more(asked: Asked, wanted: Asked) -> str:
    """The question narrowed by a theme or role; where it is so narrowed already, all of that theme or role."""
    if {*wanted.themes} <= {*asked.themes} and {*wanted.roles} <= {*asked.roles}:
        return search_url(wanted)
    return afresh(asked, themes=(*asked.themes, *wanted.themes), roles=(*asked.roles, *wanted.roles))


def tag_data(tag: Tag) -> dict[str, object]:
    """A tag as JSON."""
    return {"id": tag.id, "name": tag.label, "by": tag.by, "why": [str(reason) for reason in tag.why]}


def went_data(one: Went) -> dict[str, object]:
    """A draft that a passage went into as JSON."""
    return {"draft": one.label, "audience": one.audience, "url": one.url}


def card_data(shown: Card) -> dict[str, object]:
    """A card as JSON."""
    return {
        "speech": shown.speech,
        "place": shown.place,
        "kind": shown.kind,
        "title": shown.title,
        "date": shown.date,
        "headings": list(shown.headings),
        "text": shown.text,
        "snippet": [{"text": piece.text, "look": piece.look} for piece in shown.snippet.pieces],
        "citation": shown.citation,
        "role": tag_data(shown.role) if shown.role else None,
        "themes": [tag_data(tag) for tag in shown.themes if not tag.denied],
        "denied": [tag.id for tag in shown.themes if tag.denied],
        "copies": [copy_data(copy) for copy in shown.copies],
        "used": [went_data(one) for one in shown.used],
        "url": shown.read_url,
    }
