"""The default engine: segments whose terms Whoosh keeps and numpy evaluates.

On disk, under one folder: `segment-…/` for each batch, and `state.json`, which names the segments and
their living speeches and is replaced by one atomic rename. What it does not name does not exist; so a
crash in the middle of a batch leaves the state before it.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

import numpy as np

from kb.engine import Entry, Hits, Request
from kb.engines.answer import best, chosen, evaluate, facets, folded
from kb.engines.segment import Segment, is_whole, read_entries, write_segment
from kb.errors import StaleIndex
from kb.files import write_atomically

log = logging.getLogger(__name__)

#: Entries in a segment when a large batch is split; two such can be made side by side.
_SEGMENT = 20_000
#: With more segments than this, the small ones are made into one.
_MANY = 8
_TRIES = 3


@dataclass(frozen=True, slots=True)
class _State:
    """Which segments there are, and the living speeches of each with their etags."""

    stamp: str = ""
    segments: tuple[tuple[str, Mapping[str, str]], ...] = ()


class WhooshEngine:
    """See `kb.engine.Engine`."""

    def __init__(self, path: Path, stamp: str = "") -> None:
        self._path = path
        self._stamp = stamp
        self._lock = RLock()
        self._seen: tuple[int, int, int] | None = None
        self._segments: dict[str, Segment] = {}
        self._closed = False

    # Writing

    @contextmanager
    def write(self) -> Iterator[_Batch]:
        """See `Engine.write`."""
        self._path.mkdir(parents=True, exist_ok=True)
        batch = _Batch(self._path)
        try:
            yield batch
            made = batch.finish()
        except BaseException:
            batch.discard()
            raise
        state = _merge_small(self._path, _after(_read_state(self._path), batch, made, self._stamp))
        _write_state(self._path, state)
        _sweep(self._path, state)

    # Reading

    def manifest(self) -> Mapping[str, str]:
        """See `Engine.manifest`."""
        return {s: tag for _, living in _read_state(self._path).segments for s, tag in living.items()}

    def stamp(self) -> str:
        """See `Engine.stamp`. An index with a part missing has no stamp, so that it is made anew."""
        state = _read_state(self._path)
        whole = all(is_whole(self._path / name) for name, _ in state.segments)
        return state.stamp if whole else ""

    def close(self) -> None:
        """See `Engine.close`."""
        with self._lock:
            for segment in self._segments.values():
                segment.close()
            self._segments, self._seen = {}, None
            self._closed = True

    def search(self, request: Request, limit: int, offset: int = 0) -> Hits:
        """See `Engine.search`."""
        with self._lock:
            segments = self._current()
            found = [(s, evaluate(request.tree, s) & s.live) for s in segments]
            hits = [(s, mask & chosen(request, s)) for s, mask in found]
            ranked = best(hits, request, offset + limit)
            listed, copies = folded(ranked) if request.fold else (ranked, {})
            page = listed[offset : offset + limit]
            return Hits(
                sum(int(np.count_nonzero(mask)) for _, mask in hits),
                tuple((c.key, round(c.score, 6)) for c in page),
                facets(request, found, hits),
                {c.key: copies[c.key] for c in page if c.key in copies},
                len(ranked) - len(listed),
            )

    def _current(self) -> list[Segment]:
        """The segments of the newest state, opening and closing what has changed."""
        if self._closed:
            raise StaleIndex("检索索引刚刚换过", file=self._path, remedy="再试一次")
        for _ in range(_TRIES):
            try:
                self._follow()
                return list(self._segments.values())
            except FileNotFoundError:
                # A writer replaced the state and swept a segment between our two looks; look again.
                continue
        raise StaleIndex("检索索引缺了一部分", file=self._path, remedy="运行 kb reindex")

    def _follow(self) -> None:
        try:
            status = (self._path / "state.json").stat()
        except FileNotFoundError:
            # Nothing was ever committed, or a rebuild has removed this generation: what is open still serves.
            return
        seen = (status.st_mtime_ns, status.st_ino, status.st_size)
        if seen == self._seen:
            return
        state = _read_state(self._path)
        opened: dict[str, Segment] = {}
        try:
            for name, living in state.segments:
                opened[name] = self._segments.get(name) or Segment(self._path / name, living)
        except BaseException:
            for name, segment in opened.items():
                if name not in self._segments:
                    segment.close()
            raise
        for name, living in state.segments:
            opened[name].set_live(living)
        for name, segment in self._segments.items():
            if name not in opened:
                segment.close()
        self._segments, self._seen = opened, seen


class _Batch:
    """Gathers entries and writes them out as segments that no state names yet."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: list[Entry] = []
        self._etags: dict[str, str] = {}
        self._made: list[tuple[str, Mapping[str, str]]] = []
        self._pool: ProcessPoolExecutor | None = None
        self._jobs: list[Future[None]] = []
        self.removed: set[str] = set()

    def add(self, speech: str, etag: str, entries: Iterable[Entry]) -> None:
        """See `Batch.add`."""
        if speech in self._etags:
            self._entries = [e for e in self._entries if e.speech != speech]
        for name, living in self._made:
            if speech in living:
                self._made[self._made.index((name, living))] = (name, _without(living, {speech}))
        self._entries.extend(entries)
        self._etags[speech] = etag
        self.removed.add(speech)
        if len(self._entries) >= _SEGMENT:
            self._flush(split=True)

    def remove(self, speech: str) -> None:
        """See `Batch.remove`."""
        self.add(speech, "", ())
        del self._etags[speech]

    def _flush(self, split: bool) -> None:
        if not self._etags:
            return
        name = f"segment-{uuid.uuid4().hex[:12]}"
        if not split or (os.cpu_count() or 1) < 2:
            write_segment(self._path / name, self._entries)
        else:
            self._pool = self._pool or ProcessPoolExecutor(min(2, os.cpu_count() or 1))
            self._jobs.append(self._pool.submit(write_segment, self._path / name, self._entries))
        self._made.append((name, self._etags))
        self._entries, self._etags = [], {}

    def finish(self) -> list[tuple[str, Mapping[str, str]]]:
        """Write what is left, wait for all, and tell the segments made."""
        self._flush(split=bool(self._jobs))
        for job in self._jobs:
            job.result()
        if self._pool:
            self._pool.shutdown()
        return self._made

    def discard(self) -> None:
        """Leave nothing behind."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
        for name, _ in self._made:
            _remove_folder(self._path / name)


def _without(living: Mapping[str, str], gone: set[str]) -> Mapping[str, str]:
    return {s: tag for s, tag in living.items() if s not in gone}


def _after(old: _State, batch: _Batch, made: list[tuple[str, Mapping[str, str]]], stamp: str) -> _State:
    kept = [(name, _without(living, batch.removed)) for name, living in old.segments]
    return _State(stamp, tuple((name, living) for name, living in [*kept, *made] if living))


def _merge_small(path: Path, state: _State) -> _State:
    """Make the smallest segments into one when there are many."""
    if len(state.segments) <= _MANY:
        return state
    by_size = sorted(state.segments, key=lambda s: (path / s[0] / "folded.txt").stat().st_size)
    small = {name for name, _ in by_size[: len(by_size) - _MANY // 2]}
    entries: list[Entry] = []
    together: dict[str, str] = {}
    for name, living in state.segments:
        if name in small:
            entries.extend(e for e in read_entries(path / name) if e.speech in living)
            together |= living
    merged = f"segment-{uuid.uuid4().hex[:12]}"
    write_segment(path / merged, entries)
    rest = tuple(s for s in state.segments if s[0] not in small)
    return _State(state.stamp, (*rest, (merged, together)))


def _read_state(path: Path) -> _State:
    try:
        data = json.loads((path / "state.json").read_text(encoding="utf-8"))
        return _State(data["stamp"], tuple((s["name"], s["speeches"]) for s in data["segments"]))
    except FileNotFoundError:
        return _State()
    except (ValueError, KeyError, TypeError) as e:
        log.warning("检索索引的 state.json 写坏了（%s），将重建", e)
        return _State()


def _write_state(path: Path, state: _State) -> None:
    segments = [{"name": name, "speeches": dict(living)} for name, living in state.segments]
    data = {"stamp": state.stamp, "segments": segments}
    write_atomically(path / "state.json", json.dumps(data, ensure_ascii=False).encode())


def _sweep(path: Path, state: _State) -> None:
    """Remove segments that the state no longer names."""
    named = {name for name, _ in state.segments}
    for folder in path.glob("segment-*"):
        if folder.name not in named:
            _remove_folder(folder)


def _remove_folder(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except OSError as e:
        # Windows keeps files that a reader has open; the next batch sweeps again.
        log.info("旧索引 %s 暂时不能删除：%s", folder.name, e)
