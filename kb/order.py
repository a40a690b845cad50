"""The orders that hits can stand in, and how a person chooses one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

#: `source`: by the title of the speech, then as they stand in it. `length`: what is short first.
#: By the day as far as it is known; undated speeches come last, whichever way round.
Order = Literal["relevance", "newest", "oldest", "source", "length"]
ORDERS: Mapping[Order, str] = {
    "relevance": "最相关",
    "newest": "新的在前",
    "oldest": "早的在前",
    "source": "按来源",
    "length": "短的在前",
}


def order_id(name: str) -> Order | None:
    """The order of this id; None when there is none."""
    return next((order for order in ORDERS if order == name), None)
