"""What a machine decision about a theme or role rests on, as data (依据). Nothing here decides anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rule = Literal["strong", "weak", "heading", "lead", "person", "cue", "position"]
Where = Literal["text", "heading"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason (依据): `term`, as themes.toml writes it, stands at `[start:end]` of the text or heading.

    `heading` is the heading's text when `where` says so. A person's word has no term and no span.
    """

    term: str
    start: int
    end: int
    rule: Rule
    where: Where = "text"
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A theme that a passage belongs to, who says so, and why."""

    theme: str
    by: Literal["rule", "person"]
    evidence: tuple[Evidence, ...]
