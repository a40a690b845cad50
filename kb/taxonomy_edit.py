"""What a person may do to the taxonomy: each a pure function from the text of themes.toml to the new text.

Comments, order and layout are kept (see taxonomy_layout). Nothing is written here (see taxonomy_store).
Every function raises BadTaxonomy when the text cannot be used, and BadChange when the wish cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kb.taxonomy import Theme
from kb.taxonomy_change import (
    BadChange,
    Themes,
    above_id,
    arranged,
    clean,
    is_below,
    named,
    new_id,
    on_text,
    require_new,
    union,
)
from kb.terms import parse_term

__all__ = [
    "STRENGTHS",
    "BadChange",
    "Strength",
    "Themes",
    "Wish",
    "add",
    "arranged",
    "clean",
    "merge",
    "new_id",
    "put",
    "put_terms",
    "rename",
    "restore",
    "retire",
    "split",
]

Strength = Literal["strong", "weak", "not"]
STRENGTHS: Mapping[Strength, str] = {"strong": "强词", "weak": "弱词", "not": "屏蔽语"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What to set of a theme; None leaves a field as it is. The lists are whole lists, not additions."""

    name: str | None = None
    scope: str | None = None
    broader: str | None = None
    strong: Sequence[str] | None = None
    weak: Sequence[str] | None = None
    not_: Sequence[str] | None = None
    examples: Sequence[str] | None = None


@on_text
def put(themes: Themes, theme: str, wish: Wish) -> Themes:
    """Set fields of a theme."""
    old = named(themes, theme)
    texts = {"name": wish.name, "scope": wish.scope}
    lists = {"strong": wish.strong, "weak": wish.weak, "not_": wish.not_, "examples": wish.examples}
    given: dict[str, object] = {key: text.strip() for key, text in texts.items() if text is not None}
    given |= {key: clean(entries) for key, entries in lists.items() if entries is not None}
    if wish.broader is not None:
        given["broader"] = above_id(themes, wish.broader)
    return _with(themes, replace(old, **given))  # type: ignore[arg-type]  # names and types are those of Wish


@on_text
def put_terms(
    themes: Themes, theme: str, adding: Mapping[Strength, Iterable[str]], removing: Iterable[str] = ()
) -> Themes:
    """Add terms and take out others; one that is added with another strength moves there."""
    old = named(themes, theme)
    gone = set(clean(removing))
    unknown = sorted(gone - set(old.terms))
    if unknown:
        raise BadChange(f"“{old.name}”里没有“{unknown[0]}”", remedy=f"用 kb themes show {old.id} 查看它的词")
    given = {strength: clean(terms) for strength, terms in adding.items()}
    moved = {(term, strength) for strength, terms in given.items() for term in terms}
    lists = {
        strength: tuple(t for t in have if t not in gone and not _elsewhere(t, strength, moved))
        for strength, have in _lists(old).items()
    }
    new = {s: (*have, *(t for t in given.get(s, ()) if t not in have)) for s, have in lists.items()}
    return _with(themes, replace(old, strong=new["strong"], weak=new["weak"], not_=new["not"]))


@on_text
def add(themes: Themes, theme: Theme, after: str = "") -> Themes:
    """A new theme, behind another or at the end. An empty id is made from the pinyin of the name."""
    new = replace(
        theme,
        id=theme.id or new_id(theme.name, themes),
        broader=above_id(themes, theme.broader) if theme.broader else "",
    )
    require_new(themes, new.id)
    at = themes.index(named(themes, after)) + 1 if after else len(themes)
    return (*themes[:at], new, *themes[at:])


@on_text
def rename(themes: Themes, theme: str, id_: str) -> Themes:
    """Another id; the old one is remembered, so that decisions and links go on."""
    old = named(themes, theme)
    if id_ == old.id:
        return themes
    require_new(themes, id_, own=old)
    was = (*(former for former in old.was if former != id_), old.id)
    return _pointing(_with(themes, replace(old, id=id_, was=was), at=old.id), {old.id: id_})


