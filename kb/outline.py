"""From an outline to its material: for each heading the passages that fit it best and stand nowhere else in the list.

A heading is asked for as a person would ask for it; then what is of its theme and does what it announces comes
first, what has the right length for a paragraph, and what no draft has used. Nothing is chosen: a person ticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from kb.asked import Asked
from kb.draft import heading_text
from kb.errors import KbError
from kb.fold import fold
from kb.found import Found
from kb.library import Library
from kb.model import Role
from kb.search import search

#: So many headings can be asked for at once, and so long one may be.
MOST_HEADINGS, LONGEST = 60, 120
#: Passages looked at for a heading, and those that are offered.
_LOOKED, OFFERED = 40, 5
#: Characters of a passage that is a paragraph of a speech and no more.
_SHORT, _LONG = 50, 420

_LEVELS = (
    (re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}[、．.]|第[一二三四五六七八九十]{1,3}[部章])"), 1),
    (re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[)）]"), 2),
    (re.compile(r"\s*[0-9]{1,2}[.．、](?![0-9])"), 3),
    (re.compile(r"\s*[（(][0-9]{1,2}[)）]"), 4),
)
_MARKDOWN = re.compile(r"\s*(#{1,6})\s+")
_BULLET = re.compile(r"\s*[-*+•·]\s+")
#: What a heading says of what stands under it.
_ANNOUNCES: Mapping[Role, re.Pattern[str]] = {
    "problem": re.compile("问题|不足|短板|差距|薄弱"),
    "achievement": re.compile("成绩|成效|亮点|回顾|取得"),
    "significance": re.compile("意义|重要性|认识|形势|思想|站位"),
    "measure": re.compile(
        "抓|强化|推进|推动|落实|压实|加强|健全|完善|提升|整治|举措|措施|任务|保障|突出|聚焦|严格|狠"
    ),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A heading of an outline, of level 1 to 4."""

    level: int
    text: str


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


def outline(text: str) -> tuple[Wanted, ...]:
    """The headings of an outline as it was pasted: one a line, their levels by number, # or indent.

    Raises:
        KbError: there is no heading, or there are too many.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    numbered = [level_of(line) for line in lines]
    indents = sorted({_indent(line) for line, level in zip(lines, numbered, strict=True) if not level})
    found = tuple(
        Wanted(level or min(4, indents.index(_indent(line)) + 1), heading)
        for line, level in zip(lines, numbered, strict=True)
        if (heading := heading_text(bare(line))[:LONGEST])
    )
    if not found:
        raise KbError("没有看到标题", remedy="一行写一个标题，例如：一、提高认识")
    if len(found) > MOST_HEADINGS:
        raise KbError(f"标题太多，有 {len(found)} 个", remedy=f"一次最多 {MOST_HEADINGS} 个，分几次来")
    return found


def bare(line: str) -> str:
    """A line without the marks of Markdown and lists before it."""
    return _BULLET.sub("", _MARKDOWN.sub("", line))


def level_of(line: str) -> int:
    """The level that a line's own marks give it; 0 when it has none."""
    if found := _MARKDOWN.match(line):
        return min(4, max(1, len(found[1]) - 1))
    return next((level for pattern, level in _LEVELS if pattern.match(line)), 0)


def _indent(line: str) -> int:
    plain = _BULLET.sub(lambda mark: " " * (len(mark[0]) - 2), line).expandtabs(4).replace("\u3000", "  ")
    return len(plain) - len(plain.lstrip())


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
        offers = () if opens else tuple(_offers(library, heading, used, taken))
        taken |= {fold(offer.found.judged.place.text) for offer in offers}
        sections.append(Section(heading, offers))
    return tuple(sections)


def _offers(library: Library, heading: Wanted, used: Set[str], taken: Set[str]) -> Iterator[Offer]:
    asked = Asked(heading.text, size=_LOOKED, near=True)
    found = search(library, asked).found or search(library, replace(asked, near=False)).found
    themes = {judgement.theme for judgement in library.classifier().judge(heading.text)}
    ranked = sorted(
        (_weighed(one, position, heading, themes, used) for position, one in enumerate(found)),
        key=lambda pair: pair[0],
    )
    speeches: set[str] = set()
    for _, one in ranked:
        text = fold(one.judged.place.text)
        if one.speech.id in speeches or text in taken:
            continue
        speeches.add(one.speech.id)
        yield Offer(one, tuple(_reasons(library, one, heading, themes, used)))
        if len(speeches) == OFFERED:
            return


def _weighed(
    one: Found, position: int, heading: Wanted, themes: Set[str], used: Set[str]
) -> tuple[float, Found]:
    """Where a passage comes: where the search put it, moved by what fits and what does not."""
    moved = float(position)
    moved -= 8 if themes & {j.theme for j in one.judged.themes} else 0
    moved -= 6 if one.judged.role.role in announced(heading.text) else 0
    moved += 12 if not _SHORT <= len(one.judged.place.text) <= _LONG else 0
    moved += 100 if one.key in used else 0
    return moved, one


def announced(heading: str) -> frozenset[Role]:
    """What the passages under a heading most likely do."""
    return frozenset(role for role, pattern in _ANNOUNCES.items() if pattern.search(heading))


def _reasons(
    library: Library, one: Found, heading: Wanted, themes: Set[str], used: Set[str]
) -> Iterator[str]:
    names = library.classifier().taxonomy.name_of
    shared = [names(j.theme) for j in one.judged.themes if j.theme in themes]
    if shared:
        yield f"同为{'、'.join(shared)}"
    if one.judged.role.role in announced(heading.text):
        yield "用途相合"
    if one.key in used:
        yield "用过"
