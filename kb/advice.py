"""When nothing is found: what each part of the question would find alone, and what letting go would bring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.asked import Asked
from kb.engine import DEFAULT_KINDS
from kb.found import Found
from kb.library import Library
from kb.query import parse, positive_literals
from kb.search import nearest, search

#: So many words are tried one by one, and so many characters of a single long one.
_WORDS, _LONGEST = 6, 40


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
    words = list(_pieces(library, asked, literals[0][:_LONGEST])) if one else literals[:_WORDS]
    alone = (_advice(library, word, replace(asked, q=word, page=1)) for word in words)
    fewer = (_advice(library, label, looser) for label, looser in _looser(asked))
    return Advised(
        tuple(alone), one, tuple(advice for advice in fewer if advice.total), nearest(library, asked)
    )


def _advice(library: Library, label: str, asked: Asked) -> Advice:
    return Advice(label, asked, _count(library, asked))


def _count(library: Library, asked: Asked) -> int:
    return search(library, replace(asked, page=1, size=1)).total


def _pieces(library: Library, asked: Asked, word: str) -> Iterator[str]:
    """Cut a word that is not found into the longest pieces that are, from the left; single characters are passed."""
    start = 0
    while start < len(word) - 1:
        end = _longest(library, asked, word, start)
        if end - start > 1:
            yield word[start:end]
        start = max(end, start + 1)


def _longest(library: Library, asked: Asked, word: str, start: int) -> int:
    """Where the longest piece from `start` that is found ends: what is found stays found when it is shortened."""
    low, high = start, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if _count(library, replace(asked, q=f"“{word[start:middle]}”")):
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
