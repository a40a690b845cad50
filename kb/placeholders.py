"""Places of a text that wait to be filled in (×, XX, ×年, 某某): seen as such, gathered, filled everywhere at once.

Which of them mean the same is a guess by what stands around them, shown and never acted on by itself: only
what a person gives a value for is filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.files import etag

#: × and its kind, one to four letters X that are no part of a word, 20XX年, circles, stars between characters.
#: Not the sign of times (7×24, 数据要素×), a plan's 1+X, or the noughts of 二○○○年.
PLACEHOLDER = re.compile(
    r"(?<![+＋×Ｘ])(?:(?<![\u4e00-\u9fff])[×Ｘ]+|[×Ｘ]+(?!”))(?![×Ｘ0-9０-９+＋])"
    r"|(?<![A-Za-z0-9+＋])[Xx]{1,4}(?![A-Za-z0-9+＋])"
    r"|(?:(?<=19)|(?<=20))[Xx]{1,2}(?=年)"
    r"|(?<![0-9一二三四五六七八九十○●])[○●]{2,}(?=[\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff])[＊*]{2,}(?=[\u4e00-\u9fff])"
)
_SOMEONE = re.compile(r"某某{0,3}(?=[省市县区镇乡村局委办厅院校厂队所站部司处科同])")

#: What follows a placeholder and says what it stands for, the longest first; group name to the words.
_FOLLOWING: Mapping[str, tuple[str, ...]] = {
    "年份": ("年度", "年"),
    "日期": ("月", "日"),
    "地名": ("自治州", "自治县", "街道", "社区", "省", "市", "县", "区", "旗", "镇", "乡", "村"),
    "单位": (
        "委员会", "办公室", "有限公司", "公司", "集团", "党委", "党组", "支部", "政府", "学院", "大学", "学校",
        "医院", "银行", "中心", "单位", "部门", "系统", "局", "厅", "委", "办", "部", "院", "所", "站", "处", "科", "厂",
    ),
    "姓名": ("同志", "书记", "主任", "局长", "县长", "市长", "省长", "部长", "主席", "镇长", "乡长", "院长", "校长", "总"),
    "数字": (
        "个百分点", "百分点", "万亿元", "亿元", "万元", "元", "万人", "人次", "公里", "平方米", "万亩", "亩", "万吨", "吨",
        "多", "余", "％", "%", "个", "名", "人", "户", "家", "项", "件", "次", "条", "期", "批", "篇", "起", "万", "亿",
        "倍", "成", "位", "届", "处", "座", "套", "台", "类", "大", "届", "届次",
    ),
}  # fmt: skip
_WORDS = sorted(
    ((word, kind) for kind, words in _FOLLOWING.items() for word in words), key=lambda w: -len(w[0])
)
#: What stands before a figure.
_FIGURE_BEFORE = re.compile(r"(?:增长|下降|达到|完成|达|约|近|超|第|共|提高|实现|投入|新增|其中)$")
_YEAR, _CENTURY = re.compile("[0-9]{4}"), re.compile("(?<![0-9])(?:19|20)$")
#: Characters shown about a place; those it is known again by.
_AROUND, _CLOSE = 10, 4
OTHER = "其他"
#: The kinds in the order in which they are asked for.
KINDS = (*_FOLLOWING, OTHER)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One place to fill in.

    Args:
        start, end: in characters of the text; what is replaced.
        text: what stands there: `XX`.
        kind: one of `KINDS`.
        tail: what follows and tells the kind: `镇`; may be empty.
    """

    start: int
    end: int
    text: str
    kind: str
    tail: str

    @property
    def name(self) -> str:
        """What it is asked for by; places of the same name most likely mean the same: `XX镇`."""
        return f"{_BARE.sub('×', self.text)}{self.tail}"


_BARE = re.compile(r"[×Ｘx○●＊*某X]+")


