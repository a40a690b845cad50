"""The places of a speech that can be found, opened and copied: headings, passages, whole paragraphs.

A place is named inside its speech: `h3` is the third heading, `p20` a paragraph or what stands before its
first point, `p20.1` a point, `p20+` the whole of a paragraph that has points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from kb.engine import EntryKind
from kb.errors import NotFound
from kb.model import Decision, Heading, Kind, Passage, Placed, Speech


@dataclass(frozen=True, slots=True)
class Place:
    """One place with its text and what is above it.

    `anchor` is the id of the element to scroll to; `index` and `count` tell which passage of the body proper,
    salutations and bylines not counted, of how many it is or begins with.
    """

    name: str
    kind: EntryKind
    text: str
    headings: tuple[Heading, ...]
    anchor: str
    index: int
    count: int
    passage_kind: Kind = "body"
    decisions: tuple[Decision, ...] = ()

    @property
    def label(self) -> str:
        """How a person would name it: 第20段第1点."""
        if self.kind == "heading":
            return "标题"
        paragraph, *points = self.anchor.removeprefix("p").split(".")
        steps = "".join(f"第{n}点" for n in points) if self.kind == "passage" else ""
        return f"第{paragraph}段{steps}"


def places(speech: Speech) -> Iterator[Place]:
    """All places of a speech, in order; a whole paragraph comes before its parts."""
    placed = {p.passage.id: p for p in speech.placed()}
    path: list[Heading] = []
    number = 0
    seen: set[str] = set()
    wholes = _wholes(list(placed.values()))
    first = next(iter(placed.values()), None)
    count = first.count if first else 0
    index = 0
    for node in speech.body:
        if isinstance(node, Heading):
            if node.level == 0:
                continue
            number += 1
            path = [h for h in path if h.level < node.level]
            yield _heading(node, f"h{number}", path, index, count)
            path.append(node)
            continue
        if node.paragraph in wholes and node.paragraph not in seen:
            seen.add(node.paragraph)
            yield _whole(wholes[node.paragraph])
        yield _single(placed[node.id])
        index = placed[node.id].index + 1


def place(speech: Speech, name: str) -> Place:
    """One place of a speech.

    Raises:
        NotFound: the speech has no such place.
    """
    for found in places(speech):
        if found.name == name:
            return found
    raise NotFound(
        f"《{speech.title}》里没有 {name} 这一段",
        remedy="段号形如 p12、p12.1；讲话可能重新整理过，请重新检索",
    )


def _heading(heading: Heading, name: str, path: list[Heading], index: int, count: int) -> Place:
    above = tuple(path)
    return Place(name, "heading", heading.text, above, name, index, count, decisions=heading.decisions)


def _wholes(placed: list[Placed]) -> dict[str, list[Placed]]:
    groups = {key: list(parts) for key, parts in groupby(placed, key=lambda p: p.passage.paragraph)}
    return {key: parts for key, parts in groups.items() if len(parts) > 1}


def _single(placed: Placed) -> Place:
    passage = placed.passage
    return Place(
        passage.id, "passage", passage.text, placed.headings, passage.id, placed.index, placed.count,
        passage.kind, passage.decisions,
    )  # fmt: skip


def _whole(parts: list[Placed]) -> Place:
    first = parts[0]
    paragraph = first.passage.paragraph
    return Place(
        f"{paragraph}+",
        "paragraph",
        _join([p.passage for p in parts]),
        first.headings,
        first.passage.id,
        first.index,
        first.count,
        decisions=_of_all([p.passage for p in parts]),
    )


def _of_all(parts: list[Passage]) -> tuple[Decision, ...]:
    """A yes about any part holds for the whole; a no holds when it was said of every part."""
    said = [{d.theme: d.yes for d in p.decisions} for p in parts]
    themes = dict.fromkeys(theme for one in said for theme in one)
    settled = {theme: True for theme in themes if any(one.get(theme) for one in said)}
    settled |= {theme: False for theme in themes if all(one.get(theme) is False for one in said)}
    return tuple(Decision(theme, yes) for theme, yes in settled.items())


def _join(parts: list[Passage]) -> str:
    return "".join(p.text for p in parts)
