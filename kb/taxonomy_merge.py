"""Three states of the taxonomy made one: what shipped once, what a person made of it, what ships now.

Theme by theme, field by field, term by term: what the person did not touch follows the shipped; what the
person touched stays. Pure; see taxonomy_upgrade for the files.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from kb.taxonomy import Theme
from kb.taxonomy_diff import FIELDS

Themes = tuple[Theme, ...]
_T = TypeVar("_T", bound=Hashable)
_EMPTY = Theme(id="", name="")


@dataclass(frozen=True, slots=True)
class Merged:
    """The themes after an upgrade, and a Chinese sentence for each thing where the user's word was kept."""

    themes: Themes
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sides:
    """The three states by key: the id a theme has in the base, or its own when it is not from there."""

    old: Mapping[str, Theme]
    mine: Mapping[str, Theme]
    theirs: Mapping[str, Theme]


def merge(base: Themes, user: Themes, new: Themes) -> Merged:
    """`user` with what changed from `base` to `new`, except where the user changed the same thing.

    Laws: merge(b, b, n) is n; merge(b, u, b) is u; a term the user added stays, one the user took out does
    not come back.
    """
    if user in (base, new):
        return Merged(new)
    if new == base:
        return Merged(user)
    old = {theme.id: theme for theme in base}
    sides = _Sides(old, _keyed(user, old), _keyed(new, old))
    kept: list[str] = []
    order = _ordered(tuple(old), tuple(sides.mine), tuple(sides.theirs), _stay(sides, kept))
    ids = {key: _id(key, sides) for key in order}
    points = _points(sides, set(ids))
    found = [
        replace(
            _theme(old.get(key), sides.mine.get(key), sides.theirs.get(key), kept),
            id=ids[key],
            broader=_above(key, sides, points, ids, kept),
        )
        for key in order
    ]
    return Merged(_fitting(found, {theme.id: theme.name for theme in user}, kept), tuple(kept))


def _keyed(themes: Themes, old: Mapping[str, Theme]) -> dict[str, Theme]:
    """The themes by the id they had in the base; a theme that is not from there by its own."""
    ids = {theme.id for theme in themes}
    keyed: dict[str, Theme] = {}
    for theme in themes:
        former = (was for was in theme.was if was in old and was not in ids and was not in keyed)
        keyed[theme.id if theme.id in old else next(former, theme.id)] = theme
    return keyed


def _points(sides: _Sides, stay: set[str]) -> dict[str, str]:
    """From each id that stands for a theme, former ones too, to its key; the user's word counts most."""
    points = {key: key for key in sides.old}
    for side in (sides.theirs, sides.mine):
        here = {key: theme for key, theme in side.items() if key in stay}
        points |= {was: key for key, theme in here.items() for was in theme.was}
        points |= {theme.id: key for key, theme in here.items()}
    return points


def _stay(sides: _Sides, kept: list[str]) -> set[str]:
    """The keys of the themes that there are afterwards."""
    old, mine, theirs = sides.old, sides.mine, sides.theirs
    taken = {name for theme in mine.values() for name in (theme.id, theme.name, *theme.was)}
    stay: set[str] = set()
    for key in dict.fromkeys((*mine, *theirs)):
        if key in old and key not in mine:
            continue  # the user took it out
        if key in mine and key in old and key not in theirs:
            if mine[key] == old[key]:
                continue  # it no longer ships
            kept.append(f"附带的主题表不再有“{mine[key].name}”，您改过它，所以留着")
        elif key not in mine and {theirs[key].id, theirs[key].name} & taken:
            kept.append(f"新附带的主题“{theirs[key].name}”与您的主题重名，没有加入")
            continue
        stay.add(key)
    return stay


