"""The themes of a segment's entries: the one part of a segment that can be replaced, in a file of its own.

The file is named by the state of the index, so that all segments change over in one rename. Nothing but
themes is in it; what does not depend on the taxonomy stays where it is.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.files import write_atomically

Mask = NDArray[np.bool_]

PATTERN = "themes-*.npz"


@dataclass(frozen=True, slots=True)
class Tags:
    """Which entries have which themes: `given[i, n]` tells whether entry `n` has the theme `names[i]`."""

    names: tuple[str, ...]
    given: Mask

    def of(self, number: int) -> tuple[str, ...]:
        """The themes of an entry, in the order of their ids."""
        return tuple(self.names[i] for i in np.flatnonzero(self.given[:, number]).tolist())

    def row(self, theme: str) -> Mask:
        """The entries of a theme."""
        if theme in self.names:
            row: Mask = self.given[self.names.index(theme)]
            return row
        return np.zeros(self.given.shape[1], np.bool_)


def tags_of(themes: Sequence[Iterable[str]]) -> Tags:
    """Tags from the theme ids of each entry in turn."""
    names = tuple(sorted({theme for given in themes for theme in given}))
    row = {name: i for i, name in enumerate(names)}
    given = np.zeros((len(names), len(themes)), np.bool_)
    for number, some in enumerate(themes):
        for theme in some:
            given[row[theme], number] = True
    return Tags(names, given)


def changed(old: Tags, new: Tags) -> Mask:
    """The entries that have other themes than before."""
    differ = np.zeros(new.given.shape[1], np.bool_)
    for theme in {*old.names, *new.names}:
        differ |= old.row(theme) != new.row(theme)
    return differ


def write_tags(folder: Path, tags: Tags) -> str:
    """Write a new file of themes beside what a segment has; give its name."""
    name = f"themes-{uuid.uuid4().hex[:12]}.npz"
    data = io.BytesIO()
    np.savez(data, names=np.array(tags.names, np.str_), given=tags.given)
    write_atomically(folder / name, data.getvalue())
    return name


def read_tags(path: Path) -> Tags:
    """Read a file of themes. Raises FileNotFoundError when a writer has replaced it."""
    with np.load(path) as data:
        return Tags(tuple(data["names"].tolist()), data["given"])
