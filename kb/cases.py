"""The passages about which people have said yes or no, for measuring rules by them.

They are taken from the index, which has them with their headings, so that thousands cost no more than a few;
where there is none, from the speeches. A person's word is never changed here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kb import decisions
from kb.engine import DEFAULT_KINDS
from kb.errors import StaleIndex
from kb.index import Index
from kb.library import Library
from kb.model import Decision
from kb.places import places
from kb.said import effective
from kb.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Case:
    """A passage or heading about which a person has said yes or no to a theme. `headings` are outermost first."""

    speech: str
    place: str
    title: str
    theme: str
    yes: bool
    text: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """A passage with what was said of it, as it is stored."""

    speech: str
    place: str
    title: str
    text: str
    headings: tuple[str, ...]
    decisions: tuple[Decision, ...]


def cases(library: Library, taxonomy: Taxonomy, themes: Collection[str] | None = None) -> tuple[Case, ...]:
    """The decisions of a library, each under the id that its theme has in `taxonomy`; only about `themes` if given."""
    return tuple(
        Case(one.speech, one.place, one.title, theme, yes, one.text, one.headings)
        for one in _said(library)
        for theme, yes in effective(one.decisions, taxonomy).items()
        if themes is None or theme in themes
    )


def _said(library: Library) -> Iterable[_Said]:
    try:
        state = frozenset(library.index.manifest().items())
        return _of_index(library.index, state)
    except StaleIndex:
        return _of_speeches(library)


@lru_cache(maxsize=2)
def _of_index(index: Index, state: frozenset[tuple[str, str]]) -> tuple[_Said, ...]:
    """What an index knows; looked up again when a speech in it has changed, its decisions included."""
    return tuple(
        _Said(
            entry.speech,
            entry.place,
            entry.title,
            entry.text,
            entry.headings,
            tuple(Decision(said[1:], said.startswith("+")) for said in entry.decided),
        )
        for entry in index.entries()
        if entry.decided and entry.kind in DEFAULT_KINDS
    )


def _of_speeches(library: Library) -> Iterator[_Said]:
    for id_ in dict.fromkeys(one.speech for one in decisions.every(library)):
        speech = library.speech(id_)
        for place in places(speech):
            if place.decisions and place.kind in DEFAULT_KINDS:
                headings = tuple(heading.text for heading in place.headings)
                yield _Said(id_, place.name, speech.title, place.text, headings, place.decisions)
