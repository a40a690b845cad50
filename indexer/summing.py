"""Knows the sentence that sums up behind the last point of a paragraph: 对于这些问题，我们要高度重视….

It must not cut off a sentence that belongs to the last point: only words that point back to all the points
count, and only where no other point has a sentence of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_THINGS = (
    "问题|不足|短板|差距|成绩|成效|成果|情况|现象|矛盾|困难|工作|任务|措施|举措|做法|经验|方面|变化|要求|原则|环节|倾向|意见|"
    "数字|数据|荣誉|特点|因素|关系|目标|重点|建议|精神|要点|条件"
)
_COUNT = "[几两二三四五六七八九十\\d]{1,3}"
#: So many points of one sentence each show that a second sentence is not the last point's.
FEWEST_OTHERS = 3
_SUMMING = re.compile(
    rf"(?:对|对于|针对|面对|所有|做好|抓好|解决|完成)?(?:以上|上述|这)(?:这?些|{_COUNT}?个?)?(?:方面|项|条|点|种|类)?(?:的)?(?:{_THINGS})"
    rf"|(?:以上|上述)(?:这?{_COUNT})?(?:点|项|条|个|句|方面|几)"
    rf"|这{_COUNT}(?:个方面|方面|点|项|条|句话|件事|个问题|个环节|个字|个关键词|者)"
    r"|(?:实践|事实)(?:充分|再次)?(?:证明|表明)|在这里，我"
    r"|总之|总的来[看说]|总体来?[看说]|综上所述|一句话"
    r"|(?:同志们|各位代表|各位委员|朋友们|大家)[，！、]"
)
_SENTENCE = re.compile(r"[。！？][”’）」』]*\s*")


def sums_up(last: str, others: Sequence[str]) -> int:
    """The offset in the last point where a summing-up begins; 0 when there is none.

    Args:
        last: the last point, its number included.
        others: the points before it; if one of them has such a sentence too, each point has its own.
    """
    at = _first(last) or _outgrowth(last, others)
    return 0 if not at or any(_first(other) for other in others) else at


def _outgrowth(last: str, others: Sequence[str]) -> int:
    """Where the last point goes past its first sentence, when the others are half a sentence each, or just one."""
    ends = [match.end() for match in _SENTENCE.finditer(last)]
    bare = [other.strip() for other in others]
    if not ends or ends[0] >= len(last) or any(_SENTENCE.search(other[:-1]) for other in bare):
        return 0
    halves = all(other[-1] in "；;" for other in bare)
    return ends[0] if halves or len(bare) >= FEWEST_OTHERS else 0


def _first(text: str) -> int:
    starts = (match.end() for match in _SENTENCE.finditer(text))
    return next((at for at in starts if at < len(text) and _SUMMING.match(text, at)), 0)
