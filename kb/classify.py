"""Which themes a passage belongs to, and the words that earned each: rules in, judgements out.

The rules are the terms of the taxonomy and the few lines of `_earned`; nothing is learned and nothing is
hidden. A person's yes or no always wins. It never reads or writes a file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.model import Decision
from kb.terms import Match, Matcher
from kb.themes import Taxonomy

Strength = Literal["strong", "weak", "not"]
Rule = Literal["strong", "weak", "heading", "lead", "person"]
Where = Literal["text", "heading"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason (依据): `term`, as themes.toml writes it, stands at `[start:end]` of the text or heading.

    `heading` is the heading's text when `where` says so. A person's word has no term and no span.
    """

    term: str
    start: int
    end: int
    rule: Rule
    where: Where = "text"
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A theme that a passage belongs to, who says so, and why."""

    theme: str
    by: Literal["rule", "person"]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Hits:
    """What was found of one theme in one text, masked matches left out."""

    strong: tuple[Match, ...] = ()
    weak: tuple[Match, ...] = ()


_NOTHING = _Hits()


class Classifier:
    """A taxonomy made ready for judging many passages; it holds no other state."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self._users: dict[str, list[tuple[str, Strength]]] = defaultdict(list)
        for theme in taxonomy.themes:
            for strength, terms in (("strong", theme.strong), ("weak", theme.weak), ("not", theme.not_)):
                for term in terms:
                    self._users[term].append((theme.id, strength))
        self._matcher = Matcher(self._users)

    def judge(
        self, text: str, headings: Sequence[str] = (), decisions: Sequence[Decision] = ()
    ) -> tuple[Judgement, ...]:
        """The themes of a passage in the order of the taxonomy, with evidence.

        `headings` are the texts of the heading path, outermost first. A person's yes about a theme that
        the taxonomy no longer has is kept, at the end.
        """
        earned = self._earned(text, headings)
        said = {decision.theme: decision.yes for decision in decisions}
        order = [*self.taxonomy.by_id, *(theme for theme in said if theme not in self.taxonomy.by_id)]
        return tuple(
            _judgement(theme, earned.get(theme, ()), said.get(theme))
            for theme in order
            if said.get(theme, theme in earned)
        )

    def _earned(self, text: str, headings: Sequence[str]) -> Mapping[str, tuple[Evidence, ...]]:
        """The themes that the rules give, each with its evidence."""
        found = self._hits(text)
        if not found:
            return {}
        above = [(heading, self._hits(heading)) for heading in headings]
        weighed = {
            theme: _weigh(hits, [(heading, hit.get(theme, _NOTHING)) for heading, hit in above])
            for theme, hits in found.items()
        }
        return {theme: evidence for theme, evidence in weighed.items() if evidence}

    def _hits(self, text: str) -> Mapping[str, _Hits]:
        """What stands in `text` of each theme, without what the theme's own `not` phrases hide."""
        sorted_out: dict[str, dict[Strength, list[Match]]] = {}
        for match in self._matcher.find(text):
            for theme, strength in self._users[match.term]:
                lists = sorted_out.setdefault(theme, {"strong": [], "weak": [], "not": []})
                lists[strength].append(match)
        return {
            theme: _Hits(_unmasked(lists["strong"], lists["not"]), _unmasked(lists["weak"], lists["not"]))
            for theme, lists in sorted_out.items()
            if lists["strong"] or lists["weak"]
        }


def _unmasked(matches: Iterable[Match], masks: Sequence[Match]) -> tuple[Match, ...]:
    return tuple(
        match
        for match in matches
        if not any(mask.start <= match.start and match.end <= mask.end for mask in masks)
    )


def _weigh(hits: _Hits, above: Sequence[tuple[str, _Hits]]) -> tuple[Evidence, ...]:
    """The evidence for one theme, or nothing when it does not suffice.

    One strong term is enough. So are two weak terms that differ and do not overlap, or one weak term
    under a heading that holds any term of the theme.
    """
    strong = [Evidence(hit.term, hit.start, hit.end, "strong") for hit in hits.strong]
    weak = [Evidence(hit.term, hit.start, hit.end, "weak") for hit in hits.weak]
    over = [
        Evidence(hit.term, hit.start, hit.end, "heading", "heading", heading)
        for heading, found in above
        for hit in found.strong + found.weak
    ]
    if strong or (weak and over) or _two(hits.weak):
        return tuple(strong + weak + over)
    return ()


def _two(matches: Sequence[Match]) -> bool:
    """Whether two different terms stand apart from each other."""
    return any(
        one.term != other.term and (one.end <= other.start or other.end <= one.start)
        for one in matches
        for other in matches
    )


def _judgement(theme: str, evidence: tuple[Evidence, ...], yes: bool | None) -> Judgement:
    if yes:
        return Judgement(theme, "person", (Evidence("", 0, 0, "person"), *evidence))
    return Judgement(theme, "rule", evidence)


def judge(
    taxonomy: Taxonomy, text: str, headings: Sequence[str] = (), decisions: Sequence[Decision] = ()
) -> tuple[Judgement, ...]:
    """Judge one passage; for many, prepare a `Classifier` once."""
    return Classifier(taxonomy).judge(text, headings, decisions)
