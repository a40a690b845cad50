"""Bringing a changed taxonomy into force in the background, while pages go on being shown.

One worker an application. It is started by whoever changes the taxonomy in the browser and, in a server that
watches, by itself when themes.toml has been changed outside. It never changes themes.toml, and a taxonomy
that is wrong starts nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from threading import Event, Lock, Thread
from typing import cast

from flask import Flask, Response, current_app, jsonify, request

from kb.errors import BadTaxonomy, KbError
from kb.library import Library
from web import intake

log = logging.getLogger(__name__)

#: Seconds between two looks at themes.toml.
_PAUSE = 3.0
_UNEXPECTED = "程序出了错。请把终端里的出错信息发给维护的人；检索照常，主题还是原来的"


@dataclass(frozen=True, slots=True)
class Status:
    """How far it is, in entries. `error` is why the last run did not succeed, or empty."""

    running: bool = False
    done: int = 0
    total: int = 0
    error: str = ""

    @property
    def percent(self) -> int:
        """How far it is in whole percent."""
        return 100 * self.done // self.total if self.total else 0


class _Stopped(Exception):
    """The program ends."""


class Reclassifying:
    """The one background worker of an application.

    Args:
        library: whose index it is.
        do: what it does; `web.intake.reclassify` unless a test says otherwise.
    """

    def __init__(
        self,
        library: Library,
        do: Callable[[Library, Callable[[int, int], None]], object] = intake.reclassify,
    ) -> None:
        self._library = library
        self._do = do
        self._lock = Lock()
        self._status = Status()
        self._again = False
        self._stop = Event()
        self._thread: Thread | None = None
        self._looked = 0.0
        self._tried = ""
        #: Whether it starts by itself when themes.toml has changed.
        self.watching = False

    def status(self) -> Status:
        """How far it is."""
        return self._status

    def start(self) -> None:
        """Classify by what themes.toml says now; a run that is going on is followed by another."""
        with self._lock:
            if self._stop.is_set():
                return
            if self._status.running:
                self._again = True
                return
            self._status = Status(running=True)
            self._thread = Thread(target=self._work, name="reclassify", daemon=True)
            self._thread.start()

    def look(self) -> None:
        """Start when themes.toml differs from the index; called often, it looks only every few seconds.

        What has failed with a taxonomy is not tried again with the same until something has succeeded.
        """
        now = time.monotonic()
        if self._status.running or now - self._looked < _PAUSE:
            return
        self._looked = now
        try:
            wanted = self._library.behind() and self._library.index.fits(self._library.base())
            hash_ = self._library.taxonomy().hash
        except BadTaxonomy:
            return  # said by the notice on the pages
        if wanted and hash_ != self._tried:
            self._tried = hash_
            self.start()

    def wait(self, timeout: float | None = None) -> None:
        """Until the run that is going on has ended."""
        if self._thread:
            self._thread.join(timeout)

    def close(self) -> None:
        """Stop what is going on, for the program ends; nothing has changed then."""
        self._stop.set()
        self.wait()

    def _work(self) -> None:
        ended = False
        try:
            while not ended:
                ended = self._ended(self._once())
        finally:
            if not ended:
                self._ended(_UNEXPECTED, for_good=True)

    def _once(self) -> str:
        """One run; why it did not succeed, or empty."""
        try:
            self._do(self._library, self._note)
        except _Stopped:
            return ""
        except (KbError, OSError) as e:
            log.warning("没有能按新的主题表归类：%s", e)
            return str(e)
        return ""

    def _ended(self, error: str, for_good: bool = False) -> bool:
        """Whether that was the last run. Told under the lock: whoever starts it from now on starts a new one."""
        with self._lock:
            if self._again and not for_good and not self._stop.is_set():
                self._again = False
                return False
            self._again = False
            if not error:
                self._tried = ""
            self._status = Status(error=error)
            return True

    def _note(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise _Stopped
        self._status = Status(True, done, total)


def register(app: Flask) -> None:
    """Add the worker, and `/themes/reclassifying.json`, which tells how far it is."""
    of(app)
    app.before_request(_look)
    app.add_url_rule("/themes/reclassifying.json", "reclassifying", _status)


def reclassifying() -> Reclassifying:
    """The worker of the application that is answering."""
    return of(current_app)


def of(app: Flask) -> Reclassifying:
    """The worker of an application, made when it is first asked for."""
    extensions = app.extensions
    if "reclassifying" not in extensions:
        extensions["reclassifying"] = Reclassifying(cast("Library", extensions["library"]))
    return cast("Reclassifying", extensions["reclassifying"])


def watch(app: Flask) -> None:
    """From now on start by itself whenever themes.toml has been changed; for a server that runs."""
    of(app).watching = True


def stop(app: Flask) -> None:
    """Stop what is going on, for the program ends."""
    of(app).close()


def _look() -> None:
    worker = reclassifying()
    if worker.watching and request.endpoint != "static":
        worker.look()


def _status() -> Response:
    status = reclassifying().status()
    return jsonify(asdict(status) | {"percent": status.percent})
