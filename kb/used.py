"""Where a passage was used (用过): which drafts it went into and when, so that nobody says a thing twice.

An index in memory follows the files of the drafts; it reads only attribute lines and front matter, and only of
files that have changed, so that a page of hits can ask for every one of them. Deleted drafts do not count.
"""

from __future__ import annotations

import glob
import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from threading import RLock

from kb.citation import in_title_marks, spoken_date
from kb.draft_sources import text_hash
from kb.draftbody import attributes
from kb.draftfile import split
from kb.engine import Using
from kb.errors import BrokenDraft, BrokenSpeech
from kb.home import Home
from kb.speechfile import parse as parse_speech

#: Seconds for which an edit by another program may go unnoticed; our own saves are seen at once.
NOTICED = 2.0

_EXCERPT = re.compile(r'^\{:[^\n]* from="[^\n]*\}[ \t]*$', re.MULTILINE)
_PLACE = re.compile(r"([^#]*#p[0-9]+)(?:\.[0-9.]+|\+)?")
_SHA = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Use:
    """One excerpt in one draft. `date` is the draft's own, `added` when the excerpt was taken (UTC)."""

    draft: str
    title: str
    date: str
    audience: str
    block: str
    key: str
    sha: str
    added: str

    @property
    def when(self) -> str:
        """2026年3月: the month of the draft's date where it has one, else of the day it was taken."""
        dated = re.match(r"\d{4}(-\d{2})?", self.date)
        return self.date if self.date and not dated else spoken_date(dated[0] if dated else self.added[:7])

    def __str__(self) -> str:
        """2026年3月《在作风会上的讲话》."""
        return f"{self.when}{in_title_marks(self.title)}"


@dataclass(slots=True)
class Used:
    """The uses in one home, by place and by text."""

    home: Home
    _read: dict[str, tuple[tuple[int, int], tuple[Use, ...]]] = field(default_factory=dict)
    _by_key: Mapping[str, Sequence[Use]] = field(default_factory=dict)
    _by_sha: Mapping[str, Sequence[Use]] = field(default_factory=dict)
    #: From a paragraph to the keys of it that were used.
    _parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _using: Using = field(default_factory=Using)
    _folder: int = -1
    _looked: float = 0.0
    _lock: RLock = field(default_factory=RLock)

    def of(self, key: str, text: str = "") -> tuple[Use, ...]:
        """The uses of a place, the latest first.

        A whole paragraph counts as used when a point of it is, and a point when the whole is.

        Args:
            key: `2019-…#p20.1`.
            text: what the place says; then a use is found also where the place had another name.
        """
        self.follow()
        found = chain.from_iterable(self._by_key.get(one, ()) for one in _touching(key, self._parts))
        same = self._by_sha.get(text_hash(text), ()) if text else ()
        return tuple(sorted(dict.fromkeys((*found, *same)), key=lambda use: use.added, reverse=True))

    def using(self) -> Using:
        """All that was used, for a search; the same object until a draft changes."""
        self.follow()
        return self._using

    def by_key(self) -> Mapping[str, Sequence[Use]]:
        """All uses by the place they were taken from."""
        self.follow()
        return self._by_key

    def keys(self) -> frozenset[str]:
        """The keys of all places that were used, with all parts of a whole paragraph and the wholes of all parts."""
        self.follow()
        wholes = {key for key in self._by_key if key.endswith("+")}
        parts = {part for key in wholes for part in _parts(self.home, key)}
        whole = {f"{paragraph}+" for paragraph in self._parts if paragraph}
        return frozenset({*self._by_key, *parts, *whole})

    def follow(self) -> None:
        """See what has changed in the folder of drafts."""
        with self._lock:
            folder = self.home.drafts
            changed, now = _changed(folder), time.monotonic()
            if changed == self._folder and now - self._looked < NOTICED:
                return
            self._folder, self._looked = changed, now
            try:
                self._look(folder)
            except FileNotFoundError:
                # A draft was taken away between listing and reading: look at all of them again the next time.
                self._read.clear()
                self._folder = -1

    def _look(self, folder: Path) -> None:
        files = {e.name: e.stat() for e in _entries(folder)}
        states = {name: (status.st_mtime_ns, status.st_size) for name, status in files.items()}
        stale = [name for name, state in states.items() if self._read.get(name, (None,))[0] != state]
        gone = self._read.keys() - states.keys()
        for name in gone:
            del self._read[name]
        for name in stale:
            self._read[name] = (states[name], _uses(folder / name))
        if stale or gone:
            self._index()

    def _index(self) -> None:
        by_key: dict[str, list[Use]] = {}
        by_sha: dict[str, list[Use]] = {}
        for use in chain.from_iterable(uses for _, uses in self._read.values()):
            by_key.setdefault(use.key, []).append(use)
            by_sha.setdefault(use.sha, []).append(use)
        parts: dict[str, list[str]] = {}
        for key in by_key:
            parts.setdefault(_paragraph(key), []).append(key)
        self._by_key, self._by_sha, self._parts = by_key, by_sha, parts
        self._using = Using(
            frozenset({*by_key, *(f"{paragraph}+" for paragraph in parts if paragraph)}),
            frozenset(key for key in by_key if key.endswith("+")),
            frozenset(filter(_SHA.fullmatch, by_sha)),
        )


