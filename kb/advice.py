"""When nothing is found: what each part of the question would find alone, and what letting go would bring."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from kb.analysis import apart
from kb.asked import Asked
from kb.emptiness import EMPTY
from kb.engine import DEFAULT_KINDS
from kb.found import Found
from kb.library import Library
from kb.query import parse, positive_literals
from kb.search import counted, nearest

#: So many words are tried one by one, so many characters of a single long one, and so many pieces of it are told.
_WORDS, _LONGEST, _MOST = 6, 60, 8
#: What no piece goes beyond.
_MARKS = re.compile(r"[^\w、“”‘’—-]+")


@dataclass(frozen=True, slots=True)
class Advice:
    """Another question, what it is called in Chinese, and how many places it finds."""

    label: str
    asked: Asked
    total: int


@dataclass(frozen=True, slots=True)
class Advised:
    """Ways out. `words`: each alone, also those that find nothing; `pieces` tells that they are pieces of one
    long word. `fewer`: the same question, less narrow, where that finds something. `closest`: the places that
    share most with the question, under the same facets; they do not answer it and must be shown as such.
    """

    words: tuple[Advice, ...]
    pieces: bool
    fewer: tuple[Advice, ...]
    closest: tuple[Found, ...]


def advise(library: Library, asked: Asked) -> Advised:
    """What to offer for a question that found nothing."""
    literals = list(dict.fromkeys(x.text for x in positive_literals(parse(asked.q).tree)))
    one = len(literals) == 1
    pieces = _pieces(library, asked, literals[0][:_LONGEST]) if one else ()
    words = list(islice(pieces, _MOST)) if one else literals[:_WORDS]
    alone = (_advice(library, word, replace(asked, q=word, page=1)) for word in words)
    fewer = (_advice(library, label, looser) for label, looser in _looser(asked))
    return Advised(
        tuple(alone), one, tuple(advice for advice in fewer if advice.total), nearest(library, asked)
    )


def _advice(library: Library, label: str, asked: Asked) -> Advice:
    return Advice(label, asked, _count(library, asked))


def _count(library: Library, asked: Asked) -> int:
    return counted(library, asked).total


def _pieces(library: Library, asked: Asked, text: str) -> Iterator[str]:
    """Cut a text that is not found into the longest runs of its words that are, from the left; what says nothing
    by itself is passed over."""
    for clause in _MARKS.split(text):
        words, start = apart(clause), 0
        while start < len(words):
            end = _longest(library, asked, words, start)
            piece = "".join(words[start:end])
            if len(piece) > 1 and piece not in EMPTY:
                yield piece
            start = max(end, start + 1)


def _longest(library: Library, asked: Asked, words: Sequence[str], start: int) -> int:
    """Where the longest run from `start` that is found ends: what is found stays found when it is shortened."""
    low, high = start, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if _count(library, replace(asked, q=f"“{''.join(words[start:middle])}”")):
            low = middle
        else:
            high = middle - 1
    return low


def _looser(asked: Asked) -> list[tuple[str, Asked]]:
    """The question without one of its facets, and without all of them."""
    looser = [(f"不限{label}", changed) for label, changed in _without_one(asked)]
    if len(looser) > 1 or len(asked.themes) > 1 or len(asked.roles) > 1:
        looser.append(("不限任何条件", Asked(q=asked.q, size=asked.size)))
    return looser


def _without_one(asked: Asked) -> Iterator[tuple[str, Asked]]:
    if asked.themes:
        yield "主题", replace(asked, themes=())
    if asked.roles:
        yield "用途", replace(asked, roles=())
    if asked.years:
        yield "年份", replace(asked, years=None)
    if asked.speech:
        yield "讲话", replace(asked, speech="")
    if asked.kinds != DEFAULT_KINDS:
        yield "类型", replace(asked, kinds=DEFAULT_KINDS)
    if asked.unused:
        yield "用没用过", replace(asked, unused=False)
