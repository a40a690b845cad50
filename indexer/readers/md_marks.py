"""Which asterisks, underscores and brackets of a Markdown text are no markup, and must come out as typed.

`**市*月*日` are placeholders; Markdown would swallow them in pairs. A paragraph with hundreds of brackets
is no paragraph of links; Markdown would take minutes over it. Both are hidden while Markdown works.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Brackets in one paragraph beyond which none of them is a link; the cost grows with their square.
_MOST_BRACKETS = 300
_RUN = re.compile(r"(?<!\\)(?:\*+|_+)")
# A whole line of marks (a rule), and the mark of a list entry: Markdown's own.
_OWN = re.compile(r"^[ \t]*(?:(?:[*_-][ \t]*){3,}$|\*[ \t])", re.M)
# What a placeholder stands before.
_UNIT = re.compile(
    "[市县区镇乡村省州旗盟局委办厅处部院校所站队组社厂矿年月日时届次号名个户人项家万亿元吨亩]"
    "|同志|书记|主任|主席|先生|女士"
)
_NEVER_OPENS = re.compile(r"[\s，。、；：！？）》”’」』】,.;:!?)]|$")


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text with some marks replaced by characters that stand nowhere in it, and the way back."""

    text: str
    marks: tuple[tuple[str, str], ...]

    def back(self, text: str) -> str:
        """Put the marks back."""
        for stand_in, mark in self.marks:
            text = text.replace(stand_in, mark)
        return text


def hide(text: str) -> Hidden:
    """Hide what is no markup."""
    unused = (chr(code) for code in range(0xF0000, 0xFFFFE) if chr(code) not in text)
    marks = {mark: next(unused) for mark in "*_["}
    parts = re.split(r"(\n[ \t]*\n)", text)
    hidden = "".join(_hide(part, marks) for part in parts)
    return Hidden(hidden, tuple((stand_in, mark) for mark, stand_in in marks.items()))


def _hide(paragraph: str, marks: dict[str, str]) -> str:
    if paragraph.count("[") > _MOST_BRACKETS:
        paragraph = paragraph.replace("[", marks["["])
    own = [found.span() for found in _OWN.finditer(paragraph)]
    runs = [run for run in _RUN.finditer(paragraph) if not any(a <= run.start() < b for a, b in own)]
    kept = set(_emphasis(paragraph, runs))
    pieces, at = [], 0
    for number, run in enumerate(runs):
        pieces.append(paragraph[at : run.start()])
        pieces.append(run[0] if number in kept else marks[run[0][0]] * len(run[0]))
        at = run.end()
    return "".join(pieces) + paragraph[at:]


def _emphasis(text: str, runs: list[re.Match[str]]) -> Iterator[int]:
    """The runs that open or close emphasis. A run looks only at the next one of its kind and length."""
    following: dict[str, int] = {}
    partner: list[int | None] = [None] * len(runs)
    for at in range(len(runs) - 1, -1, -1):
        partner[at] = following.get(runs[at][0])
        following[runs[at][0]] = at
    closed: set[int] = set()
    for at, other in enumerate(partner):
        if (
            at not in closed
            and other is not None
            and other not in closed
            and _is_pair(text, runs[at], runs[other])
        ):
            closed.add(other)
            yield from (at, other)


def _is_pair(text: str, one: re.Match[str], two: re.Match[str]) -> bool:
    content = text[one.end() : two.start()]
    if _NEVER_OPENS.match(text, one.end()) or content[-1:].isspace():
        return False
    if text[one.start() - 1 : one.start()].isdigit() and content[:1].isdigit():
        return False  # A product: 3*5*7.
    if _UNIT.match(content):
        return len(content) > 2 and not _UNIT.match(text, two.end())
    return True
