"""Answering over segments with numpy: which entries match, what the facets count, in what order they stand.

Sets of entries are boolean arrays; nothing here knows how segments are stored or replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kb.analysis import query_grams
from kb.copies import behind
from kb.engine import Facets, Request
from kb.engines.candidates import Candidate, by_segment, keys_of, looked_at, ranked
from kb.engines.postings import GRAMS, WORDS
from kb.engines.segment import Segment
from kb.engines.tags import Mask
from kb.prior import FACTOR
from kb.query import (
    And,
    Everything,
    InSource,
    InTitle,
    Literal,
    Near,
    Not,
    Or,
    Pattern,
    RoleIs,
    ThemeIs,
    Tree,
    YearIn,
)
from kb.rank import POOL, bm25
from kb.wanted import wanted_of

_Value = TypeVar("_Value", str, int)

_WORD_WEIGHT = 0.5
_NONE = (np.empty(0, np.int32), np.empty(0, np.float32))


def evaluate(tree: Tree, segment: Segment) -> Mask:
    """The entries of a segment that a query tree matches."""
    match tree:
        case Everything():
            return np.ones(segment.size, np.bool_)
        case Literal(_, folded):
            return segment.containing(folded)
        case Near() | Pattern():
            return segment.matching(tree)
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
            return _all([evaluate(p, segment) for p in parts], segment)
        case Or(parts):
            return _any([evaluate(p, segment) for p in parts])
        case Not(part):
            return ~evaluate(part, segment)


def _all(masks: Sequence[Mask], segment: Segment) -> Mask:
    return reduce(and_, masks) if masks else np.ones(segment.size, np.bool_)


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
    return _all(masks, segment)


def facets(request: Request, found: list[tuple[Segment, Mask]], hits: list[tuple[Segment, Mask]]) -> Facets:
    """How many hits each choice would leave; `found` matches the tree, `hits` the chosen facets as well."""

    def numbered(sets: Iterable[tuple[Segment, Mask]]) -> list[tuple[Segment, NDArray[np.int64]]]:
        return [(s, some) for s, mask in sets if len(some := np.flatnonzero(mask))]

    def those(but: str, narrowed: bool) -> list[tuple[Segment, NDArray[np.int64]]]:
        if not narrowed:
            return numbers
        return numbered((s, mask & chosen(request, s, but)) for s, mask in found)

    def counted(column: str, sets: list[tuple[Segment, NDArray[np.int64]]]) -> Mapping[str, int]:
        total = _summed([s.counts(column, some) for s, some in sets])
        total.pop("", None)
        return total

    numbers = numbered(hits)
    return Facets(
        themes=counted("themes", numbers),
        roles=counted("roles", those("roles", bool(request.roles))),
        years=_summed([s.years_of(some) for s, some in those("years", request.years is not None)]),
        speeches=counted("speeches", those("speeches", bool(request.speech))),
        kinds=counted("kinds", those("kinds", True)),
    )


def _summed(counts: Sequence[Mapping[_Value, int]]) -> dict[_Value, int]:
    total: dict[_Value, int] = {}
    for some in counts:
        if total.keys().isdisjoint(some):
            total.update(some)
        else:
            total.update({value: total.get(value, 0) + n for value, n in some.items()})
    return total


def best(hits: list[tuple[Segment, Mask]], request: Request, wanted: int) -> list[Candidate]:
    """At least the `wanted` first: by relevance BM25 chooses the pool, the closer look orders it, the rest follows.

    With `request.near` no more than the pool.
    """
    segments, asked = [s for s, _ in hits], request.wanted or wanted_of(request.tree)
    # Folding takes at most the pool away, so this many are enough for any page.
    enough = POOL if request.near else wanted + POOL
    if request.order != "relevance" or not asked.terms:
        listed = ranked(hits, keys_of(segments, request.order), enough)
        return [candidate._replace(score=0.0) for candidate in listed]
    few = [(segment, np.flatnonzero(mask)) for segment, mask in hits]
    if sum(len(numbers) for _, numbers in few) <= POOL:
        # All of them are the pool, whatever would choose it.
        return looked_at(few, asked, request.prior)
    found = ranked(hits, [-score for score in _scores(segments, asked.literals, request.prior)], enough)
    return looked_at(by_segment(found[:POOL]), asked, request.prior) + found[POOL:]


def only(best: Sequence[Candidate], segments: Sequence[Segment]) -> list[tuple[Segment, Mask]]:
    """The candidates as sets of entries."""
    masks = {id(s): (s, s.nothing()) for s in segments}
    for candidate in best:
        masks[id(candidate.segment)][1][candidate.number] = True
    return list(masks.values())


def standing_back(request: Request, hits: list[tuple[Segment, Mask]]) -> int:
    """How many hits stand a little behind others."""
    if not request.prior or request.order != "relevance":
        return 0
    return sum(int(np.count_nonzero(mask & segment.back)) for segment, mask in hits)


def folded(best: list[Candidate]) -> tuple[list[Candidate], dict[str, tuple[str, ...]]]:
    """The list with near copies in the pool taken out, and whom they stand behind."""
    groups = behind([c.segment.folded(c.number) for c in best[:POOL]])
    copies = {best[head].key: tuple(best[n].key for n in group) for head, group in groups.items() if group}
    return [best[head] for head in groups] + best[POOL:], copies


def _scores(segments: list[Segment], literals: Mapping[str, float], prior: bool) -> list[NDArray[np.float32]]:
    """BM25 of all entries for literals with their weights; with `prior` less of what stands back."""
    size = sum(s.size for s in segments)
    mean = sum(s.total_length for s in segments) / max(1, size)
    scores = [np.zeros(s.size, np.float32) for s in segments]
    finders = [s.finder for s in segments if s.finder]
    for field, term, weight in _terms(segments, literals) if len(finders) < len(segments) else ():
        postings = [_NONE if s.finder else s.postings.get(field, term) for s in segments]
        having = sum(len(ids) for ids, _ in postings) + sum(f.having(field, term) for f in finders)
        for segment, score, (ids, counts) in zip(segments, scores, postings, strict=True):
            score[ids] += weight * bm25(counts, segment.length[ids], mean, having, size)
    for segment, score in zip(segments, scores, strict=True):
        for literal, weight in literals.items():
            ids, found = segment.finder.find(literal) if segment.finder else _NONE
            score[ids] += weight * found
    for character in (literal for literal in literals if len(literal) == 1):
        # A single character has no gram of its own: it counts once wherever it stands.
        masks = [s.containing(character) for s in segments]
        having = sum(int(np.count_nonzero(mask)) for mask in masks)
        for score, mask in zip(scores, masks, strict=True):
            score[mask] += literals[character] * np.log1p(size / max(1, having))
    for segment, score in zip(segments, scores, strict=True):
        if prior:
            score[segment.back] *= FACTOR
    return scores


def _terms(segments: list[Segment], literals: Mapping[str, float]) -> list[tuple[str, str, float]]:
    terms: dict[tuple[str, str], float] = {}
    for literal, weight in literals.items():
        for gram in query_grams(literal):
            terms.setdefault((GRAMS, gram), weight)
        for word in (w for s in segments for w in s.words_in(literal)):
            terms.setdefault((WORDS, word), weight * _WORD_WEIGHT)
    return [(field, term, weight) for (field, term), weight in terms.items()]
