"""Keeping a library in step with a folder: what was moved is known again, what has gone is marked.

New and changed files are `pipeline`'s; here only paths are settled. A speech whose source has gone stays:
the folder is where material comes from, not where it is kept.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from indexer.gather import gather
from indexer.prepare import real_path
from kb.library import Library
from kb.model import Original, Speech


@dataclass(frozen=True, slots=True)
class Change:
    """What has become of the source of a speech; `path` is where it is now, or was."""

    path: Path
    status: Literal["moved", "vanished", "returned"]
    speech: str


def settle(library: Library, folder: Path, dry_run: bool = False) -> tuple[Change, ...]:
    """Note in the speeches of a folder where their sources have gone.

    Raises:
        LibraryBusy: another writer does not finish.
    """
    folder = Path(real_path(folder))
    with library.writing():
        changes = tuple(_changes(library, folder))
        if not dry_run:
            for change in changes:
                library.save(_noted(library.speech(change.speech), change))
        return changes


def _changes(library: Library, folder: Path) -> Iterator[Change]:
    gone: dict[str, str] = {}
    for path, id_ in library.sources().by_path.items():
        if not Path(path).is_relative_to(folder):
            continue
        if not Path(path).exists():
            gone[path] = id_
        elif library.speech(id_).vanished:
            yield Change(Path(path), "returned", id_)
    known = set(library.sources().by_path)
    here = {} if not gone else {_digest(p): p for p in gather([folder]) if real_path(p) not in known}
    for path, id_ in gone.items():
        speech = library.speech(id_)
        found = here.get(speech.original.sha256) if speech.original else None
        if found:
            yield Change(found, "moved", id_)
        elif not speech.vanished:
            yield Change(Path(path), "vanished", id_)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""  # the import that follows meets the same error and names it


def _noted(speech: Speech, change: Change) -> Speech:
    original = speech.original
    assert original is not None
    if change.status == "vanished":
        return replace(speech, vanished=datetime.date.today().isoformat())
    return replace(
        speech, original=Original(original.sha256, change.path.name, real_path(change.path)), vanished=""
    )
