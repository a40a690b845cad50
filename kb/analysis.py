"""From text to terms. The one home of jieba, and the only place where text is split for search.

`grams` decide what matches: every string that stands in a text has all its grams there. `words` help to
order and to suggest; they never decide.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import operator
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from kb.fold import BARRIER

#: Part of the index stamp: raise it when folding or splitting changes.
ANALYZER = "2"


class _Cutter(Protocol):
    def __call__(self, text: str) -> Iterable[str]: ...


def grams(folded: str) -> Counter[str]:
    """The character bigrams of a folded text, and the last character of each run, with their counts.

    A run is what stands between two barriers. Its last character is a term of its own, so that one
    character is found as the union of the terms that begin with it.
    """
    counts: Counter[str] = Counter()
    for run in folded.split(BARRIER):
        if run:
            counts.update(map(operator.concat, run, run[1:]))
            counts[run[-1]] += 1
    return counts


def query_grams(literal: str) -> list[str]:
    """The distinct bigrams that every text with this folded literal must contain; none for one character."""
    pairs = (run[i : i + 2] for run in literal.split(BARRIER) for i in range(len(run) - 1))
    return list(dict.fromkeys(pairs))


@lru_cache(maxsize=1)
def _cutter() -> tuple[str, _Cutter]:
    if importlib.util.find_spec("rjieba") is not None:
        import rjieba

        return "rjieba", lambda text: rjieba.cut_for_search(text)
    import jieba

    jieba.setLogLevel(logging.ERROR)
    return "jieba", lambda text: jieba.cut_for_search(text)


def words(folded: str) -> Counter[str]:
    """The words of a folded text (jieba, search mode) with their counts; single characters are left out."""
    _, cut = _cutter()
    return Counter(w for run in folded.split(BARRIER) if run for w in cut(run) if len(w) > 1)


def analyzer_stamp() -> str:
    """Which analyzer would build an index now. An index with another stamp must be rebuilt."""
    return f"grams+words:{ANALYZER}"


def words_by() -> str:
    """The name of the library that cuts words here: `rjieba` or `jieba`."""
    return "rjieba" if importlib.util.find_spec("rjieba") is not None else "jieba"


def fingerprint(*parts: str) -> str:
    """A short stable hash of some strings, for stamps."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
