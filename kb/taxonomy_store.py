"""The user's themes.toml on the disk: read with its version, written only when well formed, never lost.

Before every write the version that is replaced goes to themes-history/. Writers hold the library's lock
(`library.writing()`); nothing here takes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kb.errors import BadTaxonomy, NotFound, StaleEdit
from kb.files import etag, write_atomically
from kb.home import Home
from kb.themes import decoded, parse

#: How many earlier versions are kept.
KEPT = 100

_STAMP = "%Y%m%dT%H%M%S%fZ"
_NAME = re.compile(r"\d{8}T\d{12}Z")
_BOM = b"\xef\xbb\xbf"
_DONE = "# 此后的改动："


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier themes.toml: its name, when it was replaced (UTC), and what was done to it then."""

    name: str
    when: datetime
    done: str
    path: Path


def read(home: Home) -> tuple[str, str]:
    """The text of themes.toml and its etag.

    Raises:
        BadTaxonomy: there is none, or it is not UTF-8.
    """
    data = _bytes(home)
    return decoded(data, home.themes), etag(data)


def write(home: Home, text: str, done: str, seen: str | None = None) -> str:
    """Replace themes.toml; give its new etag. `done` says in Chinese what the change was.

    Args:
        seen: the etag that the change is based on; None to replace whatever is there.

    Raises:
        StaleEdit: the file has changed since.
        BadTaxonomy: the new text is not a well-formed taxonomy; nothing was written.
    """
    parse(text, home.themes)
    return _replace(home, text.encode(), done, seen)


def edit(home: Home, change: Callable[[str], str], done: str, seen: str | None = None) -> str:
    """Apply a function of taxonomy_edit to themes.toml; give its new etag. Raises like `write`."""
    text, current = read(home)
    if seen not in (None, current):
        raise _stale(home)
    return write(home, change(text), done, current)


def history(home: Home) -> tuple[Version, ...]:
    """The earlier versions, the latest first."""
    found = (path for path in home.theme_history.glob("*.toml") if _NAME.fullmatch(path.stem))
    return tuple(_version(path) for path in sorted(found, reverse=True))


def earlier(home: Home, version: str) -> str:
    """The text of an earlier version, by its name.

    Raises:
        NotFound: there is none of that name.
    """
    return decoded(_content(_find(home, version)), home.themes)


def revert(home: Home, version: str, seen: str | None = None) -> str:
    """Put an earlier version back; what it replaces goes to the history too. Gives the new etag.

    Raises:
        NotFound: no version of that name.
        StaleEdit: themes.toml has changed since `seen`.
        BadTaxonomy: that version was not well formed.
    """
    found = _find(home, version)
    data = _content(found)
    parse(decoded(data, found.path), found.path)
    return _replace(home, data, f"换回 {found.name} 的样子", seen)


def _find(home: Home, version: str) -> Version:
    found = next((v for v in history(home) if v.name == version), None)
    if found is None:
        raise NotFound(f"没有主题表的旧版本“{version}”", remedy="用 kb themes history 查看")
    return found


def _version(path: Path) -> Version:
    when = datetime.strptime(path.stem, _STAMP).replace(tzinfo=UTC)
    with path.open("rb") as file:
        first = file.readline().decode("utf-8", errors="replace").strip()
    return Version(path.stem, when, first.removeprefix(_DONE).strip(), path)


def _content(version: Version) -> bytes:
    return version.path.read_bytes().partition(b"\n")[2]


def _bytes(home: Home) -> bytes:
    try:
        return home.themes.read_bytes()
    except FileNotFoundError as e:
        raise BadTaxonomy("主题表不见了", file=home.themes, remedy="运行 kb init 会放回附带的一份") from e


def _replace(home: Home, data: bytes, done: str, seen: str | None) -> str:
    old = _bytes(home) if home.themes.exists() else b""
    if seen is not None and etag(old) != seen:
        raise _stale(home)
    mark = _BOM if old.startswith(_BOM) else b""
    new = mark + data.removeprefix(_BOM)
    if new != old:
        if old:
            _keep(home, old, done)
        write_atomically(home.themes, new)
    return etag(new)


def _stale(home: Home) -> StaleEdit:
    return StaleEdit("主题表刚才被别处改过", file=home.themes, remedy="对照新的内容再改一次")


def _keep(home: Home, data: bytes, done: str) -> None:
    """Add a version to the history and let the oldest go."""
    at = datetime.now(UTC)
    while (path := home.theme_history / f"{at.strftime(_STAMP)}.toml").exists():
        at += timedelta(microseconds=1)
    line = f"{_DONE}{' '.join(done.split())}\n"
    write_atomically(path, line.encode() + data.removeprefix(_BOM))
    for version in history(home)[KEPT:]:
        version.path.unlink()
