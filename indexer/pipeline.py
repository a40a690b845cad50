"""Importing: which files, what became of each, and the index brought up to date.

`import_files` reads like its steps. A file that cannot be read is named and counted, and the rest goes
on; a speech is written whole or not at all, so that stopping in the middle leaves a sound library.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexer.naming import speech_id
from indexer.prepare import Failed, Prepared, named, prepare
from indexer.refresh import Refreshed, refresh
from kb.library import Library

Status = Literal["imported", "unchanged", "unreadable"]

#: With fewer files than this, starting processes costs more than it saves.
_FEW = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `reason` says why it was left out or what to look at."""

    path: Path
    status: Status
    speech: str = ""
    title: str = ""
    passages: int = 0
    removed: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did."""

    outcomes: tuple[Outcome, ...]
    refreshed: Refreshed

    def of(self, status: Status) -> tuple[Outcome, ...]:
        """The files with one outcome."""
        return tuple(o for o in self.outcomes if o.status == status)


def gather(paths: Iterable[Path]) -> list[Path]:
    """The files to import: those named, and all in the folders named, sorted; hidden ones are left out."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in inside:
            hidden = any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
            if not hidden or file == path:
                found[file] = None
    return list(found)


def import_files(
    library: Library,
    files: list[Path],
    on_file: Callable[[Outcome], None] = lambda outcome: None,
    on_indexed: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Import files and bring the index up to date.

    Args:
        on_file: told of each outcome as it comes.
        on_indexed: told how many of how many speeches have been indexed.

    Raises:
        LibraryBusy: another writer does not finish.
    """
    outcomes: list[Outcome] = []
    with library.writing():
        fresh, known = _sort_out(library, files)
        for outcome in (*known, *_save_all(library, fresh)):
            outcomes.append(outcome)
            on_file(outcome)
        return Report(tuple(outcomes), refresh(library, on_indexed=on_indexed))


def _sort_out(library: Library, files: list[Path]) -> tuple[list[Path], list[Outcome]]:
    """Divide files into new ones and ones whose very bytes are here already."""
    here = dict(library.originals())
    first: dict[str, Path] = {}
    fresh: list[Path] = []
    known: list[Outcome] = []
    for path in files:
        digest = _digest(path)
        if digest in here:
            known.append(Outcome(path, "unchanged", speech=here[digest], reason="已经导入过"))
        elif digest and digest in first:
            known.append(Outcome(path, "unchanged", reason=f"与 {first[digest].name} 内容完全相同"))
        else:
            first[digest] = path
            fresh.append(path)
    return fresh, known


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""  # `prepare` meets the same error and names it


def _save_all(library: Library, files: list[Path]) -> Iterator[Outcome]:
    taken = set(library.ids())
    for result in _prepared(files):
        if isinstance(result, Failed):
            yield Outcome(result.path, "unreadable", reason=str(result.error))
            continue
        outcome = _save(library, result, taken)
        taken.add(outcome.speech)
        yield outcome


def _prepared(files: list[Path]) -> Iterator[Prepared | Failed]:
    if len(files) < _FEW or (os.cpu_count() or 1) < 2:
        yield from map(prepare, files)
        return
    with ProcessPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        yield from pool.map(prepare, files, chunksize=4)


def _save(library: Library, prepared: Prepared, taken: set[str]) -> Outcome:
    draft = prepared.speech
    original = library.keep_original(prepared.data, prepared.path.name)
    speech = named(prepared, speech_id(draft.title, draft.date, original.sha256, taken))
    library.save(speech)
    return Outcome(
        prepared.path,
        "imported",
        speech=speech.id,
        title=speech.title,
        passages=len(speech.passages),
        removed=len(speech.removed),
        reason="；".join(prepared.notices),
    )
