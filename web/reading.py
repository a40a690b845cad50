"""A speech laid out for reading: headings, paragraphs with their points, tables, each part with its tags.

The text of the parts, joined, is the text of the speech; nothing is cut and nothing is added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from kb.asked import Asked
from kb.excerpt import excerpt
from kb.judged import Judged, judge
from kb.library import Library
from kb.model import Speech
from kb.placeholders import placeholders
from kb.places import Place
from kb.query import Sought
from kb.snippet import Piece, pieces
from web.hits import Tag, Went, tags, went
from web.links import alike_url, excerpt_url, reading_url, why_url
from web.taking import style, taking

#: Between the cells of a table row.
_CELL = "\t"


@dataclass(frozen=True, slots=True)
class Part:
    """One place of a speech. `look` says how it is set; `here` marks the place that was asked for.

    `taken` is what a copy of it says, empty where that is the text as it stands; `blanks` its places to fill in (×).
    """

    name: str
    anchor: str
    text: str
    look: str
    pieces: tuple[Piece, ...]
    citation: str
    role: Tag | None
    themes: tuple[Tag, ...]
    why_url: str
    taken: str
    plain_url: str
    source_url: str
    markdown_url: str
    alike_url: str
    blanks: int
    used: tuple[Went, ...]
    hit: bool
    here: bool

    @property
    def cells(self) -> list[list[Piece]]:
        """The pieces of a table row, cell by cell."""
        row: list[list[Piece]] = [[]]
        for piece in self.pieces:
            for number, text in enumerate(piece.text.split(_CELL)):
                if number:
                    row.append([])
                row[-1].append(replace(piece, text=text))
        return row


@dataclass(frozen=True, slots=True)
class Block:
    """What stands together: a heading, a paragraph with its points, or the rows of a table.

    `whole` is the paragraph in one piece when it has points. `level` is a heading's.
    """

    kind: str
    parts: tuple[Part, ...]
    whole: Part | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """What to mark in the text, the places that are hits, and the one to show; the question."""

    sought: tuple[Sought, ...] = ()
    hits: frozenset[str] = frozenset()
    at: str = ""
    asked: Asked = field(default_factory=Asked)


def layout(library: Library, speech: Speech, shown: Shown) -> tuple[Block, ...]:
    """The blocks of a speech in order."""
    looks = _looks(speech)
    judged = judge(library, speech)
    parts = [(j.place, _part(library, speech, j, shown, looks)) for j in judged]
    levels = iter(speech.headings)
    blocks: list[Block] = []
    for kind, run in groupby(parts, key=lambda pair: _group(pair[0])):
        group = list(run)
        if kind == "heading":
            blocks += [Block("heading", (part,), level=next(levels).level) for _, part in group]
        elif kind == "table":
            blocks.append(Block("table", tuple(part for _, part in group)))
        else:
            whole = next((part for place, part in group if place.kind == "paragraph"), None)
            single = tuple(part for place, part in group if place.kind == "passage")
            blocks.append(Block("paragraph", single, whole))
    return tuple(blocks)


def _group(place: Place) -> str:
    """Places with the same answer, side by side, belong together."""
    if place.kind == "heading":
        return "heading"
    return "table" if place.passage_kind == "table" else place.anchor.partition(".")[0]


def _looks(speech: Speech) -> dict[str, str]:
    """How each passage is set: its kind, a point, or a signature (a byline after the text)."""
    looks: dict[str, str] = {}
    begun = False
    for passage in speech.passages:
        begun = begun or passage.kind in ("body", "table")
        if passage.kind == "byline" and begun:
            looks[passage.id] = "signature"
        else:
            looks[passage.id] = "point" if passage.is_point else passage.kind
    return looks


def _part(library: Library, speech: Speech, judged: Judged, shown: Shown, looks: dict[str, str]) -> Part:
    place = judged.place
    role, themes = tags(library, judged, Asked(), speech.id)
    whole = excerpt(speech, place, style())
    taken = whole.taken(taking()).text
    return Part(
        name=place.name,
        anchor=place.anchor,
        text=place.text,
        look=looks.get(place.name, place.kind),
        pieces=pieces(place.text, shown.sought),
        citation=str(whole.citation),
        taken="" if taken == place.text else taken,
        role=role,
        themes=themes,
        why_url=why_url(speech.id, place, reading_url(speech.id, shown.asked, place.name, place.anchor)),
        plain_url=excerpt_url(speech.id, place.name),
        source_url=excerpt_url(speech.id, place.name, "source"),
        markdown_url=excerpt_url(speech.id, place.name, "markdown"),
        blanks=len(placeholders(taken)),
        used=went(library, f"{speech.id}#{place.name}", place.text),
        alike_url=alike_url(speech.id, shown.asked, place.name, place.anchor),
        hit=place.name in shown.hits,
        here=place.name == shown.at,
    )


def in_order(blocks: Sequence[Block]) -> Iterator[Part]:
    """All parts in the order of the text; a whole paragraph before its parts."""
    for block in blocks:
        if block.whole:
            yield block.whole
        yield from block.parts
