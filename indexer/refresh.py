"""Bringing the index up to date with the speech files: what is new, changed or gone, or everything.

Whatever happened to the files (an import cut short, an edit by hand, a restored backup), comparing etags
finds it. The index is disposable: when it was made by another program version, it is made anew beside the
old one; when only the taxonomy is another, it is classified anew. The index never mixes two taxonomies:
what is added to it is judged by the one that it was made with.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from indexer.entries import entries
from indexer.reclassify import reclassify
from kb import processes
from kb.classify import Classifier
from kb.engine import Batch, Entry
from kb.errors import BadTaxonomy, KbError, NotFound
from kb.files import etag
from kb.home import Home
from kb.library import Library
from kb.taxonomy import Taxonomy

_FEW = 40

OnIndexed = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many speeches were indexed and taken out, which files are broken, whether all was made anew, and of
    how many entries the themes were judged anew because the taxonomy has changed."""

    indexed: int = 0
    removed: int = 0
    broken: tuple[str, ...] = ()
    rebuilt: bool = False
    reclassified: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """What the index does not know yet: ids with their etags, and ids whose files have gone.

    `stale`: it must be made anew. `behind`: only the taxonomy is another; `fault` is what is wrong with
    themes.toml, if anything.
    """

    changed: dict[str, str]
    gone: tuple[str, ...]
    stale: bool
    behind: bool = False
    fault: str = ""


def difference(library: Library) -> Difference:
    """Compare the speech files with the index."""
    tags = {path.stem: etag(path.read_bytes()) for path in library.files()}
    behind, fault = _behind(library)
    if not library.index.fits(library.base()):
        return Difference(tags, (), True, False, fault)
    known = library.index.manifest()
    changed = {id_: tag for id_, tag in tags.items() if known.get(id_) != tag}
    return Difference(changed, tuple(id_ for id_ in known if id_ not in tags), False, behind, fault)


def _behind(library: Library) -> tuple[bool, str]:
    try:
        return library.behind(), ""
    except BadTaxonomy as e:
        return False, str(e)


def refresh(
    library: Library, everything: bool = False, on_indexed: OnIndexed = lambda done, total: None
) -> Refreshed:
    """Make the index agree with the files and with themes.toml. Call inside `library.writing()`.

    A themes.toml that is wrong leaves the themes as they are.

    Args:
        everything: build anew even when nothing seems to have changed.
        on_indexed: told how many of how many speeches are done.

    Raises:
        BadTaxonomy: the index must be made anew, themes.toml is wrong, and there was none before.
    """
    found = difference(library)
    if everything or found.stale:
        return _rebuild(library, on_indexed)
    done = Refreshed()
    if found.changed or found.gone:
        done = _follow(library, found.changed, found.gone, library.twice(), on_indexed)
    if not found.behind:
        return done
    judged = reclassify(library, locked=True)
    return Refreshed(done.indexed, done.removed, done.broken, reclassified=judged.entries)


def update(library: Library, ids: Sequence[str]) -> Refreshed:
    """Index these speeches again, or take them out where their files have gone; no other file is looked at.

    Call inside `library.writing()`. An index that must be made anew is.
    """
    if not library.index.fits(library.base()):
        return refresh(library)
    tags: dict[str, str] = {}
    gone: list[str] = []
    for id_ in dict.fromkeys(ids):
        try:
            tags[id_] = library.etag(id_)
        except NotFound:
            gone.append(id_)
    return _follow(library, tags, gone, [])


def _rebuild(library: Library, on_indexed: OnIndexed) -> Refreshed:
    written, base = library.applied.usable(), library.base()
    tags = {path.stem: etag(path.read_bytes()) for path in library.files()}
    broken: list[str] = library.twice()
    with library.index.rebuild(f"{base}/{written.hash}", written.source) as batch:
        indexed = _fill(library, batch, tags, written.taxonomy, broken, on_indexed)
    return Refreshed(indexed, 0, tuple(broken), rebuilt=True)


def _follow(
    library: Library,
    changed: dict[str, str],
    gone: Sequence[str],
    broken: list[str],
    on_indexed: OnIndexed = lambda done, total: None,
) -> Refreshed:
    """Index changed speeches by the taxonomy that the index was made with, and take out what has gone."""
    with library.index.update() as batch:
        indexed = _fill(library, batch, changed, library.classifier().taxonomy, broken, on_indexed)
        for id_ in gone:
            batch.remove(id_)
    return Refreshed(indexed, len(gone), tuple(broken))


def _fill(
    library: Library,
    batch: Batch,
    tags: dict[str, str],
    taxonomy: Taxonomy,
    broken: list[str],
    on_indexed: OnIndexed,
) -> int:
    """Put speeches into a batch; add to `broken` why some cannot be. Gives how many could."""
    indexed = 0
    for done, (id_, made) in enumerate(_made(library, list(tags), taxonomy), 1):
        if isinstance(made, str):
            broken.append(made)
            batch.remove(id_)
        else:
            batch.add(id_, tags[id_], made)
            indexed += 1
        on_indexed(done, len(tags))
    return indexed


_Made = tuple[str, list[Entry] | str]


def _made(library: Library, ids: list[str], taxonomy: Taxonomy) -> Iterator[_Made]:
    """The entries of each speech, or the Chinese sentence that says why there are none."""
    if len(ids) < _FEW or (os.cpu_count() or 1) < 2:
        classifier = Classifier(taxonomy)
        yield from (_entries(library, id_, classifier) for id_ in ids)
        return
    with ProcessPoolExecutor(
        min(4, os.cpu_count() or 1), processes.context(), _open, (library.home.root, taxonomy)
    ) as pool:
        yield from pool.map(_entries_here, ids, chunksize=8)


def _entries(library: Library, id_: str, classifier: Classifier) -> _Made:
    try:
        return id_, entries(library, library.speech(id_), classifier)
    except KbError as e:
        return id_, str(e)


_here: tuple[Library, Classifier] | None = None


def _open(root: Path, taxonomy: Taxonomy) -> None:
    """What a worker process does first."""
    global _here
    _here = Library(Home(root)), Classifier(taxonomy)


def _entries_here(id_: str) -> _Made:
    assert _here is not None
    library, classifier = _here
    return _entries(library, id_, classifier)
