"""Promise 2, tested on the user's own library: what stands in a passage is found by typing it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from kb.engine import ENTRY_KINDS, Engine, Entry, Request
from kb.fold import READING, fold_literal
from kb.library import Library
from kb.masks import readings
from kb.places import places
from kb.query import Literal

#: Where search goes wrong if it does: what folding drops, letters, digits, placeholders, ends of sentences.
_HARD = re.compile(r"[“”‘’\"《》（）()、，：。！？；\s0-9０-９A-Za-zＡ-Ｚａ-ｚ×○●*]")


@dataclass(frozen=True, slots=True)
class Result:
    """How many strings were drawn, how many of them held punctuation, spaces, letters, digits or ×; (string, key)
    of what search missed, and of what it gave beyond the scan."""

    checked: int
    hard: int
    missed: tuple[tuple[str, str], ...]
    extra: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Scanned:
    """The places of one speech: their texts and, by key, what is looked through, also in one piece."""

    texts: tuple[str, ...]
    folded: Mapping[str, str]
    whole: str = field(repr=False)

    def keys(self, literal: str) -> set[str]:
        """Where a folded literal stands, by looking at every place."""
        if literal not in self.whole:
            return set()
        return {key for key, folded in self.folded.items() if literal in folded}


def selfcheck(
    library: Library,
    engine: Engine,
    samples: int,
    longest: int,
    seed: int,
    on_checked: Callable[[int, int], None] = lambda done, total: None,
) -> Result:
    """Draw random substrings of places and compare search with a plain scan of the speech files.

    Every second string is drawn around a character where search could go wrong, if its place has one.

    Args:
        engine: what is checked; it holds the entries of the library.
        samples: how many strings.
        longest: their greatest length in characters; the shortest is 1.
        seed: the same seed draws the same strings.
    """
    speeches = [_scanned(library, id_) for id_ in library.ids()]
    texts = [text for speech in speeches for text in speech.texts]
    if not texts:
        return Result(0, 0, (), ())
    rng = random.Random(seed)
    hard = 0
    missed: list[tuple[str, str]] = []
    extra: list[tuple[str, str]] = []
    for done in range(1, samples + 1):
        typed = _draw(rng, rng.choice(texts), longest, around_hard=done % 2 == 0)
        hard += bool(_HARD.search(typed))
        if literal := fold_literal(typed):
            found = _found(engine, typed, literal, len(texts))
            standing = {key for speech in speeches for key in speech.keys(literal)}
            missed += [(typed, key) for key in sorted(standing - found)]
            extra += [(typed, key) for key in sorted(found - standing)]
        on_checked(done, samples)
    return Result(samples, hard, tuple(missed), tuple(extra))


def fill(engine: Engine, entries: Iterable[Entry]) -> None:
    """Put entries into an empty engine."""
    by_speech: dict[str, list[Entry]] = {}
    for entry in entries:
        by_speech.setdefault(entry.speech, []).append(entry)
    with engine.write() as batch:
        for speech, some in by_speech.items():
            batch.add(speech, "", some)


def _scanned(library: Library, speech: str) -> _Scanned:
    found = list(places(library.speech(speech)))
    folded = {f"{speech}#{place.name}": readings(place.text) for place in found}
    return _Scanned(tuple(place.text for place in found), folded, READING.join(folded.values()))


def _found(engine: Engine, typed: str, literal: str, most: int) -> set[str]:
    request = Request(Literal(typed, literal), kinds=frozenset(ENTRY_KINDS))
    return {key for key, _ in engine.search(request, most).page}


def _draw(rng: random.Random, text: str, longest: int, around_hard: bool) -> str:
    """A substring at any cut, or one that holds a hard character of the text."""
    length = min(rng.randint(1, longest), len(text))
    hard = [found.start() for found in _HARD.finditer(text)] if around_hard else []
    start = max(0, rng.choice(hard) - rng.randrange(length)) if hard else rng.randrange(len(text))
    return text[start : start + length]
