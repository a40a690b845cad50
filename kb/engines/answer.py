"""Answering over segments with numpy: which entries match, what the facets count, in what order they stand.

Sets of entries are boolean arrays; nothing here knows how segments are stored or replaced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.analysis import query_grams
from kb.copies import behind
from kb.engine import ENTRY_KINDS, Facets, Request
from kb.engines.postings import GRAMS, WORDS
from kb.engines.segment import Segment
from kb.engines.tags import Mask
from kb.query import (
    And,
    Everything,
    InSource,
    InTitle,
    Literal,
    Not,
    Or,
    RoleIs,
    ThemeIs,
    Tree,
    YearIn,
    positive_literals,
)
from kb.rank import POOL, bm25, closer

_WORD_WEIGHT = 0.5


def evaluate(tree: Tree, segment: Segment) -> Mask:
    """The entries of a segment that a query tree matches."""
    match tree:
        case Everything():
            return np.ones(segment.size, np.bool_)
        case Literal(_, folded):
            return segment.containing(folded)
        case InTitle(folded):
            return segment.in_context(folded)
        case InSource(folded):
            return segment.in_source(folded)
        case ThemeIs(theme):
            return segment.with_theme(theme)
        case RoleIs(role):
            return segment.with_role(role)
        case YearIn(first, last):
            return segment.of_years(first, last)
        case And(parts):
            return _all([evaluate(p, segment) for p in parts])
        case Or(parts):
            return _any([evaluate(p, segment) for p in parts])
        case Not(part):
            return ~evaluate(part, segment)


def _all(masks: Sequence[Mask]) -> Mask:
    together: Mask = np.logical_and.reduce(masks)
    return together


def _any(masks: Sequence[Mask]) -> Mask:
    either: Mask = np.logical_or.reduce(masks)
    return either


def chosen(request: Request, segment: Segment, but: str = "") -> Mask:
    """The entries that the chosen facets, one of them left aside, let through."""
    masks = [segment.with_theme(t) for t in request.themes]
    if but != "kinds":
        masks.append(segment.of_kinds(request.kinds))
    if but != "roles" and request.roles:
        masks.append(_any([segment.with_role(r) for r in request.roles]))
    if but != "years" and request.years:
        masks.append(segment.of_years(*request.years))
    if but != "speeches" and request.speech:
        masks.append(segment.of_speech(request.speech))
    return _all(masks) if masks else np.ones(segment.size, np.bool_)


def facets(request: Request, found: list[tuple[Segment, Mask]], hits: list[tuple[Segment, Mask]]) -> Facets:
    """How many hits each choice would leave; `found` matches the tree, `hits` the chosen facets as well."""

    def those(but: str, narrowed: bool) -> list[tuple[Segment, Mask]]:
        return [(s, mask & chosen(request, s, but)) for s, mask in found] if narrowed else hits

    def counted(column: str, sets: list[tuple[Segment, Mask]]) -> Mapping[str, int]:
        total: Counter[str] = Counter()
        for segment, mask in sets:
            total.update(segment.counts(mask)[column])
        return {value: n for value, n in total.items() if n and value}

    years: Counter[int] = Counter()
    for segment, mask in those("years", request.years is not None):
        years.update(segment.years_of(mask))
    return Facets(
        themes=counted("themes", hits),
        roles=counted("roles", those("roles", bool(request.roles))),
        years=dict(years),
        speeches=counted("speeches", those("speeches", bool(request.speech))),
        kinds=counted("kinds", those("kinds", True)),
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry of a segment with its score."""

    segment: Segment
    number: int
    score: float

    @property
    def key(self) -> str:
        """The key of the entry."""
        return self.segment.key(self.number)


def best(hits: list[tuple[Segment, Mask]], request: Request, wanted: int) -> list[Candidate]:
    """At least the `wanted` best: BM25 chooses the pool, the closer look orders it, the rest follows by BM25."""
    literals = list(dict.fromkeys(x.folded for x in positive_literals(request.tree)))
    # Folding takes at most the pool away, so this many are enough for any page.
    ranked = _ranked(hits, literals, wanted + POOL)
    if literals:
        ranked = _looked_at(ranked[:POOL], literals) + ranked[POOL:]
    return ranked


def folded(ranked: list[Candidate]) -> tuple[list[Candidate], dict[str, tuple[str, ...]]]:
    """The list with near copies in the pool taken out, and whom they stand behind."""
    groups = behind([c.segment.folded(c.number) for c in ranked[:POOL]])
    copies = {
        ranked[head].key: tuple(ranked[n].key for n in group) for head, group in groups.items() if group
    }
    return [ranked[head] for head in groups] + ranked[POOL:], copies


def _ranked(hits: list[tuple[Segment, Mask]], literals: list[str], wanted: int) -> list[Candidate]:
    if not any(mask.any() for _, mask in hits):
        return []
    scores = _scores([s for s, _ in hits], literals)
    ranked: list[Candidate] = []
    for (segment, mask), score in zip(hits, scores, strict=True):
        numbers = np.flatnonzero(mask)
        best = numbers[np.lexsort((-segment.year[numbers], -score[numbers]))[:wanted]]
        ranked.extend(Candidate(segment, int(n), float(score[n])) for n in best)
    return sorted(ranked, key=lambda c: (-c.score, -int(c.segment.year[c.number])))[:wanted]


def _scores(segments: list[Segment], literals: list[str]) -> list[NDArray[np.float32]]:
    """BM25 of all entries; zero where there is nothing to count by, so that the newer speech comes first."""
    size = sum(s.size for s in segments)
    mean = sum(int(s.length.sum()) for s in segments) / max(1, size)
    scores = [np.zeros(s.size, np.float32) for s in segments]
    for field, term, weight in _terms(segments, literals):
        postings = [s.postings.get(field, term) for s in segments]
        having = sum(len(ids) for ids, _ in postings)
        for segment, score, (ids, counts) in zip(segments, scores, postings, strict=True):
            score[ids] += weight * bm25(counts, segment.length[ids], mean, having, size)
    return scores


def _terms(segments: list[Segment], literals: list[str]) -> list[tuple[str, str, float]]:
    # A single character has no gram of its own: such hits come in order of year and by the closer look.
    grams = [g for x in literals for g in query_grams(x)]
    words = [w for x in literals for s in segments for w in s.words_in(x)]
    return [(GRAMS, g, 1.0) for g in dict.fromkeys(grams)] + [
        (WORDS, w, _WORD_WEIGHT) for w in dict.fromkeys(words)
    ]


def _looked_at(pool: list[Candidate], literals: list[str]) -> list[Candidate]:
    best = max((c.score for c in pool), default=0.0) or 1.0
    heading = ENTRY_KINDS.index("heading")
    looked = [
        Candidate(
            c.segment,
            c.number,
            closer(
                c.segment.folded(c.number),
                c.segment.contexts[c.segment.context[c.number]],
                literals,
                c.score / best,
                bool(c.segment.kind[c.number] == heading),
            ),
        )
        for c in pool
    ]
    return sorted(looked, key=lambda c: -c.score)
