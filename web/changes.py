"""What the forms of the theme workshop ask for: each a change of the text of themes.toml, with a name for it.

Nothing is written here; the changes themselves are those of `kb.taxonomy_edit`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from kb import taxonomy_edit as edits
from kb import taxonomy_store
from kb.errors import KbError
from kb.home import Home
from kb.taxonomy import Theme
from kb.taxonomy_change import named
from kb.taxonomy_store import Current

Given = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that a form asks for: the new text of themes.toml, what is done, the theme it is most about."""

    text: str
    done: str
    about: str = ""


def asked(home: Home, now: Current, given: Given) -> Asked:
    """The change that a form or an address asks for.

    Raises:
        KbError: it asks for nothing that can be done.
    """
    what = given.get("what", "")
    if what not in _CHANGES:
        raise KbError("没有说要改什么", remedy="回到主题工坊，再点一次")
    return _CHANGES[what](home, now, given)


def _merge(home: Home, now: Current, given: Given) -> Asked:
    gone, kept = _theme(now, given, "theme"), _theme(now, given, "into")
    return Asked(edits.merge(now.text, gone.id, kept.id), f"把“{gone.name}”并入“{kept.name}”", kept.id)


def _split(home: Home, now: Current, given: Given) -> Asked:
    theme, name = _theme(now, given, "theme"), given.get("name", "").strip()
    if not name:
        raise KbError("新主题没有名称", remedy="回去写一个名称")
    terms = given.getlist("term")
    if not terms:
        raise KbError("没有选要分出去的词", remedy="回去勾选几个词")
    return Asked(
        edits.split(now.text, theme.id, Theme("", name), terms), f"从“{theme.name}”分出“{name}”", theme.id
    )


def _retire(home: Home, now: Current, given: Given) -> Asked:
    theme = _theme(now, given, "theme")
    return Asked(edits.retire(now.text, theme.id), f"停用“{theme.name}”")


def _restore(home: Home, now: Current, given: Given) -> Asked:
    theme = _theme(now, given, "theme")
    return Asked(edits.restore(now.text, theme.id), f"恢复“{theme.name}”", theme.id)


def _earlier(home: Home, now: Current, given: Given) -> Asked:
    version = given.get("version", "")
    old = taxonomy_store.earlier(home, version)
    when = next(v.when for v in taxonomy_store.history(home) if v.name == version).astimezone()
    return Asked(old, f"换回 {when.strftime('%Y-%m-%d %H:%M')} 之前的样子")


def _text(home: Home, now: Current, given: Given) -> Asked:
    new = given.get("text", "").replace("\r\n", "\n")
    return Asked(new, f"导入 {given.get('done', '')}".strip())


def _theme(now: Current, given: Given, field: str) -> Theme:
    return named(now.themes, given.get(field, ""))


_CHANGES: Mapping[str, Callable[[Home, Current, Given], Asked]] = {
    "merge": _merge, "split": _split, "retire": _retire, "restore": _restore, "earlier": _earlier, "text": _text,
}  # fmt: skip
