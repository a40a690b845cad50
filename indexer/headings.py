"""Decides which lines are headings, alone on a line or run into a paragraph, and of what level.

A heading owns what stands below it. This module must never make a heading of an entry in a list, nor of a
paragraph that merely begins with a number: what is no passage cannot be searched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.manuscript import Block
from indexer.ordinals import BARE, FLOATING, Ordinal, is_article, ordinal
from indexer.unnumbered import find_sentences, find_unnumbered, is_closing

#: Characters in a heading at most: a line without and with a full stop, before a colon, run in, declared.
LONGEST = 70
LONGEST_SENTENCE = 50
LONGEST_BEFORE_COLON = 25
LONGEST_RUN_IN = 42
LONGEST_DECLARED = 80

_STOPS = "。！？!?"
_STOP = re.compile(f"[{_STOPS}]")
_LIST_MARK = re.compile(r"[；;：:]")
#: A clause that changes a law: 一、将第三条修改为：
_AMENDING = re.compile(
    r"(?:修改|改)为|增加[一二三四五六七八九十]{0,2}[条款项]|删[去除]|作为第.{1,4}[条款项]|第.{1,6}条第.{1,3}款"
)
#: What a heading with ① does not have and a footnote has.
_NOTE = re.compile(r"[。；：:《]|第.{1,9}页")
#: Styles that make headings only where one counts on from another.
_IN_COMPANY = frozenset({BARE, "首先，", "其一，"})
#: The styles of headings without a number: a name, and a whole sentence.
_UNNUMBERED, _SENTENCE = "·", "。"
_OPEN, _CLOSE = "“‘（(《〈「『【[", "”’）)》〉」』】]"


@dataclass(frozen=True, slots=True)
class Found:
    """A heading at the beginning of a block; `end` is where it ends, the block's length when it is alone."""

    level: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line may be by itself, before its neighbours are looked at."""

    length: int
    number: Ordinal | None
    alone: bool = False
    run_in: int = 0
    declared: int | None = None
    #: Alone on its line but ended by a full stop, as an entry of a list may be.
    sentence: bool = False
    style: str = ""

    @property
    def heads(self) -> bool:
        return self.alone or self.run_in > 0 or self.declared is not None

    @property
    def level(self) -> int:
        if self.declared is not None:
            return self.declared
        return self.number.level if self.number else 0


def find_headings(blocks: Sequence[Block]) -> Mapping[int, Found]:
    """The headings among the blocks of a body, by index."""
    statute = sum(is_article(block.text) for block in blocks) >= 3
    unnumbered = find_unnumbered(blocks) | find_sentences(blocks) if not statute else frozenset()
    lines = [_name(b.text) if at in unnumbered else _look(b, statute) for at, b in enumerate(blocks)]
    found: dict[int, Found] = {}
    open_: list[tuple[str, int]] = []
    last: dict[str, int] = {}
    #: Whether headings without a number stand at the top: then they do so throughout.
    parts = False
    for at, line in enumerate(lines):
        if not line.heads or not _confirmed(lines, at) or (line.sentence and not _counts_on(line, last)):
            continue
        if line.number:
            last[line.number.style] = line.number.number
        level = 1 if parts and line.style == _UNNUMBERED else _placed(open_, line.style, line.level)
        parts = parts or (line.style == _UNNUMBERED and level == 1 and line.declared is None)
        open_ = [*(entry for entry in open_ if entry[1] < level), (line.style, level)]
        found[at] = Found(level, line.run_in or line.length)
    return found


def _name(text: str) -> _Line:
    """A heading without a number."""
    style = text[:2] if text.startswith("——") else _SENTENCE if text[-1] in _STOPS else _UNNUMBERED
    return _Line(len(text), None, alone=True, declared=1 if is_closing(text) else None, style=style)


def _look(block: Block, statute: bool) -> _Line:
    text = block.text
    if block.kind != "paragraph":
        return _Line(len(text), None)
    number = ordinal(text)
    if number and statute and number.style not in ("章", "节"):
        number = None
    run_in = _run_in(text, number) if number else 0
    if block.level is not None and block.level > 0 and (run_in or len(text) <= LONGEST_DECLARED):
        return _Line(len(text), number, run_in=run_in, declared=min(block.level, 5))
    alone = number is not None and not run_in and _alone(text, number)
    style = number.style if number else ""
    return _Line(len(text), number, alone, run_in, sentence=alone and text[-1] in _STOPS, style=style)


def first_sentence(text: str) -> int:
    """The offset behind the first full stop outside quotes and brackets; 0 without one."""
    depth = 0
    for at, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and char in _STOPS:
            return at + 1
    return 0


def _run_in(text: str, number: Ordinal) -> int:
    """Where the body begins behind a run-in heading; 0 when there is none."""
    end = first_sentence(text[:LONGEST_RUN_IN])
    if number.level == FLOATING or number.style == "①" or end <= number.end + 1 or end >= len(text):
        return 0
    return 0 if _LIST_MARK.search(text, number.end, end) else end


def _alone(text: str, number: Ordinal) -> bool:
    """True when the whole line reads like a heading."""
    body, last = text[number.end :], text[-1]
    if number.style == BARE:
        return True
    if _AMENDING.search(body) or (number.style == "①" and _NOTE.search(body)):
        return False
    if not body or len(text) > LONGEST or last in "；;，,、" or "；" in body:
        return False
    if number.level == FLOATING and (_STOP.search(body) or last in "：:"):
        return False
    if last in "：:":
        return len(text) <= LONGEST_BEFORE_COLON and "，" not in body
    if _STOP.search(body[:-1]):
        return False
    return len(text) <= LONGEST_SENTENCE or last not in _STOPS


def _confirmed(lines: Sequence[_Line], at: int) -> bool:
    """True when the neighbours do not contradict: no entry of a list, and something stands below."""
    line = lines[at]
    if line.run_in or line.declared is not None:
        return True
    if (
        _listed(lines, at)
        or at + 1 == len(lines)
        or (line.style in _IN_COMPANY and not _in_company(lines, at))
    ):
        return False
    after = lines[at + 1]
    return not after.heads or _listed(lines, at + 1) or _deeper(after, line)


def _in_company(lines: Sequence[_Line], at: int) -> bool:
    """True when another line of the same style carries the number before or after."""
    others = (other for other in lines if other.alone and other.style == lines[at].style)
    return any(_follows(lines[at], other) or _follows(other, lines[at]) for other in others)


def _follows(before: _Line, after: _Line) -> bool:
    """True when one line carries the number after the other's, in the same style."""
    one, two = before.number, after.number
    return one is not None and two is not None and one.style == two.style and one.number + 1 == two.number


