"""What a draft looks like on paper: the one form that every export (Word, HTML, plain text) takes.

Numbers are in the text already and sources are counted, so that exporters decide about looks only. Nothing here
may know a draft, a library or a file format.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A heading or a paragraph as it is printed."""

    #: 0 is a body paragraph, 1 to 3 a heading 一、 （一） 1.; 4 a heading （1）.
    level: int
    #: One line, its number in it.
    text: str
    #: The number of its source, counted from 1 in `Document.sources`.
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A title and its parts, in order."""

    title: str
    parts: tuple[Part, ...]
    #: Lines under the title: date, occasion, speaker.
    subtitle: tuple[str, ...] = ()
    #: Citations, for the appendix of sources, which is optional.
    sources: tuple[str, ...] = ()
