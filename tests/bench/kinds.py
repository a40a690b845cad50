"""Who takes part, by name; what each needs is imported when it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.contestants import Contestant


@dataclass(frozen=True, slots=True)
class Kind:
    """A contestant by name; beyond `most` passages it is left out, and `why` is printed.

    `exact`: it finds strings, so its totals must be everybody's.
    """

    name: str
    make: Callable[[Path], Contestant]
    most: int = 10_000_000
    why: str = ""
    exact: bool = True


def _ours(name: str) -> Callable[[Path], Contestant]:
    def made(path: Path) -> Contestant:
        from tests.bench.ours import Ours

        return Ours(name, path)

    return made


def _raw(path: Path) -> Contestant:
    from tests.bench.raw_tantivy import RawTantivy

    return RawTantivy(path)


def _fts5(path: Path) -> Contestant:
    from tests.bench.fts5 import Fts5

    return Fts5(path)


def _stock(path: Path) -> Contestant:
    from tests.bench.stock_whoosh import StockWhoosh

    return StockWhoosh(path)


RAW = "原生 tantivy"
KINDS: Mapping[str, Kind] = {
    "tantivy": Kind("言库 tantivy", _ours("tantivy")),
    "whoosh": Kind("言库 whoosh", _ours("whoosh"), 200_000, "超出它适用的规模，建索引要许多分钟"),
    "raw": Kind(RAW, _raw),
    "fts5": Kind("SQLite FTS5", _fts5),
    "stock": Kind("原装 Whoosh", _stock, 100_000, "建索引要一刻钟以上，每次检索近一秒", exact=False),
}
