"""How a speech was divided: its headings, and under each the passages by their first words."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import Heading, Passage, Speech

_BEGINS = 32


@dataclass(frozen=True, slots=True)
class Line:
    """One passage: its id, how it begins, and whether it is a point of the one above."""

    id: str
    begins: str
    is_point: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (empty for what stands before the first) with the passages directly under it."""

    heading: str
    level: int
    anchor: str
    lines: tuple[Line, ...]


def division(speech: Speech) -> tuple[Section, ...]:
    """The sections of a speech in order; the title as it stands in the source is left out."""
    sections: list[Section] = []
    heading, lines, number = Heading(1, "题下"), list[Line](), 0
    for node in speech.body:
        if isinstance(node, Passage):
            lines.append(_line(node))
        elif node.level > 0:
            sections += _section(heading, number, lines)
            heading, lines, number = node, [], number + 1
    sections += _section(heading, number, lines)
    return tuple(sections)


def _section(heading: Heading, number: int, lines: list[Line]) -> list[Section]:
    if number:
        return [Section(heading.text, heading.level, f"h{number}", tuple(lines))]
    return [Section("", 1, lines[0].id, tuple(lines))] if lines else []


def _line(passage: Passage) -> Line:
    cut = passage.text[:_BEGINS]
    return Line(
        passage.id, cut + ("……" if len(passage.text) > _BEGINS else ""), passage.is_point, passage.kind
    )
