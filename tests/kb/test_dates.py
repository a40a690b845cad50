"""Speeches stand by their full dates, not by their years, in a search and in every list."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.asked import Asked
from kb.kwic import kwic
from kb.model import Heading, Passage, Speech
from kb.order import Order
from kb.search import every_key
from kb.titles import titles
from tests.web.samples import make

DATES = {"a": "2023-03-15", "b": "2023-11-02", "c": "2023", "d": "2022-12", "e": ""}


def speech(name: str, date: str) -> Speech:
    text = f"第{name}次会上说，账目要公开，人心要摆平，一件一件说清楚。"
    return Speech(
        name, f"在{name}会上的讲话", (Heading(1, f"一、说清{name}账"), Passage("p1", text)), date=date
    )


@pytest.mark.parametrize(
    ("date", "day"), [("2023-03-15", 20230315), ("2023-03", 20230300), ("2023", 20230000), ("", 0)]
)
def test_a_day_is_what_is_known_of_a_date(date: str, day: int) -> None:
    assert speech("a", date).day == day


def test_newest_and_oldest_go_by_the_day(tmp_path: Path) -> None:
    library = make(tmp_path, tuple(speech(name, date) for name, date in DATES.items()))

    def by(order: Order) -> str:
        return "".join(key[0] for key in every_key(library, Asked("人心", order=order), 10)[1])

    assert by("newest") == "bacde"
    assert by("oldest") == "dcabe"
    listed = titles(library, Asked("说清"), order="new").lines
    assert [line.places[0].speech for line in listed] == list("bacde")
    lines = kwic(library, Asked("人心"), order="new").lines
    assert [line.places[0].speech for line in lines] == list("bacde")
    library.close()
