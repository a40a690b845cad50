"""What a person takes away: the text of a place with its source, in the form the target wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape as escape_html

from kb.escape import escape
from kb.model import Speech
from kb.places import Place
from kb.snippet import ordinal_end

FORMS = {"plain": "纯文字", "source": "带出处", "markdown": "Markdown", "html": "排版文字"}

#: Body text by GB/T 9704—2012: 仿宋 三号 (16 pt), lines of 28 pt, indent of two characters.
RICH_STYLE = (
    "margin:0;text-indent:2em;text-align:justify;line-height:28pt;mso-line-height-rule:exactly;"
    "font-size:16pt;font-family:仿宋_GB2312,FangSong_GB2312,仿宋,FangSong,STFangsong,serif;"
    "mso-fareast-font-family:仿宋_GB2312;mso-ascii-font-family:仿宋_GB2312"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where an excerpt comes from (出处)."""

    title: str
    date: str
    label: str
    speech: str
    place: str

    def __str__(self) -> str:
        """`《标题》，2019年3月15日；第20段第1点`."""
        when = f"，{spoken_date(self.date)}" if self.date else ""
        return f"{in_title_marks(self.title)}{when}；{self.label}"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text taken from the library, always with its source (摘录)."""

    text: str
    citation: Citation

    def without_ordinal(self) -> Excerpt:
        """The same without the ordinal at its beginning (一是, 第二，)."""
        return Excerpt(self.text[ordinal_end(self.text) :].lstrip() or self.text, self.citation)

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
        return self.text

    def with_source(self) -> str:
        """The text, and its source in brackets on a line of its own."""
        return f"{self.text}\n（{self.citation}）"

    def markdown(self) -> str:
        """A quotation with its source."""
        return f"> {escape(self.text)}\n>\n> ——{escape(str(self.citation))}"

    def html(self) -> str:
        """A paragraph that Word and WPS take over as official body text."""
        return f'<p style="{RICH_STYLE}">{escape_html(self.text)}</p>'


def excerpt(speech: Speech, place: Place) -> Excerpt:
    """Take a place of a speech."""
    return Excerpt(place.text, Citation(speech.title, speech.date, place.label, speech.id, place.name))


def in_title_marks(title: str) -> str:
    """A title in 《》; those inside it become 〈〉 (GB/T 15834—2011 §4.15)."""
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


_PARTS = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def spoken_date(date: str) -> str:
    """`2019-03-15` as 2019年3月15日, `2019` as 2019年."""
    found = _PARTS.fullmatch(date)
    if not found:
        return date
    units = zip(found.groups(), "年月日", strict=True)
    return "".join(f"{int(number)}{unit}" for number, unit in units if number)
