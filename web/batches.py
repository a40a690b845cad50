"""Imports through the browser: files as they arrive, and what has become of each. Only in memory.

A batch first receives its files, in one request or in many, and is then worked through by one thread while
pages tell how far it is. Batches are worked through one after the other. File names are labels here: no
path is ever made of one.
"""

from __future__ import annotations

import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from threading import Event, Lock, Thread
from typing import IO, Literal

from kb.errors import KbError, NotFound

MAX_FILES = 2000
MAX_FILE = 50 * 1024 * 1024
#: Bytes of a request, and of all files of a batch: they wait in memory.
MAX_TOTAL = 500 * 1024 * 1024

_TOO_LARGE = f"超过 {MAX_FILE >> 20} MB；请删去图片、附件，或分成几个文件后再导入"

State = Literal["receiving", "waiting", "reading", "indexing", "done", "cancelled", "failed"]
Status = Literal["imported", "updated", "duplicate", "unchanged", "conflict", "unreadable"]

_ENDED: frozenset[State] = frozenset({"done", "cancelled", "failed"})
_KEPT = 20
_LONGEST_NAME, _LONGEST_SUFFIX = 150, 12
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069<>:"|?*]')


@dataclass(frozen=True, slots=True)
class File:
    """A received file: a label and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file. `speech` and `same_as` are ids; `reason` says why, or what to do."""

    name: str
    status: Status
    speech: str = ""
    title: str = ""
    passages: int = 0
    removed: int = 0
    same_as: str = ""
    reason: str = ""

    @property
    def is_new(self) -> bool:
        """Whether there is something to look through."""
        return self.status in ("imported", "updated", "duplicate")


class Stopped(Exception):
    """Somebody has cancelled the batch that is being worked through."""


@dataclass
class Batch:
    """One import. Changed by the thread that works on it and by requests, under its lock."""

    id: str
    begun: float = field(default_factory=time.time)
    state: State = "receiving"
    files: list[File] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    skipped: int = 0
    received: int = 0
    done: int = 0
    total: int = 0
    error: str = ""
    looked: set[str] = field(default_factory=set)
    _bytes: int = 0
    _phase: float = 0.0
    _stop: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in _ENDED

    @property
    def new(self) -> tuple[Result, ...]:
        """What there is to look through."""
        return tuple(result for result in tuple(self.results) if result.is_new)

    def of(self, status: Status) -> int:
        """How many files have this outcome."""
        return sum(result.status == status for result in tuple(self.results))

    def receive(self, filename: str, stream: IO[bytes]) -> None:
        """Take in a file; one that goes beyond a limit is refused by itself, with the reason.

        Raises:
            KbError: the batch takes no more files.
        """
        name = label(filename)
        with self._lock:
            if self.state != "receiving":
                raise KbError("这次导入已经开始，不能再加文件", remedy="等它结束，再导入其余的")
            if name.startswith((".", "~$")):
                self.skipped += 1
                return
            self.received += 1
            reason = self._refusal() or self._read(name, stream)
            if reason:
                self.results.append(Result(name, "unreadable", reason=reason))

    def refuse(self, filename: str) -> None:
        """Note a file that the browser has not sent because it is too large."""
        with self._lock:
            self.results.append(Result(label(filename), "unreadable", reason=_TOO_LARGE))

    def _refusal(self) -> str:
        if self.received > MAX_FILES:
            return f"一次最多导入 {MAX_FILES:,} 个文件；其余的分几次导入，或在终端里运行 kb import 文件夹"
        return ""

    def _read(self, name: str, stream: IO[bytes]) -> str:
        data = stream.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            return _TOO_LARGE
        if self._bytes + len(data) > MAX_TOTAL:
            return f"一次最多导入 {MAX_TOTAL >> 20} MB；其余的分几次导入"
        self._bytes += len(data)
        self.files.append(File(name, data))
        return ""

    def cancel(self) -> None:
        """Stop as soon as the file in hand is done; what has been imported stays."""
        self._stop.set()
        if self.state in ("receiving", "waiting"):
            self._end("cancelled")

    # What the thread that works on it tells.

    def enter(self, state: Literal["waiting", "reading", "indexing"], total: int = 0) -> None:
        """Begin a phase with so many steps."""
        with self._lock:
            if self.ended:
                raise Stopped
            self.state, self.done, self.total, self._phase = state, 0, total, time.monotonic()

    def note(self, result: Result) -> None:
        """One file more is done.

        Raises:
            Stopped: it shall be the last.
        """
        self.results.append(result)
        self.done += 1
        self.total = max(self.total, self.done)  # an archive is many files
        if self._stop.is_set():
            raise Stopped

    def indexed(self, done: int, total: int) -> None:
        """So many of so many speeches are in the index."""
        if self.state != "indexing":
            self.enter("indexing", total)
        self.done = done

    def _end(self, state: State, error: str = "") -> None:
        self.state, self.error = state, error
        self.files = []

    def work(self, do: Callable[[Batch], None]) -> None:
        """Work through the batch; whatever happens, it has ended afterwards."""
        try:
            do(self)
            self._end("cancelled" if self._stop.is_set() else "done")
        except Stopped:
            self._end("cancelled")
        except KbError as e:
            self._end("failed", str(e))
        finally:
            if not self.ended:
                self._end("failed", "程序出了错。请把终端里的出错信息发给维护的人；已经导入的都在")

    @property
    def left(self) -> float | None:
        """Seconds that the present phase may still take; None while that is a guess."""
        spent = time.monotonic() - self._phase
        if self.state not in ("reading", "indexing") or self.done < 3 or spent < 2:
            return None
        return spent / self.done * max(0, self.total - self.done)