@dataclass(frozen=True, slots=True)
class Recurring:
    """All the places of one name over several texts.

    Args:
        places: which text (counted from 0), and where in it.
        around: what stands about the first few, for a person to see what is meant.
    """

    name: str
    kind: str
    places: tuple[tuple[int, Placeholder], ...]
    around: tuple[tuple[str, str, str], ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.places)


def placeholders(text: str) -> tuple[Placeholder, ...]:
    """All places to fill in of a text, in order."""
    spans = {found.span() for pattern in (PLACEHOLDER, _SOMEONE) for found in pattern.finditer(text)}
    return tuple(_placeholder(text, start, end) for start, end in sorted(spans))


def _placeholder(text: str, start: int, end: int) -> Placeholder:
    tail, kind = next(((w, k) for w, k in _WORDS if text.startswith(w, end)), ("", OTHER))
    if kind == OTHER and _FIGURE_BEFORE.search(text, max(0, start - 3), start):
        kind = "数字"
    return Placeholder(start, end, text[start:end], kind, tail)


def recurring(texts: Sequence[str]) -> tuple[Recurring, ...]:
    """The places to fill in of several texts by name, in the order of `KINDS`, the most frequent first."""
    found = [(n, place) for n, text in enumerate(texts) for place in placeholders(text)]
    named = sorted(found, key=lambda one: (KINDS.index(one[1].kind), one[1].name))
    groups = [
        Recurring(name, kind, places, tuple(_around(texts[n], place) for n, place in places[:3]))
        for (kind, name), run in groupby(named, key=lambda one: (one[1].kind, one[1].name))
        for places in [tuple(run)]
    ]
    return tuple(sorted(groups, key=lambda g: (KINDS.index(g.kind), -g.count, g.name)))


def _around(text: str, place: Placeholder) -> tuple[str, str, str]:
    return (
        text[max(0, place.start - _AROUND) : place.start],
        place.text,
        text[place.end : place.end + _AROUND],
    )


def sign(text: str, number: int) -> str:
    """What a place, counted from 0, is known by though the text be changed elsewhere: its number in this text, and
    what stands close about it."""
    return f"{number}-{_hash(text)}-{_close(text, placeholders(text)[number])}"


def signed(text: str, sign: str) -> int | None:
    """The number that the place of a sign has now; None where that cannot be told for certain."""
    number, _, rest = sign.partition("-")
    known, _, about = rest.partition("-")
    same = [n for n, place in enumerate(placeholders(text)) if _close(text, place) == about]
    if known == _hash(text):
        return next((n for n in same if str(n) == number), None)
    return same[0] if len(same) == 1 else None


def _close(text: str, place: Placeholder) -> str:
    return _hash(
        "\n".join((text[max(0, place.start - _CLOSE) : place.start], text[place.start : place.end + _CLOSE]))
    )


def _hash(text: str) -> str:
    return etag(text.encode())[:8]


def fill(text: str, values: Mapping[str, str], only: Iterable[int] | None = None) -> str:
    """The text with values put in by name; places without a value stay.

    Args:
        values: from `Placeholder.name` to what stands there from now on, without the word that follows it;
            when it ends in that word (XX镇 filled with 青山镇) the word is not doubled.
        only: which places of the text, counted from 0; all when None.
    """
    chosen = None if only is None else set(only)
    named = ((number, values.get(place.name, "")) for number, place in enumerate(placeholders(text)))
    return fill_at(text, {n: value for n, value in named if chosen is None or n in chosen})


def fill_at(text: str, values: Mapping[int, str]) -> str:
    """The text with values put in by place, counted from 0; otherwise as `fill`. A whole year takes the place of
    the century before it, too: 20××年 filled with 2026."""
    parts: list[str] = []
    at = 0
    for number, place in enumerate(placeholders(text)):
        value = values.get(number, "").strip().removesuffix(place.tail)
        if value:
            century = (
                place.kind == "年份" and _YEAR.fullmatch(value) and _CENTURY.search(text, at, place.start)
            )
            parts += [text[at : century.start() if century else place.start], value]
            at = place.end
    return "".join([*parts, text[at:]])
