"""One module an engine, chosen by name and imported late."""

from __future__ import annotations

from pathlib import Path

from kb.engine import Engine
from kb.errors import BadConfig

ENGINES = ("whoosh", "memory")


def open_engine(name: str, path: Path, stamp: str) -> Engine:
    """Open the engine that keeps its files under `path`.

    Args:
        stamp: written with the next batch; see `Engine.stamp`.

    Raises:
        BadConfig: no engine of that name.
    """
    if name == "whoosh":
        from kb.engines.whoosh import WhooshEngine

        return WhooshEngine(path, stamp)
    if name == "memory":
        from kb.engines.memory import MemoryEngine

        return MemoryEngine(stamp)
    raise BadConfig(f"没有叫“{name}”的检索引擎", remedy="可用的有：whoosh")