class Batches:
    """The imports of one running program, the latest first."""

    def __init__(self) -> None:
        self._all: OrderedDict[str, Batch] = OrderedDict()
        self._turn = Lock()

    def new(self) -> Batch:
        """A batch that receives files; the oldest that have ended or were never begun are forgotten."""
        for id_ in [b.id for b in self._all.values() if b.ended or b.state == "receiving"][: -_KEPT + 1]:
            del self._all[id_]
        batch = Batch(secrets.token_hex(6))
        self._all[batch.id] = batch
        return batch

    def get(self, id_: str) -> Batch:
        """A batch by its id.

        Raises:
            NotFound: there is none, or the program has been started anew since.
        """
        if id_ not in self._all:
            raise NotFound("这次导入的记录已经不在了", remedy="言库重新启动过；导入好的讲话都在“讲话”页里")
        return self._all[id_]

    def latest(self) -> list[Batch]:
        """All that have been begun, the latest first."""
        return [batch for batch in reversed(self._all.values()) if batch.state != "receiving"]

    @property
    def going(self) -> bool:
        """Whether one is being worked through, or waits for its turn."""
        return any(not batch.ended for batch in self.latest())

    def start(self, batch: Batch, do: Callable[[Batch], None]) -> None:
        """Work through a batch when its turn comes."""
        batch.enter("waiting")
        Thread(target=self._run, args=(batch, do), name=f"import-{batch.id}", daemon=True).start()

    def _run(self, batch: Batch, do: Callable[[Batch], None]) -> None:
        with self._turn:
            if not batch.ended:
                batch.work(do)

    def close(self) -> None:
        """Stop what is going on, for the program ends."""
        for batch in list(self._all.values()):
            if not batch.ended:
                batch.cancel()


def label(filename: str) -> str:
    """A file name as a label: no folders, no control characters, not too long.

    The library keeps an original under its hash with the suffix of its name, so an odd suffix is made part
    of the name.
    """
    name = _UNSAFE.sub("", filename.replace("\\", "/").rpartition("/")[2]).strip()
    suffix = PurePosixPath(name).suffix
    if len(suffix) > _LONGEST_SUFFIX:
        name, suffix = name[: -len(suffix)] + "．" + suffix[1:], ""
    stem = name.removesuffix(suffix) if suffix else name
    return stem[: _LONGEST_NAME - len(suffix)] + suffix or "未命名"
