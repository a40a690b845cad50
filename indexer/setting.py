"""By whom, where and on what level a speech was given, as its title, bylines and first words tell it.

Each answer comes with where it was found, `title`, `byline` or `text`, and is empty rather than guessed:
a person sets it right in the browser, and what a person sets is never touched again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Node, Passage

#: The levels in the order of the state, and the words that speak for each.
LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "中央",
        re.compile(r"全国(?!道德|劳动|先进|优秀|文明)|中央(?:政治局|委员会)?|国务院|中国共产党第.{1,4}次"),
    ),
    ("省", re.compile(r"全省|全区域|省委|省政府|省级机关|自治区|直辖市|我省")),
    ("市", re.compile(r"全市|市委|市政府|市直|我市|全州|州委")),
    ("县", re.compile(r"全县|全区(?!域)|全旗|县委|县政府|县直|区委|区政府|区直|旗委|我县|我区")),
    ("乡镇", re.compile(r"全镇|全乡|镇党委|乡党委|镇政府|乡政府|街道党工委|全街道|我镇|我乡")),
    (
        "单位",
        re.compile(r"全局|全院|全校|全厂|全场|局党组|厅党组|党组中心组|公司党委|机关党委|我局|我院|我校"),
    ),
)
#: How many of the first passages tell the level when the title does not.
_FIRST = 8

_PLACE = re.compile(
    r"在((?:(?!在)[\u4e00-\u9fff]){2,6}?(?:省|市|县|新区|镇|乡|街道|村))(?![委级直长民域政部])"
    r"|^(?:\d{4}年)?([\u4e00-\u9fff]{2,4}(?:省|市|自治区))(?=人民政府|政府)"
)
_NO_PLACE = re.compile(
    r"[全各本我某这那该省×XＸx第](?!$)|乡镇|城乡|下乡|市县|党|会|社区|农村|中央|近平|基层|工作|部分"
)
_SAID_PLACE = re.compile(r"^(?:地点|会议地点|时间地点)\s*[：:]\s*(.{2,30})$")

_BODY = r"(?:中共)?[\u4e00-\u9fff×XＸ]{0,12}?(?:省|市|县|区|旗|州|镇|乡|街道|局|厅|部|委|办|院|校|公司|党组|党委|党工委|支部|纪委|政府|人大|政协)+"
_OFFICE = re.compile(
    rf"(?:{_BODY})?(?:党[委组]|党工委|总支|支部)?(?:副)?"
    r"(?:书记|省长|市长|县长|区长|镇长|乡长|州长|旗长|局长|厅长|部长|主任|主席|秘书长|院长|校长|检察长|总理|董事长|总经理)"
)
_SAID_SPEAKER = re.compile(r"^(?:讲话人|报告人|主讲人|发言人|演讲人)\s*[：:]\s*(.{2,40})$")


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, and where it was found; both empty when nothing tells it."""

    value: str = ""
    found: str = ""


def level_of(title: str, body: Sequence[Node]) -> Told:
    """The level (中央、省、市、县、乡镇、单位) by the title, else by what the first passages speak of most."""
    for level, words in LEVELS:
        if words.search(title):
            return Told(level, "title")
    counts: Counter[str] = Counter()
    for passage in _passages(body)[:_FIRST]:
        for level, words in LEVELS[1:]:
            counts[level] += len(words.findall(passage.text))
    best = counts.most_common(2)
    clear = best and best[0][1] >= 2 and (len(best) == 1 or best[0][1] > best[1][1])
    return Told(best[0][0], "text") if clear else Told()


def place_of(title: str, body: Sequence[Node]) -> Told:
    """The place that the title or a byline names: 柳坪镇, 石桥村."""
    for passage in _bylines(body):
        said = _SAID_PLACE.match(passage.text.strip("（()）"))
        if said:
            return Told(said[1].strip(), "byline")
    named = _PLACE.search(title)
    place = (named[1] or named[2]) if named else ""
    return Told(place, "title") if place and not _NO_PLACE.search(place) else Told()


def speaker_of(body: Sequence[Node]) -> Told:
    """The speaker's office that a byline names: 县委书记, 镇党委副书记; never a name."""
    for passage in _bylines(body):
        line = passage.text.strip("（()）　 ")
        said = _SAID_SPEAKER.match(line)
        office = _OFFICE.search(said[1] if said else line)
        if office and (said or office.start() == 0 or len(line) <= 30):
            return Told(office[0], "byline")
    return Told()


def _passages(body: Sequence[Node]) -> list[Passage]:
    return [n for n in body if isinstance(n, Passage) and n.kind == "body"]


def _bylines(body: Sequence[Node]) -> list[Passage]:
    return [n for n in body[:12] if isinstance(n, Passage) and n.kind == "byline"]
