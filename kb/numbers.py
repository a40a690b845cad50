"""Numbers at the beginning of headings and points: how they are written, how they are recognised.

Numbers of headings are never stored: they are dropped when typed and put on anew whenever a draft is shown.
What only looks like a number (一、二、三产业, 1.5 倍, 2026年) must never be dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

#: The levels of headings by GB/T 9704—2012 §7.3.3: 一、 › （一） › 1. › （1）.
LEVELS: Final = 4

_ONES = "一二三四五六七八九"
_CHINESE = f"(?:[二三四五六七八九]?十[{_ONES}]?|[{_ONES}])"
_DIGITS = "[0-9０-９]{1,2}"

_TYPED = re.compile(
    rf"(?:[（(]\s*(?:{_CHINESE}|{_DIGITS})\s*[)）]、?"
    rf"|{_CHINESE}\s*[、．.](?!\s*{_CHINESE}\s*[、，和])"
    rf"|{_DIGITS}\s*(?:[、．.](?:(?!\s*[0-9０-９])|(?=\s*[0-9]{{4}}年))|[)）])"
    rf"|[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳]"
    rf"|第{_CHINESE}[，、：:])\s*"
)
#: 第一句话，… counts in its own words; a number before it would count twice.
_IN_WORDS = re.compile(
    rf"第(?:{_CHINESE}|{_DIGITS})(?:[章编篇节条](?!约)"
    r"|(?:方面|部分|句话|点|件事|项|讲|层|个[^是，、：:\s]{1,4})(?=[，、：:\s是]|$))"
)
#: 一要素, 第一要务 and 一是一、二是二 count nothing.
_VERB = "是(?!一[，、]?二是二)|要(?!点|素|塞|领|闻|务|义)"
_POINT = re.compile(
    rf"(?P<before>第|其)(?P<counted>{_CHINESE})(?P<behind>[，,、：:]|{_VERB})"
    rf"|(?P<number>{_CHINESE})(?P<verb>{_VERB})"
)


@dataclass(frozen=True, slots=True)
class Point:
    """The ordinal of a point: what stands before and behind its number, the number, and where all that ends."""

    before: str
    number: int
    behind: str
    end: int


def chinese(number: int) -> str:
    """A number from 1 to 999 as 一, 十二, 三十, 一百零五.

    Raises:
        ValueError: it is not in that range.
    """
    if not 1 <= number <= 999:
        raise ValueError(f"no ordinal for {number}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{_ONES[hundreds - 1]}百" if hundreds else ""
    ten = f"{_ONES[tens - 1] if tens > 1 or head else ''}十" if tens else ("零" if head and ones else "")
    return head + ten + (_ONES[ones - 1] if ones else "")


def value(text: str) -> int:
    """The number that a match of the patterns here writes, 1 to 99."""
    tens, ten, ones = text.rpartition("十")
    high = (_ONES.index(tens) + 1 if tens else 1) * 10 if ten else 0
    return high + (_ONES.index(ones) + 1 if ones else 0)


def written(level: int, number: int) -> str:
    """The number of a heading: 一、 （一） 1. （1） for levels 1 to 4."""
    digits = f"{number}" if level > 2 else chinese(number)
    return {1: f"{digits}、", 2: f"（{digits}）", 3: f"{digits}.", 4: f"（{digits}）"}[level]


def without_number(heading: str) -> str:
    """A heading without the numbers typed before it; one that is nothing but a number stays."""
    while (found := _TYPED.match(heading)) and heading[found.end() :]:
        heading = heading[found.end() :]
    return heading


def counts_itself(heading: str) -> bool:
    """Whether a heading counts in words of its own: 第一句话，…"""
    return _IN_WORDS.match(heading) is not None


def point(text: str) -> Point | None:
    """The ordinal that a paragraph begins with: 一是, 二要, 第一，, 其一，."""
    found = _POINT.match(text)
    if not found:
        return None
    before, behind = found["before"] or "", found["behind"] or found["verb"]
    return Point(before, value(found["counted"] or found["number"]), behind, found.end())
