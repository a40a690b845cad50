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
from kb.taxonomy import Theme
from kb.taxonomy_back import put_back
from kb.themes import decoded, listed, parse

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


@dataclass(frozen=True, slots=True)
class Current:
    """themes.toml as it stands, which may be broken, or gone (`data` is None): even then it can be replaced."""

    path: Path
    data: bytes | None

    @property
    def etag(self) -> str:
        """What the version is known by."""
        return etag(self.data or b"")

    @property
    def text(self) -> str:
        """Its text; BadTaxonomy when there is none, or it is not UTF-8."""
        if self.data is None:
            raise BadTaxonomy(
                "主题表不见了",
                file=self.path,
                remedy="运行 kb init 会放回附带的一份，或用 kb themes revert 换回",
            )
        return decoded(self.data, self.path)

    @property
    def themes(self) -> tuple[Theme, ...]:
        """Its themes; BadTaxonomy when it is not well formed."""
        return listed(self.text, self.path)

    def says(self, text: str) -> bool:
        """Whether it is that text already."""
        return self.data is not None and self.data.removeprefix(_BOM) == text.encode()

    @property
    def trouble(self) -> BadTaxonomy | None:
        """What is wrong with it."""
        try:
            listed(self.text, self.path)
        except BadTaxonomy as error:
            return error
        return None


@dataclass(frozen=True, slots=True)
class Written:
    """What a write has done: the etag of what stands there now; whether it is other than before; and the name of
    the version that keeps what stood there, empty when there was nothing."""

    etag: str
    changed: bool
    kept: str = ""


def current(home: Home) -> Current:
    """themes.toml as it stands."""
    try:
        return Current(home.themes, home.themes.read_bytes())
    except FileNotFoundError:
        return Current(home.themes, None)


def read(home: Home) -> tuple[str, str]:
    """The text of themes.toml and its etag.

    Raises:
        BadTaxonomy: there is none, or it is not UTF-8.
    """
    now = current(home)
    return now.text, now.etag


def write(home: Home, text: str, done: str, seen: str | None = None) -> Written:
    """Replace themes.toml, whatever state it is in. `done` says in Chinese what the change was.

    Args:
        seen: the etag that the change is based on; None to replace whatever is there.

    Raises:
        StaleEdit: the file has changed since.
        BadTaxonomy: the new text is not a well-formed taxonomy; nothing was written.
    """
    parse(text, home.themes)
    return _replace(home, text.encode(), done, seen)


def edit(home: Home, change: Callable[[str], str], done: str, seen: str | None = None) -> Written:
    """Apply a function of taxonomy_edit to themes.toml. Raises like `write`."""
    text, now = read(home)
    if seen not in (None, now):
        raise _stale(home)
    return write(home, change(text), done, now)


def history(home: Home) -> tuple[Version, ...]:
    """The earlier versions, the latest first."""
    found = (path for path in home.theme_history.glob("*.toml") if _NAME.fullmatch(path.stem))
    return tuple(_version(path) for path in sorted(found, reverse=True))


def earlier(home: Home, version: str) -> str:
    """The text of an earlier version as it would be put back: themes renamed since remember their later ids.

    Raises:
        NotFound: there is none of that name.
        BadTaxonomy: that version was not well formed.
    """
    found = _find(home, version)
    return put_back(decoded(_content(found), found.path), _known(home), found.path)


def revert(home: Home, version: str, seen: str | None = None) -> Written:
    """Put an earlier version back; what it replaces goes to the history too.

    Raises:
        NotFound: no version of that name.
        StaleEdit: themes.toml has changed since `seen`.
        BadTaxonomy: that version was not well formed.
    """
    return _replace(home, earlier(home, version).encode(), f"换回 {version} 的样子", seen)


def _known(home: Home) -> tuple[Theme, ...]:
    """The themes as they were last known: as they are or, where that is broken, in the latest version that is not."""
    states = (current(home), *(Current(v.path, _content(v)) for v in history(home)))
    return next((state.themes for state in states if state.trouble is None), ())


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


def _replace(home: Home, data: bytes, done: str, seen: str | None) -> Written:
    now = current(home)
    if seen is not None and now.etag != seen:
        raise _stale(home)
    old = now.data or b""
    mark = _BOM if old.startswith(_BOM) else b""
    new = mark + data.removeprefix(_BOM)
    kept = _keep(home, old, done) if old and new != old else ""
    if new != now.data:
        write_atomically(home.themes, new)
    return Written(etag(new), new != now.data, kept)


def _stale(home: Home) -> StaleEdit:
    return StaleEdit("主题表刚才被别处改过", file=home.themes, remedy="对照新的内容再改一次")


def _keep(home: Home, data: bytes, done: str) -> str:
    """Add a version to the history and let the oldest go; give its name."""
    at = datetime.now(UTC)
    while (path := home.theme_history / f"{at.strftime(_STAMP)}.toml").exists():
        at += timedelta(microseconds=1)
    line = f"{_DONE}{' '.join(done.split())}\n"
    write_atomically(path, line.encode() + data.removeprefix(_BOM))
    for version in history(home)[KEPT:]:
        version.path.unlink()
    return path.stem
