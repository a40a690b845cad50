"""What a person may have meant: pinyin typed for characters or for some of them, initials, one or two slips.

It is offered and never applied by itself, and only what finds something is offered. It guesses by the words of
the library and of the lexicon, for a question that found nothing or next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kb.asked import Asked
from kb.expand import ALL
from kb.fold import fold_literal
from kb.library import Library
from kb.query import parse, positive_literals
from kb.question import question
from kb.reply import reply
from kb.slips import completed, mended
from kb.suggest import Table, ready
from kb.vocabulary import Known

#: Offered at most; looked for in the index at most.
MOST, _TRIED = 3, 12
#: Pieces of a longer word are looked at up to this length of it; a word of two characters sounds the same or not.
_LONGEST = 16
_PIECES = range(6, 1, -1)
_LATIN = re.compile(r"[A-Za-z][A-Za-z' ]*[A-Za-z]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
#: Characters and letters in one word.
_MIXED = re.compile(r"(?=.*[\u4e00-\u9fff])(?=.*[A-Za-z])[\u4e00-\u9fffA-Za-z]+")


@dataclass(frozen=True, slots=True)
class Meant:
    """What may have been meant: the question with it, and how many places have it as it stands."""

    text: str
    asked: Asked
    total: int


def meant(library: Library, asked: Asked) -> tuple[Meant, ...]:
    """What to offer for a question that found too little, the likeliest first; nothing while the words it is guessed
    by are being made ready.

    Raises:
        StaleIndex: there is no index yet.
    """
    if not asked.q.strip():
        return ()
    known = ready(library)
    if known is None:
        return ()
    found: dict[str, Meant] = {}
    for q in _tried(asked.q, known):
        better = replace(asked, q=q, page=1, size=1, near=False, only=(ALL,))
        if total := reply(library, question(library, better), loosen=False).hits.total:
            found[q] = Meant(q, replace(asked, q=q, page=1, near=False), total)
        if len(found) == MOST:
            break
    return tuple(found.values())


def _tried(q: str, known: Table) -> list[str]:
    """Questions to try, each once, the likeliest first."""
    latin = _LATIN.fullmatch(q.strip())
    whole = _spelled_in(latin[0], known) if latin else ()
    words = dict.fromkeys(one.text for one in positive_literals(parse(q).tree) if not one.exact)
    guesses = [q.replace(word, better, 1) for word in words if word in q for better in _better(word, known)]
    # One way of writing is enough: 发展 finds 發展 too.
    fresh: dict[str, str] = {}
    for guess in (*whole, *guesses):
        fresh.setdefault(fold_literal(guess), guess)
    fresh.pop(fold_literal(q), None)
    return list(fresh.values())[:_TRIED]


def _better(word: str, known: Table) -> Iterator[str]:
    if _LATIN.fullmatch(word):
        yield from _spelled_in(word, known)
    elif _MIXED.fullmatch(word) and len(word) <= _LONGEST:
        yield from completed(word, known.terms)
    elif _HAN.fullmatch(word) and len(word) <= _LONGEST and word not in known.texts:
        yield from mended(word, (*known.lookalikes.of(word), *known.lookalikes.twice(word)))
        yield from _by_pieces(word, known)


def _by_pieces(word: str, known: Table) -> Iterator[str]:
    """A longer word with one piece of it set right, the longest pieces first."""
    for size in (size for size in _PIECES if size < len(word)):
        for at in range(len(word) - size + 1):
            piece = word[at : at + size]
            if piece not in known.texts:
                for better in mended(piece, known.lookalikes.of(piece))[:2]:
                    yield word[:at] + better + word[at + size :]


def _spelled_in(typed: str, known: Table) -> tuple[str, ...]:
    letters = _letters(typed)
    return spelled(typed, [term for term, *ways in known.heard if letters in ways])


def spelled(typed: str, terms: Iterable[Known]) -> tuple[str, ...]:
    """The terms that are spelled so, then those with these initials; the most frequent first."""
    letters = _letters(typed)
    exact = [term for term in terms if term.spelling == letters]
    short = [term for term in terms if term.initials == letters] if len(letters) > 1 else []
    ordered = (*sorted(exact, key=lambda term: -term.count), *sorted(short, key=lambda term: -term.count))
    return tuple(dict.fromkeys(term.text for term in ordered))


def _letters(typed: str) -> str:
    return re.sub(r"[^a-z]", "", typed.lower())