def drafts_of(uses: Iterable[Use]) -> tuple[Use, ...]:
    """Of the uses of a place the latest of each draft, the latest first."""
    latest: dict[str, Use] = {}
    for use in sorted(uses, key=lambda one: (one.date or one.added, one.added), reverse=True):
        latest.setdefault(use.draft, use)
    return tuple(latest.values())


def told(uses: Sequence[Use]) -> str:
    """用过：2026年3月《…》、2025年12月《…》; empty where there are none."""
    return f"用过：{'、'.join(map(str, drafts_of(uses)))}" if uses else ""


@lru_cache(maxsize=8)
def used(home: Home) -> Used:
    """The uses in a home; the same object for the same home."""
    return Used(home)


def uses(home: Home) -> Mapping[str, Sequence[Use]]:
    """All uses by the key of the place."""
    return used(home).by_key()


def used_keys(home: Home) -> frozenset[str]:
    """The keys of all places that were used."""
    return used(home).keys()


def _changed(folder: Path) -> int:
    """When a file was last put into a folder or taken out of it; our own saves do that."""
    try:
        return folder.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    if folder.is_dir():
        with os.scandir(folder) as entries:
            yield from (
                e for e in entries if e.name.endswith(".md") and not e.name.startswith(".") and e.is_file()
            )


def _uses(path: Path) -> tuple[Use, ...]:
    """The uses in a file; one that cannot be read whole is still read for them."""
    text = path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n")
    try:
        facts, body = split(text, str(path))
    except BrokenDraft:
        facts, body = {}, text
    told = (attributes(line) for line in _EXCERPT.findall(body))
    return tuple(_use(path.stem, facts, one) for one in told if one)


def _use(draft: str, facts: Mapping[str, object], told: Mapping[str, str]) -> Use:
    title, date, audience = (str(facts.get(name, "")) for name in ("title", "date", "audience"))
    key, sha, added = told["from"], told.get("sha", ""), told.get("added", "")
    return Use(draft, title or draft, date, audience, told["id"], key, sha, added)


def _paragraph(key: str) -> str:
    """The paragraph a place belongs to: `s#p20` for `s#p20.1` and `s#p20+`; empty for a heading."""
    found = _PLACE.fullmatch(key)
    return found[1] if found else ""


def _touching(key: str, index: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The used keys that make a place used: itself, the whole it is in, or the parts it has."""
    yield key
    paragraph = _paragraph(key)
    if key.endswith("+"):
        yield from index.get(paragraph, ())
    elif paragraph:
        yield f"{paragraph}+"


def _parts(home: Home, key: str) -> frozenset[str]:
    """The places of a whole paragraph that was used."""
    speech, _, name = key.partition("#")
    path = next(home.speeches.glob(f"*/{glob.escape(speech)}.md"), None)
    if path is None:
        return frozenset()
    paragraph = name.removesuffix("+")
    return frozenset(
        f"{speech}#{one}"
        for one in _names(path, path.stat().st_mtime_ns)
        if one.partition(".")[0] == paragraph
    )


@lru_cache(maxsize=512)
def _names(path: Path, mtime_ns: int) -> tuple[str, ...]:
    """The names of the passages of a speech; none when it cannot be read, which `kb status` tells."""
    try:
        return tuple(p.id for p in parse_speech(path.read_text(encoding="utf-8"), str(path)).passages)
    except (BrokenSpeech, UnicodeDecodeError):
        return ()
