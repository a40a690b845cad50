"""The default engine: segments whose terms Whoosh keeps and numpy evaluates.

On disk, under one folder: `segment-…/` for each batch, and `state.json`, which names the segments, their
living speeches and their files of tags (see `state`). This module only brings the parts together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import RLock
from typing import BinaryIO
from zipfile import BadZipFile

import numpy as np

from kb.engine import DEFAULT_KINDS, Entry, Hits, Request, Retagged, Shared
from kb.engine import Portion as AnyPortion
from kb.engines.answer import best, chosen, facets, matching, standing_back
from kb.engines.batch import SEGMENT, Batch
from kb.engines.candidates import folded
from kb.engines.postings import write_terms
from kb.engines.retag import retagged, rethemed
from kb.engines.segment import Segment
from kb.engines.sharing import Sharing
from kb.engines.state import Part, Signature, State, read_state, signature, write_state
from kb.engines.tags import Mask, Tags, read_tags
from kb.engines.whole import Whole
from kb.engines.written import KeepTerms, Portion, is_whole, portions, read_entry
from kb.errors import StaleIndex

_TRIES = 3
#: What numpy, zipfile and json say of files that are cut short or overwritten.
_DAMAGED = (ValueError, KeyError, EOFError, BadZipFile)
_TEXTS = "folded.txt"


class WhooshEngine:
    """See `kb.engine.Engine`."""

    def __init__(self, path: Path, stamp: str = "") -> None:
        self._path = path
        self._stamp = stamp
        self._lock = RLock()
        self._state: tuple[Signature | None, State, bool] | None = None
        self._opened: tuple[Signature | None, tuple[Part, ...]] = (None, ())
        self._segments: dict[str, Segment] = {}
        self._whole: Whole | None = None
        self._closed = False
        self._keep_terms: KeepTerms = write_terms
        self._split = SEGMENT

    # Writing

    @contextmanager
    def write(self) -> Iterator[Batch]:
        """See `Engine.write`."""
        self._path.mkdir(parents=True, exist_ok=True)
        batch = Batch(self._path, self._keep_terms, self._split)
        try:
            yield batch
            state = batch.finish(read_state(self._path), self._stamp)
        except BaseException:
            batch.discard()
            raise
        write_state(self._path, state)

    def retheme(self, themes: Mapping[AnyPortion, Sequence[Sequence[str]]]) -> int:
        """See `Engine.retheme`."""
        done = [rethemed(self._path / part.name, part, themes) for part in read_state(self._path).parts]
        write_state(self._path, State(self._stamp, tuple(part for part, _ in done)))
        return sum(different for _, different in done)

    def retag(self, changes: Mapping[str, Retagged]) -> tuple[str, ...]:
        """See `Engine.retag`."""
        with self._lock:
            segments = {segment.path.name: segment for segment in self._current()}
        before = read_state(self._path)
        state, unknown = retagged(self._path, before, segments, changes)
        if state != before:
            write_state(self._path, state)
        return unknown

    # Reading

    def manifest(self) -> Mapping[str, str]:
        """See `Engine.manifest`."""
        return {s: tag for part in self._read()[1].parts for s, tag in part.speeches.items()}

    def stamp(self) -> str:
        """See `Engine.stamp`. An index with a part missing has no stamp, so that it is made anew."""
        _, state, whole = self._read()
        return state.stamp if whole else ""

    def close(self) -> None:
        """See `Engine.close`."""
        with self._lock:
            for segment in self._segments.values():
                segment.close()
            self._segments, self._opened, self._state, self._whole = {}, (None, ()), None, None
            self._closed = True

    def search(self, request: Request, limit: int, offset: int = 0) -> Hits:
        """See `Engine.search`."""
        with self._lock:
            whole = self._together()
            found = matching(request.tree, whole)
            hits = chosen(request, whole, found)
            ranked = best(hits, request, whole, offset + limit)
            if request.near:
                found = hits = np.sort(ranked.numbers)
            listed, copies = folded(whole, ranked) if request.fold else (ranked, {})
            page = [
                (number, whole.key(number)) for number in listed.numbers[offset : offset + limit].tolist()
            ]
            scores = listed.scores[offset : offset + limit].tolist()
            return Hits(
                len(hits),
                tuple((key, round(score, 6)) for (_, key), score in zip(page, scores, strict=True)),
                facets(request, whole, found, hits),
                {key: tuple(map(whole.key, copies[n].tolist())) for n, key in page if n in copies},
                len(ranked.numbers) - len(listed.numbers),
                standing_back(request, whole, hits),
            )

    def grid(self) -> Mapping[tuple[str, str], int]:
        """See `Engine.grid`."""
        with self._lock:
            whole = self._together()
            return whole.grid(whole.live & whole.of_kinds(DEFAULT_KINDS))

    def entries(self, words: Sequence[str] = (), theme: str = "") -> Iterator[Entry]:
        """See `Engine.entries`. What is asked for is settled at the first step; later changes do not show."""
        with ExitStack() as files:
            with self._lock:
                wanted = [
                    (_mentioning(s, words, theme), s.lines, s.tags, files.enter_context(_opened(s.path)))
                    for s in self._current()
                ]
            for mask, lines, tags, file in wanted:
                for number in np.flatnonzero(mask).tolist():
                    file.seek(lines[number])
                    yield read_entry(file.readline(), tags.of(number), tags.decided.get(number, ()))

    def sharing(self, text: str) -> tuple[Shared, ...]:
        """See `Engine.sharing`. Looks through files of its own, so that searches need not wait for it."""
        asked, found = Sharing(text), []
        with ExitStack() as files:
            with self._lock:
                wanted = [
                    (
                        s,
                        s.live,
                        files.enter_context(_opened(s.path)),
                        files.enter_context(_opened(s.path, _TEXTS)),
                    )
                    for s in self._current()
                ]
            for segment, live, file, texts in wanted:
                for number, matches in asked.within(texts.read(), segment.ends, live):
                    file.seek(segment.lines[number])
                    found.append(Shared(read_entry(file.readline(), (), ()), matches))
        return tuple(found)

    def portions(self) -> tuple[Portion, ...]:
        """See `Engine.portions`."""
        with self._lock:
            return tuple(p for s in self._current() for p in portions(s.path, s.lines, s.live, s.tags))

    def _read(self) -> tuple[Signature | None, State, bool]:
        """The newest state, and whether all of it is there; looked at again when it changes."""
        with self._lock:
            seen = signature(self._path)
            if self._state is None or self._state[0] != seen:
                state = read_state(self._path)
                self._state = (seen, state, all(is_whole(self._path, part) for part in state.parts))
            return self._state

    def _together(self) -> Whole:
        """The segments of the newest state as one."""
        segments = self._current()
        if self._whole is None:
            self._whole = Whole(segments)
        return self._whole

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
                self._state = None
            except _DAMAGED as e:
                raise StaleIndex("检索索引坏了一部分", file=self._path, remedy="运行 kb reindex") from e
        raise StaleIndex("检索索引缺了一部分", file=self._path, remedy="运行 kb reindex")

    def _follow(self) -> None:
        seen, state, _ = self._read()
        # Nothing was ever committed, or a rebuild has removed this generation: what is open still serves.
        if seen is None or seen == self._opened[0]:
            return
        tags_files = {part.name: part.tags for part in self._opened[1]}
        fresh: list[tuple[Segment, Part, Tags]] = []
        try:
            for part in state.parts:
                folder, known = self._path / part.name, self._segments.get(part.name)
                same = known is not None and tags_files[part.name] == part.tags
                tags = known.tags if known and same else read_tags(folder / part.tags)
                fresh.append((known or Segment(folder, part.speeches, tags), part, tags))
        except BaseException:
            self._close_all_but(self._segments.values(), [segment for segment, _, _ in fresh])
            raise
        old = list(self._segments.values())
        for segment, part, tags in fresh:
            segment.follow(part.speeches, tags)
        self._segments = {part.name: segment for segment, part, _ in fresh}
        self._opened, self._whole = (seen, state.parts), None
        self._close_all_but(self._segments.values(), old)

    @staticmethod
    def _close_all_but(kept: Iterable[Segment], segments: Iterable[Segment]) -> None:
        keep = list(kept)
        for segment in segments:
            if segment not in keep:
                segment.close()


def _mentioning(segment: Segment, words: Sequence[str], theme: str) -> Mask:
    mask = segment.live & segment.mentioning(words)
    return mask & segment.tags.row(theme) if theme else mask


def _opened(folder: Path, name: str = "entries.jsonl") -> BinaryIO:
    """A file of a segment, open: whoever has it open can read on when a writer sweeps it away."""
    try:
        return (folder / name).open("rb")
    except FileNotFoundError as e:
        raise StaleIndex("检索索引刚刚换过", file=folder, remedy="再试一次") from e
