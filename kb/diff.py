"""How two near copies differ, character by character, for looking at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["same", "only-first", "only-second"]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text that stands in both, or in one of them."""

    text: str
    change: Change


def difference(first: str, second: str) -> tuple[Run, ...]:
    """The runs of two texts in order. Those of the first joined are the first text; so for the second."""
    return tuple(run for run in _runs(first, second) if run.text)


def _runs(first: str, second: str) -> Iterator[Run]:
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Run(first[a1:a2], "same")
        else:
            yield Run(first[a1:a2], "only-first")
            yield Run(second[b1:b2], "only-second")