def _listed(lines: Sequence[_Line], at: int) -> bool:
    """True for an entry of a list, whose neighbours carry the numbers before and after its own."""
    line = lines[at]
    if line.run_in or line.declared is not None or line.number is None:
        return False
    if at + 1 < len(lines) and _follows(line, lines[at + 1]):
        return True
    if at == 0 or not _follows(lines[at - 1], line) or lines[at - 1].run_in:
        return False
    return not _opens_section(lines, at)


def _opens_section(lines: Sequence[_Line], at: int) -> bool:
    """True when the last of adjoining siblings is a heading after all, and no entry that ends a list.

    It is one when something deeper follows, when a later sibling counts on, or when its siblings do not
    begin at one: they go on from a heading further up.
    """
    line = lines[at]
    assert line.number is not None
    rest = lines[at + 1 :]
    if rest and rest[0].heads and _deeper(rest[0], line):
        return True
    first = at
    while first and _follows(lines[first - 1], lines[first]):
        first -= 1
    if line.number.number - (at - first) > 1:
        return True
    later = next((one for one in rest if one.number and one.number.style == line.number.style), None)
    return later is not None and _follows(line, later)


def _deeper(after: _Line, line: _Line) -> bool:
    """True when a heading stands below another; what floats stands below, and has what follows below it."""
    return 0 in (after.level, line.level) or after.level > line.level


def _counts_on(line: _Line, last: Mapping[str, int]) -> bool:
    """True when the number follows that of the last heading of its style, or begins anew."""
    number = line.number
    return number is None or number.number == 1 or last.get(number.style) == number.number - 1


def _placed(open_: Sequence[tuple[str, int]], style: str, level: int) -> int:
    """The level of a heading; a floating one stands beside its like, or one below what is open."""
    if level:
        return level
    for other, its in reversed(open_):
        if other == style:
            return its
    return min(open_[-1][1] + 1, 5) if open_ else 1
