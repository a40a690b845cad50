"""The nouns of the taxonomy: themes, in use or retired, and how they are found by name, id or former id.

Nothing here reads a file (see themes), and nothing decides what a passage is about (see classify).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme (主题).

    `strong` terms earn it alone; `weak` ones only together or under a fitting heading; `not_` phrases
    hide what stands inside them. `broader` is the id of the theme above, or empty. `was` are former ids:
    this theme was renamed from, or took in, those. A `retired` one is laid down: it judges nothing, but its
    name is kept for the decisions about it, and an upgrade does not bring it back.
    """

    id: str
    name: str
    scope: str = ""
    broader: str = ""
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    retired: bool = False

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term of the theme, masks included."""
        return self.strong + self.weak + self.not_


@dataclass(frozen=True)
class Taxonomy:
    """The themes in use, in the order of the file, which is the order they are shown in; and the retired."""

    themes: tuple[Theme, ...]
    retired: tuple[Theme, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Theme]:
        """The themes in use by id."""
        return {theme.id: theme for theme in self.themes}

    @cached_property
    def hash(self) -> str:
        """SHA-256 of what the themes say; comments and layout of the file do not count."""
        said = [[asdict(theme) for theme in themes] for themes in (self.themes, self.retired)]
        content = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    def resolve(self, name_or_id: str) -> Theme | None:
        """The theme in use of that id, Chinese name or former id, or None."""
        wanted = name_or_id.strip()
        by_name = next((theme for theme in self.themes if theme.name == wanted), None)
        former = self.by_id.get(self.current(wanted.lower()))
        return self.by_id.get(wanted.lower(), by_name or former)

    def current(self, id_: str) -> str:
        """The present id for a former one; any other unchanged."""
        return self._present.get(id_, id_)

    def name_of(self, id_: str) -> str:
        """The name of the theme of that present or former id, retired ones too; else the id itself."""
        return self._names.get(self.current(id_), id_)

    @cached_property
    def _present(self) -> Mapping[str, str]:
        return {old: theme.id for theme in (*self.themes, *self.retired) for old in theme.was}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {theme.id: theme.name for theme in (*self.themes, *self.retired)}
