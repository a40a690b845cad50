"""When nothing is found: what each part of the question would find alone, and what letting go would bring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.engine import DEFAULT_KINDS
from kb.library import Library
from kb.query import parse, positive_literals
from kb.search import Asked, search
from web.choice import Choice
from web.facets import chips
from web.links import afresh, search_url

#: So many words are tried one by one, and so many characters of a single long one.
_WORDS, _LONGEST = 6, 40


@dataclass(frozen=True, slots=True)
class Help:
    """Ways out. `words`: each alone. `pieces`: whether they are pieces of one long word. `fewer`: less narrow."""

    words: tuple[Choice, ...]
    pieces: bool
    fewer: tuple[Choice, ...]


def help_out(library: Library, asked: Asked) -> Help:
    """What to offer for a question that found nothing."""
    literals = list(dict.fromkeys(x.text for x in positive_literals(parse(asked.q).tree)))
    one = len(literals) == 1
    words = list(_pieces(library, asked, literals[0][:_LONGEST])) if one else literals[:_WORDS]
    choices = tuple(_choice(library, replace(asked, q=word, page=1), word) for word in words)
    return Help(choices, one, tuple(_fewer(library, asked)))


def _choice(library: Library, asked: Asked, label: str) -> Choice:
    return Choice(asked.q, label, _count(library, asked), False, search_url(asked))


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


def _fewer(library: Library, asked: Asked) -> Iterator[Choice]:
    """The question without one of its facets, and without all of them."""
    looser = [(f"不限{label}", changed) for label, changed in _without_one(asked)]
    if len(chips(library, asked)) > 1:
        looser.append(("不限任何条件", Asked(q=asked.q)))
    for label, changed in looser:
        if count := _count(library, changed):
            yield Choice("", label, count, False, afresh(changed))


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
