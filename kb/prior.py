"""What stands a little behind speeches unless a person says otherwise: statutes, and very old reports.

Whoever writes a speech seldom wants an article of law, or the words of forty years ago. They are found all
the same, and where words alone decide clearly they still come first.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kb.fold import BARRIER

#: Speeches from this year on are of our time.
EARLY = 1990
#: What the score of an entry that stands back is multiplied by.
FACTOR = 0.8

#: How titles of statutes end, folded, so without brackets. 办法 is one of them, 做法 and 方法 are not.
_STATUTE = re.compile(
    r"(?:条例|规定|办法|细则|准则|章程|组织法|(?<![方做想看说写用技手书语])法|法律.{0,30}解释)"
    r"(?:试行|暂行|草案|[0-9]{4}年.{0,12}|修订.{0,12}|修正.{0,12})?"
)
#: A heading 第一章 总则.
_CHAPTER = re.compile(rf"{BARRIER}第[一二三四五六七八九十百]+[编章节]")

_DIGIT = "一二三四五六七八九"
#: What a title of before 1990 says of its time: a year that it begins with; a congress of the party up to the
#: thirteenth (1987), also at the end, as (十三大); a people's congress up to the second session of the seventh (1989).
_TIME = re.compile(
    rf"^(?:1[89][0-8][0-9]|一[八九][〇零○一二三四五六七八][〇零○{_DIGIT}])年(?!以来|至|到|[-—~])"
    rf"|共产党第(?:十?[一二三]|[四五六七八九十])次(?:全国)?代表大会"
    rf"|(?<![十{_DIGIT}])(?:十?[一二三]|[四五六七八九十])大$"
    r"|第(?:[一二三四五六]届|七届(?=.{0,12}第[一二]次))全国人民代表大会"
)
#: Then it speaks of that time, and may be of ours.
_LOOKING_BACK = re.compile("纪念|周年|回顾|回望|重温|学习|精神|以来|研究|历史|解读")


def stands_back(context: str, year: int) -> bool:
    """Whether an entry comes a little behind.

    Args:
        context: its folded title, then the headings above it.
        year: of the speech; 0 when unknown.
    """
    return 0 < year < EARLY or is_statute(context) or (year == 0 and is_early(context))


def is_early(context: str) -> bool:
    """Whether the folded title of what has no date tells for sure that it is from before our time."""
    return _tells_early(context.partition(BARRIER)[0])


def is_statute(context: str) -> bool:
    """Whether folded title and headings are those of a law, a regulation or rules."""
    return _ends_as_statute(context.partition(BARRIER)[0]) or bool(_CHAPTER.search(context))


# All headings of a speech are under one title.
@lru_cache(maxsize=4096)
def _tells_early(title: str) -> bool:
    return bool(_TIME.search(title)) and not _LOOKING_BACK.search(title)


@lru_cache(maxsize=4096)
def _ends_as_statute(title: str) -> bool:
    return any(m.end() == len(title) for m in _STATUTE.finditer(title))
