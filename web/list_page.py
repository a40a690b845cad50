"""A page that lists short texts from everywhere, each once: what the heading library and parallel clauses share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from kb.asked import Asked
from kb.library import Library
from kb.listing import ORDERS, Line, Listing, Order
from web.facets import Group, chips
from web.no_lines import NoLines, no_lines
from web.page import Page, library
from web.ways import Look, beside, look, ordering
from web.widening import widening, widening_data

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T, R]):
    """What one such page has of its own.

    `name` is that of its path and template, `choices` the parameters it is narrowed by, `counted` those of them
    whose counts programs are given. `rows` is what its lines are called.
    """

    name: str
    rows: str
    choices: tuple[str, ...]
    counted: tuple[str, ...]
    find: Callable[[Library, Asked, Mapping[str, str], Order], Listing[T]]
    groups: Callable[[Look, Listing[T]], tuple[Group, ...]]
    row: Callable[[Look, Line[T]], R]
    row_data: Callable[[R], Mapping[str, object]]

    def show(self) -> Page:
        """The lines that fit the question in the address."""
        kb = library()
        at, asking = look(kb, self.name, (*self.choices, "sort"))
        chosen = dict(at.chosen)
        order = cast("Order", chosen["sort"]) if chosen["sort"] in ORDERS else "often"
        found = self.find(kb, at.asked, chosen, order)
        out = NoLines() if found.lines else no_lines(kb, at, lambda other: self._count(kb, other))
        return self._page(kb, at, found, out, (*asking.notices, *found.notices))

    def _count(self, kb: Library, at: Look) -> int:
        chosen = {name: dict(at.chosen).get(name, "") for name in self.choices}
        return len(self.find(kb, at.asked, chosen, "often").lines)

    def _page(self, kb: Library, at: Look, found: Listing[T], out: NoLines, notices: tuple[str, ...]) -> Page:
        turn = at.turn(len(found.lines))
        rows = [self.row(at, line) for line in found.lines[turn.start : turn.end]]
        context = {
            "asked": at.asked,
            "kept": at.kept,
            "go": at.go,
            self.rows: rows,
            "out": out,
            "total": len(found.lines),
            "places": found.places,
            "turn": turn,
            "orders": ordering(at, ORDERS, "often"),
            "groups": self.groups(at, found),
            "beside": beside(kb, at.asked, found.facets, _names(found.lines)),
            "chips": chips(kb, at.asked),
            "widening": widening(at.asked, found.expansions, found.dropped),
            "notices": notices,
        }
        data = {
            "q": at.asked.q,
            "total": len(found.lines),
            "places": found.places,
            "page": turn.page,
            "pages": turn.pages,
            "notices": list(notices),
            "widening": widening_data(at.asked, found.expansions, found.dropped),
            **out.data(),
            "counts": {name: dict(found.counts[name]) for name in self.counted},
            self.rows: [dict(self.row_data(row)) for row in rows],
        }
        return Page(f"{self.name}.html", context, data)


def _names(lines: Sequence[Line[T]]) -> dict[str, str]:
    """The titles of the speeches that the lines are of."""
    return {where.speech: where.title for line in lines for where, _ in line.found}
