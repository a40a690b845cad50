"""The links from one page of results to the others: both ends, and those around the present one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kb.search import Answer
from web.links import search_url

_AROUND = 2


@dataclass(frozen=True, slots=True)
class Leaf:
    """One link; `gap` tells that pages are left out before it."""

    number: int
    url: str
    current: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """All links; `previous` and `next` are empty at the ends."""

    leaves: tuple[Leaf, ...]
    previous: str
    next: str


def pager(answer: Answer) -> Pager | None:
    """The links for an answer, or None when it fits on one page."""
    here, last = answer.asked.page, answer.pages
    if last == 1:
        return None

    def url(number: int) -> str:
        return search_url(replace(answer.asked, page=number)) if 1 <= number <= last else ""

    numbers = sorted({1, last, *range(max(1, here - _AROUND), min(last, here + _AROUND) + 1)})
    leaves = tuple(
        Leaf(number, url(number), number == here, number - before > 1)
        for before, number in zip([0, *numbers], numbers, strict=False)
    )
    return Pager(leaves, url(here - 1), url(here + 1))
