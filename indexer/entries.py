"""From a speech to what the engine stores: one entry for each place, with its themes and role."""

from __future__ import annotations

from kb.engine import Entry
from kb.library import Library
from kb.model import Speech
from kb.search import judge


def entries(library: Library, speech: Speech) -> list[Entry]:
    """The entries of a speech, judged by the library's taxonomy and its people's decisions."""
    return [
        Entry(
            speech=speech.id,
            place=judged.place.name,
            kind=judged.place.kind,
            text=judged.place.text,
            title=speech.title,
            headings=tuple(h.text for h in judged.place.headings),
            source=speech.original.name if speech.original else "",
            year=speech.year or 0,
            themes=tuple(j.theme for j in judged.themes),
            role=judged.role.role or "",
        )
        for judged in judge(library, speech)
    ]
