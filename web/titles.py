"""Titles and dates of speeches for lists, without reading their texts again and again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kb.citation import spoken_date
from kb.errors import BrokenSpeech, NotFound
from kb.library import Library
from kb.speechfile import parse_front_matter

_CACHED = 8192


@dataclass(frozen=True, slots=True)
class Listed:
    """A speech in a list. `date` as in `kb.model.Speech`; `broken` says why its file cannot be read."""

    id: str
    title: str
    date: str = ""
    broken: str = ""

    @property
    def year(self) -> str:
        """The year, or nothing."""
        return self.date[:4]

    @property
    def spoken(self) -> str:
        """The date in words."""
        return spoken_date(self.date)


def title_of(library: Library, id_: str) -> str:
    """The title of a speech, or its id when there is no such speech (any more)."""
    try:
        return _listed(*library.version(id_)).title
    except NotFound:
        return id_


def all_listed(library: Library) -> list[Listed]:
    """All speeches, newest first; undated ones last."""
    found = [listed(path) for path in library.files()]
    return sorted(found, key=lambda speech: (speech.date, speech.title), reverse=True)


def listed(path: Path) -> Listed:
    """One speech by its file."""
    status = path.stat()
    return _listed(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=_CACHED)
def _listed(path: Path, mtime_ns: int, size: int) -> Listed:
    try:
        front = parse_front_matter(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError:
        return Listed(path.stem, path.stem, broken="文件不是 UTF-8，请用编辑器另存为 UTF-8")
    except BrokenSpeech as e:
        return Listed(path.stem, path.stem, broken=str(e))
    return Listed(path.stem, str(front.get("title") or path.stem), str(front.get("date") or ""))
