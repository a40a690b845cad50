"""From an outline to its material: for each heading the passages that fit it best and stand nowhere else in the list.

A heading is asked for as a person would ask for it; then what is of its theme and does what it announces comes
first, what has the right length for a paragraph, what is said in one's own voice, and what no draft has used.
Nothing is chosen: a person ticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from kb.asked import Asked
from kb.fold import fold
from kb.found import Found
from kb.library import Library
from kb.model import Role
from kb.outline_text import Wanted
from kb.search import search

#: Passages looked at for a heading, and those that are offered.
_LOOKED, OFFERED = 40, 5
#: Characters of a passage that is a paragraph of a speech and no more.
_SHORT, _LONG = 50, 420

#: What a heading says of what stands under it.
_ANNOUNCES: Mapping[Role, re.Pattern[str]] = {
    "problem": re.compile(
        "问题|不足|短板|差距|薄弱|不到位|不够|不[力强严实高深]|欠缺|缺乏|恐慌|滞后|脱节|弱化|淡漠"
    ),
    "achievement": re.compile("成绩|成效|亮点|回顾|取得"),
    "significance": re.compile("意义|重要性|认识|形势|思想|站位"),
    "measure": re.compile(
        "抓|强化|推进|推动|落实|压实|加强|健全|完善|提升|整治|举措|措施|任务|保障|突出|聚焦|严格|狠"
    ),
}
#: A report of what somebody said, an article of a law: no words for a speech of one's own.
_NOT_OWN = re.compile(
    r"^[^，。：；]{2,16}(?<!总书记)(?<!主席)(?:强调|指出|表示|要求|认为|介绍|说|明确)[，：,:]|^第[一二三四五六七八九十百]+条"
    r"|记者|本报讯|在京召开|据(?:介绍|了解|悉)|[0-9]日(?:上午|下午|在)|。他(?:强调|指出|要求|说)，"
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A passage for a heading, and in words why it stands where it does."""

    found: Found
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what is offered for it, the best first."""

    heading: Wanted
    offers: tuple[Offer, ...]


def material(
    library: Library, headings: Sequence[Wanted], used: Set[str] = frozenset(), seen: Sequence[str] = ()
) -> tuple[Section, ...]:
    """What the library has for each heading; no passage twice, and one speech once a heading.

    Args:
        used: keys of places that drafts have used, which come last.
        seen: texts that stand in the draft already, which are not offered.

    Raises:
        StaleIndex: there is no index yet.
    """
    taken = {fold(text) for text in seen}
    sections = []
    for number, heading in enumerate(headings):
        # A heading that only opens others needs no material of its own.
        opens = number + 1 < len(headings) and headings[number + 1].level > heading.level
        offers = () if opens else tuple(_offers(library, _sought(library, headings, number), used, taken))
        taken |= {fold(offer.found.judged.place.text) for offer in offers}
        sections.append(Section(heading, offers))
    return tuple(sections)


@dataclass(frozen=True, slots=True)
class _Sought:
    """What a heading asks for."""

    text: str
    themes: Set[str]
    roles: Set[Role]


def _sought(library: Library, headings: Sequence[Wanted], number: int) -> _Sought:
    """What a heading asks for; under one that announces problems every heading names one."""
    heading = headings[number]
    above = next((h for h in reversed(headings[:number]) if h.level < heading.level), None)
    roles = announced(heading.text)
    if above and announced(above.text) == {"problem"}:
        roles = announced(above.text)
    themes = {judgement.theme for judgement in library.classifier().judge(heading.text)}
    return _Sought(heading.text, themes, roles)


def announced(heading: str) -> frozenset[Role]:
    """What the passages under a heading most likely do. One that names a fault (落实不到位) announces no measures."""
    found = frozenset(role for role, pattern in _ANNOUNCES.items() if pattern.search(heading))
    return frozenset({"problem"}) if "problem" in found else found


def _offers(library: Library, sought: _Sought, used: Set[str], taken: Set[str]) -> Iterator[Offer]:
    asked = Asked(sought.text, size=_LOOKED, near=True)
    found = search(library, asked).found or search(library, replace(asked, near=False)).found
    ranked = sorted(enumerate(found), key=lambda one: one[0] + _moved(one[1], sought, used))
    speeches: set[str] = set()
    for _, one in ranked:
        text = fold(one.judged.place.text)
        if one.speech.id in speeches or text in taken:
            continue
        speeches.add(one.speech.id)
        yield Offer(one, tuple(_reasons(library, one, sought, used)))
        if len(speeches) == OFFERED:
            return


def _moved(one: Found, sought: _Sought, used: Set[str]) -> int:
    """By how much a passage comes later than the search put it, for what fits and what does not."""
    text = one.judged.place.text
    moved = -8 if sought.themes & {j.theme for j in one.judged.themes} else 0
    moved -= 6 if one.judged.role.role in sought.roles else 0
    moved += 12 if not _SHORT <= len(text) <= _LONG else 0
    moved += 12 if _NOT_OWN.search(text) else 0
    return moved + (100 if one.key in used else 0)


def _reasons(library: Library, one: Found, sought: _Sought, used: Set[str]) -> Iterator[str]:
    names = library.classifier().taxonomy.name_of
    shared = [names(j.theme) for j in one.judged.themes if j.theme in sought.themes]
    if shared:
        yield f"同为{'、'.join(shared)}"
    if one.judged.role.role in sought.roles:
        yield "用途相合"
    if one.key in used:
        yield "用过"
