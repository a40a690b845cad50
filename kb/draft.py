"""A draft (文稿): headings, own text and excerpts in order, as frozen data. Nothing here touches a disk.

An excerpt always knows where it was taken and what it said then, whatever is done to its text afterwards.
Numbers of headings are no part of a draft: see `kb/numbering.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kb.errors import NotFound
from kb.model import LINE_BREAK, require_line
from kb.numbers import LEVELS, without_number

BLOCK_ID = re.compile(r"[a-z][a-z0-9-]*")
#: What no file name may hold on any system, and # and %, which mean something in addresses.
_UNFIT = r"/\\:*?\"<>|#%\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
DRAFT_ID = re.compile(rf"[^\s.{_UNFIT}](?:[^{_UNFIT}]*[^\s.{_UNFIT}])?")
UNTITLED = "未命名文稿"

BlockKind = Literal["heading", "text", "excerpt"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where an excerpt comes from, as it was when it was taken.

    `citation` is as printed then; `sha` is the hash of the whole place's text then (`kb.files.etag`), `taken` the
    text as taken, which may be a part of it; `added` is in UTC, such as 2026-03-05T06:02:11Z.
    """

    speech: str
    place: str
    citation: str
    sha: str
    taken: str
    added: str

    @property
    def key(self) -> str:
        """The place as it is named everywhere: `2019-…#p20.1`."""
        return f"{self.speech}#{self.place}"

    def __post_init__(self) -> None:
        require_cleaned(self.taken)
        for value in (self.speech, self.place, self.citation, self.sha, self.added):
            if value != one_line(value):
                raise ValueError(f"must be one stripped line: {value!r}")
        if "#" in self.speech:
            raise ValueError(f"no speech id: {self.speech!r}")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (level 1 to 4), own text, or an excerpt; text has one line for every paragraph, and may be empty.

    `id` stays whatever is done to the block, so that moves and edits can name it.
    """

    id: str
    text: str
    level: int = 0
    source: Source | None = None

    def __post_init__(self) -> None:
        require_cleaned(self.text)
        if not BLOCK_ID.fullmatch(self.id):
            raise ValueError(f"not a block id: {self.id!r}")
        if not 0 <= self.level <= LEVELS:
            raise ValueError(f"level must be 0..{LEVELS}: {self.level}")
        if self.level and (self.source or self.text != heading_text(self.text)):
            raise ValueError(f"not a heading: {self.text!r}")

    @property
    def kind(self) -> BlockKind:
        """What it is."""
        if self.level:
            return "heading"
        return "excerpt" if self.source else "text"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its paragraphs; none when it is empty."""
        return tuple(self.text.split("\n")) if self.text else ()

    @property
    def changed(self) -> bool:
        """Whether an excerpt no longer says what was taken."""
        return self.source is not None and self.source.taken != self.text


@dataclass(frozen=True, slots=True)
class Draft:
    """A text being written. `date` is any text, best 2026-03-05; `extra` keeps front matter a person added."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    occasion: str = ""
    audience: str = ""
    date: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        require_line(self.title, "title")
        if not DRAFT_ID.fullmatch(self.id):
            raise ValueError(f"not a draft id: {self.id!r}")
        for fact in (self.occasion, self.audience, self.date):
            if fact != one_line(fact):
                raise ValueError(f"must be one stripped line: {fact!r}")
        if len({block.id for block in self.blocks}) < len(self.blocks):
            raise ValueError("two blocks have one id")

    def at(self, id_: str) -> int:
        """The position of a block, counted from 0.

        Raises:
            NotFound: there is none of that id.
        """
        for position, block in enumerate(self.blocks):
            if block.id == id_:
                return position
        raise NotFound(f"《{self.title}》里没有 {id_} 这一块", remedy="可能已经删去；刷新再看")

    def block(self, id_: str) -> Block:
        """The block of that id. Raises as `at`."""
        return self.blocks[self.at(id_)]

    @property
    def excerpts(self) -> tuple[Block, ...]:
        """The blocks taken from the library."""
        return tuple(block for block in self.blocks if block.source)

    @property
    def characters(self) -> int:
        """How long it is: all characters but white space."""
        return sum(len("".join(block.text.split())) for block in self.blocks)


def cleaned(text: str) -> str:
    """A typed text as blocks keep it: a line for every paragraph, none empty, no white space at their ends."""
    lines = (line.strip() for line in LINE_BREAK.split(text))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """A typed text as a title or another single line."""
    return " ".join(cleaned(text).split("\n"))


def heading_text(text: str) -> str:
    """A typed heading as it is kept: one line, without its number."""
    return without_number(one_line(text))


def require_cleaned(text: str) -> None:
    """Raise ValueError unless `text` is as `cleaned` leaves it."""
    if text != cleaned(text):
        raise ValueError(f"must be stripped lines, none empty: {text!r}")


def free_id(taken: set[str]) -> str:
    """A block id that is not taken: one above the highest."""
    highest = max((int(t[1:]) for t in taken if re.fullmatch(r"b[0-9]{1,9}", t)), default=0)
    return f"b{highest + 1}"