@on_text
def merge(themes: Themes, theme: str, into: str) -> Themes:
    """Take `theme` into another: its terms, its former ids, the themes below it; decisions follow its id.

    The terms of one laid down judge nothing, and so it stays: of it only the ids are taken.
    """
    gone, kept = named(themes, theme), named(themes, into)
    if gone.id == kept.id:
        raise BadChange("不能并入自己", remedy="写两个不同的主题")
    if kept.retired:
        raise BadChange(f"“{kept.name}”已停用", remedy=f"先用 kb themes restore {kept.id} 恢复它")
    taken = replace(gone, strong=(), weak=(), not_=(), examples=()) if gone.retired else gone
    strong = union(kept.strong, taken.strong)
    weak = tuple(term for term in union(kept.weak, taken.weak) if term not in strong)
    new = replace(
        kept,
        strong=strong,
        weak=weak,
        not_=tuple(term for term in union(kept.not_, taken.not_) if term not in (*strong, *weak)),
        examples=union(kept.examples, taken.examples),
        was=union(kept.was, (*gone.was, gone.id)),
        broader=gone.broader if is_below(themes, kept.id, gone.id) else kept.broader,
    )
    left = tuple(t for t in _with(themes, new) if t.id != gone.id)
    return _pointing(left, {gone.id: new.id})


@on_text
def split(themes: Themes, theme: str, new: Theme, terms: Iterable[str]) -> Themes:
    """A new theme below `theme` takes some of its terms, and the masks that could hide those go along.

    `new` gives the name and what else is wanted; an empty id is made from the name. `theme` keeps the rest
    and its decisions.
    """
    old = named(themes, theme)
    taken = set(clean(terms))
    unknown = sorted(taken - set(old.terms))
    if unknown:
        raise BadChange(f"“{old.name}”里没有“{unknown[0]}”", remedy=f"用 kb themes show {old.id} 查看它的词")
    have = _lists(old)
    masks = tuple(mask for mask in old.not_ if mask in taken or any(_hides(mask, term) for term in taken))
    child = replace(
        new,
        id=new.id or new_id(new.name, themes),
        broader=old.id,
        strong=union(new.strong, [t for t in have["strong"] if t in taken]),
        weak=union(new.weak, [t for t in have["weak"] if t in taken]),
        not_=union(new.not_, masks),
    )
    require_new(themes, child.id)
    rest = {strength: tuple(t for t in terms if t not in taken) for strength, terms in have.items()}
    kept = replace(old, strong=rest["strong"], weak=rest["weak"], not_=rest["not"])
    at = themes.index(old) + 1
    return (*themes[: at - 1], kept, child, *themes[at:])


@on_text
def retire(themes: Themes, theme: str) -> Themes:
    """Lay a theme down: it judges nothing any more, but stays in the file."""
    return _with(themes, replace(named(themes, theme), retired=True))


@on_text
def restore(themes: Themes, theme: str) -> Themes:
    """Bring a retired theme back."""
    return _with(themes, replace(named(themes, theme), retired=False))


def _with(themes: Themes, new: Theme, at: str = "") -> Themes:
    return tuple(new if theme.id == (at or new.id) else theme for theme in themes)


def _pointing(themes: Themes, ids: Mapping[str, str]) -> Themes:
    """The themes with `broader` following ids that changed."""
    return tuple(replace(theme, broader=ids.get(theme.broader, theme.broader)) for theme in themes)


def _lists(theme: Theme) -> dict[Strength, tuple[str, ...]]:
    return {"strong": theme.strong, "weak": theme.weak, "not": theme.not_}


def _elsewhere(term: str, strength: Strength, moved: set[tuple[str, Strength]]) -> bool:
    return any(word == term and to != strength for word, to in moved)


def _hides(mask: str, term: str) -> bool:
    """Whether a mask has a word of a term in it."""
    hiding = [word for part in parse_term(mask) for word in part]
    return any(word in hider for part in parse_term(term) for word in part for hider in hiding)
