"""Which segments an index has: `state.json`, replaced by one atomic rename. What it does not name does not exist.

A crash in the middle of a change leaves the state before it; what was made for it is swept by the next one.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kb.engines.tags import PATTERN
from kb.files import write_atomically

log = logging.getLogger(__name__)

Signature = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A segment: its folder, its file of tags, how many entries it was made with, its living speeches' etags."""

    name: str
    tags: str
    size: int
    speeches: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """What an index was made with, and its segments in order."""

    stamp: str = ""
    parts: tuple[Part, ...] = ()


def signature(path: Path) -> Signature | None:
    """What tells one state of the index under `path` from the next; None when there is none."""
    try:
        status = (path / "state.json").stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_ino, status.st_size


def read_state(path: Path) -> State:
    """The newest committed state; an empty one when there is none or it is damaged."""
    try:
        data = json.loads((path / "state.json").read_text(encoding="utf-8"))
        return State(data["stamp"], tuple(Part(**part) for part in data["parts"]))
    except FileNotFoundError:
        return State()
    except (ValueError, KeyError, TypeError) as e:
        log.warning("检索索引的 state.json 写坏了，或是旧版本写的（%r），将重建", e)
        return State()


def write_state(path: Path, state: State) -> None:
    """Commit a state, and remove what it no longer names."""
    data = {"stamp": state.stamp, "parts": [asdict(part) for part in state.parts]}
    write_atomically(path / "state.json", json.dumps(data, ensure_ascii=False).encode())
    _sweep(path, state)


def _sweep(path: Path, state: State) -> None:
    tags = {part.name: part.tags for part in state.parts}
    for folder in path.glob("segment-*"):
        if folder.name not in tags:
            remove_folder(folder)
            continue
        for file in folder.glob(PATTERN):
            if file.name != tags[folder.name]:
                _remove_file(file)


def remove_folder(folder: Path) -> None:
    """Remove a segment; one that a reader on Windows has open stays until the next sweep."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except OSError as e:
        log.info("旧索引 %s 暂时不能删除：%s", folder.name, e)


def _remove_file(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as e:
        log.info("旧的标签文件 %s 暂时不能删除：%s", file.name, e)
