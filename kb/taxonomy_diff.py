"""What differs between two states of the taxonomy, theme by theme and term by term, for a person to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.taxonomy import Theme

Kind = Literal["added", "removed", "changed"]
KINDS: Mapping[Kind, str] = {"added": "新增", "removed": "删去", "changed": "改动"}

#: The fields in the order of the file, as they are called in Chinese.
FIELDS: Mapping[str, str] = {
    "id": "编号",
    "name": "主题",
    "scope": "范围",
    "broader": "上级",
    "strong": "强词",
    "weak": "弱词",
    "not_": "屏蔽语",
    "examples": "例句",
    "was": "曾用编号",
    "retired": "停用",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a theme: what it no longer says and what it says now. A plain text has at most one each."""

    key: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One theme that differs; for a new or removed one `fields` are all it says."""

    id: str
    name: str
    kind: Kind
    fields: tuple[Field, ...]

    def lines(self) -> list[str]:
        """The difference in Chinese: the theme, then a line for every field."""
        told = [f"{KINDS[self.kind]}主题“{self.name}”（{self.id}）"]
        for field in self.fields:
            words = [f"- {word}" for word in field.removed] + [f"+ {word}" for word in field.added]
            told.append(f"  {FIELDS[field.key]}：" + ("；".join(words) or "顺序变了"))
        return told


def differences(old: Sequence[Theme], new: Sequence[Theme]) -> tuple[Difference, ...]:
    """The themes that differ, in the order of the new, the removed ones last. A renamed one is the same theme."""
    before = {theme.id: theme for theme in old}
    ids = {theme.id for theme in new}
    found: list[Difference] = []
    followed: set[str] = set()
    for theme in new:
        was = theme.id if theme.id in before else _gone(theme, before, ids)
        followed.add(was)
        kind: Kind = "changed" if was else "added"
        fields = _fields(before.get(was), theme)
        if fields:
            found.append(Difference(theme.id, theme.name, kind, fields))
    gone = [theme for theme in old if theme.id not in followed]
    return (*found, *(Difference(t.id, t.name, "removed", _fields(t, None)) for t in gone))


def _gone(theme: Theme, before: Mapping[str, Theme], ids: set[str]) -> str:
    return next((old for old in theme.was if old in before and old not in ids), "")


def _fields(old: Theme | None, new: Theme | None) -> tuple[Field, ...]:
    """The fields that differ; of a theme that stands alone all but its id and name."""
    keys = [key for key in FIELDS if (old and new) or key not in ("id", "name")]
    pairs = ((key, _words(old, key), _words(new, key)) for key in keys)
    return tuple(
        Field(key, tuple(w for w in was if w not in now), tuple(w for w in now if w not in was))
        for key, was, now in pairs
        if was != now
    )


def _words(theme: Theme | None, key: str) -> tuple[str, ...]:
    value = getattr(theme, key) if theme else ()
    if isinstance(value, bool):
        return ("是",) if value else ()
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(value)