def _ordered(base: Sequence[_T], user: Sequence[_T], new: Sequence[_T], stay: set[_T]) -> list[_T]:
    """What stays, in the user's order when the user changed it, else in the shipped one; each newcomer
    behind what it follows where it comes from."""
    first, second = (new, user) if tuple(user) == tuple(base) else (user, new)
    order = [entry for entry in dict.fromkeys(first) if entry in stay]
    for nth, entry in enumerate(second):
        if entry in stay and entry not in order:
            before = next((e for e in reversed(second[:nth]) if e in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, entry)
    return order


def _id(key: str, sides: _Sides) -> str:
    """The user's new id, else the shipped new one when the user has no theme of that id or name, else the old."""
    user, new = sides.mine.get(key), sides.theirs.get(key)
    if user is None:
        return new.id if new else key
    taken = {name for theme in sides.mine.values() for name in (theme.id, theme.name)}
    return new.id if new and user.id == key and new.id not in taken else user.id


def _above(
    key: str, sides: _Sides, points: Mapping[str, str], ids: Mapping[str, str], kept: list[str]
) -> str:
    """The id of the theme above: the user's choice where there is one, else the shipped; a gone one is passed
    over for the one above it."""
    themes = [side.get(key) for side in (sides.old, sides.mine, sides.theirs)]
    base, user, new = (points.get(t.broader, t.broader) if t else None for t in themes)
    mine = new is None or (user is not None and user != base)
    if mine and None not in (base, new) and new not in (base, user):
        kept.append(f"“{sides.mine[key].name}”的上级两边都改过，保留您的")
    above, seen = (user if mine else new) or "", {key}
    while above and above not in ids and above not in seen:
        seen.add(above)
        known = next((side[above] for side in (sides.mine, sides.theirs, sides.old) if above in side), None)
        above = points.get(known.broader, known.broader) if known else ""
    return ids.get(above, "")


def _theme(base: Theme | None, user: Theme | None, new: Theme | None, kept: list[str]) -> Theme:
    """One theme out of its three states; its id and what is above it are settled elsewhere."""
    if user is None or new is None:
        return user or new or _EMPTY
    old = base or replace(_EMPTY, id=user.id)
    fields: dict[str, Any] = {key: _one(key, old, user, new, kept) for key in ("name", "scope", "retired")}
    fields |= {key: _some(key, old, user, new) for key in ("examples", "was")}
    merged = replace(user, **fields, **_terms(old, user, new, kept))
    if not merged.strong and not merged.weak and (user.strong or user.weak):
        kept.append(f"“{user.name}”的词全被附带的主题表删去，保留您的")
        return replace(merged, strong=user.strong, weak=user.weak, not_=user.not_)
    return merged


def _one(key: str, old: Theme, user: Theme, new: Theme, kept: list[str]) -> object:
    was, mine, theirs = (getattr(theme, key) for theme in (old, user, new))
    if mine == was:
        return theirs
    if theirs not in (was, mine):
        kept.append(f"“{user.name}”的{FIELDS[key]}两边都改过，保留您的")
    return mine


def _some(key: str, old: Theme, user: Theme, new: Theme) -> tuple[str, ...]:
    """A list of plain entries."""
    was, mine, theirs = (getattr(theme, key) for theme in (old, user, new))
    if mine == was:
        return tuple(theirs)
    if theirs == was:
        return tuple(mine)
    stay = {e for e in (*mine, *theirs) if (e in theirs if (e in mine) == (e in was) else e in mine)}
    return tuple(_ordered(was, mine, theirs, stay))


def _terms(old: Theme, user: Theme, new: Theme, kept: list[str]) -> dict[str, Any]:
    """The terms: each is strong, weak, a mask or nothing, and that is settled term by term."""
    was, mine, theirs = (_strengths(theme) for theme in (old, user, new))
    settled: dict[str, str | None] = {}
    for term in (*mine, *theirs):
        before, here, there = was.get(term), mine.get(term), theirs.get(term)
        settled[term] = there if here == before else here
        if here != before and there not in (before, here):
            kept.append(f"“{user.name}”里的“{term}”两边都改过，保留您的")
    return {
        key: tuple(_ordered(getattr(old, key), getattr(user, key), getattr(new, key), _of(settled, key)))
        for key in ("strong", "weak", "not_")
    }


def _strengths(theme: Theme) -> dict[str, str]:
    return {term: key for key in ("strong", "weak", "not_") for term in getattr(theme, key)}


def _of(settled: Mapping[str, str | None], key: str) -> set[str]:
    return {term for term, strength in settled.items() if strength == key}


def _fitting(found: list[Theme], own: Mapping[str, str], kept: list[str]) -> Themes:
    """The themes made to stand together: names once and no ids of others, former ids free, no ring.

    `own` are the names that the user's themes had; they go first.
    """
    ids = {theme.id for theme in found}
    names: set[str] = set()
    for theme in sorted(found, key=lambda theme: own.get(theme.id) != theme.name):
        taken = names | (ids - {theme.id})
        if theme.name in taken:
            ways = (own.get(theme.id, theme.name), f"{theme.name}（{theme.id}）")
            name = next((way for way in ways if way not in taken), theme.id)
            found[found.index(theme)] = replace(theme, name=name)
            kept.append(f"附带的主题表里“{theme.name}”的名字已被占用，这里叫“{name}”")
            names.add(name)
        names.add(theme.name)
    former = set(ids)
    for nth, theme in enumerate(found):
        was = tuple(old for old in theme.was if old not in former)
        former |= set(was)
        found[nth] = replace(theme, was=was)
    return _unringed(found)


def _unringed(found: list[Theme]) -> Themes:
    above = {theme.id: theme.broader for theme in found}
    for theme in found:
        seen, step = {theme.id}, above[theme.id]
        while step and step not in seen:
            seen.add(step)
            step = above[step]
        if step == theme.id:
            above[theme.id] = ""
    return tuple(replace(theme, broader=above[theme.id]) for theme in found)
