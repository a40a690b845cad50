"""The orders that results can stand in, as links, and what stands a little behind."""

from __future__ import annotations

from dataclasses import dataclass

from kb.order import ORDERS
from kb.search import Answer
from web.choice import Choice
from web.links import afresh


@dataclass(frozen=True, slots=True)
class Sorting:
    """`orders`: one of them chosen. `behind`: how many hits stand a little behind; `even` lets go of that.

    `again`: puts them behind again, empty unless they were let go. `exact`: goes back from what comes closest.
    """

    orders: tuple[Choice, ...]
    behind: int
    even: str
    again: str
    exact: str


def sorting(found: Answer) -> Sorting:
    """The choices of order for an answer."""
    asked = found.asked
    return Sorting(
        tuple(
            Choice(order, name, 0, order == asked.order, afresh(asked, order=order))
            for order, name in ORDERS.items()
        ),
        found.back if found.back < found.total else 0,
        afresh(asked, prior=False),
        "" if asked.prior else afresh(asked, prior=True),
        afresh(asked, near=False) if asked.near else "",
    )
