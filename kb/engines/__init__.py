"""One module an engine, chosen by name and imported late."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from kb.engine import Engine
from kb.errors import BadConfig

#: Names that a setting may have. `memory` is for tests: it forgets everything at the end.
CHOICES = ("whoosh", "tantivy")
ENGINES = (*CHOICES, "memory")
#: Passages up to which an engine answers at once and is rebuilt in a few minutes.
SUITED = {"whoosh": 200_000}


def is_installed(name: str) -> bool:
    """Whether the package is there that an engine needs."""
    return name != "tantivy" or importlib.util.find_spec("tantivy") is not None


def outgrown(name: str, passages: int) -> bool:
    """Whether a library of so many passages is too large for an engine."""
    return passages > SUITED.get(name, passages)


def require_engine(name: str) -> None:
    """Raise BadConfig with the way out when there is no such engine, or its package is not installed."""
    if name not in ENGINES:
        raise BadConfig(f"没有叫“{name}”的检索引擎", remedy=f"可用的有：{'、'.join(CHOICES)}")
    if not is_installed(name):
        raise BadConfig(
            f"没有安装 {name}", remedy="运行 pip install 'yanku[fast]'，或 kb reindex --engine whoosh"
        )


def open_engine(name: str, path: Path, stamp: str) -> Engine:
    """Open the engine that keeps its files under `path`.

    Args:
        stamp: written with the next batch; see `Engine.stamp`.

    Raises:
        BadConfig: no engine of that name, or its package is not installed.
    """
    require_engine(name)
    if name == "whoosh":
        from kb.engines.whoosh import WhooshEngine

        return WhooshEngine(path, stamp)
    if name == "tantivy":
        from kb.engines.tantivy import TantivyEngine

        return TantivyEngine(path, stamp)
    from kb.engines.memory import MemoryEngine

    return MemoryEngine(stamp)
