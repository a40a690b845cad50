"""Bringing a changed taxonomy into force: new themes for every entry of the index, from the entries themselves.

No speech and no original is read. Judging takes as long as it takes beside readers and writers; only the
swap, at the end, holds the lock for a moment. Until then everybody sees the old themes, and then the new.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from indexer.entries import themes
from kb import processes
from kb.applied import Written
from kb.classify import Classifier
from kb.engine import Portion
from kb.errors import LibraryBusy, StaleIndex
from kb.library import LOCK_TIMEOUT, Library
from kb.taxonomy import Taxonomy

Themes = list[tuple[str, ...]]

#: Entries that are judged sooner here than in processes that have to be started for it.
_FEW = 4000
#: Seconds that the lock is waited for before progress is told again.
_PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Reclassified:
    """How many entries were judged, how many of them have other themes now, and in how many seconds."""

    entries: int
    changed: int
    seconds: float


def reclassify(
    library: Library,
    on_done: Callable[[int, int], None] = lambda done, total: None,
    *,
    locked: bool = False,
    patience: float = LOCK_TIMEOUT,
) -> Reclassified:
    """Classify the index by what themes.toml says now.

    Args:
        on_done: told how many of how many entries are judged; what it raises ends the work, and nothing
            has changed.
        locked: the caller is inside `library.writing()`.
        patience: seconds to wait for another writer at the end.

    Raises:
        BadTaxonomy: themes.toml is wrong.
        StaleIndex: there is no index that fits this version of the program.
        LibraryBusy: another writer did not finish in time.
    """
    begun = time.monotonic()
    if not library.index.fits(library.base()):
        raise StaleIndex("还没有可用的检索索引", file=library.home.index, remedy="运行 kb reindex")
    turn: Callable[[float], AbstractContextManager[None]] = library.writing
    work = _Work(library, on_done, (lambda timeout: nullcontext()) if locked else turn)
    until = time.monotonic() + patience
    while True:
        work.judge()
        try:
            changed = work.swap(_PAUSE)
        except LibraryBusy:
            if time.monotonic() > until:
                raise
            continue
        if changed is not None:
            return Reclassified(work.done, changed, time.monotonic() - begun)


class _Work:
    """What has been judged so far, by which taxonomy."""

    def __init__(
        self,
        library: Library,
        on_done: Callable[[int, int], None],
        turn: Callable[[float], AbstractContextManager[None]],
    ) -> None:
        self._library = library
        self._on_done = on_done
        self._turn = turn
        self._written: Written = library.applied.written()
        self._judged: dict[Portion, Themes] = {}

    @property
    def done(self) -> int:
        """How many entries are judged."""
        return sum(portion.size for portion in self._judged)

    def judge(self) -> None:
        """Judge what is not judged yet by the taxonomy as it is now."""
        written = self._library.applied.written()
        if written.hash != self._written.hash:
            self._written, self._judged = written, {}
        left = self._left()
        total = self.done + sum(portion.size for portion in left)
        self._on_done(self.done, total)
        for portion, given in _judged(written.taxonomy, left):
            if given is not None:
                self._judged[portion] = given
            self._on_done(self.done, total)

    def _left(self) -> list[Portion]:
        """The portions of the index as it is now that are not judged yet; what has gone is forgotten."""
        now = self._library.index.portions()
        self._judged = {p: self._judged[p] for p in now if p in self._judged}
        return [p for p in now if p not in self._judged]

    def swap(self, timeout: float) -> int | None:
        """Put everything in; None when so much has come in between, or the taxonomy has changed, that there
        is more to judge first."""
        with self._turn(timeout):
            written = self._library.applied.written()
            left = self._left()
            if written.hash != self._written.hash or sum(portion.size for portion in left) > _FEW:
                return None
            for portion in left:
                self._judged[portion] = _themes(portion, Classifier(written.taxonomy))
            stamp = f"{self._library.base()}/{written.hash}"
            return self._library.index.retheme(stamp, written.source, self._judged)


def _judged(taxonomy: Taxonomy, portions: Sequence[Portion]) -> Iterator[tuple[Portion, Themes | None]]:
    """The themes of each portion's entries; None for one that a writer has put elsewhere meanwhile."""
    if sum(portion.size for portion in portions) <= _FEW or (os.cpu_count() or 1) < 2:
        classifier = Classifier(taxonomy)
        yield from ((portion, _themes_if_there(portion, classifier)) for portion in portions)
        return
    pool = ProcessPoolExecutor(min(4, os.cpu_count() or 1), processes.context(), _open, (taxonomy,))
    try:
        yield from zip(portions, pool.map(_themes_here, portions), strict=True)
    finally:
        pool.shutdown(cancel_futures=True)


def _themes(portion: Portion, classifier: Classifier) -> Themes:
    return [themes(entry, classifier) for entry in portion.entries()]


def _themes_if_there(portion: Portion, classifier: Classifier) -> Themes | None:
    try:
        return _themes(portion, classifier)
    except FileNotFoundError:
        return None


_classifier: Classifier | None = None


def _open(taxonomy: Taxonomy) -> None:
    """What a worker process does first. Ctrl-C is for the process that swaps."""
    global _classifier
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _classifier = Classifier(taxonomy)


def _themes_here(portion: Portion) -> Themes | None:
    assert _classifier is not None
    return _themes_if_there(portion, _classifier)
