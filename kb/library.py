"""A library: speeches as files under a home folder. The files are the truth; the index follows them."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kb.analysis import analyzer_stamp, lexicon_hash
from kb.applied import Applied
from kb.classify import Classifier
from kb.engine import SCHEMA
from kb.errors import BrokenSpeech, LibraryBusy, NotFound, StaleEdit
from kb.files import etag, write_atomically
from kb.home import Config, Home, read_config, require
from kb.index import Index
from kb.model import Heading, Original, Speech
from kb.speechfile import parse, parse_front_matter, render
from kb.themes import Taxonomy

log = logging.getLogger(__name__)

#: Seconds a writer waits for another before it gives up.
LOCK_TIMEOUT = 30.0

_SAFE_ID = re.compile(r"\w[\w.-]*")
#: Some twenty to fifty megabytes, for speeches of usual length.
_CACHED_SPEECHES = 1024


@dataclass(frozen=True, slots=True)
class Sources:
    """From the hash of every original, and from the path and hash of each current one, to the id of its speech."""

    by_hash: Mapping[str, str]
    by_path: Mapping[str, str]
    current: Mapping[str, str]


class Library:
    """Reads and writes the speeches of one home.

    Raises:
        NotFound: there is no home at that place.
    """

    def __init__(self, home: Home) -> None:
        self.home = require(home)
        self.config: Config = read_config(home)
        self.index = Index(home.index, self.config.engine)
        self.applied = Applied(home.themes, self.index)
        self._paths: dict[str, Path] = {}

    # Speeches

    def ids(self) -> list[str]:
        """The ids of all speeches, oldest year first."""
        return [path.stem for path in self.files()]

    def is_empty(self) -> bool:
        """Whether there is no speech at all."""
        return not any(not p.name.startswith(".") for p in self.home.speeches.glob("*/*.md"))

    def files(self) -> list[Path]:
        """The speech files, sorted by year folder and name."""
        return sorted(p for p in self.home.speeches.glob("*/*.md") if not p.name.startswith("."))

    def twice(self) -> list[str]:
        """A sentence for every id that two files have: a date change cut short, or a copy made by hand."""
        seen: dict[str, Path] = {}
        told: list[str] = []
        for path in self.files():
            if path.stem in seen:
                told.append(
                    f"{path}：与 {seen[path.stem]} 编号相同，只用后一个（留下正确的一个，删去另一个）"
                )
            seen[path.stem] = path
        return told

    def path(self, speech: str) -> Path:
        """Where a speech stands.

        Raises:
            NotFound: no speech of that id.
        """
        known = self._paths.get(speech)
        if known and known.exists():
            return known
        if _SAFE_ID.fullmatch(speech):
            # In each folder by name, for listing tens of thousands of files takes long; of two files the last counts.
            found = max(self.home.speeches.glob(f"*/{speech}.md"), default=None)
            if found:
                self._paths[speech] = found
                return found
        raise NotFound(f"没有编号为“{speech}”的讲话", remedy="用 kb search 查找，或在“讲话”页里看全部")

    def speech(self, id_: str) -> Speech:
        """Read a speech.

        Raises:
            NotFound: no speech of that id.
            BrokenSpeech: its file does not follow the format.
        """
        return _read(*self.version(id_))

    def version(self, id_: str) -> tuple[Path, int, int]:
        """Where a speech stands, when it was written (nanoseconds) and how long it is (bytes): its state, at one look.

        Raises:
            NotFound: no speech of that id.
        """
        path = self._paths.get(id_)
        try:
            status = path.stat() if path else None
        except FileNotFoundError:
            status = None
        if path is None or status is None:
            path = self.path(id_)
            status = path.stat()
        return path, status.st_mtime_ns, status.st_size

    def etag(self, id_: str) -> str:
        """The version of a speech's file."""
        return etag(self.path(id_).read_bytes())

    def save(self, speech: Speech, seen: str | None = None) -> str:
        """Write a speech; give the new etag. Call inside `writing()`.

        Args:
            seen: the etag the edit is based on; None for a speech that is new.

        Raises:
            StaleEdit: the file has changed since.
        """
        data = render(speech).encode()
        try:
            old: Path | None = self.path(speech.id)
        except NotFound:
            old = None
        if old and seen is not None and etag(old.read_bytes()) != seen:
            raise StaleEdit(f"《{speech.title}》刚才被别处改过", file=old, remedy="对照新的内容再改一次")
        new = self.home.speeches / (speech.date[:4] or "undated") / f"{speech.id}.md"
        write_atomically(new, data)
        if old and old != new:
            old.unlink()
        self._paths[speech.id] = new
        return etag(data)

    def delete(self, id_: str) -> None:
        """Take out a speech file; its original stays. Call inside `writing()`."""
        self.path(id_).unlink()

    # Originals

    def keep_original(self, data: bytes, name: str) -> Original:
        """Store a received file under its hash; doing it again changes nothing."""
        original = Original(hashlib.sha256(data).hexdigest(), name)
        path = self.original_path(original)
        if not path.exists():
            write_atomically(path, data)
        return original

    def original_path(self, original: Original) -> Path:
        """Where an original is kept."""
        suffix = Path(original.name).suffix.lower()
        return self.home.originals / original.sha256[:2] / f"{original.sha256}{suffix}"

    def sources(self) -> Sources:
        """Where the speeches come from; broken speech files are passed over with a warning."""
        by_hash: dict[str, str] = {}
        by_path: dict[str, str] = {}
        current: dict[str, str] = {}
        for path in self.files():
            try:
                front = parse_front_matter(_text(path), str(path))
            except BrokenSpeech as e:
                log.warning("%s", e)  # it can be imported again; `kb status` lists it too
                continue
            also = front.get("also")
            for original in (front.get("original"), *(also if isinstance(also, list) else ())):
                if isinstance(original, dict):
                    by_hash[str(original.get("sha256"))] = path.stem
            first = front.get("original")
            if isinstance(first, dict):
                current[str(first.get("sha256"))] = path.stem
                if first.get("path"):
                    by_path[str(first["path"])] = path.stem
        return Sources(by_hash, by_path, current)

    # Themes, stamp, lock

    def taxonomy(self) -> Taxonomy:
        """What themes.toml says now.

        Raises:
            BadTaxonomy: it is wrong; the error says where.
        """
        return self.applied.written().taxonomy

    def classifier(self) -> Classifier:
        """The taxonomy that the index was made with, made ready; see `kb.applied`.

        Raises:
            BadTaxonomy: there is no index, and themes.toml is wrong.
        """
        return self.applied.classifier()

    def behind(self) -> bool:
        """Whether themes.toml differs from what the index was made with; False when there is none.

        Raises:
            BadTaxonomy: themes.toml is wrong.
        """
        return self.applied.behind()

    def base(self) -> str:
        """What an index of this library must have been made with, its themes apart."""
        return f"{SCHEMA}/{analyzer_stamp()}/{lexicon_hash()}"

    def stamp(self) -> str:
        """What an index of this library would be made with now.

        Raises:
            BadTaxonomy: themes.toml is wrong.
        """
        return f"{self.base()}/{self.applied.written().hash}"

    @contextmanager
    def writing(self, timeout: float = LOCK_TIMEOUT) -> Iterator[None]:
        """Be the one writer; wait for another to finish.

        Raises:
            LibraryBusy: it did not finish in time.
        """
        # Imported late: who only searches writes nothing.
        from filelock import FileLock, Timeout

        try:
            with FileLock(self.home.root / ".lock", timeout=timeout):
                yield
        except Timeout as e:
            raise LibraryBusy(
                "另一个窗口或程序正在写入资料库", file=self.home.root, remedy="等它结束再试；检索不受影响"
            ) from e

    def close(self) -> None:
        """Let go of the index."""
        self.index.close()


def body_hash(speech: Speech) -> str:
    """What the text of a speech is known by, to notice an edit by hand; ids and decisions do not count."""
    lines = (f"{node.level} {node.text}" if isinstance(node, Heading) else node.text for node in speech.body)
    return etag("\n".join(lines).encode())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as e:
        raise BrokenSpeech(
            f"第 {e.start + 1} 个字节起不是 UTF-8", file=path, remedy="用编辑器另存为 UTF-8"
        ) from e


@lru_cache(maxsize=_CACHED_SPEECHES)
def _read(path: Path, mtime_ns: int, size: int) -> Speech:
    speech = parse(_text(path), str(path))
    if speech.id != path.stem:
        raise BrokenSpeech(
            f"文件头里的编号“{speech.id}”与文件名不一致",
            file=path,
            remedy="把文件名改回编号，或把编号改成文件名",
        )
    return speech
