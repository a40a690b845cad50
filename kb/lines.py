"""A document as the lines of a manuscript: what every export shares before fonts, tags or marks come in.

Decides what is title, salutation, heading and run-in heading, and where sources are listed. Nothing here may know
a file format, and no text may be lost or changed, except what no file may hold (control characters).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.document import Document, Part

APPENDIX = "附：材料出处"
ROLES = ("title", "subtitle", "salutation", "heading1", "heading2", "heading3", "heading4", "body",
         "appendix", "source")  # fmt: skip

#: XML 1.0 §2.2 forbids them, and no one means them; half a surrogate pair is not a character.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: 同志们： stands flush left. Longer than this it is a sentence.
_SALUTATION = re.compile(r"[^。；！？\n]{1,40}[：:]")
_RUN_IN = re.compile(r"([^。\n]+。)(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A heading or paragraph, and what part it plays."""

    #: One of `ROLES`.
    role: str
    text: str
    #: A heading that stands at the beginning of the paragraph, and the role whose look it has.
    lead: str = ""
    lead_role: str = ""
    #: The number of the source to be shown at the end.
    mark: int | None = None

    @property
    def whole(self) -> str:
        """All the text, run-in heading included."""
        return self.lead + self.text


def lines(document: Document, *, appendix: bool = False, marks: bool = False) -> tuple[Line, ...]:
    """The lines of a document, in order.

    Args:
        document: what is exported.
        appendix: list the sources at the end.
        marks: give the number of its source with each paragraph that has one.
    """
    return (*_head(document), *_body(document.parts, marks), *(_sources(document) if appendix else ()))


def printable(text: str) -> str:
    """The text without control characters, which no document may hold."""
    return _FORBIDDEN.sub("", text)


def _head(document: Document) -> Iterator[Line]:
    if document.title.strip():
        yield Line("title", printable(document.title.strip()))
    yield from (Line("subtitle", printable(line)) for line in document.subtitle if line.strip())


def _body(parts: tuple[Part, ...], marks: bool) -> Iterator[Line]:
    for number, part in enumerate(parts):
        text = printable(part.text)
        mark = part.source if marks else None
        if part.level:
            yield _heading(part.level, text, mark)
        else:
            first = number == 0 and _SALUTATION.fullmatch(text.strip())
            yield Line("salutation" if first else "body", text, mark=mark)


def _heading(level: int, text: str, mark: int | None) -> Line:
    """A heading alone, or （一）…。 at the head of a paragraph: then only its own sentence looks like a heading."""
    role = f"heading{min(level, 4)}"
    run_in = _RUN_IN.fullmatch(text.strip())
    if run_in:
        return Line("body", run_in[2], lead=run_in[1], lead_role=role, mark=mark)
    return Line(role, text, mark=mark)


def _sources(document: Document) -> Iterator[Line]:
    if document.sources:
        yield Line("appendix", APPENDIX)
        for number, source in enumerate(document.sources, 1):
            yield Line("source", f"{number}. {printable(source)}")
