"""A place of a speech with what is thought of it, and why. It is thought afresh and never stored."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kb.classify import Classifier, Judgement
from kb.library import Library
from kb.model import Speech
from kb.places import Place, places
from kb.roles import RoleJudgement, role

#: The hits of so many places are shown again and again; a place with other text or decisions is another place.
_CACHED = 2048


@dataclass(frozen=True, slots=True)
class Judged:
    """A place with what is thought of it, and why."""

    place: Place
    themes: tuple[Judgement, ...]
    role: RoleJudgement


def judge(library: Library, speech: Speech) -> tuple[Judged, ...]:
    """Every place of a speech with its themes and role, in order."""
    classifier = library.classifier()
    return tuple(judged_by(classifier, place) for place in places(speech))


def judged_of(library: Library, place: Place) -> Judged:
    """One place with its themes and role."""
    return judged_by(library.classifier(), place)


@lru_cache(maxsize=_CACHED)
def judged_by(classifier: Classifier, place: Place) -> Judged:
    """One place with its themes and role, by a classifier at hand."""
    above = [h.text for h in place.headings]
    return Judged(
        place,
        classifier.judge(place.text, above, place.decisions),
        role(place.text, above, place.index, place.count, place.passage_kind)
        if place.kind != "heading"
        else RoleJudgement(None, ()),
    )
