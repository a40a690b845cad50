"""What a person takes away: the text of a place with its source, in the form the target wants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape as escape_html

from kb.citation import DEFAULT_STYLE, Citation
from kb.escape import escape
from kb.model import Speech
from kb.places import Place
from kb.snippet import ordinal_end
from kb.straighten import straighten

FORMS = {"plain": "纯文字", "source": "带出处", "markdown": "Markdown", "html": "排版文字"}

#: Body text by GB/T 9704—2012: 仿宋 三号 (16 pt), lines of 28 pt, indent of two characters. Fonts stand in quotes
#: and lengths in points because LibreOffice reads neither bare Chinese names, nor `em`, nor a zero without unit;
#: Word and WPS read `mso-`.
RICH_STYLE = (
    "margin:0pt;margin-top:0pt;margin-bottom:0pt;text-indent:32pt;mso-char-indent-count:2.0;text-align:justify;"
    "line-height:28pt;mso-line-height-rule:exactly;font-size:16pt;"
    "font-family:'仿宋_GB2312','FangSong_GB2312','仿宋','FangSong','STFangsong',serif;"
    "mso-fareast-font-family:'仿宋_GB2312';mso-ascii-font-family:'仿宋_GB2312';mso-hansi-font-family:'仿宋_GB2312'"
)

_INDENT = "\u3000\u3000"
#: A run-in heading: the first sentence of a point, when more follows it.
_LEAD = re.compile(r"[^。！？；：]{2,40}[。：](?=.)")


@dataclass(frozen=True, slots=True)
class Taking:
    """How a person wants excerpts: what is left out of them and what is put right.

    Args:
        ordinal: keep the ordinal at the beginning (一是, 第二，).
        lead: keep the run-in heading (强化责任意识。) of a point.
        straighten: put quotes, marks and spaces right.
        indent: begin each paragraph of plain text with two full-width spaces.
    """

    ordinal: bool = True
    lead: bool = True
    straighten: bool = False
    indent: bool = False

    def of(self, text: str) -> str:
        """A text as it is wanted; what would be left empty is left as it is."""
        kept = text
        if not self.lead:
            kept = without_lead(kept)
        if not self.ordinal:
            kept = kept[ordinal_end(kept) :].lstrip("，,、 ") or kept
        return straighten(kept) if self.straighten else kept


AS_IT_STANDS = Taking()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text taken from the library, always with its source (摘录)."""

    text: str
    citation: Citation
    indent: bool = False

    def taken(self, taking: Taking) -> Excerpt:
        """The same as a person wants it."""
        return replace(self, text=taking.of(self.text), indent=taking.indent)

    def render(self, form: str) -> str:
        """The excerpt in one of `FORMS`.

        Raises:
            KeyError: no such form.
        """
        return {
            "plain": self.plain,
            "source": self.with_source,
            "markdown": self.markdown,
            "html": self.html,
        }[form]()

    def plain(self) -> str:
        """The text alone."""
        return f"{_INDENT}{self.text}" if self.indent else self.text

    def with_source(self) -> str:
        """The text, and its source in brackets on a line of its own."""
        return f"{self.plain()}\n{_INDENT if self.indent else ''}（{self.citation}）"

    def markdown(self) -> str:
        """A quotation with its source."""
        return f"> {escape(self.text)}\n>\n> ——{escape(str(self.citation))}"

    def html(self) -> str:
        """A paragraph that Word and WPS take over as official body text."""
        return f'<p style="{RICH_STYLE}">{escape_html(self.text)}</p>'


def excerpt(speech: Speech, place: Place, style: str = DEFAULT_STYLE) -> Excerpt:
    """Take a place of a speech.

    Args:
        style: how the source is written; see `kb.citation.write`.
    """
    citation = Citation(
        speech.title, speech.date, place.label, speech.id, place.name, speech.occasion, speech.speaker, style
    )
    return Excerpt(place.text, citation)


def together(excerpts: Sequence[Excerpt], form: str) -> str:
    """Several excerpts in one form, one after the other (see `Excerpt.render`)."""
    between = {"markdown": "\n\n", "html": ""}.get(form, "\n")
    return between.join(one.render(form) for one in excerpts)


def without_lead(text: str) -> str:
    """The text without the run-in heading at its beginning; its ordinal stays."""
    begun = ordinal_end(text)
    found = _LEAD.match(text, begun) if begun else None
    return text[:begun] + text[found.end() :].lstrip() if found else text
