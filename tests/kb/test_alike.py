"""The same passage elsewhere: found as it stands, found a little changed, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kb.alike import alike
from kb.library import Library
from kb.model import Heading, Passage, Speech
from kb.places import place
from tests.web.samples import make

TEXT = "抓落实不能停在纸面上，要把责任书变成任务单，把任务单变成施工图，一项一项销号，一件一件交账。"
CHANGED = TEXT.replace("一项一项销号", "逐项销号").replace("抓落实", "抓好落实")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    speeches = (
        Speech(
            "one", "甲", (Heading(1, "一、抓落实"), Passage("p1", TEXT), Passage("p2", "散会。")), date="2021"
        ),
        Speech("two", "乙", (Heading(1, "一、抓落实"), Passage("p1", CHANGED)), date="2020"),
        Speech(
            "three",
            "丙",
            (Passage("p1", TEXT), Passage("p2", "散会。"), Passage("p3", "要把责任书变成任务单。")),
        ),
    )
    library = make(tmp_path_factory.mktemp("alike"), speeches)
    yield library
    library.close()


@pytest.mark.parametrize(
    ("speech", "name", "expected"),
    [
        ("one", "p1", ["three#p1", "two#p1"]),
        ("two", "p1", ["three#p1", "one#p1"]),
        ("one", "p2", ["three#p2"]),
        ("three", "p3", []),
        ("one", "h1", []),
    ],
)
def test_copies_of_a_passage(library: Library, speech: str, name: str, expected: list[str]) -> None:
    here = library.speech(speech)
    found = alike(library, here, place(here, name))
    assert [f"{copy.speech.id}#{copy.place.name}" for copy in found] == expected
