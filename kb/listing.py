"""Lists of short texts from everywhere in a library: the same text once, with all its places, narrowed and counted.

Every choice is counted as it would be if its own group were not chosen, in lines and not in places, so that a
number is what its link leads to. Of themes several may be chosen, and all of them must hold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Literal, TypeVar

from kb.asked import Asked
from kb.catalogue import Where, spread
from kb.engine import Facets
from kb.expand import Expansion
from kb.fits import holds
from kb.library import Library
from kb.masks import readings
from kb.question import question

T = TypeVar("T")

#: Two texts that differ in these alone say the same.
_MARKS = re.compile(r"[^\w]|_")

#: The most speeches first; the newest first; the shortest first; the longest first.
Order = Literal["often", "new", "short", "long"]
ORDERS: Mapping[str, str] = {"often": "常见", "new": "最新", "short": "由短到长", "long": "由长到短"}


@dataclass(frozen=True, slots=True)
class Feature(Generic[T]):
    """Something the lines can be narrowed by: the values that one has, and which is chosen, if any."""

    values: Callable[[T], Sequence[str]]
    chosen: str = ""


@dataclass(frozen=True)
class Line(Generic[T]):
    """One text with the places it stands in, the newest of each speech first."""

    text: str
    what: T
    found: tuple[tuple[Where, T], ...]

    @cached_property
    def places(self) -> tuple[Where, ...]:
        """The places, one of each speech, the newest first."""
        return tuple(spread(self.found))


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """All lines that fit, in order; counts of every choice; what a person should know of how it was read.

    `expansions` and `dropped` are as in `kb.search.Answer`.
    """

    lines: tuple[Line[T], ...]
    places: int
    facets: Facets
    counts: Mapping[str, Mapping[str, int]]
    notices: tuple[str, ...]
    expansions: tuple[Expansion, ...] = ()
    dropped: tuple[str, ...] = ()


def listing(
    library: Library,
    everything: Iterable[tuple[Where, T]],
    asked: Asked,
    text: Callable[[T], str],
    features: Mapping[str, Feature[T]],
    order: Order = "often",
) -> Listing[T]:
    """Narrow and count.

    Args:
        everything: what there is, with its places.
        asked: words and facets; the kinds of entries are not looked at.
        text: what a thing says; things that say the same, marks apart, are one line.
        features: what else the lines are narrowed by.
    """
    asking = question(library, asked)
    groups: dict[str, list[tuple[Where, T]]] = defaultdict(list)
    counting = _Counting()
    for at, one in everything:
        folded = readings(text(one))
        if not holds(asking.wide.tree, folded, at) or asking.leaves_out(at.speech, at.place, at.sha):
            continue
        missed = _missed(at, one, asked, features)
        if missed is not None:
            same = _MARKS.sub("", folded)
            counting.add(same, at, {name: f.values(one) for name, f in features.items()}, missed)
            if not missed:
                groups[same].append((at, one))
    lines = [Line(text(found[0][1]), found[0][1], tuple(found)) for found in groups.values()]
    return Listing(
        tuple(sorted(lines, key=_ordering(order))),
        sum(len(found) for found in groups.values()),
        counting.facets(),
        {name: counting.of(name) for name in features},
        asking.notices,
        asking.wide.expansions,
        asking.dropped,
    )


def _missed(at: Where, one: T, asked: Asked, features: Mapping[str, Feature[T]]) -> str | None:
    """The one chosen group that leaves this out, nothing when none does; None when it is out in any case."""
    if not set(asked.themes) <= set(at.themes):
        return None
    years = asked.years
    out = []
    if asked.roles and at.role not in asked.roles:
        out.append("roles")
    if years and not (at.year and years[0] <= at.year <= years[1]):
        out.append("years")
    if asked.speech and at.speech != asked.speech:
        out.append("speeches")
    out += [name for name, f in features.items() if f.chosen and f.chosen not in f.values(one)]
    return None if len(out) > 1 else "".join(out)


class _Counting:
    """Which lines each value of each group would leave."""

    def __init__(self) -> None:
        self.lines: dict[str, dict[object, set[str]]] = defaultdict(lambda: defaultdict(set))

    def add(self, line: str, at: Where, features: Mapping[str, Sequence[str]], missed: str) -> None:
        groups: dict[str, Sequence[object]] = {
            "themes": at.themes,
            "roles": (at.role,) if at.role else (),
            "years": (at.year,) if at.year else (),
            "speeches": (at.speech,),
            **features,
        }
        for name, values in groups.items():
            if missed in ("", name):
                for value in values:
                    self.lines[name][value].add(line)

    def of(self, name: str) -> dict[str, int]:
        return {str(value): len(lines) for value, lines in self.lines[name].items()}

    def facets(self) -> Facets:
        years = {year: len(lines) for year, lines in self.lines["years"].items() if isinstance(year, int)}
        return Facets(self.of("themes"), self.of("roles"), years, self.of("speeches"))


def _ordering(order: Order) -> Callable[[Line[T]], tuple[object, ...]]:
    def newest(line: Line[T]) -> int:
        return -max(at.day for at, _ in line.found)

    def often(line: Line[T]) -> int:
        return -len({at.speech for at, _ in line.found})

    return {
        "often": lambda line: (often(line), newest(line), len(line.text), line.text),
        "new": lambda line: (newest(line), often(line), len(line.text), line.text),
        "short": lambda line: (len(line.text), often(line), newest(line), line.text),
        "long": lambda line: (-len(line.text), often(line), newest(line), line.text),
    }[order]
