"""A batch of the default engine: entries gathered and written out as segments that no state names yet."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb.engine import Entry
from kb.engines.postings import write_terms
from kb.engines.state import Part, State, remove_folder
from kb.engines.tags import read_tags
from kb.engines.written import KeepTerms, portions_of, write_segment

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

#: Entries in a segment when a large batch is split; two such can be made side by side.
SEGMENT = 20_000
#: So many segments of about one size are made into one, whose size is about so many times as large.
_MANY = 6
#: Entries of the smallest size of segments: what one edit makes.
_SMALL = 250
#: With more segments than this, an edit does not leave larger merges to the next import.
_MOST = 40
#: Entries of a segment that is kept the way of large ones.
LARGE = 10_000


@dataclass(slots=True)
class _Made:
    """A segment that is being written: its file of tags is known when the job is done."""

    name: str
    size: int
    speeches: Mapping[str, str]
    job: Future[str] | None
    tags: str = ""


class Batch:
    """See `kb.engine.Batch`. Sets of speeches are small beside their entries, which go to disk as they come."""

    def __init__(self, path: Path, keep: KeepTerms = write_terms, split: int = SEGMENT) -> None:
        self._path = path
        self._keep = keep
        self._split = split
        self._entries: list[Entry] = []
        self._etags: dict[str, str] = {}
        self._made: list[_Made] = []
        self._pool: ProcessPoolExecutor | None = None
        self._removed: set[str] = set()
        self._added = 0

    def add(self, speech: str, etag: str, entries: Iterable[Entry]) -> None:
        """See `Batch.add`."""
        if speech in self._etags:
            self._entries = [e for e in self._entries if e.speech != speech]
        for made in (made for made in self._made if speech in made.speeches):
            made.speeches = _without(made.speeches, {speech})
        self._entries.extend(entries)
        self._etags[speech] = etag
        self._removed.add(speech)
        if len(self._entries) >= self._split:
            self._flush(split=True)

    def remove(self, speech: str) -> None:
        """See `Batch.remove`."""
        self.add(speech, "", ())
        del self._etags[speech]

    def _flush(self, split: bool) -> None:
        if not self._etags:
            return
        made = _Made(_new_name(), len(self._entries), self._etags, None)
        self._added += made.size
        large = made.size >= LARGE
        if not split or (os.cpu_count() or 1) < 2:
            made.tags = write_segment(self._path / made.name, self._entries, large, self._keep)
        else:
            self._pool = self._pool or _two_processes()
            made.job = self._pool.submit(
                write_segment, self._path / made.name, self._entries, large, self._keep
            )
        self._made.append(made)
        self._entries, self._etags = [], {}

    def finish(self, state: State, stamp: str) -> State:
        """Write what is left, wait for all, and give the state that follows `state`."""
        self._flush(split=any(made.job for made in self._made))
        for made in self._made:
            made.tags = made.job.result() if made.job else made.tags
        if self._pool:
            self._pool.shutdown()
        kept = [replace(part, speeches=_without(part.speeches, self._removed)) for part in state.parts]
        new = [Part(made.name, made.tags, made.size, made.speeches) for made in self._made]
        parts = tuple(part for part in (*kept, *new) if part.speeches)
        in_a_hurry = self._added < _SMALL * _MANY and len(parts) <= _MOST
        return State(stamp, merged(self._path, parts, _SMALL * _MANY if in_a_hurry else SEGMENT))

    def discard(self) -> None:
        """Leave nothing behind."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
        for made in self._made:
            remove_folder(self._path / made.name)


def _two_processes() -> ProcessPoolExecutor:
    # Imported late: who only searches, or writes little, needs none of it.
    from concurrent.futures import ProcessPoolExecutor

    from kb.processes import context

    return ProcessPoolExecutor(2, context())


def _new_name() -> str:
    return f"segment-{uuid.uuid4().hex[:12]}"


def _without(speeches: Mapping[str, str], gone: set[str]) -> Mapping[str, str]:
    return {s: tag for s, tag in speeches.items() if s not in gone}


def merged(path: Path, parts: tuple[Part, ...], largest: int) -> tuple[Part, ...]:
    """The segments of a state with those of one size made into one where they are many.

    Each merge makes a segment of the next size, so an entry is written anew as many times as there are
    sizes, and after one small change never much at once. Segments of more entries than `largest` are left.
    """
    below, limit = -1, _SMALL
    while limit <= largest:
        same = [part for part in parts if below < part.size <= limit][:_MANY]
        if len(same) == _MANY:
            parts = (*(part for part in parts if part not in same), _together(path, same))
        below, limit = limit, limit * _MANY
    return parts


def _together(path: Path, parts: list[Part]) -> Part:
    """One segment of the living entries of several, with the tags that they have now."""
    entries: list[Entry] = []
    for part in parts:
        folder = path / part.name
        tags = read_tags(folder / part.tags)
        for portion in portions_of(folder, part, tags):
            numbered = zip(portion.numbers, portion.entries(), strict=True)
            entries += (replace(e, themes=tags.of(n)) for n, e in numbered)
    name = _new_name()
    written = write_segment(path / name, entries, large=False)
    speeches = {s: tag for part in parts for s, tag in part.speeches.items()}
    return Part(name, written, len(entries), speeches)
