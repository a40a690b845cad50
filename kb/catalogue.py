"""What is made of every entry of an index, such as its headings: kept in memory until the index changes.

A catalogue is a cache and no more. It reads the index, never the speech files, and is made again for the
speeches that have changed. What takes long to find is remembered by place under `index/`, which may be deleted.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from kb.engine import Entry
from kb.files import write_atomically
from kb.library import Library

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Where:
    """The place something was found in, with what it can be narrowed by; see `kb.engine.Entry`."""

    speech: str
    place: str
    title: str
    headings: tuple[str, ...]
    source: str
    year: int
    themes: tuple[str, ...]
    role: str
    day: int
    sha: str = ""

    @property
    def key(self) -> str:
        """`speech#place`."""
        return f"{self.speech}#{self.place}"


def where(entry: Entry) -> Where:
    """The place of an entry."""
    return Where(
        entry.speech,
        entry.place,
        entry.title,
        entry.headings,
        entry.source,
        entry.year,
        entry.themes,
        entry.role,
        entry.when,
        entry.sha,
    )


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    """What was made of an index in one state."""

    stamp: str
    etags: Mapping[str, str]
    made: Mapping[str, tuple[tuple[Where, T], ...]]
    all: tuple[tuple[Where, T], ...]


class Catalogue(Generic[T]):
    """Makes things of entries.

    Args:
        make: what an entry has; it depends on nothing but the entry.
        file: the name under `index/` by which the places that have something are remembered, if `make` is slow.
        rules: raised when `make` changes.
    """

    def __init__(self, make: Callable[[Entry], Sequence[T]], file: str = "", rules: str = "") -> None:
        self._make = make
        self._file = file
        self._rules = rules
        self._lock = Lock()
        self._kept: WeakKeyDictionary[Library, _Kept[T]] = WeakKeyDictionary()

    def of(self, library: Library) -> tuple[tuple[Where, T], ...]:
        """Everything there is now, in the order of the index.

        Raises:
            StaleIndex: there is no index yet.
        """
        with self._lock:
            kept = self._kept.get(library)
            stamp, etags = library.index.stamp(), library.index.manifest()
            if kept is None or (kept.stamp, kept.etags) != (stamp, etags):
                kept = self._made(library, stamp, dict(etags), kept)
                self._kept[library] = kept
            return kept.all

    def _made(
        self, library: Library, stamp: str, etags: Mapping[str, str], before: _Kept[T] | None
    ) -> _Kept[T]:
        same = before if before and before.stamp == stamp else None
        unchanged = {s for s, etag in etags.items() if same and same.etags.get(s) == etag}
        path = library.home.index / self._file if self._file else None
        known = _read(path, self._rules) if path else {}
        made: dict[str, list[tuple[Where, T]]] = {}
        for entry in library.index.entries():
            speech = entry.speech
            places = known.get(speech)
            empty = places is not None and places[0] == etags.get(speech) and entry.place not in places[1]
            if speech not in unchanged and not empty:
                made.setdefault(speech, []).extend((where(entry), one) for one in self._make(entry))
        found = {s: tuple(those) for s, those in made.items()}
        if same:
            found |= {s: same.made[s] for s in unchanged if s in same.made}
        if path and set(found) != unchanged:
            _write(path, self._rules, etags, found)
        return _Kept(stamp, etags, found, tuple(one for s in etags if s in found for one in found[s]))


_Places = Mapping[str, tuple[str, frozenset[str]]]


def _read(path: Path, rules: str) -> _Places:
    """Which places of which version of each speech have something; nothing when it cannot be told."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if stored["rules"] != rules:
            return {}
        return {s: (etag, frozenset(places)) for s, (etag, places) in stored["speeches"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as e:
        log.warning("%s 读不了（%s），将重新建立", path, e)
        return {}


def _write(
    path: Path, rules: str, etags: Mapping[str, str], found: Mapping[str, Sequence[tuple[Where, object]]]
) -> None:
    speeches = {s: [etag, sorted({at.place for at, _ in found.get(s, ())})] for s, etag in etags.items()}
    try:
        write_atomically(
            path, json.dumps({"rules": rules, "speeches": speeches}, ensure_ascii=False).encode()
        )
    except OSError as e:
        log.warning("%s 写不了（%s），下次打开要重新找一遍", path, e)


def spread(found: Sequence[tuple[Where, T]]) -> Iterator[Where]:
    """The places, one of each speech, the newest first."""
    seen: set[str] = set()
    for at, _ in sorted(found, key=lambda pair: -pair[0].day):
        if at.speech not in seen:
            seen.add(at.speech)
            yield at
