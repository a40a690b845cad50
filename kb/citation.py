"""Where a text comes from (出处), written in the style that a user has set. A source is never left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: The words that a style is written with, each standing for a fact of the source.
FIELDS = ("标题", "场合", "日期", "讲话人", "段号")
DEFAULT_STYLE = "《标题》，场合，日期；段号"

_FIELD = re.compile("|".join(FIELDS))
#: What may stand between two facts; it goes with a fact that is not known.
_BETWEEN = re.compile(r"[\s，,；;、。·:：—\-–|/]*")
_BRACKETS = {"《": "》", "（": "）", "(": ")", "〔": "〕", "[": "]", "【": "】", "“": "”", "「": "」"}
#: Brackets that all the facts inside are missing from.
_EMPTY = re.compile(r"[（(〔【\[《][\s，,；;、：:]*[）)〕】\]》]")
#: Private characters, which no style has.
_MARK = 0xF0000
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Citation:
    """Where an excerpt comes from.

    Args:
        title: of the speech, without 《》.
        date: `2019-03-15`, `2019-03`, `2019` or empty.
        label: the passage as a person would name it: 第20段第1点.
        speech: the id of the speech.
        place: the name of the place in it: `p20.1`.
        style: how it is written; see `write`.
    """

    title: str
    date: str
    label: str
    speech: str
    place: str
    occasion: str = ""
    speaker: str = ""
    style: str = DEFAULT_STYLE

    def __str__(self) -> str:
        """`《标题》，2019年3月15日；第20段第1点`."""
        return write(self.facts, self.style)

    @property
    def facts(self) -> Mapping[str, str]:
        """What each of `FIELDS` stands for; an occasion that the title names is not said twice."""
        occasion = "" if self.occasion in self.title else self.occasion
        values = (self.title, occasion, spoken_date(self.date), self.speaker, self.label)
        return dict(zip(FIELDS, values, strict=True))


def write(facts: Mapping[str, str], style: str) -> str:
    """A style with its words replaced by the facts.

    A fact that is empty goes together with brackets around it and what parts it from the fact before it.
    """
    written = ""
    # Facts stand by one mark each until the end, so that nothing is taken out of them: a title may say 在（ ）会上.
    marks: dict[int, str] = {}
    at = 0
    for found in _FIELD.finditer(style):
        between, opened, value = style[at : found.start()], "", facts.get(found[0], "")
        at = found.end()
        if between and between[-1] in _BRACKETS and style[at : at + 1] == _BRACKETS[between[-1]]:
            between, opened = between[:-1], between[-1]
            at += 1
        if not value:
            between = between[: len(between) - len(_trailing(between))]
        elif opened:
            value = in_title_marks(value) if opened == "《" else f"{opened}{value}{_BRACKETS[opened]}"
        if not written:
            between = between.lstrip("，,；;、。：:—– ")
        mark = _MARK + len(marks)
        marks[mark] = value
        written += between + (chr(mark) if value else "")
    return _EMPTY.sub("", written + style[at:]).strip().translate(marks).strip()


def faults(style: str) -> tuple[str, ...]:
    """What is wrong with a style, in Chinese; empty when it can be used."""
    if not style.strip():
        return ("出处的样式不能是空的",)
    if "\n" in style or len(style) > 100:
        return ("出处的样式只能是一行，最多 100 个字",)
    if "标题" not in style:
        return ("出处的样式里要有“标题”，否则看不出从哪里来",)
    return ()


def _trailing(between: str) -> str:
    """The punctuation at the end of what stands between two facts."""
    return next(between[i:] for i in range(len(between) + 1) if _BETWEEN.fullmatch(between[i:]))


def in_title_marks(title: str) -> str:
    """A title in 《》; those inside it become 〈〉 (GB/T 15834—2011 §4.15)."""
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def spoken_date(date: str) -> str:
    """`2019-03-15` as 2019年3月15日, `2019` as 2019年."""
    found = _DATE.fullmatch(date)
    if not found:
        return date
    units = zip(found.groups(), "年月日", strict=True)
    return "".join(f"{int(number)}{unit}" for number, unit in units if number)
