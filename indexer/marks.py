"""Finds the numbers that points begin with, where a sentence begins: 一是, 第一，, 其一，, （1）, ①, ——.

Only finds them; which of them count a run of points is decided in `indexer/points.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.numerals import ARABIC, CHINESE, CIRCLED, value

#: 一级…二级… and 一月…二月… measure; 一是, 一要, 一抓 and every other character after a number count points.
_MEASURES = "个年月日号周季期届次级等类线产审档一二三四五六七八九十百千万亿零"
_COUNTED = "个?(?:句话|方面|层意思|件事|个?问题|个?要求|个?建议)"

#: 最后 closes its run whatever its number would be.
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": 0}
LAST = 0

_MARK = re.compile(
    rf"""(?: ^ | (?<=[。；：！？;:!?，]) | (?<=[。；：！？][”’）」』]) | (?<=[/／]摄) ) \s*
    (?P<mark>
        (?P<word>首先|其次|再次|最后)(?=[，、：是要])
      | 第(?P<di>{CHINESE})(?=[，、：是要])
      | 第(?P<counted>{CHINESE}){_COUNTED}(?=[，、：是就])
      | 其(?P<qi>{CHINESE})(?=[，、：是])
      | (?P<dun>{CHINESE})、
      | [（(](?P<paren>{CHINESE})[)）]
      | [（(](?P<number_paren>{ARABIC})[)）]
      | (?P<number>{ARABIC})[．.、](?!\s*[0-9０-９])
      | (?P<circled>[{CIRCLED}])
      | (?P<dash>—{{2}}|──|－－)(?=[\u4e00-\u9fff“])
      | (?P<yi>{CHINESE})(?P<verb>[^\W\d_{_MEASURES}])
    )""",
    re.VERBOSE,
)
_GROUPS = ("word", "di", "counted", "qi", "dun", "paren", "number_paren", "number", "circled", "dash", "yi")


@dataclass(frozen=True, slots=True)
class Mark:
    """A number where a sentence begins, at an offset; `number` is 0 for 最后 and for a dash.

    一是 and 一要 are of one `style`, for they are mixed freely in one run; `verb` tells them apart where one
    run stands inside another. `weak` means behind a comma, where only a first point may stand.
    """

    at: int
    style: str
    verb: str
    number: int
    weak: bool


def marks(text: str) -> Iterator[Mark]:
    """The numbers in a paragraph, in order. A comma introduces 一是 and its like and no other."""
    for match in _MARK.finditer(text):
        group = next(name for name in _GROUPS if match[name])
        weak = match.start() > 0 and text[match.start() - 1] == "，"
        if weak and group != "yi":
            continue
        verb = match["verb"] or ""
        style = ("是" if verb in "是要" else verb) if verb else group
        yield Mark(match.start("mark"), style, verb, _number(group, match[group]), weak)


def _number(group: str, text: str) -> int:
    if group == "word":
        return _WORDS[text]
    return 0 if group == "dash" else value(text)
