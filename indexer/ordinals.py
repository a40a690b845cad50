"""The numbers that headings begin with: 第一章, 一、, （一）, 1., （1）, 第一句话，.

Only reads the number; whether the line is a heading is decided in `indexer/headings.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.numerals import ARABIC, CHINESE, CIRCLED, ROMAN, value

_COUNTED = "方面|部分|句话|点|件事|项|讲|层"
_COUNTED_BY_GE = "方面|问题|意见|建议|要求|体会|关键词|环节|层面|话题|专题|特点|重点|阶段"

#: The level of the styles that have none of their own (第一，): they stand one below whatever is open.
FLOATING = 0
#: A number and nothing else on its line; a heading only where others count on from it.
BARE = "一"
_FIRST = {"首先": 1, "其次": 2, "再次": 3, "最后": 4}

#: Style, level and pattern. The first that fits counts, so the longer forms stand first.
_STYLES: tuple[tuple[str, int, re.Pattern[str]], ...] = tuple(
    (style, level, re.compile(pattern))
    for style, level, pattern in (
        ("章", 1, rf"第({CHINESE}|{ARABIC})[章编篇](?![节条])[\s、：:]*"),
        ("节", 2, rf"第({CHINESE}|{ARABIC})节(?:\s+|$)"),
        ("句话", 1, rf"第({CHINESE})(?:{_COUNTED})(?:[\s，、：:]+|$)"),
        ("句话", 1, rf"第({CHINESE})个(?:{_COUNTED_BY_GE})(?:[\s，、：:]+|$|(?=是))"),
        ("第一，", FLOATING, rf"第({CHINESE})[，、：:]\s*"),
        ("首先，", FLOATING, rf"({'|'.join(_FIRST)})[，、：:]\s*"),
        ("其一，", FLOATING, rf"其({CHINESE})[，、：:]\s*"),
        (BARE, 1, rf"({CHINESE})$"),
        ("Ⅰ", 1, rf"([{ROMAN}])(?:\s*[、．.]\s*|\s+)"),
        # 一、二、三产业 counts nothing, nor does 13、14，
        ("一、", 1, rf"({CHINESE})\s*[、．.](?!\s*{CHINESE}\s*[、，])\s*"),
        ("（一）", 2, rf"[（(]\s*({CHINESE})\s*[)）]、?\s*"),
        ("（1）", 4, rf"[（(]\s*({ARABIC})\s*[)）]、?\s*"),
        ("（1）", 4, rf"({ARABIC})[)）]\s*"),
        ("1.", 3, rf"({ARABIC})\s*[、．.](?:(?!\s*[0-9０-９])|(?=[0-9]{{4}}年))\s*"),
        ("①", 5, rf"([{CIRCLED}])\s*"),
    )
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇0-9]{1,6}条(?:[\s之]|$)")


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The number a line begins with; `end` is the offset behind it. Level 0 means floating."""

    style: str
    level: int
    number: int
    end: int


def ordinal(text: str) -> Ordinal | None:
    """The heading number at the beginning of a line, if there is one."""
    for style, level, pattern in _STYLES:
        if match := pattern.match(text):
            number = _FIRST.get(match[1]) or value(match[1])
            return Ordinal(style, level, number, match.end())
    return None


def is_article(text: str) -> bool:
    """True for a line that opens an article of a law: 第十四条 …"""
    return _ARTICLE.match(text) is not None
