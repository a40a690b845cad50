"""What holds of each theme when a person has said more than one thing of it, under its present or a former id.

The one place where present ids are weighed against former ones; nothing is read or written here.
"""

from __future__ import annotations

from collections.abc import Iterable

from kb.model import Decision
from kb.themes import Taxonomy


def effective(decisions: Iterable[Decision], taxonomy: Taxonomy) -> dict[str, bool]:
    """What holds of each theme, by its present id, themes laid down or unknown too.

    One said of that very id goes first; among equals a yes goes before a no.
    """
    said: dict[str, tuple[bool, bool]] = {}
    for decision in decisions:
        theme = taxonomy.current(decision.theme)
        rank = (decision.theme == theme, decision.yes)
        said[theme] = max(said.get(theme, rank), rank)
    return {theme: yes for theme, (_, yes) in said.items()}
