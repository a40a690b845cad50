"""Bringing the index up to date with the speech files: what is new, changed or gone, or everything.

Whatever happened to the files (an import cut short, an edit by hand, a restored backup), comparing etags
finds it. The index is disposable: when its stamp is not today's, it is made anew beside the old one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from indexer import processes
from indexer.entries import entries
from kb.engine import Entry
from kb.errors import KbError
from kb.files import etag
from kb.home import Home
from kb.library import Library

_FEW = 40


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many speeches were indexed and taken out, which files are broken, whether all was made anew."""

    indexed: int = 0
    removed: int = 0
    broken: tuple[str, ...] = ()
    rebuilt: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What the index does not know yet: ids with their etags, and ids whose files have gone."""

    changed: dict[str, str]
    gone: tuple[str, ...]
    stale: bool


def difference(library: Library) -> Difference:
    """Compare the speech files with the index."""
    tags = {path.stem: etag(path.read_bytes()) for path in library.files()}
    if not library.index.is_current(library.stamp()):
        return Difference(tags, (), stale=True)
    known = library.index.engine().manifest()
    changed = {id_: tag for id_, tag in tags.items() if known.get(id_) != tag}
    return Difference(changed, tuple(id_ for id_ in known if id_ not in tags), stale=False)


def refresh(
    library: Library,
    everything: bool = False,
    on_indexed: Callable[[int, int], None] = lambda done, total: None,
) -> Refreshed:
    """Make the index agree with the files. Call inside `library.writing()`.

    Args:
        everything: build anew even when nothing seems to have changed.
        on_indexed: told how many of how many speeches are done.
    """
    found = difference(library)
    if everything:
        tags = {path.stem: etag(path.read_bytes()) for path in library.files()}
        found = Difference(tags, (), stale=True)
    if not found.changed and not found.gone and not found.stale:
        return Refreshed()
    stamp = library.stamp()
    broken: list[str] = library.twice()
    with library.index.rebuild(stamp) if found.stale else library.index.update(stamp) as batch:
        for done, (id_, made) in enumerate(_made(library, list(found.changed)), 1):
            if isinstance(made, str):
                broken.append(made)
                batch.remove(id_)
            else:
                batch.add(id_, found.changed[id_], made)
            on_indexed(done, len(found.changed))
        for id_ in found.gone:
            batch.remove(id_)
    return Refreshed(len(found.changed) - len(broken), len(found.gone), tuple(broken), found.stale)


_Made = tuple[str, list[Entry] | str]


def _made(library: Library, ids: list[str]) -> Iterator[_Made]:
    """The entries of each speech, or the Chinese sentence that says why there are none."""
    if len(ids) < _FEW or (os.cpu_count() or 1) < 2:
        yield from (_entries(library, id_) for id_ in ids)
        return
    with ProcessPoolExecutor(
        min(4, os.cpu_count() or 1), processes.context(), _open, (library.home.root,)
    ) as pool:
        yield from pool.map(_entries_here, ids, chunksize=8)


def _entries(library: Library, id_: str) -> _Made:
    try:
        return id_, entries(library, library.speech(id_))
    except KbError as e:
        return id_, str(e)


_library: Library | None = None


def _open(root: Path) -> None:
    """What a worker process does first."""
    global _library
    _library = Library(Home(root))


def _entries_here(id_: str) -> _Made:
    assert _library is not None
    return _entries(_library, id_)
