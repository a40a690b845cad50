"""Reads dates as they are written in Chinese documents: 2020年1月8日, 二○二○年一月八日, ２００１年３月.

Used for bylines and file names alike. It must never guess a part that is not written: a year alone stays
`2019`, and a month that is no month makes no date at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.numerals import ARABIC, CHINESE, ONES, value

_ZERO = "零〇○◯０0oOＯ"
_DIGIT = {**dict.fromkeys(_ZERO, "0"), **{char: str(i) for i, char in enumerate(ONES, 1)}}

_YEAR = rf"(?:(?:19|20)\d\d|１９[０-９]{{2}}|２０[０-９]{{2}}|[一二][九{_ZERO}][{ONES}{_ZERO}]{{2}})"
_PART = f"(?:{ARABIC}|{CHINESE})"

_WRITTEN = re.compile(
    rf"(?<!\d)(?<!\d[—－–-])(?P<year>{_YEAR})\s*年(?:\s*(?P<month>{_PART})\s*月(?:\s*(?P<day>{_PART})\s*[日号])?)?"
)
_DASHED = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)([-./_])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)")
_SOLID = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d{2})(?P<day>\d{2})?(?!\d)")
_LEADING_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)(?!\d)")


def _year(text: str) -> int:
    return int(text) if text.isdecimal() else int("".join(_DIGIT[char] for char in text))


def _iso(match: re.Match[str]) -> str:
    """The ISO form of a match, as precise as it is written; empty when its parts are no date."""
    parts = match.groupdict()
    date = f"{_year(parts['year']):04}"
    for name, last in (("month", 12), ("day", 31)):
        if not parts.get(name):
            return date
        number = value(parts[name])
        if not 1 <= number <= last:
            return ""
        date += f"-{number:02}"
    return date


def written(text: str) -> Iterator[tuple[int, str]]:
    """Each date of a line of text as (offset, ISO date), for 2020年1月8日 and 2020-01-08 alike."""
    for pattern in (_WRITTEN, _DASHED):
        for match in pattern.finditer(text):
            if iso := _iso(match):
                yield match.start(), iso


def in_name(name: str) -> str:
    """The most precise date in a file name (2020-01-18_…, 20210120_…, 2019年…, 2012_…), or nothing."""
    matches = [match for pattern in (_DASHED, _SOLID, _WRITTEN) for match in pattern.finditer(name)]
    leading = _LEADING_YEAR.match(name)
    found = [_iso(match) for match in (*matches, *([leading] if leading else []))]
    return max(found, key=len, default="")
