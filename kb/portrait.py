"""What a library has on one theme: how much, when, beside what, under which headings, and its best passages.

Everything is counted from the index in one pass over the theme's entries; nothing is stored.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest

from kb.classify import Classifier
from kb.copies import behind
from kb.engine import DEFAULT_KINDS, Entry, Request
from kb.fold import fold
from kb.library import Library
from kb.model import ROLES, Decision, Role
from kb.query import Everything
from kb.snippet import ordinal_end

#: A passage of so many characters can be taken as it is; much shorter or longer ones are worth less.
HANDY = (60, 260)

#: Of so many passages of a role, the decided and the handiest and newest, the best are chosen.
_LOOKED_AT = 150

#: So many times more passages than are wanted are compared, so that near copies can be left out.
_SEVERAL = 4

#: A theme is a companion when it stands beside this one at least so often, and so many times oftener than chance.
_TOGETHER, _OFTENER = 5, 1.2

_STATUTE = re.compile(r"第[一二三四五六七八九十百]+[编章节条]")
_PLACEHOLDERS = ("×", "XX", "xx", "某某")


@dataclass(frozen=True, slots=True)
class Companion:
    """Another theme in `count` of this theme's places; `lift` times as often as in the library at large."""

    theme: str
    count: int
    lift: float


@dataclass(frozen=True, slots=True)
class Portrait:
    """One theme in one library. `total` and `years` count places as a search of the theme does.

    `headings` are headings without their numbers, with the speeches that have them over a passage of the
    theme. `best` has for each role the keys of a few passages, each of another speech.
    """

    theme: str
    total: int
    speeches: int
    years: Mapping[int, int]
    roles: Mapping[Role, int]
    companions: tuple[Companion, ...]
    headings: tuple[tuple[str, int], ...]
    best: Mapping[Role, tuple[str, ...]]


class _Counting:
    """The entries of one theme, counted while they pass."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = [entry for entry in entries if entry.kind in DEFAULT_KINDS]

    @cached_property
    def beside(self) -> Counter[str]:
        return Counter(theme for entry in self.entries for theme in entry.themes)

    @property
    def years(self) -> Mapping[int, int]:
        return dict(sorted(Counter(entry.year for entry in self.entries if entry.year).items()))

    @property
    def roles(self) -> Mapping[Role, int]:
        counts = Counter(entry.role for entry in self.entries)
        return {role: counts[role] for role in ROLES if counts[role]}

    @property
    def headings(self) -> Mapping[str, int]:
        speeches: dict[str, set[str]] = defaultdict(set)
        for entry in self.entries:
            over = entry.text if entry.kind == "heading" else entry.headings[-1] if entry.headings else ""
            if over:
                speeches[_unnumbered(over)].add(entry.speech)
        return {heading: len(those) for heading, those in speeches.items() if heading}


def portrait(library: Library, theme: str, most: int = 8, best: int = 3) -> Portrait:
    """The portrait of a theme in use.

    Args:
        library: with an index.
        theme: its id.
        most: so many companions and headings at most.
        best: so many passages for each role at most.

    Raises:
        StaleIndex: there is no index yet.
    """
    found = _Counting(library.index.entries(theme=theme))
    totals: Counter[str] = Counter()
    for (other, _), count in library.index.grid().items():
        totals[other] += count
    everything = library.index.search(Request(Everything()), 0).total
    classifier = _of_one(library.classifier(), theme)
    return Portrait(
        theme,
        len(found.entries),
        len({entry.speech for entry in found.entries}),
        found.years,
        found.roles,
        tuple(_companions(theme, found, totals, everything))[:most],
        tuple(nlargest(most, ((h, n) for h, n in found.headings.items() if n > 1), key=lambda pair: pair[1])),
        {
            role: _best(found.entries, role, classifier, best)
            for role in sorted(found.roles, key=lambda role: -found.roles[role])
        },
    )


def _companions(
    theme: str, found: _Counting, totals: Mapping[str, int], everything: int
) -> Iterator[Companion]:
    """Other themes, the most frequent first: often together, and oftener than their size would make them."""
    size = len(found.entries)
    beside = [
        Companion(other, count, (count / size) / (totals[other] / everything))
        for other, count in found.beside.items()
        if other != theme and count >= _TOGETHER and totals.get(other)
    ]
    yield from sorted((one for one in beside if one.lift >= _OFTENER), key=lambda one: -one.count)


def _unnumbered(heading: str) -> str:
    """A heading without its number; nothing for the chapters and articles of a statute."""
    if _STATUTE.match(heading):
        return ""
    return heading[ordinal_end(heading) :].strip().rstrip("。：:；;")


def _of_one(classifier: Classifier, theme: str) -> Classifier:
    one = classifier.taxonomy.by_id.get(theme)
    return Classifier(type(classifier.taxonomy)((one,) if one else ()))


def _best(entries: Sequence[Entry], role: str, classifier: Classifier, most: int) -> tuple[str, ...]:
    """The passages of a role that speak most of the theme, one of each speech."""
    fit = [entry for entry in entries if entry.role == role and entry.kind == "passage"]
    fit.sort(key=lambda entry: (not entry.decided, -_handy(entry), -entry.year))
    scored = [(_worth(entry, classifier), entry.year, entry) for entry in fit[:_LOOKED_AT]]
    best = [entry for _, _, entry in sorted(scored, key=lambda one: one[:2], reverse=True)]
    by_speech: dict[str, Entry] = {}
    for entry in best:
        by_speech.setdefault(entry.speech, entry)
    several = list(by_speech.values())[: most * _SEVERAL]
    return tuple(several[head].key for head in behind([fold(entry.text) for entry in several]))[:most]


def _handy(entry: Entry) -> float:
    """1 for a passage that can be taken as it is, less for shorter and longer ones."""
    length = max(1, len(entry.text))
    return min(1.0, length / HANDY[0], HANDY[1] / length)


def _worth(entry: Entry, classifier: Classifier) -> float:
    """How much a passage says of the theme for its length, and how fit it is to be taken as it is."""
    decided = [Decision(mark[1:], mark[0] == "+") for mark in entry.decided]
    judged = classifier.judge(entry.text, entry.headings, decided)
    evidence = [one for judgement in judged for one in judgement.evidence]
    strong = len({one.term for one in evidence if one.rule == "strong"})
    weak = len({one.term for one in evidence if one.rule in ("weak", "lead")})
    at_once = any(one.where == "text" and one.start < 30 for one in evidence if one.end)
    person = any(judgement.by == "person" for judgement in judged)
    statute = bool(_STATUTE.match(entry.text)) or any(_STATUTE.match(heading) for heading in entry.headings)
    gaps = any(mark in entry.text for mark in _PLACEHOLDERS)
    return (
        (min(strong, 4) + 0.5 * min(weak, 3) + at_once + any(one.rule == "heading" for one in evidence))
        * _handy(entry)
        + 2 * person
        - 0.5 * gaps
        - 1.5 * statute
    )
