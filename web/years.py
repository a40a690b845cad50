"""The years beside a list of results: a chart when there are many, ranges to choose, a list when there are few."""

from __future__ import annotations

from dataclasses import dataclass

from kb.asked import Asked
from kb.engine import Facets
from web.asked import spelled
from web.choice import Choice
from web.links import afresh

#: So many years have a bar; earlier ones share a link. Fewer than `_FEW` are a list.
_BARS, _FEW = 24, 7


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of the chart; `height` is in percent of the highest, `inside` the years that are chosen."""

    choice: Choice
    height: int
    inside: bool


@dataclass(frozen=True, slots=True)
class Years:
    """The facet of years: bars in order, if there are many, and years or ranges to choose."""

    bars: tuple[Bar, ...]
    ranges: tuple[Choice, ...]


def years(asked: Asked, facets: Facets) -> Years:
    """The facet of years of an answer."""
    if not facets.years:
        return Years((), ())
    first, last = min(facets.years), max(facets.years)
    if last - first < _FEW - 1:
        return Years((), _listed_years(asked, facets))
    begin = max(first, last - _BARS + 1)
    highest = max(facets.years[year] for year in facets.years if year >= begin)
    chosen = asked.years or (0, -1)
    bars = tuple(
        Bar(
            _year(asked, facets, (year, year)),
            -(-100 * facets.years.get(year, 0) // highest),
            chosen[0] <= year <= chosen[1],
        )
        for year in range(begin, last + 1)
    )
    spans = [(last - years + 1, last) for years in (3, 5) if last - years + 1 > first]
    spans += [(first, begin - 1)] if first < begin else []
    spans += [asked.years] if asked.years and asked.years not in spans else []
    return Years(bars, tuple(_year(asked, facets, span) for span in spans))


def _listed_years(asked: Asked, facets: Facets) -> tuple[Choice, ...]:
    spans = [(year, year) for year in sorted(facets.years, reverse=True)]
    spans += [asked.years] if asked.years and asked.years not in spans else []
    return tuple(_year(asked, facets, span) for span in spans)


def _year(asked: Asked, facets: Facets, span: tuple[int, int]) -> Choice:
    count = sum(n for year, n in facets.years.items() if span[0] <= year <= span[1])
    only = asked.years == span
    return Choice(spelled(span), spelled_out(span), count, only, afresh(asked, years=None if only else span))


def spelled_out(span: tuple[int, int]) -> str:
    """A range of years in words."""
    first, last = span
    if first == last:
        return str(first)
    if last >= 9999:
        return f"{first} 年以来"
    return f"{last} 年以前" if first <= 0 else f"{first}—{last}"
