"""The choices beside a list of results: what can be chosen, how many hits it leaves, where it leads.

Every choice is a link to the same question with that one thing changed; nothing is kept on the server.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

from kb.asked import Asked
from kb.engine import DEFAULT_KINDS, EntryKind, Facets
from kb.library import Library
from kb.model import ROLES
from kb.search import Answer
from web.choice import Choice
from web.links import afresh
from web.titles import title_of
from web.years import Years, spelled_out, years

KINDS: Mapping[EntryKind, str] = {"passage": "段落和分点", "paragraph": "带分点的整段", "heading": "标题"}

#: So many choices of a group are shown at once, and so many at all.
_THEMES = 10
_SPEECHES, _MOST_SPEECHES = 8, 30


@dataclass(frozen=True, slots=True)
class Group:
    """One facet with its choices; `more` are shown on demand, `left` tells how many are not listed at all."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()
    left: int = 0


@dataclass(frozen=True, slots=True)
class Narrowing:
    """All facets of an answer."""

    themes: Group
    roles: Group
    kinds: Group
    years: Years
    speeches: Group
    used: Group


@dataclass(frozen=True, slots=True)
class Chip:
    """A facet that is chosen, in words, and the address without it."""

    label: str
    url: str


def narrowing(library: Library, answer: Answer) -> Narrowing:
    """The facets of an answer, ready to be shown."""
    asked, facets = answer.asked, answer.facets
    return Narrowing(
        _themes(library, asked, facets),
        _roles(asked, facets),
        _kinds(asked, facets),
        years(asked, facets),
        _speeches(library, asked, facets),
        _used(answer),
    )


def chips(library: Library, asked: Asked) -> tuple[Chip, ...]:
    """What is chosen."""
    names = library.classifier().taxonomy.by_id
    found = [Chip(f"主题：{names[t].name}", _toggle_theme(asked, t)) for t in asked.themes]
    found += [Chip(f"用途：{name}", _toggle_role(asked, r)) for r, name in ROLES.items() if r in asked.roles]
    if asked.years:
        found.append(Chip(f"年份：{spelled_out(asked.years)}", afresh(asked, years=None)))
    if asked.speech:
        found.append(Chip(f"讲话：{title_of(library, asked.speech)}", afresh(asked, speech="")))
    if asked.kinds != DEFAULT_KINDS:
        kinds = "、".join(name for kind, name in KINDS.items() if kind in asked.kinds)
        found.append(Chip(f"只看{kinds}", afresh(asked, kinds=DEFAULT_KINDS)))
    if asked.unused:
        found.append(Chip("未用过", afresh(asked, unused=False)))
    return tuple(found)


def _by_count(choices: Iterable[Choice]) -> list[Choice]:
    """Chosen ones first, then the larger."""
    return sorted(choices, key=lambda choice: (not choice.chosen, -choice.count))


def _split(name: str, label: str, choices: list[Choice], shown: int, left: int = 0) -> Group:
    return Group(name, label, tuple(choices[:shown]), tuple(choices[shown:]), left)


def _themes(library: Library, asked: Asked, facets: Facets) -> Group:
    choices = [
        Choice(theme.id, theme.name, count, theme.id in asked.themes, _toggle_theme(asked, theme.id))
        for theme in library.classifier().taxonomy.themes
        if (count := facets.themes.get(theme.id, 0)) or theme.id in asked.themes
    ]
    return _split("theme", "主题", _by_count(choices), _THEMES)


def _toggle_theme(asked: Asked, theme: str) -> str:
    return afresh(asked, themes=_toggled(asked.themes, theme))


def _toggle_role(asked: Asked, role: str) -> str:
    return afresh(asked, roles=_toggled(asked.roles, role))


def _toggled(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(v for v in values if v != value) if value in values else (*values, value)


def _roles(asked: Asked, facets: Facets) -> Group:
    choices = [
        Choice(role, name, count, role in asked.roles, _toggle_role(asked, role))
        for role, name in ROLES.items()
        if (count := facets.roles.get(role, 0)) or role in asked.roles
    ]
    return Group("role", "用途", tuple(_by_count(choices)))


def _kinds(asked: Asked, facets: Facets) -> Group:
    choices = []
    for kind, name in KINDS.items():
        only = asked.kinds == {kind}
        if (count := facets.kinds.get(kind, 0)) or only:
            kinds = DEFAULT_KINDS if only else frozenset({kind})
            choices.append(Choice(kind, name, count, only, afresh(asked, kinds=kinds)))
    return Group("kind", "类型", tuple(choices))


def _used(answer: Answer) -> Group:
    """What went into no draft yet, where that leaves something out."""
    asked, count = answer.asked, answer.facets.unused
    if count is None or (count == answer.total and not asked.unused):
        return Group("used", "用过没有", ())
    return Group(
        "used",
        "用过没有",
        (Choice("no", "未用过", count, asked.unused, afresh(asked, unused=not asked.unused)),),
    )


def _speeches(library: Library, asked: Asked, facets: Facets) -> Group:
    counted = sorted(facets.speeches.items(), key=itemgetter(1), reverse=True)
    if asked.speech:
        counted.sort(key=lambda pair: pair[0] != asked.speech)
    choices = [
        Choice(id_, title_of(library, id_), count, id_ == asked.speech, _toggle_speech(asked, id_))
        for id_, count in counted[:_MOST_SPEECHES]
    ]
    left = max(0, len(counted) - _MOST_SPEECHES)
    return _split("speech", "讲话", choices, _SPEECHES, left)


def _toggle_speech(asked: Asked, speech: str) -> str:
    return afresh(asked, speech="" if speech == asked.speech else speech)
