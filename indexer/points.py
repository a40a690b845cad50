"""Cuts a paragraph into its enumerated points: 一是…二是…, 一要…二要…, 第一，…第二，…, （1）…（2）….

Law: the pieces, joined, are the paragraph. A cut stands only where a sentence begins, and only where numbers
of one style begin at one and run on; a number that merely stands in a sentence never cuts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.numerals import ARABIC, CHINESE, CIRCLED, value

#: 一级…二级… and 一月…二月… measure; 一是, 一要, 一抓 and every other character after a number count points.
_MEASURES = "个年月日号周季期届次级等类线产审档一二三四五六七八九十百千万亿零"

#: 最后 closes its run whatever its number would be.
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": 0}

_MARK = re.compile(
    rf"""(?: ^ | (?<=[。；：！？;:!?，]) | (?<=[。；：！？][”’）」』]) ) \s*
    (?P<mark>
        (?P<word>首先|其次|再次|最后)(?=[，、：是要])
      | 第(?P<di>{CHINESE})(?=[，、：是要])
      | 其(?P<qi>{CHINESE})(?=[，、：是])
      | (?P<dun>{CHINESE})、
      | [（(](?P<paren>{CHINESE})[)）]
      | [（(](?P<number_paren>{ARABIC})[)）]
      | (?P<number>{ARABIC})[．.、](?!\s*[0-9０-９])
      | (?P<circled>[{CIRCLED}])
      | (?P<yi>{CHINESE})(?P<verb>[^\W\d_{_MEASURES}])
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A number where a sentence begins. `weak` means behind a comma, where only a first point may stand."""

    at: int
    style: str
    number: int
    weak: bool


def split_points(text: str) -> tuple[str, tuple[str, ...]]:
    """The paragraph's lead (empty when it opens with its first point) and its points (empty without any)."""
    cuts = _cuts(list(_marks(text)))
    if not cuts:
        return text, ()
    ends = [*cuts[1:], len(text)]
    return text[: cuts[0]].strip(), tuple(text[a:b].strip() for a, b in zip(cuts, ends, strict=True))


def _marks(text: str) -> Iterator[_Mark]:
    for match in _MARK.finditer(text):
        kind = match.lastgroup or ""
        if kind == "mark":  # the outer group closes last
            kind = next(name for name, found in match.groupdict().items() if found and name != "mark")
        at = match.start("mark")
        weak = match.start() > 0 and text[match.start() - 1] == "，"
        number = _WORDS[match["word"]] if kind == "word" else value(match[kind])
        if kind == "yi":
            # 一是 and 一要 are mixed freely within one run
            verb = match["verb"]
            yield _Mark(at, "是" if verb in "是要" else verb, number, weak)
        elif not weak:
            yield _Mark(at, kind, number, weak)


def _cuts(marks: Sequence[_Mark]) -> list[int]:
    """The offsets of the points: of all runs the one that begins first."""
    runs = (_run([mark for mark in marks if mark.style == style]) for style in {m.style for m in marks})
    return min((run for run in runs if len(run) >= 2), default=[])


def _run(marks: Sequence[_Mark]) -> list[int]:
    """The first run of one style that reaches two: 1, 2, 3 …, until it is broken off or starts anew."""
    run: list[int] = []
    for mark in marks:
        if mark.number == 1:
            if len(run) >= 2:
                break
            run = [mark.at]
        elif run and not mark.weak and mark.number in (len(run) + 1, 0):
            run.append(mark.at)
            if mark.number == 0:
                break
    return run
