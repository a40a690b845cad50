"""Between a draft and the library: taking a place into a draft, and telling whether it still says so.

Nothing here changes a draft because its source has changed; a person is told and decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kb.draft import Block, Source, cleaned, one_line
from kb.errors import BrokenSpeech, NotFound
from kb.excerpt import excerpt
from kb.files import etag
from kb.model import Speech
from kb.places import Place, place, places

if TYPE_CHECKING:
    from kb.library import Library

State = Literal["unchanged", "changed", "gone"]

#: States that are known until a speech is written again: a long draft asks for all of them with every keystroke.
_KNOWN = 4096


@dataclass(frozen=True, slots=True)
class SourceState:
    """What has become of the place an excerpt was taken from.

    `text` is what it says now, empty when it is gone; `key` is where it stands now: a speech that was imported
    anew may have it under another name; `citation` is how that is cited now, one line, empty when it is gone.
    """

    state: State
    key: str
    text: str = ""
    citation: str = ""


def text_hash(text: str) -> str:
    """What the text of a place is known by, wherever it comes to stand."""
    return etag(text.encode())


def take(
    speech: Speech, name: str, text: str | None = None, citation: str = "", now: datetime | None = None
) -> Source:
    """The source of an excerpt that is taken now.

    Args:
        name: of the place, `p20.1`.
        text: what is taken of it, where that is not the whole as it stands: a selection, or without its ordinal.
        citation: as the person writes sources; in the usual style when empty.
        now: the present moment, for tests.

    Raises:
        NotFound: the speech has no such place.
    """
    found = place(speech, name)
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    return Source(
        speech=speech.id,
        place=name,
        citation=one_line(citation or str(excerpt(speech, found).citation)),
        sha=text_hash(found.text),
        taken=cleaned(found.text if text is None else text),
        added=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def state_of(block: Block, library: Library) -> SourceState:
    """What has become of the source of an excerpt.

    Raises:
        ValueError: the block is no excerpt.
    """
    source = block.source
    if source is None:
        raise ValueError(f"no excerpt: {block.id}")
    try:
        version = library.version(source.speech)
        return _state(source, library, version, library.config.citation)
    except (NotFound, BrokenSpeech):
        return SourceState("gone", source.key)


@lru_cache(maxsize=_KNOWN)
def _state(source: Source, library: Library, version: tuple[Path, int, int], style: str) -> SourceState:
    speech = library.speech(source.speech)
    found = [p for p in places(speech) if text_hash(p.text) == source.sha]
    # Under its own name, else under any.
    same = min(found, key=lambda p: p.name != source.place, default=None)
    if same:
        return _told("unchanged", speech, same, style)
    try:
        return _told("changed", speech, place(speech, source.place), style)
    except NotFound:
        return SourceState("gone", source.key)


def _told(state: State, speech: Speech, found: Place, style: str) -> SourceState:
    citation = one_line(str(excerpt(speech, found, style).citation))
    return SourceState(state, f"{speech.id}#{found.name}", found.text, citation)
