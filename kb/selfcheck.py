"""Promise 2, tested on the user's own library: what stands in a passage is found by typing it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from kb.engine import ENTRY_KINDS, Request
from kb.fold import fold_literal
from kb.library import Library
from kb.masks import readings
from kb.places import places
from kb.query import Literal


@dataclass(frozen=True, slots=True)
class Result:
    """How many strings were drawn; (string, key) of what search missed, and of what it gave beyond the scan."""

    checked: int
    missed: tuple[tuple[str, str], ...]
    extra: tuple[tuple[str, str], ...]


def selfcheck(
    library: Library,
    samples: int,
    longest: int,
    seed: int,
    on_checked: Callable[[int, int], None] = lambda done, total: None,
) -> Result:
    """Draw random substrings of places and compare search with a plain scan of the speech files.

    Args:
        samples: how many strings.
        longest: their greatest length in characters; the shortest is 1.
        seed: the same seed draws the same strings.
    """
    texts = {
        f"{id_}#{place.name}": (place.text, readings(place.text))
        for id_ in library.ids()
        for place in places(library.speech(id_))
    }
    if not texts:
        return Result(0, (), ())
    rng = random.Random(seed)
    engine = library.index.engine()
    missed: list[tuple[str, str]] = []
    extra: list[tuple[str, str]] = []
    keys = list(texts)
    for done in range(1, samples + 1):
        typed, literal = _draw(rng, texts[rng.choice(keys)][0], longest)
        if literal:
            request = Request(Literal(typed, literal), kinds=frozenset(ENTRY_KINDS))
            found = {key for key, _ in engine.search(request, len(texts)).page}
            scanned = {key for key, (_, folded) in texts.items() if literal in folded}
            missed += [(typed, key) for key in scanned - found]
            extra += [(typed, key) for key in found - scanned]
        on_checked(done, samples)
    return Result(samples, tuple(missed), tuple(extra))


def _draw(rng: random.Random, text: str, longest: int) -> tuple[str, str]:
    """A substring at any cut, as typed and folded; one of punctuation only folds to nothing."""
    start = rng.randrange(len(text))
    typed = text[start : start + rng.randint(1, longest)]
    return typed, fold_literal(typed)
