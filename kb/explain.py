"""Why a passage has a theme, and why it has not: for each theme what the rules found and what was wanting.

It retells what `weigh` decided and never decides anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.evidence import Evidence
from kb.weigh import Hits, Weighed

#: passing: a long text touches the theme once. apart: two weak terms in different sentences. single: one
#: weak term. heading: only the heading speaks of it. masked: every term stands in a phrase that hides it.
Reason = Literal["passing", "apart", "single", "heading", "masked"]

#: How near each comes to the theme, from 0 to 1: an order for showing, not a probability.
NEARNESS: dict[Reason, float] = {"passing": 0.9, "apart": 0.7, "single": 0.5, "heading": 0.4, "masked": 0.2}


@dataclass(frozen=True, slots=True)
class Near:
    """How near a passage came to a theme that the rules do not give it.

    `evidence` is what was found; for `masked`, `masks` are the hiding phrases, one for each piece of it.
    """

    reason: Reason
    evidence: tuple[Evidence, ...]
    masks: tuple[Evidence, ...] = ()

    @property
    def nearness(self) -> float:
        """From 0 to 1, for putting the nearest first."""
        return NEARNESS[self.reason]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is thought of one theme of a passage.

    `given` is the outcome and `by` who settled it (empty when nobody gives it); `ruled` is what the rules
    alone say, with `evidence` when they give it and `near` when they nearly do.
    """

    theme: str
    given: bool
    by: Literal["rule", "person", ""]
    ruled: bool
    evidence: tuple[Evidence, ...] = ()
    near: Near | None = None


def near(weighed: Weighed, hits: Hits) -> Near | None:
    """How near a text comes to a theme that it has not earned; None when nothing speaks for it."""
    if weighed.enough:
        return None
    if weighed.strong:
        return Near("passing", weighed.inside)
    if len({found.term for found in weighed.weak}) > 1:
        return Near("apart", weighed.weak)
    if weighed.weak:
        return Near("single", weighed.weak)
    if weighed.over:
        return Near("heading", weighed.over)
    if hits.masked:
        found = tuple(Evidence(match.term, match.start, match.end, "weak") for match, _ in hits.masked)
        masks = tuple(Evidence(mask.term, mask.start, mask.end, "weak") for _, mask in hits.masked)
        return Near("masked", found, masks)
    return None
