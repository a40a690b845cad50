"""A link that changes one thing about a question."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet. `url` chooses it, or lets go of it when it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool
    url: str
