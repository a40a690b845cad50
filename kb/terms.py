"""Finding many terms in a text at once, in pure Python, with offsets into the text as it stands.

A term is a word or phrase of themes.toml. Quotes and spaces are skipped and traditional characters read as
simplified ones, so that “三资” and “ 四風 ” match 三资 and 四风. It never changes a text, never guesses, and knows nothing of themes.

Two signs have a meaning inside a term: `/` stands between words of which any one will do, and `…`
between parts that follow each other within `GAP` characters of one clause: `党员/干部…轮训/培训`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.fold import simplify

#: How many characters may stand between the parts of a gap term.
GAP = 12

#: Words shorter than this would match by accident; the matcher's table is keyed by so many characters.
SHORTEST = 2

_SKIPPED = re.compile(r"[\s\"'“”‘’「」『』〝〞＂＇]")
_CLAUSE_END = re.compile(r"[，。！？；：,!?;:]")
_GAP_SIGN = re.compile(r"…+")

Parts = tuple[tuple[str, ...], ...]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """One occurrence of a term: `text[start:end]`, where `term` is the term as it was written.

    `spans` are the offsets of its parts; a term without a gap has one.
    """

    term: str
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where the first part begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the last part ends."""
        return self.spans[-1][1]


def parse_term(term: str) -> Parts:
    """Split a term into its parts in order, each a tuple of the words of which one is enough.

    Raises:
        ValueError: a word is shorter than `SHORTEST` characters once quotes and spaces are dropped.
    """
    parts = tuple(tuple(_plain(word) for word in part.split("/")) for part in _GAP_SIGN.split(term))
    short = [word for part in parts for word in part if len(word) < SHORTEST]
    if short:
        raise ValueError(f"“{short[0]}”太短，每个词至少 {SHORTEST} 个字")
    return parts


class Matcher:
    """Every occurrence of every term, in one pass over a text.

    The table is keyed by the first two characters of a word, so a text costs one look-up a character
    however many terms there are.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._parts = {term: parse_term(term) for term in terms}
        self._owners: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for term, parts in self._parts.items():
            for place, words in enumerate(parts):
                for word in dict.fromkeys(words):
                    self._owners[word].append((term, place))
        self._table: dict[str, tuple[str, ...]] = {}
        for word in sorted(self._owners, key=len, reverse=True):
            self._table[word[:SHORTEST]] = (*self._table.get(word[:SHORTEST], ()), word)

    def find(self, text: str) -> tuple[Match, ...]:
        """All matches in `text`, by start, the longer first; they may overlap."""
        folded = _plain(text)
        words = self._words(folded)
        if not words:
            return ()
        places = _places(text) if len(folded) != len(text) else range(len(text))
        matches = [
            Match(term, tuple((places[start], places[end - 1] + 1) for start, end in chain))
            for term, chain in self._terms(words, folded)
        ]
        return tuple(sorted(matches, key=lambda match: (match.start, -match.end, match.term)))

    def _words(self, folded: str) -> list[tuple[str, int]]:
        """The words that stand in `folded` and where they begin."""
        found: list[tuple[str, int]] = []
        known = self._table.get
        for start in range(len(folded) - SHORTEST + 1):
            words = known(folded[start : start + SHORTEST])
            if words:
                found += [(word, start) for word in words if folded.startswith(word, start)]
        return found

    def _terms(self, words: list[tuple[str, int]], folded: str) -> Iterator[tuple[str, tuple[Span, ...]]]:
        """The terms whose parts stand in order, each with the spans of its parts."""
        spans: dict[str, dict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
        for word, start in words:
            for term, place in self._owners[word]:
                spans[term][place].append((start, start + len(word)))
        for term, by_place in spans.items():
            parts = [by_place[place] for place in range(len(self._parts[term]))]
            yield from ((term, chain) for chain in _chains(parts, folded))


def _plain(text: str) -> str:
    """A text as terms are looked for in it: quotes and spaces out, characters simplified."""
    return simplify(_SKIPPED.sub("", text))


def _chains(parts: list[list[Span]], folded: str) -> Iterator[tuple[Span, ...]]:
    """For every span of the first part from which all others follow, it and the nearest that do.

    Worked out from the last part backwards, so that the cost does not grow with the number of parts.
    """
    following: list[dict[Span, Span]] = []
    fitting = parts[-1]
    for spans in reversed(parts[:-1]):
        links = {span: after for span in spans if (after := _after(span, fitting, folded))}
        following.insert(0, links)
        fitting = [span for span in spans if span in links]
    for first in fitting:
        chain = [first]
        for links in following:
            chain.append(links[chain[-1]])
        yield tuple(chain)


def _after(span: Span, spans: list[Span], folded: str) -> Span | None:
    """The nearest of `spans` that follows a span within the gap, in the same clause."""
    at = bisect_left(spans, (span[1], 0))
    if at == len(spans) or spans[at][0] - span[1] > GAP:
        return None
    return None if _CLAUSE_END.search(folded, span[1], spans[at][0]) else spans[at]


def _places(text: str) -> list[int]:
    """For each character that folding keeps, its offset in `text`."""
    return [place for place, char in enumerate(text) if not _SKIPPED.match(char)]
