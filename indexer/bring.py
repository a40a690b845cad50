"""Decisions coming in from an exported file: each to the passage or heading whose text it was said of, or told as unfit.

Nothing is guessed, and what a person has decided here is never turned round by a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.decide import Choice, Deed, about, decide_locked, is_known
from kb.decisions import Row
from kb.errors import KbError, NotFound
from kb.fold import fold
from kb.library import Library
from kb.model import Decision, Node, Speech
from kb.themes import Taxonomy


@dataclass(frozen=True, slots=True)
class Brought:
    """What an exported file has brought: the deed, how many rows held already, and those that found no place."""

    deed: Deed
    held: int
    unfit: tuple[tuple[Row, str], ...]


def bring(library: Library, rows: Sequence[Row]) -> Brought:
    """Write down the decisions of an exported file.

    Each goes to the place with its text: as it is named, or wherever else in the speech that text stands once.
    Nothing is guessed, and what a person has decided otherwise here stays.
    """
    with library.writing():
        taxonomy = library.classifier().taxonomy
        choices: list[Choice] = []
        unfit: list[tuple[Row, str]] = []
        for row in rows:
            try:
                choices += _fitting(library, taxonomy, row)
            except KbError as e:
                unfit.append((row, e.what))
        deed = decide_locked(library, choices)
    return Brought(deed, len(rows) - len(unfit) - len(deed.changes), tuple(unfit))


def _fitting(library: Library, taxonomy: Taxonomy, row: Row) -> list[Choice]:
    """Where a row belongs; nothing when it is there already, in place or kept apart."""
    theme = taxonomy.current(row.theme)
    if not is_known(taxonomy, theme):
        found = taxonomy.resolve(row.name or row.theme)
        if found is None:
            raise NotFound(f"主题表里没有“{row.name or row.theme}”")
        theme = found.id
    speech = library.speech(row.speech)
    decision = Decision(theme, row.yes)
    if any(fold(u.text) == fold(row.text) and decision in u.decisions for u in speech.unplaced):
        return []
    place, node = _same_text(speech, row)
    said = about(node.decisions, theme, taxonomy)
    if said and said[0].yes != row.yes:
        raise KbError(f"这里已经定为“{'是' if said[0].yes else '不是'}”，没有改动")
    return [] if said else [Choice(speech.id, place, theme, row.yes)]


def _same_text(speech: Speech, row: Row) -> tuple[str, Node]:
    same = [(name, node) for name, node in speech.named if fold(node.text) == fold(row.text)]
    here = [one for one in same if one[0] == row.place]
    if here or len(same) == 1:
        return (here or same)[0]
    raise NotFound(
        "这篇讲话里没有这段文字了" if not same else f"这段文字在讲话里有 {len(same)} 处，不知是哪一处"
    )
