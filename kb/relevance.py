"""How well each passage of a pool answers a question: what puts the best few hundred in order.

Pure functions over folded text. Nothing here asks an index: what is rare and what is long is judged among the
pool alone, so that every engine gives one order, and so that what all of the pool has says nothing.

A passage scores by the single characters and the pairs of the words asked for (BM25, Robertson & Zaragoza
2009: "The Probabilistic Relevance Framework", k1 and b as there), as a whole and by its best sentence; by what
the lexicon has for a word; by how much of the question it covers; and by the best of its paragraph.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kb.fold import BARRIER
from kb.prior import FACTOR
from kb.wanted import Term, Wanted

_Numbers = NDArray[np.float64]
_Whole = NDArray[np.int64]

_K1, _B = 1.2, 0.75
#: Measured on thirty labelled queries; all are flat: half or twice as much changes little.
_COVERAGE, _PARAGRAPH, _SINGLE, _SENTENCE = 0.5, 0.25, 0.7, 0.25
_IN_CONTEXT, _NEAR = 0.3, 0.15
#: In folded characters: what is shorter says little alone, what is longer is hard to use.
_SHORT, _LONG = 12, 500
_HEADING = 0.7
_ROLE = 1.1
#: Terms of a question that are counted; a question is a line.
_MOST_TERMS = 400


class Looked(NamedTuple):
    """What is looked at of a candidate.

    `text` and `context` are folded; `paragraph` is equal for the points of one paragraph, None for what is
    alone; `back` tells that it stands a little behind (see `kb/prior.py`).
    """

    text: str
    context: str = ""
    paragraph: Hashable = None
    heading: bool = False
    role: str = ""
    back: bool = False


class Pool(NamedTuple):
    """The same of all candidates of a question, column by column, with the lengths of their texts in characters.

    Every question looks at hundreds: so they come out of an index, and so they are counted.
    """

    texts: Sequence[str]
    contexts: Sequence[str]
    paragraphs: Sequence[Hashable]
    headings: NDArray[np.bool_]
    roles: Sequence[str]
    back: NDArray[np.bool_]
    lengths: _Whole


def scores(looked: Sequence[Looked], wanted: Wanted) -> list[float]:
    """The score of each of some candidates; see `scored`."""
    if not looked:
        return []
    texts, contexts, paragraphs, headings, roles, back = zip(*looked, strict=True)
    lengths = np.array(list(map(len, texts)), np.int64)
    pool = Pool(
        texts, contexts, paragraphs, np.array(headings, np.bool_), roles, np.array(back, np.bool_), lengths
    )
    found: list[float] = scored(pool, wanted).tolist()
    return found


def scored(pool: Pool, wanted: Wanted) -> _Numbers:
    """The score of each of a pool, rounded, so that what is equal is equal on every machine.

    A passage scores up to about 2, and 1 more for having all that was typed.
    """
    if not pool.texts or not wanted.terms:
        return np.zeros(len(pool.texts))
    found = _found(pool, _planned(wanted))
    found = found + _PARAGRAPH * _best_of(pool.paragraphs, found)
    asked = [term.text for term in wanted.terms]
    places = np.array([[text.find(one) for text in pool.texts] for one in asked])
    # What counts of terms cannot see.
    share = found / (found.max() or 1.0)
    share += _IN_CONTEXT * _in_contexts(pool.contexts, wanted.terms) / len(asked)
    if len(asked) > 1:
        share += _NEAR * _nearness(places, asked)
    share *= _length_factors(pool.lengths, pool.headings)
    if pool.back.any():
        share *= np.where(pool.back, FACTOR, 1.0)
    if wanted.role in pool.roles and wanted.role:
        share *= [_ROLE if role == wanted.role else 1.0 for role in pool.roles]
    share += _having_all(pool.texts, wanted.whole, asked, places) / max(1, len(wanted.whole))
    return share.round(6)


def _best_of(paragraphs: Sequence[Hashable], scored: _Numbers) -> _Numbers:
    """The best score of each paragraph; what is of none is a paragraph of its own."""
    if len(set(paragraphs)) == len(paragraphs):
        return scored
    best: dict[Hashable, float] = {}
    for paragraph, score in zip(paragraphs, scored.tolist(), strict=True):
        best[paragraph] = max(best.get(paragraph, 0.0), score)
    found: _Numbers = np.array([best[paragraph] for paragraph in paragraphs])
    return np.where([p is None for p in paragraphs], scored, found) if None in best else found


def _in_contexts(contexts: Sequence[str], terms: Sequence[Term]) -> _Whole:
    """How many of the words stand in the title or headings of each, themselves or what the lexicon has for them."""
    having = np.zeros(len(contexts), np.int64)
    for term in terms:
        words = (term.text, *(other for other, _ in term.others))
        having += np.any([[word in context for context in contexts] for word in words], axis=0)
    return having


def _nearness(places: _Whole, asked: Sequence[str]) -> _Numbers:
    """1 when several words stand side by side, falling with the gap.

    Args:
        places: of each word, where it stands first in each text; negative where it does not.
    """
    having = places >= 0
    count = np.count_nonzero(having, axis=0)
    inside = np.array([len(one) for one in asked]) @ having
    first = np.where(having, places, places.max(initial=0)).min(axis=0)
    gap = np.maximum(0, places.max(axis=0) - first + len(asked[-1]) - inside)
    return np.where(count < 2, 0.0, count / len(asked) / (1 + gap / 20))


def _length_factors(lengths: _Whole, headings: NDArray[np.bool_]) -> _Numbers:
    plain = np.where(lengths < _SHORT, 0.5 + 0.5 * lengths / _SHORT, 1.0)
    plain = np.where(lengths > _LONG, np.maximum(0.7, 1 - (lengths - _LONG) / 2000), plain)
    return np.where(headings, _HEADING, plain)


def _having_all(texts: Sequence[str], whole: Sequence[str], asked: Sequence[str], places: _Whole) -> _Whole:
    """How many of the strings that were typed stand in each text; mostly they are the words asked for."""
    if tuple(whole) != tuple(asked):
        return np.array([sum(one in text for one in whole) for text in texts])
    having: _Whole = np.count_nonzero(places >= 0, axis=0)
    return having


def _found(pool: Pool, plan: _Plan) -> _Numbers:
    """BM25 of every text for the whole question, as a whole and by its best sentence, by what it covers."""
    standing, size = _Standing(pool, plan), len(pool.texts)
    having = np.count_nonzero(standing.by_text, axis=1)
    rare = np.where(having > 0, np.log1p(size / np.maximum(having, 1)), 0.0)[:, None]
    # Texts and sentences side by side, each set against the mean of their own.
    counts = np.concatenate([standing.by_text, standing.by_sentence], axis=1)
    norms = np.concatenate([_norms(standing.text_lengths), _norms(standing.sentence_lengths)])
    shares = _together(plan, rare * (counts * (_K1 + 1) / (counts + norms)))
    whole, best = shares[:size], np.maximum.reduceat(shares, standing.first_sentences + size)
    found = whole + _SENTENCE * (best - whole)
    covered = _covered(standing.by_text[plan.covering], having[plan.covering])
    return found * (1 - _COVERAGE + _COVERAGE * covered)


def _norms(lengths: _Numbers) -> _Numbers:
    return _K1 * (1 - _B + _B * lengths / max(1.0, float(lengths.sum()) / len(lengths)))


def _covered(counts: _Numbers, having: _Whole) -> _Numbers:
    """How much of the characters asked for each text has, the rare ones counting more, those nobody has most."""
    rare = np.log1p(counts.shape[1] / np.maximum(having, 1))
    shares: _Numbers = rare @ (counts > 0) / (rare.sum() or 1.0)
    return shares


def _together(plan: _Plan, shares: _Numbers) -> _Numbers:
    """What was typed, and of each word the best alternative."""
    rows = plan.weights @ shares
    total: _Numbers = rows[0]
    for alternatives, weights in plan.words:
        total = total + (weights * rows[alternatives]).max(axis=0)
    return total


@dataclass(frozen=True, slots=True)
class _Row:
    """Characters and pairs that are counted together: those typed, or those of one alternative of a word."""

    word: int
    weight: float
    terms: tuple[str, ...]


def _rows(wanted: Wanted) -> list[_Row]:
    """First what was typed, then every alternative of every word."""
    typed = _characters_and_pairs(term.text for term in wanted.terms)
    typed |= dict.fromkeys(char for text in wanted.whole for char in text if char.isalnum())
    rows = [_Row(-1, 1.0, tuple(typed)[:_MOST_TERMS])]
    for number, term in enumerate(wanted.terms):
        rows += [_Row(number, weight, tuple(_characters_and_pairs([text]))) for text, weight in term.others]
    return rows


def _characters_and_pairs(texts: Iterable[str]) -> dict[str, None]:
    found: dict[str, None] = {}
    for text in texts:
        for run in text.split(BARRIER):
            found |= dict.fromkeys(run) | dict.fromkeys(map(str.__add__, run, run[1:]))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """What is counted for a question, characters and pairs by number, as far as no text is needed for it.

    Args:
        weights: of every term in every row.
        words: of each word that has alternatives their rows, and how much each counts.
        covering: the characters that were typed.
        characters: the codes of the single characters, each in its place.
        single_terms: the numbers of the characters, by their places.
        pair_terms: the number of each pair of places, side by side in one row; -1 where it is no term.
    """

    weights: _Numbers
    words: tuple[tuple[list[int], _Numbers], ...]
    covering: list[int]
    characters: _Whole
    single_terms: _Whole
    pair_terms: NDArray[np.int32]


@lru_cache(maxsize=128)
def _planned(wanted: Wanted) -> _Plan:
    rows = _rows(wanted)
    terms = {term: number for number, term in enumerate(dict.fromkeys(t for row in rows for t in row.terms))}
    weights = np.zeros((len(rows), len(terms)))
    for number, row in enumerate(rows):
        weights[number, [terms[t] for t in row.terms]] = [_SINGLE if len(t) == 1 else 1.0 for t in row.terms]
    # Every character of a pair is among the single ones: a pair is looked for only between such.
    places = {char: place for place, char in enumerate(term for term in terms if len(term) == 1)}
    pair_terms = np.full(len(places) ** 2, -1, np.int32)
    for term in (term for term in terms if len(term) == 2):
        pair_terms[places[term[0]] * len(places) + places[term[1]]] = terms[term]
    return _Plan(
        weights,
        tuple(_alternatives(rows, word) for word in dict.fromkeys(row.word for row in rows[1:])),
        [terms[char] for char in places if weights[0, terms[char]]],
        np.array([ord(char) for char in places], np.int64),
        np.array([terms[char] for char in places], np.int64),
        pair_terms,
    )


def _alternatives(rows: Sequence[_Row], word: int) -> tuple[list[int], _Numbers]:
    numbers = [number for number, row in enumerate(rows) if row.word == word]
    return numbers, np.array([[rows[number].weight] for number in numbers])


class _Standing:
    """How often characters and pairs stand in folded texts, and in the sentences of them."""

    def __init__(self, pool: Pool, plan: _Plan) -> None:
        codes = np.frombuffer((BARRIER.join(pool.texts) + BARRIER).encode("utf-32-le"), np.uint32)
        ends = np.flatnonzero(codes == ord(BARRIER))
        self.text_lengths = pool.lengths.astype(np.float64)
        text_ends = np.cumsum(self.text_lengths + 1) - 1
        self.first_sentences = np.concatenate([[0], np.searchsorted(ends, text_ends[:-1]) + 1])
        self.sentence_lengths = ends.astype(np.float64) - 1
        self.sentence_lengths[1:] -= ends[:-1]
        self.sentence_lengths[0] += 1
        at, terms = _stand(codes, plan)
        size = (plan.weights.shape[1], len(ends))
        counts = np.bincount(terms * size[1] + np.searchsorted(ends, at), minlength=size[0] * size[1])
        self.by_sentence: _Numbers = counts.reshape(size).astype(np.float64)
        self.by_text: _Numbers = np.add.reduceat(self.by_sentence, self.first_sentences, axis=1)


def _stand(codes: NDArray[np.uint32], plan: _Plan) -> tuple[_Whole, _Whole]:
    """Every place where a term stands, and the number of the term."""
    # From the code of a character to its place; -1 for all others, and at the end for what lies beyond.
    table = np.full(int(plan.characters.max(initial=0)) + 2, -1, np.int16)
    table[plan.characters] = np.arange(len(plan.characters), dtype=np.int16)
    places = table.take(codes, mode="clip")
    near = np.flatnonzero(places >= 0)
    found = places[near].astype(np.int64)
    beside = np.flatnonzero(near[1:] - near[:-1] == 1)
    pairs = plan.pair_terms[found[beside] * len(plan.single_terms) + found[beside + 1]]
    known = np.flatnonzero(pairs >= 0)
    at = np.concatenate([near, near[beside[known]]])
    return at, np.concatenate([plan.single_terms[found], pairs[known]])
