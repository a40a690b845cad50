"""What stands a little behind speeches unless a person says otherwise: statutes, and very old reports.

Whoever writes a speech seldom wants an article of law, or the words of forty years ago. They are found all
the same, and where words alone decide clearly they still come first.
"""

from __future__ import annotations

import re

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


def stands_back(context: str, year: int) -> bool:
    """Whether an entry comes a little behind.

    Args:
        context: its folded title, then the headings above it.
        year: of the speech; 0 when unknown.
    """
    return 0 < year < EARLY or is_statute(context)


def is_statute(context: str) -> bool:
    """Whether folded title and headings are those of a law, a regulation or rules."""
    title = context.partition(BARRIER)[0]
    ends = next((m for m in _STATUTE.finditer(title) if m.end() == len(title)), None)
    return ends is not None or bool(_CHAPTER.search(context))
