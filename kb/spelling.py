"""What a person may have meant: pinyin typed for characters, initials, one character wrong or two that changed places.

It is offered and never applied by itself, and only what finds something is offered. It guesses by the words of
the library and of the lexicon, for a question that found nothing or next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kb.expand import ALL
from kb.library import Library
from kb.query import parse, positive_literals
from kb.search import Asked, search
from kb.suggest import Table, table
from kb.vocabulary import Known, sounds

#: Offered at most; looked for in the index at most.
MOST, _TRIED = 3, 12
#: Pieces of a longer word are looked at up to this length of it; a word of two characters sounds the same or not.
_LONGEST = 16
_PIECES = range(6, 1, -1)
_LATIN = re.compile(r"[A-Za-z][A-Za-z' ]*[A-Za-z]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Meant:
    """What may have been meant: the question with it, and how many places have it as it stands."""

    text: str
    asked: Asked
    total: int


def meant(library: Library, asked: Asked) -> tuple[Meant, ...]:
    """What to offer for a question that found too little, the likeliest first.

    Raises:
        StaleIndex: there is no index yet.
    """
    if not asked.q.strip():
        return ()
    known = table(library)
    found: dict[str, Meant] = {}
    for q in _tried(asked.q, known):
        answer = search(library, replace(asked, q=q, page=1, size=1, near=False, only=(ALL,)))
        if answer.total and not answer.loosened:
            found[q] = Meant(q, replace(asked, q=q, page=1, near=False), answer.total)
        if len(found) == MOST:
            break
    return tuple(found.values())


def _tried(q: str, known: Table) -> list[str]:
    """Questions to try, each once, the likeliest first."""
    latin = _LATIN.fullmatch(q.strip())
    whole = spelled(latin[0], known.terms) if latin else ()
    words = dict.fromkeys(one.text for one in positive_literals(parse(q).tree) if not one.exact)
    guesses = [q.replace(word, better, 1) for word in words if word in q for better in _better(word, known)]
    return list(dict.fromkeys(guess for guess in (*whole, *guesses) if guess != q))[:_TRIED]


def _better(word: str, known: Table) -> Iterator[str]:
    if _LATIN.fullmatch(word):
        yield from spelled(word, known.terms)
    elif _HAN.fullmatch(word) and len(word) <= _LONGEST and word not in known.texts:
        yield from mended(word, known.by_length.get(len(word), ()))
        yield from _by_pieces(word, known)


def _by_pieces(word: str, known: Table) -> Iterator[str]:
    """A longer word with one piece of it set right, the longest pieces first."""
    for size in (size for size in _PIECES if size < len(word)):
        for at in range(len(word) - size + 1):
            piece = word[at : at + size]
            if piece not in known.texts:
                for better in mended(piece, known.by_length.get(size, ()))[:2]:
                    yield word[:at] + better + word[at + size :]


def spelled(typed: str, terms: Iterable[Known]) -> tuple[str, ...]:
    """The terms that are spelled so, then those with these initials; the most frequent first."""
    letters = re.sub(r"[^a-z]", "", typed.lower())
    exact = [term for term in terms if term.spelling == letters]
    short = [term for term in terms if term.initials == letters] if len(letters) > 1 else []
    ordered = (*sorted(exact, key=lambda term: -term.count), *sorted(short, key=lambda term: -term.count))
    return tuple(dict.fromkeys(term.text for term in ordered))


def mended(word: str, terms: Iterable[Known]) -> tuple[str, ...]:
    """The terms that differ from a word by one character or by two that changed places.

    First those that sound the same, however many characters differ; of two characters only such and swapped ones.
    """
    heard = sounds(word)
    found = []
    for term in terms:
        if term.text != word and (far := _distance(word, heard, term)) is not None:
            found.append((far, -term.count, term.text))
    return tuple(text for _, _, text in sorted(found))


def _distance(word: str, heard: str, term: Known) -> int | None:
    """How far a term is from what was typed; None when it is too far."""
    if len(term.text) != len(word):
        return None
    if term.sounds == heard:
        return 0
    wrong = _differing(word, term.text)
    if (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and word[wrong[0]] + word[wrong[1]] == _swapped(term, wrong)
    ):
        return 1
    return 2 if len(wrong) == 1 and len(word) > 2 else None


def _differing(one: str, other: str) -> list[int]:
    return [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]


def _swapped(term: Known, at: Sequence[int]) -> str:
    return term.text[at[1]] + term.text[at[0]]
