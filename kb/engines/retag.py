"""Other tags for the entries of a segment, which stay as they are: a new file of tags, named by the next state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from kb.engine import Portion, Retagged, Tagged
from kb.engines.segment import Segment
from kb.engines.state import Part, State
from kb.engines.tags import changed, read_tags, tags_of, with_others, write_tags
from kb.engines.written import portions_of

_Places = dict[str, dict[int, Tagged]]


def rethemed(folder: Path, part: Part, themes: Mapping[Portion, Sequence[Sequence[str]]]) -> tuple[Part, int]:
    """A segment with other themes, and how many of its entries have others now; decisions stay."""
    old = read_tags(folder / part.tags)
    given: list[Sequence[str]] = [()] * old.given.shape[1]
    counting: list[int] = []
    for portion in portions_of(folder, part, old):
        for number, some in zip(portion.numbers, themes[portion], strict=True):
            given[number] = some
            counting.append(number)
    new = tags_of(given, old.decided)
    return replace(part, tags=write_tags(folder, new)), int(np.count_nonzero(changed(old, new)[counting]))


def retagged(
    path: Path, state: State, segments: Mapping[str, Segment], changes: Mapping[str, Retagged]
) -> tuple[State, tuple[str, ...]]:
    """The state with other tags for some speeches, and those that are not in with all these places."""
    found: dict[str, _Places] = {
        part.name: _found(part, segments[part.name], changes) for part in state.parts
    }
    parts = tuple(_with(path, part, found[part.name], changes) for part in state.parts)
    known = {speech for places in found.values() for speech in places}
    return replace(state, parts=parts), tuple(speech for speech in changes if speech not in known)


def _found(part: Part, segment: Segment, changes: Mapping[str, Retagged]) -> _Places:
    """The speeches that live in a segment with all the places to be changed, and the numbers of these."""
    found: _Places = {}
    for speech in changes.keys() & part.speeches.keys():
        wanted = changes[speech].places
        numbers = np.flatnonzero(segment.of_speech(speech)).tolist() if wanted else []
        others = {n: wanted[segment.places[n]] for n in numbers if segment.places[n] in wanted}
        if len(others) == len(wanted):
            found[speech] = others
    return found


def _with(path: Path, part: Part, found: _Places, changes: Mapping[str, Retagged]) -> Part:
    if not found:
        return part
    folder = path / part.name
    others = {number: tagged for places in found.values() for number, tagged in places.items()}
    tags = write_tags(folder, with_others(read_tags(folder / part.tags), others)) if others else part.tags
    etags = {speech: changes[speech].etag for speech in found}
    return replace(part, tags=tags, speeches={**part.speeches, **etags})
