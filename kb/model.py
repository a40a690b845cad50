"""The nouns of the library as frozen data. Nothing here touches a disk or knows an engine.

A speech is a title and a body; the body is headings and passages in the order of the source.
Every text in it is one line: readers split at line breaks, so that `parse(render(speech)) == speech`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

#: The characters at which `str.splitlines` breaks; none may stand inside a stored text.
LINE_BREAK = re.compile(r"[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")

#: A paragraph is `p23`; a point of it is `p23.1`; a point of that is `p23.1.2`.
PASSAGE_ID = re.compile(r"p[1-9][0-9]*(?:\.[1-9][0-9]*)*")

Kind = Literal["body", "salutation", "byline", "table", "note"]
KINDS: tuple[Kind, ...] = ("body", "salutation", "byline", "table", "note")

#: What a passage does (用途).
Role = Literal["opening", "achievement", "problem", "significance", "measure", "closing"]
ROLES: Mapping[Role, str] = {
    "opening": "开场",
    "achievement": "成绩",
    "problem": "问题",
    "significance": "意义",
    "measure": "措施",
    "closing": "结尾",
}


def require_line(text: str, noun: str) -> None:
    """Raise ValueError unless `text` is one non-empty line without white space at its ends."""
    if not text or text != text.strip() or LINE_BREAK.search(text):
        raise ValueError(f"{noun} must be one non-empty stripped line: {text!r}")


@dataclass(frozen=True, slots=True)
class Original:
    """The received file (原件), kept untouched under its hash.

    `path` is where it was imported from, so that a changed file is known again; it may be empty.
    """

    sha256: str
    name: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """A line taken out of the text, kept to be seen and brought back.

    `line` counts the blocks of the manuscript from 1; `rule` names the cleaning rule.
    """

    line: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's yes or no about one theme of one passage or heading. Never overwritten by a machine."""

    theme: str
    yes: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Level 0 is the title as it stands in the source; 1 is 一、; 2 is （一）; and so on to 5.

    What is decided of a heading is about itself, not about what stands below it; a title is not decided about.
    """

    level: int
    text: str
    decisions: tuple[Decision, ...] = ()

    def __post_init__(self) -> None:
        require_line(self.text, "heading")
        if not 0 <= self.level <= 5:
            raise ValueError(f"heading level must be 0..5: {self.level}")
        if self.decisions and self.level == 0:
            raise ValueError(f"a title has no decisions: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Decisions about a passage or heading that a changed source no longer has; kept until it comes back."""

    text: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is searched, tagged and copied: a paragraph, or one enumerated point of it (段落)."""

    id: str
    text: str
    kind: Kind = "body"
    decisions: tuple[Decision, ...] = ()

    def __post_init__(self) -> None:
        require_line(self.text, "passage")
        if not PASSAGE_ID.fullmatch(self.id):
            raise ValueError(f"not a passage id: {self.id!r}")

    @property
    def paragraph(self) -> str:
        """The id of the paragraph this passage is or belongs to: `p23` for `p23.1`."""
        return self.id.partition(".")[0]

    @property
    def is_point(self) -> bool:
        """True for an inline point, `p23.1`."""
        return "." in self.id


Node = Heading | Passage


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage with the headings above it, outermost first (标题链); level 0 is left out."""

    passage: Passage
    headings: tuple[Heading, ...]
    #: Position among the passages of the body proper, and how many there are; a salutation, a byline or a
    #: note counts as the passage that follows it.
    index: int
    count: int


@dataclass(frozen=True, slots=True)
class Speech:
    """One document of the library (讲话).

    `date` is `2019`, `2019-03` or `2019-03-15`, or empty when unknown. `found` tells for a field
    (title, date …) where it was found: `text`, `name`, `properties` or `person`. `also` are further
    originals of the same speech: earlier versions, near copies. `kept` are lines that a person brought back
    and no rule may take again. `imported` is the hash of the body as the import wrote it, so that an edit by
    hand is noticed; `vanished` is the day a synced source was no longer there. `extra` keeps front matter
    that a person added.
    """

    id: str
    title: str
    body: tuple[Node, ...]
    date: str = ""
    occasion: str = ""
    speaker: str = ""
    place: str = ""
    level: str = ""
    original: Original | None = None
    removed: tuple[Removed, ...] = ()
    found: Mapping[str, str] = field(default_factory=dict)
    also: tuple[Original, ...] = ()
    kept: tuple[str, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    imported: str = ""
    vanished: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        """The year of the speech, when it is known."""
        return int(self.date[:4]) if self.date else None

    @property
    def day(self) -> int:
        """The date as yyyymmdd, with zeros for what is not known of it; 0 when nothing is."""
        return int(self.date.replace("-", "").ljust(8, "0")) if self.date else 0

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of the text, the title left out."""
        return tuple(n for n in self.body if isinstance(n, Heading) and n.level > 0)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in order."""
        return tuple(n for n in self.body if isinstance(n, Passage))

    @property
    def named(self) -> tuple[tuple[str, Node], ...]:
        """What a person can decide about, in order: headings as `h1`, `h2` …, the title left out, and passages."""
        return tuple((name, node) for name, node in zip(self._names(), self.body, strict=True) if name)

    def with_decisions(self, name: str, decisions: tuple[Decision, ...]) -> Speech:
        """The same with other decisions about the heading or passage of that name; see `named`."""
        body = (
            replace(node, decisions=decisions) if name == own else node
            for own, node in zip(self._names(), self.body, strict=True)
        )
        return replace(self, body=tuple(body))

    def _names(self) -> Iterator[str]:
        """A name for every node; empty for a title."""
        number = 0
        for node in self.body:
            if isinstance(node, Passage):
                yield node.id
            else:
                number += node.level > 0
                yield f"h{number}" if node.level > 0 else ""

    def placed(self) -> Iterator[Placed]:
        """Walk the passages, each with its heading path."""
        count = sum(p.kind == "body" for p in self.passages)
        path: list[Heading] = []
        index = 0
        for node in self.body:
            if isinstance(node, Passage):
                yield Placed(node, tuple(path), index, count)
                index += node.kind == "body"
            elif node.level > 0:
                path = [h for h in path if h.level < node.level] + [node]
