"""The heading library (标题库): every heading, and every short opening sentence that reads as one, without its number.

A heading is one by the speech file. An opening sentence is taken only when it names what its passage is about;
one that tells what somebody did or said is left out, rather one too many than one too few.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kb.asked import Asked
from kb.catalogue import Catalogue
from kb.engine import Entry
from kb.library import Library
from kb.listing import Feature, Listing, Order, listing
from kb.sections import sections

#: A heading of a speech; the opening sentence of an enumerated point; that of a paragraph.
TitleKind = Literal["heading", "point", "opening"]
TITLE_KINDS: Mapping[str, str] = {"heading": "标题", "point": "分点首句", "opening": "段首句"}

#: Characters of an opening sentence, and of a heading, at most.
LONGEST, LONGEST_HEADING = 30, 60

_CN = "一二三四五六七八九十百"
NUMBER = re.compile(
    rf"(?:第?[{_CN}]+[、，,．.：:]|第[{_CN}]+[\s\u3000]+|[（(][{_CN}\d]+[)）]、?|\d{{1,3}}[.．、）)]|[①-⑳]|——?|"
    rf"[{_CN}]+[是要]则?|[首其再][先次][，,]?|其[{_CN}][，,是]|最后，|第[{_CN}]+[是，])+\s*"
)
_STATUTE = re.compile(rf"第[{_CN}]+[编章节条]")
_SENTENCE = re.compile(r"[^。！？；：!?]{4,}?。")
_PLAIN = re.compile(r"[^\w]|_")

#: A sentence with one of these tells, asks, addresses or argues, or hangs on the sentence before it.
_TELLS = re.compile(
    r"指出|强调|认为|提出|表示|会议|全会|大会|报告|决定|同志|代表们|总书记|习近平|主席|总理|委员|记者|审议|"
    r"我|他|她|它|你|这|那|此|今[年天后]|去年|明年|昨天|近[年日]|如今|目前|当前|现在|至今|以来|期间|日[上下]|[月日]$|"
    r"什么|怎么|为何|谁|吗|呢|某|有的|有些|一些|不少|许多|但|却|因此|因为|所以|总之|例如|比如|其中|同时|此外|另外|"
    r"据|曾|当时|随[后着]|之后|听取|主持|召开|举行|来到|走进|讲话|条例|规定|本法|本办法|《|年是|是.+的$|[0-9０-９]|[×X]{1,}"
)
_NO_BEGINNING = re.compile(
    r"[，。、；的了和与及或者而且并也又都还就才再更很最不只从当由对为被把让使给于按经如若虽即只]"
)
_VERBS = sections("titles")["verbs"]
_OPENINGS = (*_VERBS, *sections("titles")["before"])
#: What says how something has come out: 作风明显好转, 改革取得突破.
_RESULTS = re.compile(
    r"明显|显著|持续|不断|稳步|全面|更加|进一步|取得|有力|扎实|有效|深入|逐步|大幅|成功|日益|普遍|空前|良好|圆满|充分|"
    r"不够|不足|不实|不强|不高|不严|不力|不到位|薄弱|滞后|缺乏|缺失|存在|欠缺|弱化|淡薄|是.{1,8}(?:之|保证|关键|基础|前提|根本|核心|灵魂|生命线)"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A heading without its number. `level` counts the headings above it from 1; 0 for an opening sentence."""

    text: str
    kind: TitleKind
    level: int = 0


def title(entry: Entry) -> Title | None:
    """The heading that an entry is, or its opening sentence if that reads as one."""
    if _STATUTE.match(entry.text) or any(_STATUTE.match(above) for above in entry.headings):
        return None
    text = unnumbered(entry.text)
    if entry.kind == "heading":
        text = text.strip().rstrip("。：:；;，")
        return Title(text, "heading", len(entry.headings) + 1) if 2 <= size(text) <= LONGEST_HEADING else None
    if entry.kind != "passage":
        return None
    found = _SENTENCE.match(text)
    if not found or len(found[0]) > LONGEST + 1 or found.end() >= len(text):
        return None
    said = found[0].rstrip("。")
    point = text != entry.text
    return Title(said, "point" if point else "opening") if reads_as_heading(said, point) else None


def unnumbered(text: str) -> str:
    """A text without the number at its beginning."""
    found = NUMBER.match(text)
    rest = text[found.end() :] if found else text
    return rest if rest.strip() else text


def size(text: str) -> int:
    """Characters, punctuation not counted."""
    return len(_PLAIN.sub("", text))


def reads_as_heading(sentence: str, point: bool) -> bool:
    """Whether an opening sentence names what follows rather than begins to tell it.

    Args:
        point: it opens an enumerated point, which mostly does.
    """
    if _TELLS.search(sentence) or _NO_BEGINNING.match(sentence):
        return False
    if point or sentence.startswith(_OPENINGS):
        return True
    return bool(_RESULTS.search(sentence)) and size(sentence) <= 20


#: Lengths to choose by, in characters without punctuation: the least, the most.
LENGTHS = ((2, 3), (4, 4), (5, 5), (6, 6), (7, 7), (8, 8), (9, 12), (13, 16), (17, 20), (21, 99))

#: What a heading looks like: a name, and how it is told.
FORMS = ("对仗两句", "对仗多句", "两句", "单句", "动词开头", "要……", "以……促……", "在……上……", "带引号")

_BY = re.compile(r"以.{1,8}[促带推保强助兴领破育][^，；]{1,8}")
_IN = re.compile(r"在.{2,16}[上中下][^面述]")


def length(of: Title) -> str:
    """Which of `LENGTHS`: `7` or `9..12`."""
    count = size(of.text)
    least, most = next((pair for pair in LENGTHS if pair[0] <= count <= pair[1]), LENGTHS[-1])
    return str(least) if least == most else f"{least}..{most}"


def forms(of: Title) -> tuple[str, ...]:
    """Which of `FORMS` a heading has."""
    text = of.text
    parts = [size(part) for part in re.split(r"[，,；;\s\u3000]+", text) if part]
    even = len(parts) > 1 and len(set(parts)) == 1
    found = {
        "对仗两句": even and len(parts) == 2,
        "对仗多句": even and len(parts) > 2,
        "两句": len(parts) == 2,
        "单句": len(parts) == 1,
        "动词开头": text.startswith(_VERBS),
        "要……": "要" in text
        and not re.search("重要|主要|需要|纪要|要素|要求|要点|要害|要闻|摘要|首要|必要", text),
        "以……促……": bool(_BY.search(text)),
        "在……上……": bool(_IN.search(text)),
        "带引号": "“" in text,
    }
    return tuple(form for form in FORMS if found[form])


_ALL = Catalogue(lambda entry: (found,) if (found := title(entry)) else ())


def titles(
    library: Library, asked: Asked, kind: str = "", long: str = "", form: str = "", order: Order = "often"
) -> Listing[Title]:
    """The headings that fit a question, the same ones together.

    Args:
        asked: words, which must all stand in the heading itself, and facets.
        kind: one of `TITLE_KINDS`, or all.
        long: a length as `length` gives it, or any.
        form: one of `FORMS`, or any.

    Raises:
        StaleIndex: there is no index yet.
    """
    features: Mapping[str, Feature[Title]] = {
        "kind": Feature(lambda of: (of.kind,), kind),
        "length": Feature(lambda of: (length(of),), long),
        "form": Feature(forms, form),
    }
    return listing(library, _ALL.of(library), asked, lambda of: of.text, features, order)
