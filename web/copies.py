"""Near copies to look at: where each stands, and how it differs from the passage that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kb.alike import alike
from kb.asked import Asked
from kb.citation import spoken_date
from kb.diff import Run, difference
from kb.errors import StaleIndex
from kb.found import Copy
from kb.library import Library
from kb.model import Speech
from kb.places import Place
from web.links import reading_url

_CACHED = 2048


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A near copy in another place. `runs` is how it differs from what is shown."""

    speech: str
    title: str
    date: str
    label: str
    text: str
    runs: tuple[Run, ...]
    url: str

    @property
    def same(self) -> bool:
        """Whether it is the same to the letter."""
        return all(run.change == "same" for run in self.runs)


def elsewhere(shown: str, copies: tuple[Copy, ...], asked: Asked) -> tuple[Elsewhere, ...]:
    """The near copies of a text that is shown, with links that keep the question."""
    return tuple(
        Elsewhere(
            copy.speech.id,
            copy.speech.title,
            spoken_date(copy.speech.date),
            copy.place.label,
            copy.place.text,
            _difference(shown, copy.place.text),
            reading_url(copy.speech.id, asked, copy.place.name, copy.place.anchor),
        )
        for copy in copies
    )


def of_place(library: Library, speech: Speech, place: Place | None, asked: Asked) -> tuple[Elsewhere, ...]:
    """The near copies of a place of a speech. Without an index there are none: reading does not need one."""
    if place is None:
        return ()
    try:
        return elsewhere(place.text, alike(library, speech, place), asked)
    except StaleIndex:
        return ()


_difference = lru_cache(maxsize=_CACHED)(difference)


def copy_data(copy: Elsewhere) -> dict[str, object]:
    """A near copy as JSON."""
    return {
        "speech": copy.speech,
        "title": copy.title,
        "date": copy.date,
        "text": copy.text,
        "difference": [{"text": run.text, "change": run.change} for run in copy.runs],
        "url": copy.url,
    }
