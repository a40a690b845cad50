"""Strings of a text that could be a term: whole words and real phrases, not pieces cut out of longer ones.

A phrase begins and ends where a word does, and in other texts stands beside changing neighbours: 体责任 is
no phrase, because 主 always stands before it. It counts and filters; what a phrase is worth is for others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from kb.analysis import words
from kb.terms import GAP

SHORTEST, LONGEST = 2, 6
#: So many places of a phrase in the sample are looked at for their neighbours.
_LOOKED = 60
#: With fewer places than this a string is no phrase of the library.
_ENOUGH = 3
#: The share of places that one neighbour may have beside a free phrase.
_SAME = 0.7

_RUN = re.compile(r"[\u4e00-\u9fff]+")
_CLAUSE = re.compile(r"[^，。！？；：,!?;:\s]+")
_NO_START = frozenset("的了着和与及或而之等也都就把被对从向在为是以其这那并于将地得们要又还又使让")
_NO_END = frozenset("的了着和与及或而之把被对从向在为是以其这那并于将要不更最很再第一各每个等也都就上中下里")


class Sample:
    """Some passages of a library to count in, joined into one text."""

    def __init__(self, texts: Iterable[str]) -> None:
        kept = list(texts)
        self.size = len(kept)
        self._counted: dict[str, int] = {}
        self._text = "\n".join(("", *kept, ""))

    def count(self, phrase: str) -> int:
        """How often a phrase stands there."""
        if phrase not in self._counted:
            self._counted[phrase] = self._text.count(phrase)
        return self._counted[phrase]

    def is_phrase(self, string: str) -> bool:
        """Whether a string stands there often enough, and no one character nearly always before or behind it."""
        places = list(self._places(string))
        before = Counter(self._text[at - 1] for at in places)
        behind = Counter(self._text[at + len(string)] for at in places)
        return len(places) >= _ENOUGH and all(_changes(side, len(places)) for side in (before, behind))

    def _places(self, string: str) -> Iterator[int]:
        at = self._text.find(string)
        for _ in range(_LOOKED):
            if at < 0:
                return
            yield at
            at = self._text.find(string, at + 1)


def _changes(side: Counter[str], total: int) -> bool:
    char, most = side.most_common(1)[0]
    return not _RUN.match(char) or most <= _SAME * total


def phrases(text: str) -> frozenset[str]:
    """Strings of 2 to 6 characters that begin and end where a word of the text does."""
    return frozenset(
        run[start:end]
        for run in _RUN.findall(text)
        for start, end in _spans(run)
        if run[start] not in _NO_START and run[end - 1] not in _NO_END
    )


def _spans(run: str) -> Iterator[tuple[int, int]]:
    cuts = {0, len(run)}
    for word in words(run):
        at = run.find(word)
        while at >= 0:
            cuts |= {at, at + len(word)}
            at = run.find(word, at + 1)
    for start, end in combinations(sorted(cuts), 2):
        if SHORTEST <= end - start <= LONGEST:
            yield start, end


def pairs(text: str, parts: Iterable[str]) -> frozenset[str]:
    """Terms 甲…乙 of two of `parts` that follow each other in one clause, near enough and not touching."""
    known = tuple(parts)
    found: set[str] = set()
    for clause in _CLAUSE.findall(text):
        at = sorted((clause.find(part), part) for part in known if part in clause)
        found |= {
            f"{first}…{second}"
            for (start, first), (other, second) in combinations(at, 2)
            if 0 < other - start - len(first) <= GAP
        }
    return frozenset(found)
