"""Earlier states of one draft, in the folder `<id>.versions` beside it, and the way back and forth through them.

Every state that was ever saved is a file of its own there, the present one too, so that what somebody changed by
hand is known and can be undone as well. Thinning never takes the last state that differs from the present one.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kb.errors import NotFound
from kb.files import etag, write_atomically

log = logging.getLogger(__name__)

#: How long every state is kept, and how long one for every hour; after that one for every day is.
ALL, HOURLY = timedelta(hours=1), timedelta(days=7)
#: How many steps can be undone.
STEPS = 500

_STAMP = "%Y%m%dT%H%M%S%fZ"
#: How much of a name is the same within an hour, and within a day.
_HOUR, _DAY = len("20260305T06"), len("20260305")
_NAME = re.compile(r"[0-9]{8}T[0-9]{12}Z-[0-9a-f]{16}\.md")


@dataclass(frozen=True, slots=True)
class Version:
    """A state of a draft. Its name says when it was saved, so that names sort as times, and its etag."""

    name: str
    path: Path

    @property
    def when(self) -> datetime:
        """When it was saved (UTC)."""
        return datetime.strptime(self.name.partition("-")[0], _STAMP).replace(tzinfo=UTC)

    @property
    def etag(self) -> str:
        """What the state is known by."""
        return self.name.partition("-")[2]


@dataclass(frozen=True, slots=True)
class Steps:
    """The etags that undo and redo lead to, the next one last."""

    undo: tuple[str, ...] = ()
    redo: tuple[str, ...] = ()


class Versions:
    """The states of one draft. Whoever writes holds the lock of the drafts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self) -> tuple[Version, ...]:
        """The states, the latest first."""
        if not self.folder.is_dir():
            return ()
        with os.scandir(self.folder) as entries:
            names = sorted((e.name for e in entries if _NAME.fullmatch(e.name)), reverse=True)
        return tuple(Version(name.removesuffix(".md"), self.folder / name) for name in names)

    def find(self, name: str) -> Version:
        """The state of that name.

        Raises:
            NotFound: there is none.
        """
        path = self.folder / f"{name}.md"
        if not _NAME.fullmatch(path.name) or path.stem != name or not path.is_file():
            raise NotFound(f"没有文稿的旧版本“{name}”", remedy="用 kb draft versions 查看")
        return Version(name, path)

    def with_etag(self, tag: str) -> Version | None:
        """The latest state of that etag."""
        return next((v for v in self.all() if v.etag == tag), None)

    def keep(self, data: bytes, now: datetime) -> None:
        """Add a state, unless the latest one says the same; let go of what is too many."""
        kept = self.all()
        if kept and kept[0].etag == etag(data):
            return
        at = max(now, kept[0].when + timedelta(microseconds=1)) if kept else now
        name = f"{at.strftime(_STAMP)}-{etag(data)}"
        path = self.folder / f"{name}.md"
        write_atomically(path, data)
        for version in superfluous((Version(name, path), *kept), now):
            version.path.unlink(missing_ok=True)

    def steps(self) -> Steps:
        """What can be undone and redone; nothing when that cannot be read, for the states are still there."""
        try:
            stored = json.loads(self._steps.read_text(encoding="utf-8"))
            return Steps(tuple(map(str, stored["undo"])), tuple(map(str, stored["redo"])))
        except FileNotFoundError:
            return Steps()
        except (OSError, ValueError, TypeError, KeyError) as e:
            log.warning("%s 读不了（%s），撤销从现在起重新记", self._steps, e)
            return Steps()

    def write_steps(self, steps: Steps) -> None:
        """Keep what can be undone and redone."""
        data = {"undo": steps.undo[-STEPS:], "redo": steps.redo[-STEPS:]}
        write_atomically(self._steps, json.dumps(data).encode())

    @property
    def _steps(self) -> Path:
        return self.folder / "steps.json"


def superfluous(versions: Sequence[Version], now: datetime) -> list[Version]:
    """Which states to let go of: beyond an hour all but the last of each hour, beyond a week of each day.

    Args:
        versions: the latest first.
    """
    slots: set[str] = set()
    going: list[Version] = []
    for version in versions:
        slot = _slot(version.name, now)
        if slot in slots:
            going.append(version)
        slots.add(slot)
    if versions and all(v in going or v.etag == versions[0].etag for v in versions):
        other = next((v for v in going if v.etag != versions[0].etag), None)
        going = [v for v in going if v is not other]
    return going


def _slot(name: str, now: datetime) -> str:
    """The stretch of time of which one state is kept; names begin with the time, so they need not be read as times."""
    if name >= (now - ALL).strftime(_STAMP):
        return name
    return name[: _HOUR if name >= (now - HOURLY).strftime(_STAMP) else _DAY]
