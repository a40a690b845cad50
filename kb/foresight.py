"""An edit of one theme looked at from all sides before it is made: passages, decisions, labelled files."""

from __future__ import annotations

from dataclasses import dataclass

from kb.agreement import (
    Agreement,
    Case,
    Labelling,
    against_labels,
    agreement,
    cases,
    labels,
    rules_give,
)
from kb.errors import StaleIndex
from kb.library import Library
from kb.neighbours import neighbours
from kb.preview import Preview, alone, preview
from kb.proposals import Proposal, propose
from kb.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Foresight:
    """What an edit would change. `preview` is None where there is no index to look at.

    `agreement` and `labelling` are about one theme; `troubles` are sentences about labelled files that
    cannot be read.
    """

    preview: Preview | None
    agreement: Agreement | None = None
    labelling: tuple[Labelling, ...] = ()
    troubles: tuple[str, ...] = ()


def foresee(library: Library, old: Taxonomy, new: Taxonomy, theme: str = "") -> Foresight:
    """Compare two taxonomies over a library; with agreement about `theme`, when given and in the new one."""
    seen = _previewed(library, old, new)
    if theme not in new.by_id:
        return Foresight(seen)
    known, labelled = _known(library, new, theme), labels(library.home)
    return Foresight(
        seen,
        agreement(known, old, new, theme),
        against_labels(labelled, old, new, theme),
        labelled.troubles,
    )


def _previewed(library: Library, old: Taxonomy, new: Taxonomy) -> Preview | None:
    try:
        return preview(library.index, old, new)
    except StaleIndex:
        return None


def _known(library: Library, taxonomy: Taxonomy, theme: str) -> tuple[Case, ...]:
    """The decisions about a theme and about those it has taken in."""
    found = taxonomy.by_id[theme]
    return cases(library, (theme, *found.was))


def proposed(library: Library, taxonomy: Taxonomy, theme: str) -> tuple[Proposal, ...]:
    """Terms that would help a theme as a taxonomy has it, saved or not; see `kb.proposals`.

    Raises:
        StaleIndex: there is no index yet.
    """
    found = taxonomy.by_id[theme]
    known = _known(library, taxonomy, theme)
    rules = alone(taxonomy, theme)
    missed = [case for case in known if case.yes and not rules_give(rules, case, theme)]
    rows = labels(library.home).rows
    return propose(library.index, taxonomy, found, known, rows, neighbours(library, missed))
