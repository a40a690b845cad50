"""How far a known word is from what was typed: by its sound, by its characters, or typed half in letters.

Nothing here knows a library; who may be meant at all is told by `kb/lookalikes.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.vocabulary import Known, sounds

#: What many mouths do not tell apart, and so many hands mistype: zh z, ch c, sh s, n l, -ng -n.
_BLUR = re.compile(r"(?<=[zcs])h|(?<=n)g(?= |$)|\bn(?=[aeiouv])")
_LETTERS = re.compile("[a-z]+")
#: A word of so many characters may have two slips.
LONG = 4


def blurred(heard: str) -> str:
    """Syllables (see `kb.vocabulary.sounds`) as a careless ear hears them."""
    return _BLUR.sub(lambda found: "l" if found[0] == "n" else "", heard)


def mended(word: str, terms: Iterable[Known]) -> tuple[str, ...]:
    """The terms that are a slip away from a word, the nearest first.

    First those that sound the same, however many characters differ; then two that changed places, one character
    wrong, and in a word of four and more two wrong, one of which sounds alike. Of two characters only the first two.
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
    wrong = [at for at, (a, b) in enumerate(zip(word, term.text, strict=True)) if a != b]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and _changed_places(word, term.text, wrong[0]):
        return 1
    if len(word) > 2 and (len(wrong) == 1 or blurred(term.sounds) == blurred(heard)):
        return 2
    return 3 if len(word) >= LONG and len(wrong) == 2 and _one_sounds_alike(heard, term, wrong) else None


def _changed_places(word: str, text: str, at: int) -> bool:
    return word[at : at + 2] == text[at + 1] + text[at]


def _one_sounds_alike(heard: str, term: Known, wrong: list[int]) -> bool:
    typed, meant = blurred(heard).split(), blurred(term.sounds).split()
    return len(typed) == len(meant) == len(term.text) and any(typed[at] == meant[at] for at in wrong)


def completed(word: str, terms: Iterable[Known]) -> tuple[str, ...]:
    """The terms that a word typed half in letters stands for, as 乡村zx and 乡村zhenxing; the most frequent first."""
    form = _LETTERS.sub(lambda run: f" {run[0]} ", word.lower()).split()
    edges = [part if not part.isascii() else "" for part in (form[0], form[-1])]
    fits = [
        term
        for term in terms
        if term.text.startswith(edges[0])
        and term.text.endswith(edges[1])
        and term.text != word
        and _stands_for(form, term.text, term.sounds.split())
    ]
    return tuple(dict.fromkeys(term.text for term in sorted(fits, key=lambda term: -term.count)))


def _stands_for(form: list[str], text: str, heard: list[str]) -> bool:
    """Whether the parts of a word, characters and letters by turns, make up a text with these syllables."""
    if not form or len(heard) != len(text):
        return not form and not text
    part, rest = form[0], form[1:]
    if not part.isascii():
        size = len(part)
        return text.startswith(part) and _stands_for(rest, text[size:], heard[size:])
    return any(
        part in ("".join(syllable[0] for syllable in heard[:size]), "".join(heard[:size]))
        and _stands_for(rest, text[size:], heard[size:])
        for size in range(1, len(text) + 1)
    )
