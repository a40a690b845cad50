"""The tags of a segment's entries, themes and decisions: the one part of it that can be replaced, in a file of its own.

The file is named by the state of the index, so that all segments change over in one rename. Nothing else is
in it; what depends neither on the taxonomy nor on a person's word stays where it is.
"""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.engine import Tagged
from kb.files import write_atomically

Mask = NDArray[np.bool_]

PATTERN = "tags-*.npz"


@dataclass(frozen=True, slots=True)
class Tags:
    """Which entries have which themes, and what people said of them.

    `given[i, n]` tells whether entry `n` has the theme `names[i]`; `decided` has the entries only of which
    somebody has said something.
    """

    names: tuple[str, ...]
    given: Mask
    decided: Mapping[int, tuple[str, ...]]

    def of(self, number: int) -> tuple[str, ...]:
        """The themes of an entry, in the order of their ids."""
        return tuple(self.names[i] for i in np.flatnonzero(self.given[:, number]).tolist())

    def row(self, theme: str) -> Mask:
        """The entries of a theme."""
        if theme in self.names:
            row: Mask = self.given[self.names.index(theme)]
            return row
        return np.zeros(self.given.shape[1], np.bool_)


def tags_of(themes: Sequence[Iterable[str]], decided: Mapping[int, tuple[str, ...]]) -> Tags:
    """Tags from the theme ids of each entry in turn, and from what was said of some, by their number."""
    names = tuple(sorted({theme for given in themes for theme in given}))
    row = {name: i for i, name in enumerate(names)}
    given = np.zeros((len(names), len(themes)), np.bool_)
    for number, some in enumerate(themes):
        for theme in some:
            given[row[theme], number] = True
    return Tags(names, given, {number: said for number, said in decided.items() if said})


def with_others(tags: Tags, others: Mapping[int, Tagged]) -> Tags:
    """The same tags, but these of some entries by their number."""
    names = tuple(sorted({*tags.names, *(theme for tagged in others.values() for theme in tagged.themes)}))
    given = np.zeros((len(names), tags.given.shape[1]), np.bool_)
    given[[names.index(name) for name in tags.names]] = tags.given
    given[:, list(others)] = False
    for number, tagged in others.items():
        given[[names.index(theme) for theme in tagged.themes], number] = True
    decided = {**tags.decided, **{number: tagged.decided for number, tagged in others.items()}}
    return Tags(names, given, {number: said for number, said in decided.items() if said})


def changed(old: Tags, new: Tags) -> Mask:
    """The entries that have other themes than before."""
    differ = np.zeros(new.given.shape[1], np.bool_)
    for theme in {*old.names, *new.names}:
        differ |= old.row(theme) != new.row(theme)
    return differ


def write_tags(folder: Path, tags: Tags) -> str:
    """Write a new file of tags beside what a segment has; give its name."""
    name = f"tags-{uuid.uuid4().hex[:12]}.npz"
    said = json.dumps(list(tags.decided.items()), ensure_ascii=False).encode()
    data = io.BytesIO()
    np.savez(
        data, names=np.array(tags.names, np.str_), given=tags.given, decided=np.frombuffer(said, np.uint8)
    )
    write_atomically(folder / name, data.getvalue())
    return name


def read_tags(path: Path) -> Tags:
    """Read a file of tags. Raises FileNotFoundError when a writer has replaced it."""
    # Opened here, for numpy leaves a damaged file open.
    with path.open("rb") as file, np.load(file) as data:
        said = json.loads(data["decided"].tobytes())
        return Tags(
            tuple(data["names"].tolist()), data["given"], {number: tuple(words) for number, words in said}
        )
