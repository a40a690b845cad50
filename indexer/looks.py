"""What a line may be by itself: a heading alone on its line, one run into a paragraph, or neither.

Goes by the form of one line only; whether its neighbours bear it out is decided in `indexer/headings.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.manuscript import Block
from indexer.ordinals import BARE, FLOATING, Ordinal, ordinal
from indexer.unnumbered import stands_apart

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
_AMENDING = re.compile(r"(?:修改|改)为|增加[一二三四五六七八九十]{0,2}[条款项]|删[去除]|作为第.{1,4}[条款项]")
#: What a heading with ① does not have and a footnote has.
_NOTE = re.compile(r"[。；：:《]|第.{1,9}页")
#: The styles of headings without a number: a name, and a whole sentence.
UNNUMBERED, SENTENCE = "·", "。"
_OPEN, _CLOSE = "“‘（(《〈「『【[", "”’）)》〉」』】]"


@dataclass(frozen=True, slots=True)
class Line:
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
        """True when it may head something."""
        return self.alone or self.run_in > 0 or self.declared is not None

    @property
    def level(self) -> int:
        """The level it declares or its number has; 0 for none of its own."""
        if self.declared is not None:
            return self.declared
        return self.number.level if self.number else 0


def name(text: str) -> Line:
    """A heading without a number."""
    if stands_apart(text):
        return Line(len(text), None, alone=True, declared=1)
    style = text[:2] if text.startswith("——") else SENTENCE if text[-1] in _STOPS else UNNUMBERED
    return Line(len(text), None, alone=True, style=style)


def look(block: Block, statute: bool) -> Line:
    """A line as its number, its length and its stops have it; in a law only 章 and 节 number headings."""
    text = block.text
    if block.kind != "paragraph":
        return Line(len(text), None)
    number = ordinal(text)
    if number and statute and number.style not in ("章", "节"):
        number = None
    run_in = _run_in(text, number) if number else 0
    if block.level is not None and block.level > 0 and (run_in or len(text) <= LONGEST_DECLARED):
        return Line(len(text), number, run_in=run_in, declared=min(block.level, 5))
    alone = number is not None and not run_in and _alone(text, number)
    style = number.style if number else ""
    return Line(len(text), number, alone, run_in, sentence=alone and text[-1] in _STOPS, style=style)


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
    return 0 if _LIST_MARK.search(text, number.end, end) or _AMENDING.search(text, number.end, end) else end


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
