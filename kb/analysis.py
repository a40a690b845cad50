"""From text to terms. The one home of jieba, and the only place where text is split for search.

`grams` decide what matches: every string that stands in a text has all its grams there. `words` help to
order and to suggest; they never decide.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol, cast

from kb.fold import BARRIER, READING
from kb.resources import shipped

#: Part of the index stamp: raise it when folding or splitting changes.
ANALYZER = "3"
#: Stands behind each of many texts that are cut together. Folding drops it, and no cutter joins it to anything.
BETWEEN = "\x1f"


#: How often a word stands in what jieba's dictionary was counted from, to be called ordinary.
_ORDINARY = 50


class _Cutter(Protocol):
    def __call__(self, text: str) -> Iterable[str]: ...


def grams(folded: str) -> Counter[str]:
    """The character bigrams of a folded text, and the last character of each run, with their counts.

    A run is what stands between two barriers. Its last character is a term of its own, so that one
    character is found as the union of the terms that begin with it.
    """
    counts: Counter[str] = Counter()
    for run in folded.split(BARRIER):
        if run and run != READING:
            counts.update(map(str.__add__, run, run[1:]))
            counts[run[-1]] += 1
    return counts


def query_grams(literal: str) -> list[str]:
    """The distinct terms that every text containing this folded literal must have.

    They are its bigrams and, where it reaches past a barrier, the last character before it. Empty for a
    single character, which is found by prefix.
    """
    runs = literal.split(BARRIER)
    pairs = [run[i : i + 2] for run in runs for i in range(len(run) - 1)]
    closing = [run[-1] for run in runs[:-1] if run]
    return list(dict.fromkeys(pairs + closing))


@lru_cache(maxsize=2)
def _cutter(overlapping: bool) -> _Cutter:
    # Imported late: the dictionary takes most of a second, and most searches need no word cut.
    if _cutter_name() == "rjieba":
        import rjieba

        return cast("_Cutter", rjieba.cut_for_search if overlapping else rjieba.cut)
    import jieba

    jieba.setLogLevel(logging.ERROR)
    return cast("_Cutter", jieba.cut_for_search if overlapping else jieba.cut)


def words(folded: str) -> Counter[str]:
    """The words of a folded text (jieba, search mode) with their counts; single characters are left out."""
    cut = _cutter(overlapping=True)
    return Counter(
        w for run in folded.split(BARRIER) if run and run != READING for w in cut(run) if len(w) > 1
    )


def words_of_all(folded: Sequence[str]) -> Iterable[str]:
    """The words of folded texts one after another, single characters and marks among them, `BETWEEN` behind each text.

    Longer ones are those of `words`, as often as there; cutting many texts at once is faster.
    """
    return _cutter(overlapping=True)(BETWEEN.join([*folded, ""]))


def apart(folded: str) -> list[str]:
    """The words of a folded text one after another, single characters among them; for taking a question apart."""
    return [word for run in folded.split(BARRIER) if run for word in _cutter(overlapping=False)(run)]


@lru_cache(maxsize=1)
def ordinary_words() -> Mapping[str, str]:
    """The words of two characters that jieba's dictionary knows and that are no names, with their part of speech.

    Reads the whole dictionary, a third of a second: for forms, not for searching.
    """
    import jieba

    with jieba.get_dict_file() as file:
        rows = (line.decode().split() for line in file)
        return {
            word: tag
            for word, often, tag in rows
            if len(word) == 2 and int(often) >= _ORDINARY and tag not in ("ns", "nr", "nrt", "nz")
        }


def analyzer_stamp() -> str:
    """Which analyzer would build an index now, and what cuts its words (`rjieba` or `jieba`)."""
    return f"grams{ANALYZER}+{_cutter_name()}"


@lru_cache(maxsize=1)
def lexicon_hash() -> str:
    """A hash of the word lists that folding and reading rest on; those that only widen a question do not count."""
    files = (shipped(f"lexicon/{name}.txt") for name in ("masks", "simplified"))
    return fingerprint(*(f.read_text(encoding="utf-8") for f in files))


def _cutter_name() -> str:
    return "rjieba" if importlib.util.find_spec("rjieba") is not None else "jieba"


def fingerprint(*parts: str) -> str:
    """A short stable hash of some strings, for stamps."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
