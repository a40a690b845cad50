"""Answering with numpy: which entries match, what the facets count, in what order they stand.

Sets of entries are boolean arrays; nothing here knows how segments are stored or replaced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_

import numpy as np
from numpy.typing import NDArray

from kb.analysis import query_grams
from kb.engine import Facets, Request
from kb.engines.candidates import Listed, first, keys_of, looked_at
from kb.engines.segment import Segment
from kb.engines.tags import Mask
from kb.engines.whole import Numbers, Whole
from kb.engines.young import GRAMS, WORDS, Counts, Ids
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
from kb.rank import POOL, bm25_over
from kb.wanted import Wanted, wanted_of

_WORD_WEIGHT = 0.5
#: More than BM25 gives for any question that a person types.
_TYPED = np.float32(1000)
_NONE: tuple[Ids, Counts] = (np.empty(0, np.int32), np.empty(0, np.float32))


def matching(tree: Tree, whole: Whole) -> Numbers:
    """The living entries that a query tree matches, by ascending number."""
    found = (
        whole.numbers_of(tree.folded) if isinstance(tree, Literal) else np.flatnonzero(evaluate(tree, whole))
    )
    return whole.living(found)


def evaluate(tree: Tree, whole: Whole) -> Mask:
    """The entries that a query tree matches."""
    match tree:
        case Everything():
            return whole.everything()
        case Literal(_, folded):
            return whole.having(lambda segment: segment.containing(folded))
        case Near() | Pattern():
            return whole.having(lambda segment: segment.matching(tree))
        case InTitle(folded):
            return whole.having(lambda segment: segment.in_context(folded))
        case InSource(folded):
            return whole.having(lambda segment: segment.in_source(folded))
        case ThemeIs(theme):
            return whole.with_theme(theme)
        case RoleIs(role):
            return whole.with_role(role)
        case YearIn(first, last):
            return whole.of_years(first, last)
        case And(parts):
            return _all([evaluate(p, whole) for p in parts], whole)
        case Or(parts):
            return _any([evaluate(p, whole) for p in parts])
        case Not(part):
            return ~evaluate(part, whole)


def _all(masks: Sequence[Mask], whole: Whole) -> Mask:
    return reduce(and_, masks) if masks else whole.everything()


def _any(masks: Sequence[Mask]) -> Mask:
    either: Mask = np.logical_or.reduce(masks)
    return either


def chosen(request: Request, whole: Whole, found: Numbers, but: str = "") -> Numbers:
    """Those of some entries that the chosen facets, one of them left aside, let through."""
    masks = [whole.with_theme(t) for t in request.themes]
    if but != "kinds":
        masks.append(whole.of_kinds(request.kinds))
    if but != "roles" and request.roles:
        masks.append(_any([whole.with_role(r) for r in request.roles]))
    if but != "years" and request.years:
        masks.append(whole.of_years(*request.years))
    if but != "speeches" and request.speech:
        masks.append(whole.of_speech(request.speech))
    if but != "used" and request.unused:
        masks.append(whole.unused(request.used))
    for mask in masks:
        found = found[mask[found]]
    return found


def facets(request: Request, whole: Whole, found: Numbers, hits: Numbers) -> Facets:
    """How many hits each choice would leave; `found` matches the tree, `hits` the chosen facets as well."""

    def those(but: str, narrowed: bool = True) -> Numbers:
        return chosen(request, whole, found, but) if narrowed else hits

    return Facets(
        themes=whole.counts("themes", hits),
        roles=whole.counts("roles", those("roles", bool(request.roles))),
        years=whole.years(those("years", request.years is not None)),
        speeches=whole.counts("speeches", those("speeches", bool(request.speech))),
        kinds=whole.counts("kinds", those("kinds")),
        unused=_unused(request, whole, those("used", request.unused)) if request.used else None,
    )


def _unused(request: Request, whole: Whole, found: Numbers) -> int:
    return int(np.count_nonzero(whole.unused(request.used)[found]))


def best(hits: Numbers, request: Request, whole: Whole, wanted: int) -> Listed:
    """At least the `wanted` first: by relevance BM25 chooses the pool, the closer look orders it, the rest follows.

    With `request.near` no more than the pool.
    """
    asked = request.wanted or wanted_of(request.tree)
    # Folding takes at most the pool away, so this many are enough for any page.
    enough = POOL if request.near else wanted + POOL
    if request.order != "relevance" or not asked.terms:
        listed = first(whole, hits, keys_of(whole, hits, request.order), enough)
        return Listed(listed.numbers, np.zeros(len(listed.numbers)))
    if len(hits) <= POOL:
        # All of them are the pool, whatever would choose it.
        return looked_at(whole, hits, asked, request.prior)
    scores = _scores(whole, hits, asked, request.prior)
    if len(asked.literals) > len(asked.terms):
        # What has a string as it was typed is looked at before what only has another word for it.
        for literal in asked.whole:
            scores[whole.with_numbers(whole.numbers_of(literal))[hits]] += _TYPED
    found = first(whole, hits, -scores, enough)
    pool = np.sort(found.numbers[:POOL])
    return looked_at(whole, pool, asked, request.prior).then(found.part(slice(POOL, None)))


def standing_back(request: Request, whole: Whole, hits: Numbers) -> int:
    """How many hits stand a little behind others."""
    if not request.prior or request.order != "relevance":
        return 0
    return int(np.count_nonzero(whole.back[hits]))


def _scores(whole: Whole, hits: Numbers, asked: Wanted, prior: bool) -> NDArray[np.float32]:
    """BM25 of some entries for all that is asked for; with `prior` less of what stands back."""
    score = np.zeros(whole.size, np.float32)
    literals = asked.literals
    parts = [(s, start, some.astype(np.int32)) for s, start, some in whole.by_segment(hits)]
    finders = [s.finder for s in whole.segments if s.finder]
    for field, term, weight in _terms(whole.segments, literals) if len(finders) < len(whole.segments) else ():
        postings = {s: s.postings.get(field, term) for s in whole.segments if not s.finder}
        having = sum(len(ids) for ids, _ in postings.values()) + sum(f.having(field, term) for f in finders)
        found = [(start, *_of(some, *postings.get(segment, _NONE))) for segment, start, some in parts]
        places = np.concatenate([ids + np.int64(start) for start, ids, _ in found])
        counts = np.concatenate([counts for _, _, counts in found])
        score[places] += weight * bm25_over(counts, whole.norms[places], having, whole.size)
    for segment, start, _ in parts:
        for literal, weight in literals.items():
            ids, weights = segment.finder.find(literal) if segment.finder else _NONE
            score[start : start + segment.size][ids] += weight * weights
    scores = score[hits]
    for character in (literal for literal in literals if len(literal) == 1):
        # A single character has no gram of its own: it counts once wherever it stands.
        standing = whole.numbers_of(character)
        rare = np.log1p(whole.size / max(1, len(standing)))
        scores[whole.with_numbers(standing)[hits]] += literals[character] * rare
    if prior:
        scores[whole.back[hits]] *= FACTOR
    return scores


def _of(numbers: Ids, ids: Ids, counts: Counts) -> tuple[Ids, Counts]:
    """The postings of a term; where they are many, without those of other entries than these."""
    if len(numbers) * 8 > len(ids):
        return ids, counts
    at = np.searchsorted(ids, numbers)
    at[at == len(ids)] = 0
    having = np.flatnonzero(ids[at] == numbers)
    return numbers[having], counts[at[having]]


def _terms(segments: Sequence[Segment], literals: Mapping[str, float]) -> list[tuple[str, str, float]]:
    terms: dict[tuple[str, str], float] = {}
    for literal, weight in literals.items():
        for gram in query_grams(literal):
            terms.setdefault((GRAMS, gram), weight)
        for word in (w for s in segments for w in s.words_in(literal)):
            terms.setdefault((WORDS, word), weight * _WORD_WEIGHT)
    return [(field, term, weight) for (field, term), weight in terms.items()]
