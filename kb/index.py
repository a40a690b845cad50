"""The derived side of a library: generations of index folders, one of them current.

`index/<n>/` is built beside the live one; `index/CURRENT` names the one in use and is replaced by an
atomic rename. A running server follows it without a restart.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from kb.engine import Batch, Engine, Hits, Request
from kb.engines import open_engine
from kb.errors import StaleIndex
from kb.files import write_atomically

#: How often a swap in between is looked past.
_TRIES = 5


class Index:
    """Opens, rebuilds and swaps the engine of a library.

    Args:
        root: the folder `index/` of a home.
        engine: which engine.
    """

    def __init__(self, root: Path, engine: str) -> None:
        self._root = root
        self._name = engine
        self._lock = RLock()
        self._opened: tuple[str, Engine] | None = None

    def engine(self) -> Engine:
        """The current engine, opened anew when a rebuild has swapped it.

        Raises:
            StaleIndex: there is no index yet.
        """
        with self._lock:
            current = self._current()
            if current is None:
                raise StaleIndex("还没有建立检索索引", file=self._root, remedy="运行 kb reindex")
            if self._opened is None or self._opened[0] != current:
                self.close()
                self._opened = (current, open_engine(self._name, self._root / current, ""))
            return self._opened[1]

    def search(self, request: Request, limit: int, offset: int = 0) -> Hits:
        """Ask the current engine; one that is swapped away in between is left for the next.

        Raises:
            StaleIndex: there is no index, or a part of it is missing.
        """
        for _ in range(_TRIES):
            engine = self.engine()
            try:
                hits = engine.search(request, limit, offset)
            except StaleIndex:
                if engine is self.engine():
                    raise
                continue
            # An engine whose folder was removed before its first look finds nothing; then there is a newer one.
            if hits.total or engine is self.engine():
                return hits
        return self.engine().search(request, limit, offset)

    def is_current(self, stamp: str) -> bool:
        """Whether there is an index, made by the same schema, analyzer and themes."""
        return self._current() is not None and self.engine().stamp() == stamp

    @contextmanager
    def rebuild(self, stamp: str) -> Iterator[Batch]:
        """Fill a new generation; it goes live when the block ends, or never."""
        number = max((int(n) for n in self._generations()), default=0) + 1
        folder = self._root / str(number)
        shutil.rmtree(folder, ignore_errors=True)
        engine = open_engine(self._name, folder, stamp)
        try:
            with engine.write() as batch:
                yield batch
        except BaseException:
            engine.close()
            shutil.rmtree(folder, ignore_errors=True)
            raise
        engine.close()
        try:
            write_atomically(self._root / "CURRENT", str(number).encode())
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._remove_old(str(number))

    @contextmanager
    def update(self, stamp: str) -> Iterator[Batch]:
        """Change the current generation in place, in one step."""
        self.engine()
        assert self._opened is not None
        writer = open_engine(self._name, self._root / self._opened[0], stamp)
        try:
            with writer.write() as batch:
                yield batch
        finally:
            writer.close()

    def close(self) -> None:
        """Let go of files."""
        with self._lock:
            if self._opened:
                self._opened[1].close()
            self._opened = None

    def _current(self) -> str | None:
        for _ in range(_TRIES):
            try:
                name = (self._root / "CURRENT").read_text(encoding="utf-8").strip()
            except FileNotFoundError:
                return None
            # Between the two looks a rebuild may have swapped and removed; then CURRENT names another by now.
            if name.isdigit() and (self._root / name).is_dir():
                return name
        return None

    def _generations(self) -> list[str]:
        return [p.name for p in self._root.glob("[0-9]*") if p.name.isdigit()]

    def _remove_old(self, current: str) -> None:
        with self._lock:
            if self._opened and self._opened[0] != current:
                self.close()
        for name in self._generations():
            if int(name) < int(current):
                # A reader on Windows may hold its files; the next rebuild tries again.
                shutil.rmtree(self._root / name, ignore_errors=True)
