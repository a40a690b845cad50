"""What every reader does to one line of text: tidy its ends and drop what nobody can see.

Never drops a visible character and never changes one.
"""

from __future__ import annotations

import re
import unicodedata

from kb.model import LINE_BREAK

# Controls but the tab, soft hyphen, zero-width space, direction marks, word joiner, byte order mark.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SPACE_RUN = re.compile("[ \t\n\r\f]+")
_DATE = re.compile(r"((?:19|20)\d{2})(?:\D{1,2}(\d{1,2})(?:\D{1,2}(\d{1,2}))?)?(?!\d)")
# Wide in Chinese type although Unicode calls their width ambiguous.
_WIDE_MARKS = frozenset("“”‘’—…·")


def tidy(text: str) -> str:
    """`text` as one line: invisible characters dropped, line breaks made spaces, white space off its ends."""
    return LINE_BREAK.sub(" ", _INVISIBLE.sub("", text)).strip()


def collapse(text: str) -> str:
    """Collapse white space as a browser does; a line end between two wide characters leaves no space.

    Source: CSS Text Module Level 3, §4.1.1–4.1.3.
    """
    return _SPACE_RUN.sub(lambda run: _space(text, run), text)


def wide(character: str) -> bool:
    """Whether a character takes two columns in Chinese type."""
    return unicodedata.east_asian_width(character) in "WF" or character in _WIDE_MARKS


def iso_date(text: str) -> str:
    """A property such as `2019-03-15T08:00:00Z` or `2019年3月` as `2019-03-15` or `2019-03`; else empty."""
    found = _DATE.match(text.strip())
    if not found:
        return ""
    year, month, day = found.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year
    if day is None or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02d}"
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _space(text: str, run: re.Match[str]) -> str:
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    joined = "\n" in run[0] and before and after and wide(before) and wide(after)
    return "" if joined else " "
