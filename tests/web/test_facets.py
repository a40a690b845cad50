"""The chart of years, and how much of a long facet is shown."""

from __future__ import annotations

from dataclasses import replace

from kb.asked import Asked
from kb.engine import Facets
from kb.library import Library
from kb.search import Answer, search
from web.facets import narrowing
from web.years import spelled_out


def answer(library: Library, asked: Asked, facets: Facets) -> Answer:
    return replace(search(library, Asked(q="村")), asked=asked, facets=facets)


def test_many_years_make_a_chart_without_gaps(library: Library) -> None:
    facets = Facets(years={1990: 2, 2005: 4, 2024: 1})
    years = narrowing(library, answer(library, Asked(years=(2004, 2006)), facets)).years
    assert [bar.choice.label for bar in years.bars] == [str(year) for year in range(2001, 2025)]
    assert {bar.choice.label: bar.height for bar in years.bars if bar.height} == {"2005": 100, "2024": 25}
    assert [bar.choice.label for bar in years.bars if bar.inside] == ["2004", "2005", "2006"]
    assert [(c.label, c.count, c.chosen) for c in years.ranges] == [
        ("2022—2024", 1, False),
        ("2020—2024", 1, False),
        ("1990—2000", 2, False),
        ("2004—2006", 4, True),
    ]


def test_few_years_are_a_list(library: Library) -> None:
    years = narrowing(library, answer(library, Asked(), Facets(years={2021: 1, 2023: 5}))).years
    assert years.bars == ()
    assert [choice.label for choice in years.ranges] == ["2023", "2021"]


def test_the_speeches_with_most_hits_are_shown_and_the_rest_is_counted(library: Library) -> None:
    facets = Facets(speeches={f"no-{n}": n for n in range(1, 51)})
    group = narrowing(library, answer(library, Asked(speech="no-3"), facets)).speeches
    assert [choice.value for choice in group.choices[:3]] == ["no-3", "no-50", "no-49"]
    assert (len(group.choices), len(group.more), group.left) == (8, 22, 20)


def test_ranges_of_years_in_words() -> None:
    assert [spelled_out(span) for span in ((2019, 2019), (2019, 2021), (2019, 9999), (0, 2019))] == [
        "2019",
        "2019—2021",
        "2019 年以来",
        "2019 年以前",
    ]
