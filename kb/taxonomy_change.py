"""The grounds that changes of the taxonomy stand on: themes found by name, new ids, text in and text out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Concatenate, ParamSpec

from kb.errors import KbError
from kb.pinyin import syllables
from kb.taxonomy import Theme
from kb.taxonomy_layout import rewrite
from kb.themes import RESERVED, Fault, check, listed, together

Themes = tuple[Theme, ...]

_P = ParamSpec("_P")
_SYLLABLES = 6


class BadChange(KbError):
    """A change of the taxonomy that cannot be made."""


def on_text(change: Callable[Concatenate[Themes, _P], Themes]) -> Callable[Concatenate[str, _P], str]:
    """A change of themes as a change of the text they stand in, under the same name."""

    def changed(source: str, /, *args: _P.args, **kwargs: _P.kwargs) -> str:
        return arranged(source, change(listed(source, Path("themes.toml")), *args, **kwargs))

    changed.__name__, changed.__doc__ = change.__name__, change.__doc__
    return changed


def arranged(source: str, wanted: Themes) -> str:
    """The text made to say `wanted`, once that is known to be well formed."""
    require_well_formed(wanted)
    return rewrite(source, wanted)


def require_well_formed(themes: Themes) -> None:
    """Raise BadChange, naming the theme, when themes cannot stand together in a file."""
    for theme in themes:
        try:
            check(theme)
        except Fault as fault:
            raise _bad(theme, fault) from fault
    for nth, problem in together(themes):
        raise _bad(themes[nth], problem)


def _bad(theme: Theme, fault: Fault) -> BadChange:
    return BadChange(f"主题“{theme.name or theme.id}”：{fault}", remedy="主题表没有改动，换个写法再试")


def new_id(name: str, themes: Iterable[Theme]) -> str:
    """An id from the pinyin of a name that no theme has or had: `shuili-jianshe`, `shuili-jianshe-2`."""
    latin = "-".join(re.findall(r"[a-z][a-z0-9]*", name.lower()))
    said = syllables(name)[:_SYLLABLES]
    pairs = "-".join("".join(said[nth : nth + 2]) for nth in range(0, len(said), 2))
    stem = "-".join(part for part in (latin, pairs) if part) or "theme"
    taken = {*RESERVED, *(id_ for theme in themes for id_ in (theme.id, *theme.was))}
    numbered = (stem if nth == 1 else f"{stem}-{nth}" for nth in range(1, len(taken) + 2))
    return next(id_ for id_ in numbered if id_ not in taken)


def named(themes: Themes, wanted: str) -> Theme:
    """The theme of that id, name or former id, retired or not."""
    key = wanted.strip()
    for fits in (
        lambda t: t.id == key.lower(),
        lambda t: t.name == key,
        lambda t: key.lower() in t.was,
    ):
        found = next((theme for theme in themes if fits(theme)), None)
        if found:
            return found
    raise BadChange(f"没有叫“{wanted}”的主题", remedy="用 kb themes 查看全部主题")


def above_id(themes: Themes, wanted: str) -> str:
    """The id of the theme of that name or id; empty for nothing."""
    return named(themes, wanted).id if wanted.strip() else ""


def is_below(themes: Iterable[Theme], id_: str, above: str) -> bool:
    """Whether a theme stands somewhere below another."""
    broader = {theme.id: theme.broader for theme in themes}
    while id_:
        id_ = broader[id_]
        if id_ == above:
            return bool(above)
    return False


def require_new(themes: Themes, id_: str, own: Theme | None = None) -> None:
    """Raise BadChange when an id is, or was, that of another theme than `own`."""
    for theme in themes:
        if theme.id == id_ or (theme is not own and id_ in theme.was):
            raise BadChange(f"编号“{id_}”已属于“{theme.name}”", remedy="换一个编号")


def clean(entries: Iterable[str]) -> tuple[str, ...]:
    """The entries stripped, each once, without empty ones."""
    return tuple(dict.fromkeys(entry.strip() for entry in entries if entry.strip()))


def union(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """The entries of one, then what the other adds."""
    return tuple(dict.fromkeys((*one, *other)))
