"""A home's themes.toml brought up to what ships now, without touching what its owner changed.

The home keeps the shipped taxonomy that its own was made from (`Home.shipped_themes`). Where that is not
known nothing is changed: it is only recorded, so that the next upgrade can tell whose word is whose.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb import taxonomy_store
from kb.files import write_atomically
from kb.home import Home, outdated
from kb.resources import shipped as shipped_path
from kb.taxonomy_back import put_back
from kb.taxonomy_change import arranged
from kb.taxonomy_diff import Difference, Field, differences
from kb.taxonomy_merge import merge
from kb.themes import decoded, listed

if TYPE_CHECKING:
    from kb.library import Library

DONE = "随程序更新"


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did.

    `recorded` tells that the home did not know what its taxonomy was made from, so that nothing was changed;
    `readonly` that there is something to do but the home cannot be written; `mended` that the taxonomy could not
    be read, so that it was replaced without a comparison.
    """

    changes: tuple[Difference, ...] = ()
    kept: tuple[str, ...] = ()
    recorded: bool = False
    readonly: bool = False
    mended: bool = False

    @property
    def themes_added(self) -> tuple[str, ...]:
        """The names of the new themes."""
        return tuple(change.name for change in self.changes if change.kind == "added")

    @property
    def terms_added(self) -> int:
        """How many terms came in, those of new themes too."""
        return sum(len(field.added) for field in self._terms())

    @property
    def terms_removed(self) -> int:
        """How many terms went out."""
        return sum(len(field.removed) for field in self._terms())

    def _terms(self) -> list[Field]:
        return [f for c in self.changes for f in c.fields if f.key in ("strong", "weak", "not_")]

    @property
    def told(self) -> str:
        """In one Chinese sentence; empty when nothing happened."""
        if self.readonly:
            return "随程序附带的主题表更新了；这个资料库不能写入，先用原来的"
        if self.recorded:
            return "已记下随程序附带的主题表；您的主题表没有改动，以后程序更新时才能合并"
        if self.mended:
            return "原来的主题表读不了，已整个换成随程序附带的（kb themes history 里有原来的）"
        if not self.changes and not self.kept:
            return ""
        news = f"，新增主题 {'、'.join(self.themes_added)}" if self.themes_added else ""
        kept = f"；{len(self.kept)} 处保留您的改法" if self.kept else ""
        return (
            f"主题表已随程序更新：加词 {self.terms_added} 个，删词 {self.terms_removed} 个{news}{kept}"
            "（kb themes history 可以查看和换回）"
        )


def upgrade(home: Home, shipped: Path | None = None) -> Upgraded:
    """Bring a home's taxonomy up to what ships. Call inside `library.writing()`.

    Raises:
        BadTaxonomy: the user's themes.toml is broken; nothing was changed.
    """
    source = shipped or shipped_path("themes.toml")
    data = source.read_bytes()
    new = decoded(data, source)
    text, seen = taxonomy_store.read(home)
    if not home.shipped_themes.is_file():
        write_atomically(home.shipped_themes, data)
        return Upgraded(recorded=text != new)
    base = home.shipped_themes.read_bytes()
    if base == data:
        return Upgraded()
    old, user = listed(decoded(base, home.shipped_themes), home.shipped_themes), listed(text, home.themes)
    merged = merge(old, user, listed(new, source))
    untouched = text == decoded(base, home.shipped_themes)
    wanted = new if untouched else arranged(text, merged.themes)
    taxonomy_store.write(home, wanted, DONE, seen)
    write_atomically(home.shipped_themes, data)
    return Upgraded(differences(user, listed(wanted, home.themes)), merged.kept)


def take_over(home: Home, shipped: Path | None = None) -> Upgraded:
    """Replace a home's taxonomy, whatever state it is in, with what ships. Call inside `library.writing()`."""
    source = shipped or shipped_path("themes.toml")
    data = source.read_bytes()
    now = taxonomy_store.current(home)
    mended = now.trouble is not None
    user = () if mended else now.themes
    new = put_back(decoded(data, source), user, source)
    taxonomy_store.write(home, new, "换成随程序附带的", now.etag)
    write_atomically(home.shipped_themes, data)
    return Upgraded(() if mended else differences(user, listed(new, source)), mended=mended)


def keep_up(library: Library, shipped: Path | None = None) -> Upgraded:
    """Upgrade a library's taxonomy when there is something to do; takes the lock itself.

    Call it once where a library is opened for writing or serving, before its index is looked at, and tell
    `told` when there is something to tell.
    """
    if not outdated(library.home, shipped):
        return Upgraded()
    if not os.access(library.home.root, os.W_OK):
        return Upgraded(readonly=library.home.shipped_themes.is_file())
    with library.writing():
        return upgrade(library.home, shipped)
