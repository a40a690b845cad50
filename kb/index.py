"""The derived side of a library: generations of index folders, one of them current.

`index/<n>/` is built beside the live one; `index/CURRENT` names the one in use and is replaced by an
atomic rename. A running server follows it without a restart. Beside what the engine keeps there stands
`taxonomy-<hash>.toml`, the taxonomy that the themes in the index were given by.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TypeVar

from kb.engine import Batch, Engine, Entry, Hits, Portion, Request, Retagged, Shared
from kb.engines import open_engine
from kb.errors import StaleIndex
from kb.files import write_atomically

#: How often a swap in between is looked past.
_TRIES = 5

_Answer = TypeVar("_Answer")


class Index:
    """Opens, rebuilds and swaps the engine of a library.

    A stamp is `base/themes`: what an index was made with, and by which taxonomy.

    Args:
        root: the folder `index/` of a home.
        engine: which engine.
    """

    def __init__(self, root: Path, engine: str) -> None:
        self._root = root
        self._name = engine
        self._lock = RLock()
        self._opened: tuple[str, Engine] | None = None
        self._seen: tuple[tuple[int, int], str] = ((0, 0), "")

    # Reading

    def engine(self) -> Engine:
        """The current engine, opened anew when a rebuild has swapped it.

        Raises:
            StaleIndex: there is no index yet.
        """
        return self._open()[1]

    def _open(self) -> tuple[str, Engine]:
        with self._lock:
            current = self._current()
            if current is None:
                raise StaleIndex("还没有建立检索索引", file=self._root, remedy="运行 kb reindex")
            if self._opened is None or self._opened[0] != current:
                self.close()
                self._opened = (current, open_engine(self._name, self._root / current, ""))
            return self._opened

    def search(self, request: Request, limit: int, offset: int = 0) -> Hits:
        """Ask the current engine; one that is swapped away in between is left for the next.

        Raises:
            StaleIndex: there is no index, or a part of it is missing.
        """
        return self._ask(lambda engine: engine.search(request, limit, offset), lambda hits: bool(hits.total))

    def grid(self) -> Mapping[tuple[str, str], int]:
        """See `Engine.grid`. Raises as `search`."""
        return self._ask(lambda engine: engine.grid(), bool)

    def sharing(self, text: str) -> Sequence[Shared]:
        """See `Engine.sharing`. Raises as `search`."""
        return self._ask(lambda engine: engine.sharing(text), bool)

    def portions(self) -> Sequence[Portion]:
        """See `Engine.portions`. Raises as `search`."""
        return self._ask(lambda engine: engine.portions(), bool)

    def entries(self, words: Sequence[str] = (), theme: str = "") -> Iterator[Entry]:
        """See `Engine.entries`. Raises as `search`, at the first entry."""

        def begin(engine: Engine) -> tuple[Entry | None, Iterator[Entry]]:
            found = engine.entries(words, theme)
            return next(found, None), found

        first, rest = self._ask(begin, lambda begun: begun[0] is not None)
        if first is not None:
            yield first
            yield from rest

    def manifest(self) -> Mapping[str, str]:
        """See `Engine.manifest`. Raises as `search`."""
        return self._ask(lambda engine: engine.manifest(), bool)

    def stamp(self) -> str:
        """What the current index was made with; empty when there is none, or not all of it."""
        try:
            return self._ask(lambda engine: engine.stamp(), bool)
        except StaleIndex:
            return ""

    def _ask(self, ask: Callable[[Engine], _Answer], is_something: Callable[[_Answer], bool]) -> _Answer:
        for _ in range(_TRIES):
            engine = self.engine()
            try:
                answer = ask(engine)
            except StaleIndex:
                if engine is self.engine():
                    raise
                continue
            # An engine whose folder was removed before its first look finds nothing; then there is a newer one.
            if is_something(answer) or engine is self.engine():
                return answer
        return ask(self.engine())

    # What it was made with

    def fits(self, base: str) -> bool:
        """Whether there is an index made by the same schema and analyzer, whatever its themes."""
        return self.stamp().rpartition("/")[0] == base

    def made_with(self) -> str:
        """The hash of the taxonomy that the current index was made with; empty when there is no index."""
        return self.stamp().rpartition("/")[2]

    def kept_taxonomy(self, hash_: str) -> Path:
        """Where the taxonomy of that hash is kept, if the current index was made with it."""
        return self._kept(self._root / (self._current() or "0"), hash_)

    def _kept(self, folder: Path, hash_: str) -> Path:
        return folder / f"taxonomy-{hash_}.toml"

    # Writing

    @contextmanager
    def rebuild(self, stamp: str, taxonomy: bytes | None = None) -> Iterator[Batch]:
        """Fill a new generation; it goes live when the block ends, or never.

        Args:
            stamp: what it is made with.
            taxonomy: the text of the themes.toml that its entries were judged by, to be kept beside it.
        """
        number = max((int(n) for n in self._generations()), default=0) + 1
        folder = self._root / str(number)
        shutil.rmtree(folder, ignore_errors=True)
        engine = open_engine(self._name, folder, stamp)
        try:
            with engine.write() as batch:
                yield batch
            self._keep(folder, stamp, taxonomy)
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
    def update(self) -> Iterator[Batch]:
        """Change the current generation in place, in one step; what it is made with stays."""
        current, engine = self._open()
        writer = open_engine(self._name, self._root / current, engine.stamp())
        try:
            with writer.write() as batch:
                yield batch
        finally:
            writer.close()

    def retheme(self, stamp: str, taxonomy: bytes, themes: Mapping[Portion, Sequence[Sequence[str]]]) -> int:
        """Give all entries of the current generation the themes of another taxonomy; see `Engine.retheme`."""
        folder = self._root / self._open()[0]
        self._keep(folder, stamp, taxonomy)
        writer = open_engine(self._name, folder, stamp)
        try:
            changed = writer.retheme(themes)
        finally:
            writer.close()
        kept = self._kept(folder, stamp.rpartition("/")[2])
        for old in folder.glob("taxonomy-*.toml"):
            if old != kept:
                old.unlink()
        return changed

    def retag(self, changes: Mapping[str, Retagged]) -> Sequence[str]:
        """Give some entries of the current generation other tags; see `Engine.retag`.

        Raises:
            StaleIndex: there is no index, or a part of it is missing.
        """
        return self.engine().retag(changes)

    def _keep(self, folder: Path, stamp: str, taxonomy: bytes | None) -> None:
        if taxonomy is not None:
            write_atomically(self._kept(folder, stamp.rpartition("/")[2]), taxonomy)

    def close(self) -> None:
        """Let go of files."""
        with self._lock:
            if self._opened:
                self._opened[1].close()
            self._opened = None

    def _current(self) -> str | None:
        for _ in range(_TRIES):
            try:
                name = self._named()
            except FileNotFoundError:
                return None
            # Between the two looks a rebuild may have swapped and removed; then CURRENT names another by now.
            if name.isdigit() and (self._root / name).is_dir():
                return name
        return None

    def _named(self) -> str:
        """What CURRENT says, read again when it has been replaced."""
        status = (self._root / "CURRENT").stat()
        version = (status.st_mtime_ns, status.st_ino)
        if self._seen[0] != version:
            self._seen = version, (self._root / "CURRENT").read_text(encoding="utf-8").strip()
        return self._seen[1]

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
