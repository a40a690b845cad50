"""Candidates for terms: strings of decided passages that could tell a theme from the rest of the library.

It finds and sifts by counting alone; what a candidate would gain and cost is measured in `kb.proposals`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal, TypeVar

from kb.cases import Case
from kb.classify import Classifier
from kb.phrases import Sample, pairs, phrases
from kb.preview import Source
from kb.taxonomy import Theme

#: strong, weak: a new term. not: a phrase that hides. demote: a strong term made weak.
Sort = Literal["strong", "weak", "not", "demote"]
Candidate = tuple[Sort, str]
_T = TypeVar("_T")

#: How many passages of each kind are counted in.
SAMPLED = 3000
#: Candidates that go on to be measured: in all, and of every passage at least.
_TRIED, _FEWEST = 60, 6
#: Words of one passage that are put together as 甲…乙.
_PAIRED = 14
#: A new term must be so many times more frequent in the theme's own passages than elsewhere.
_LIFT = 1.5
#: The same for one so common that it can only be a weak term.
_WEAK_LIFT = 10.0
#: So many places in a full sample are added on both sides, so that rare phrases are not thought telling.
_DOUBT = 2.0
#: What the share of decided passages with a phrase, the first left out, counts beside that of the theme's own.
_SHARED = 0.5
#: The share of other passages above which a phrase says nothing by itself, and above which nothing at all;
#: and so many passages that are never called many.
_COMMON, _TOO_COMMON, _FEW = 0.02, 0.1, 30
#: A lift of this counts half; a phrase that stands in the library 2**4 - 1 times counts full.
_TELLING, _WIDE = 10.0, 4.0
#: How far a hiding phrase reaches beyond the word, and how long that may be, in characters.
_AROUND, _LONGEST_MASK = 4, 10


class Ground:
    """What is counted in: the theme's own passages and the others, evenly drawn, and all of them.

    Args:
        source: the library.
        theme: the theme as it is now.
        missed: the passages that a person gave it and the rules do not.
        denied: texts that a person said are not of the theme; they are no passages of its own.
    """

    def __init__(self, source: Source, theme: Theme, missed: Sequence[Case], denied: Iterable[str]) -> None:
        self._theme, self._missed = theme, missed
        own, others = _parted(source, theme.id, frozenset(denied))
        self._all = Sample([*own, *others])
        self.own = (*drawn(own, SAMPLED), *(case.text for case in missed))
        self.others = drawn(others, SAMPLED)
        self._mine, self._theirs = Sample(self.own), Sample(self.others)

    def weight(self, term: str, turned: int) -> float:
        """From 0 to 1: how telling a term is, and for how many passages of the library it speaks.

        `turned` is how many it would gain; of a term with a gap nothing else is known.
        """
        lift, places = self._lift(term), turned if "…" in term else _count(term, self._all)
        return lift / (lift + _TELLING) * min(1.0, math.log2(1 + places) / _WIDE)

    def additions(self) -> Iterator[Candidate]:
        """New terms out of the missed passages; what is common everywhere only as a weak one."""
        mined = [self._found(case.text) for case in self._missed]
        times = Counter(term for terms in mined for term in terms)

        def promise(term: str) -> tuple[float, str]:
            return -(1 + math.log(times[term])) * math.log(self._lift(term)), term

        each = max(_FEWEST, _TRIED // len(mined)) if mined else 0
        best = {t: None for terms in mined for t in islice(self._real(sorted(terms, key=promise)), each)}
        for term in best:
            yield ("weak" if self._is_in_more(term, _COMMON) else "strong"), term

    def _found(self, text: str) -> set[str]:
        """The phrases of a text that are telling, and pairs of the most telling ones."""
        words = [phrase for phrase in phrases(text) if self._lift(phrase) >= _LIFT]
        return {*words, *pairs(text, sorted(words, key=lambda p: (-self._lift(p), p))[:_PAIRED])}

    def _real(self, terms: Iterable[str]) -> Iterator[str]:
        """Those that are phrases of the library, new to the theme, and not too common for their lift."""
        known = {word for term in self._theme.terms if "…" not in term for word in term.split("/")}
        for term in terms:
            common = self._is_in_more(term, _COMMON) and self._lift(term) < _WEAK_LIFT
            if term in known or common or self._is_in_more(term, _TOO_COMMON):
                continue
            if all(self._all.is_phrase(part) for part in term.split("…")):
                yield term

    def _is_in_more(self, term: str, share: float) -> bool:
        return _count(term, self._theirs) > max(_FEW, share * len(self.others))

    def _lift(self, term: str) -> float:
        """How many times more often a phrase stands in the theme's own passages than in others.

        What several of the missed passages share speaks for itself, even when the theme lacks it so far.
        """
        mine = _count(term, self._mine) / (len(self.own) + 1)
        theirs = _count(term, self._theirs) / (len(self.others) + 1)
        shared = sum(all(part in case.text for part in term.split("…")) for case in self._missed) - 1
        mine = max(mine, _SHARED * shared / max(1, len(self._missed)))
        return (mine * SAMPLED + _DOUBT) / (theirs * SAMPLED + _DOUBT)


def restrictions(theme: Theme, rules: Classifier, wrong: Iterable[Case]) -> Iterator[Candidate]:
    """Phrases round the words that earned a theme wrongly, and those words as weak ones."""
    found: dict[Candidate, None] = {}
    for case in wrong:
        for judged in rules.judge(case.text, case.headings):
            for one in judged.evidence:
                if one.where == "text" and one.end - one.start <= _LONGEST_MASK:
                    found |= {("not", mask): None for mask in _around(case.text, one.start, one.end)}
                if one.term in theme.strong:
                    found["demote", one.term] = None
    return (candidate for candidate in found if candidate[1] not in theme.not_)


def misleading(rules: Classifier, wrong: Iterable[Case]) -> tuple[str, ...]:
    """The terms that earned a theme wrongly."""
    judged = (one for case in wrong for one in rules.judge(case.text, case.headings))
    return tuple(dict.fromkeys(evidence.term for one in judged for evidence in one.evidence))


def _around(text: str, start: int, end: int) -> Iterator[str]:
    """Phrases that hold `[start:end]` and a little more, each ending where a word does, the shortest first."""
    earned = text[start:end]
    near = text[max(0, start - _AROUND) : end + _AROUND]
    for phrase in sorted(phrases(near), key=lambda phrase: (len(phrase), phrase)):
        if earned in phrase and phrase != earned:
            yield phrase


def _count(term: str, sample: Sample) -> int:
    return min(sample.count(part) for part in term.split("…"))


def _parted(source: Source, theme: str, denied: frozenset[str]) -> tuple[list[str], list[str]]:
    """The passages of a theme, and those without it."""
    own: list[str] = []
    others: list[str] = []
    for entry in source.entries():
        if entry.kind == "passage":
            (own if theme in entry.themes and entry.text not in denied else others).append(entry.text)
    return own, others


def drawn(some: Sequence[_T], most: int) -> Sequence[_T]:
    """About so many at most, spread evenly over all."""
    return some[:: max(1, len(some) // most)]
