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
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from kb.analysis import query_grams
from kb.copies import behind
from kb.engine import ENTRY_KINDS, Entry, Facets, Hits, Request
from kb.engines.postings import GRAMS, WORDS
from kb.engines.segment import Mask, Segment, is_whole, read_entries, write_segment
from kb.errors import StaleIndex
from kb.files import write_atomically
from kb.query import (
    And,
    Everything,
    InSource,
    InTitle,
    Literal,
    Not,
    Or,
    RoleIs,
    ThemeIs,
    Tree,
    YearIn,
    positive_literals,
)
from kb.rank import POOL, bm25, closer

log = logging.getLogger(__name__)

#: Entries in a segment when a large batch is split; two such can be made side by side.
_SEGMENT = 20_000
#: With more segments than this, the small ones are made into one.
_MANY = 8
_WORD_WEIGHT = 0.5
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
            found = [(s, _evaluate(request.tree, s) & s.live) for s in segments]
            hits = [(s, mask & _chosen(request, s)) for s, mask in found]
            ranked = _best(hits, request, offset + limit)
            listed, copies = _folded(ranked) if request.fold else (ranked, {})
            page = listed[offset : offset + limit]
            return Hits(
                sum(int(np.count_nonzero(mask)) for _, mask in hits),
                tuple((c.key, round(c.score, 6)) for c in page),
                _facets(request, found, hits),
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


# Evaluation


def _evaluate(tree: Tree, segment: Segment) -> Mask:
    match tree:
        case Everything():
            return np.ones(segment.size, np.bool_)
        case Literal(_, folded):
            return segment.containing(folded)
        case InTitle(folded):
            return segment.in_context(folded)
        case InSource(folded):
            return segment.in_source(folded)
        case ThemeIs(theme):
            return segment.with_theme(theme)
        case RoleIs(role):
            return segment.with_role(role)
        case YearIn(first, last):
            return segment.of_years(first, last)
        case And(parts):
            return _all([_evaluate(p, segment) for p in parts])
        case Or(parts):
            return _any([_evaluate(p, segment) for p in parts])
        case Not(part):
            return ~_evaluate(part, segment)


def _all(masks: Sequence[Mask]) -> Mask:
    together: Mask = np.logical_and.reduce(masks)
    return together


def _any(masks: Sequence[Mask]) -> Mask:
    either: Mask = np.logical_or.reduce(masks)
    return either


def _chosen(request: Request, segment: Segment, but: str = "") -> Mask:
    """The entries that the chosen facets, one of them left aside, let through."""
    masks = [segment.with_theme(t) for t in request.themes]
    if but != "kinds":
        masks.append(segment.of_kinds(request.kinds))
    if but != "roles" and request.roles:
        masks.append(_any([segment.with_role(r) for r in request.roles]))
    if but != "years" and request.years:
        masks.append(segment.of_years(*request.years))
    if but != "speeches" and request.speech:
        masks.append(segment.of_speech(request.speech))
    return _all(masks) if masks else np.ones(segment.size, np.bool_)


def _facets(request: Request, found: list[tuple[Segment, Mask]], hits: list[tuple[Segment, Mask]]) -> Facets:
    def those(but: str, chosen: bool) -> list[tuple[Segment, Mask]]:
        return [(s, mask & _chosen(request, s, but)) for s, mask in found] if chosen else hits

    def counted(column: str, sets: list[tuple[Segment, Mask]]) -> Mapping[str, int]:
        total: Counter[str] = Counter()
        for segment, mask in sets:
            total.update(segment.counts(mask)[column])
        return {value: n for value, n in total.items() if n and value}

    years: Counter[int] = Counter()
    for segment, mask in those("years", request.years is not None):
        years.update(segment.years_of(mask))
    return Facets(
        themes=counted("themes", hits),
        roles=counted("roles", those("roles", bool(request.roles))),
        years=dict(years),
        speeches=counted("speeches", those("speeches", bool(request.speech))),
        kinds=counted("kinds", those("kinds", True)),
    )


# Order


@dataclass(frozen=True, slots=True)
class _Candidate:
    segment: Segment
    number: int
    score: float

    @property
    def key(self) -> str:
        return self.segment.key(self.number)


def _best(hits: list[tuple[Segment, Mask]], request: Request, wanted: int) -> list[_Candidate]:
    """At least the `wanted` best: BM25 chooses the pool, the closer look orders it, the rest follows by BM25."""
    literals = list(dict.fromkeys(x.folded for x in positive_literals(request.tree)))
    # Folding takes at most the pool away, so this many are enough for any page.
    ranked = _ranked(hits, literals, wanted + POOL)
    if literals:
        ranked = _looked_at(ranked[:POOL], literals) + ranked[POOL:]
    return ranked


def _folded(ranked: list[_Candidate]) -> tuple[list[_Candidate], dict[str, tuple[str, ...]]]:
    """The list with near copies in the pool taken out, and whom they stand behind."""
    groups = behind([c.segment.folded(c.number) for c in ranked[:POOL]])
    copies = {
        ranked[head].key: tuple(ranked[n].key for n in group) for head, group in groups.items() if group
    }
    return [ranked[head] for head in groups] + ranked[POOL:], copies


def _ranked(hits: list[tuple[Segment, Mask]], literals: list[str], wanted: int) -> list[_Candidate]:
    if not any(mask.any() for _, mask in hits):
        return []
    scores = _scores([s for s, _ in hits], literals)
    ranked: list[_Candidate] = []
    for (segment, mask), score in zip(hits, scores, strict=True):
        numbers = np.flatnonzero(mask)
        best = numbers[np.lexsort((-segment.year[numbers], -score[numbers]))[:wanted]]
        ranked.extend(_Candidate(segment, int(n), float(score[n])) for n in best)
    return sorted(ranked, key=lambda c: (-c.score, -int(c.segment.year[c.number])))[:wanted]


def _scores(segments: list[Segment], literals: list[str]) -> list[NDArray[np.float32]]:
    """BM25 of all entries; zero where there is nothing to count by, so that the newer speech comes first."""
    size = sum(s.size for s in segments)
    mean = sum(int(s.length.sum()) for s in segments) / max(1, size)
    scores = [np.zeros(s.size, np.float32) for s in segments]
    for field, term, weight in _terms(segments, literals):
        postings = [s.postings.get(field, term) for s in segments]
        having = sum(len(ids) for ids, _ in postings)
        for segment, score, (ids, counts) in zip(segments, scores, postings, strict=True):
            score[ids] += weight * bm25(counts, segment.length[ids], mean, having, size)
    return scores


def _terms(segments: list[Segment], literals: list[str]) -> list[tuple[str, str, float]]:
    # A single character has no gram of its own: such hits come in order of year and by the closer look.
    grams = [g for x in literals for g in query_grams(x)]
    words = [w for x in literals for s in segments for w in s.words_in(x)]
    return [(GRAMS, g, 1.0) for g in dict.fromkeys(grams)] + [
        (WORDS, w, _WORD_WEIGHT) for w in dict.fromkeys(words)
    ]


def _looked_at(pool: list[_Candidate], literals: list[str]) -> list[_Candidate]:
    best = max((c.score for c in pool), default=0.0) or 1.0
    heading = ENTRY_KINDS.index("heading")
    looked = [
        _Candidate(
            c.segment,
            c.number,
            closer(
                c.segment.folded(c.number),
                c.segment.contexts[c.segment.context[c.number]],
                literals,
                c.score / best,
                bool(c.segment.kind[c.number] == heading),
            ),
        )
        for c in pool
    ]
    return sorted(looked, key=lambda c: -c.score)
