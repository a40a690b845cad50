"""Bringing decisions into the index: they change the tags of a few entries and no text, so no more is written.

Whether nothing else has changed is looked at, not assumed; a speech of which more has is indexed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.entries import tags
from indexer.refresh import refresh, update
from kb.classify import Classifier
from kb.engine import Retagged
from kb.library import Library
from kb.model import Speech
from kb.places import Place, places


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A speech that has been written: what stood in its file before and after, and the etags of both."""

    before: Speech
    after: Speech
    seen: str
    etag: str


def redecide(library: Library, written: Sequence[Rewritten]) -> None:
    """Make the index agree with speeches in which decisions were written. Call inside `library.writing()`.

    An index that must be made anew is.
    """
    if not library.index.fits(library.base()):
        refresh(library)
        return
    known, classifier = library.index.manifest(), library.classifier()
    changes = {
        one.after.id: change
        for one in written
        if known.get(one.after.id) == one.seen and (change := _change(one, classifier))
    }
    unknown = {*library.index.retag(changes)}
    rest = [one.after.id for one in written if one.after.id not in changes or one.after.id in unknown]
    if rest:
        update(library, rest)


def _change(one: Rewritten, classifier: Classifier) -> Retagged | None:
    """What is to be changed of the entries of a speech; None when more than decisions is other."""
    if _facts(one.before) != _facts(one.after):
        return None
    before, after = list(places(one.before)), list(places(one.after))
    if [_undecided(place) for place in before] != [_undecided(place) for place in after]:
        return None
    moved = [new for old, new in zip(before, after, strict=True) if old.decisions != new.decisions]
    return Retagged(one.etag, {place.name: tags(place, classifier) for place in moved})


def _facts(speech: Speech) -> tuple[object, ...]:
    """What the entries of a speech have of it besides its text."""
    return speech.title, speech.year, speech.original.name if speech.original else ""


def _undecided(place: Place) -> Place:
    return replace(place, decisions=(), headings=tuple(replace(h, decisions=()) for h in place.headings))
