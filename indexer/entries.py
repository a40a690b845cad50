"""From a speech to what the engine stores: one entry for each place, with its themes and role."""

from __future__ import annotations

from collections.abc import Sequence

from kb.classify import Classifier
from kb.engine import Entry, Tagged
from kb.library import Library
from kb.model import Decision, Speech
from kb.places import Place, places
from kb.roles import role


def entries(library: Library, speech: Speech, classifier: Classifier | None = None) -> list[Entry]:
    """The entries of a speech, judged by a taxonomy and its people's decisions.

    Args:
        classifier: the taxonomy; the one that the library's index was made with unless given.
    """
    judge = classifier or library.classifier()
    return [_entry(speech, place, judge) for place in places(speech)]


def _entry(speech: Speech, place: Place, classifier: Classifier) -> Entry:
    headings = _headings(place)
    tagged = tags(place, classifier)
    return Entry(
        speech=speech.id,
        place=place.name,
        kind=place.kind,
        text=place.text,
        title=speech.title,
        headings=headings,
        source=speech.original.name if speech.original else "",
        year=speech.year or 0,
        day=speech.day,
        themes=tagged.themes,
        role=_role(place, headings),
        decided=tagged.decided,
    )


def _headings(place: Place) -> tuple[str, ...]:
    return tuple(h.text for h in place.headings)


def _role(place: Place, headings: tuple[str, ...]) -> str:
    if place.kind == "heading":
        return ""
    return role(place.text, headings, place.index, place.count, place.passage_kind).role or ""


def tags(place: Place, classifier: Classifier) -> Tagged:
    """What a person's word can change of the entry of a place."""
    return Tagged(
        _themes(place.text, _headings(place), place.decisions, classifier),
        tuple(f"{'+' if d.yes else '-'}{d.theme}" for d in place.decisions),
    )


def themes(entry: Entry, classifier: Classifier) -> tuple[str, ...]:
    """The themes of an entry by a taxonomy, from what the entry itself holds."""
    decisions = [Decision(said[1:], said[0] == "+") for said in entry.decided]
    return _themes(entry.text, entry.headings, decisions, classifier)


def _themes(
    text: str, headings: Sequence[str], decisions: Sequence[Decision], classifier: Classifier
) -> tuple[str, ...]:
    return tuple(j.theme for j in classifier.judge(text, headings, decisions))
