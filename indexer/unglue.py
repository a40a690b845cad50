"""Divides what a copying program has glued together: a title with its date and salutation, two headings on one
line, a whole document in one paragraph.

Law: the pieces, joined, are the block. A paragraph of ordinary length is never divided at its numbering:
there a number counts a point (`indexer/points.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.lines import is_salutation
from indexer.manuscript import Block
from indexer.numerals import ARABIC, CHINESE, value
from indexer.ordinals import FLOATING, is_article, ordinal

#: Characters: a block at least so long that holds most of its document is the document in one paragraph.
SHORTEST_GLUED = 600
#: Blocks at the top in which a title may be glued to what follows it.
TOP = 6
#: A longer line than a title, which repeats the title before its text.
LONGEST_LINE = 120
LONGEST_HEADING = 45
LONGEST_SPEAKER = 24
LONGEST_SALUTATION = 240

_NUMBER = f"(?:{CHINESE}|{ARABIC})"
_PEOPLE = "(?:同志|朋友|同胞|同学|战友|代表|委员|先生|女士|来宾|嘉宾|老师|领导|同事|乡亲|成员|党员|毕业生|队员|留学生)"
_ADDRESS = rf"(?:(?:尊敬的|敬爱的|亲爱的|各位)*{_PEOPLE}们?[，、\s]*){{1,6}}[！：]"
_GREETING = re.compile(
    rf"(?:尊敬的|敬爱的|亲爱的|各位|{_PEOPLE}们|主席先生|大会主席)[^。；！？：]{{0,{LONGEST_SALUTATION}}}：|{_ADDRESS}"
)

_DATELINE = re.compile(r"新华社[^。，]{0,12}?\d{1,2}月\d{1,2}日电(?:（[^（）]*）)?\s*")
_TITLE = re.compile(
    r"[^。！？；：（）]{6,80}?(?:讲话|致辞|致词|报告|发言|演讲|贺词|说明)\s*(?=（[^（）]{0,12}(?:19|20|二[○〇零])[^（）]{2,20}）)"
)
_DATE = re.compile(r"\s*（[^（）]{0,12}(?:(?:19|20)\d\d|二[○〇零○0]..)年[^（）]{0,16}）\s*")

#: The second of two headings on a line, and what must not stand right before it.
_SECOND = re.compile(
    rf"(?<![第款条项表图至到和、，])(?:[（(](?:一|1|１)[)）]|(?:1|１)[．.、](?!\s*[0-9０-９])|第一节|(?<=\s)第{_NUMBER}条\s)"
)
_STOP = re.compile(r"[。；！？：]")

#: Behind a sentence, and behind the credit of a picture that was copied along (记者 ××/摄).
_BEGINS = re.compile(
    rf"""(?: ^ | (?<=[。！？；：]) | (?<=[。！？；][”’）]) | (?<=[/／]摄) ) \s*
    (?: (?P<di>第{CHINESE})[，、：] | (?P<dun>{CHINESE})、 | [（(](?P<paren>{CHINESE})[)）]
      | (?P<article>第{CHINESE}条)(?=[\s　]) | (?P<dash>——)(?=[\u4e00-\u9fff0-9“]) | (?P<address>{_ADDRESS}) )""",
    re.VERBOSE,
)
_GROUPS = ("di", "dun", "paren", "article", "dash", "address")


def unglue(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with every glued one divided; the pieces keep its line."""
    top = [
        piece
        for at, block in enumerate(blocks[:TOP])
        for piece in _pieces(block, _top_cuts(block.text, blocks[:at]))
    ]
    length = sum(len(block.text) for block in blocks)
    return tuple(piece for block in (*top, *blocks[TOP:]) for piece in _divided(block, length))


def _divided(block: Block, length: int) -> Iterator[Block]:
    if block.level is None and SHORTEST_GLUED <= len(block.text) >= length / 2:
        yield from _pieces(block, _numbering(block.text))
    else:
        yield from _pieces(block, _second_heading(block.text))


def _pieces(block: Block, cuts: Sequence[int]) -> Iterator[Block]:
    if block.kind != "paragraph" or not cuts:
        yield block
        return
    bounds = [0, *sorted(set(cuts)), len(block.text)]
    texts = (block.text[a:b].strip() for a, b in pairwise(bounds))
    yield from (replace(block, text=text) for text in texts if text)


def _top_cuts(text: str, above: Sequence[Block]) -> list[int]:
    """Where title, date, speaker, salutation and text part in a block at the top of a document."""
    if ordinal(text) or is_salutation(text):
        return []
    at = _behind_title(text, above)
    cuts = [at] if at else []
    if cuts and (dateline := _DATELINE.match(text)):
        cuts.append(dateline.end())
    if cuts and (date := _DATE.match(text, at)):
        at = date.end()
        cuts.append(at)
    greeting = _GREETING.search(text, at, at + LONGEST_SPEAKER + LONGEST_SALUTATION)
    if greeting and _may_be_speaker(text[at : greeting.start()], under_title=bool(cuts)):
        cuts += [greeting.start(), greeting.end()]
    return [cut for cut in cuts if 0 < cut < len(text)]


def _behind_title(text: str, above: Sequence[Block]) -> int:
    """The offset behind a title that goes on in the same block; 0 without one."""
    dateline = _DATELINE.match(text)
    at = dateline.end() if dateline else 0
    for title in (block.text for block in above if len(text) > LONGEST_LINE):
        if 6 <= len(title) <= 100 and text.startswith(title, at):
            return at + len(title)
    dated = _TITLE.match(text, at)
    return dated.end() if dated else 0


def _may_be_speaker(text: str, under_title: bool) -> bool:
    """True for nothing, and under a title for a name with its office."""
    return not text.strip() or (
        under_title and len(text) <= LONGEST_SPEAKER and not re.search("[。，；：]", text)
    )


def _second_heading(text: str) -> list[int]:
    """Where a deeper heading begins behind a heading on the same line: 一、工作回顾　（一）经济发展."""
    first = ordinal(text)
    if first is None or first.level == FLOATING or first.style == "①":
        return []
    second = _SECOND.search(text, first.end + 2, first.end + LONGEST_HEADING)
    if second is None or _STOP.search(text, first.end, second.start()):
        return []
    other = ordinal(text[second.start() :])
    deeper = is_article(text[second.start() :]) if other is None else other.level > first.level
    return [second.start()] if deeper else []


def _numbering(text: str) -> list[int]:
    """Where the paragraphs of a document in one block began: at numbers that count on, dashes, addresses."""
    found: dict[str, list[re.Match[str]]] = {group: [] for group in _GROUPS}
    for match in _BEGINS.finditer(text):
        group = next(group for group in _GROUPS if match[group])
        found[group].append(match)
    cuts = [at for match in found.pop("address") for at in (match.start(), match.end())]
    dashes = found.pop("dash")
    cuts += [match.start() for match in dashes] if len(dashes) > 1 else []
    for group, matches in found.items():
        for run in _runs([(match.start(), value(match[group].strip("第条"))) for match in matches]):
            cuts += run
    return cuts


def _runs(numbers: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """The offsets of numbers that count on from one or two; one may be missing, glued to a line before it."""
    run: list[int] = []
    last = 0
    for at, number in (*numbers, (0, 1)):
        if not (run and last < number <= last + 2):
            if len(run) > 1:
                yield run
            run = []
        if run or number <= 2:
            run.append(at)
        last = number
