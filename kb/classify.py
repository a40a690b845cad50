"""Which themes a passage belongs to, and the words that earned each: rules in, judgements out.

The rules are the terms of the taxonomy and what `weigh` makes of them; nothing is learned and nothing is
hidden. A person's yes or no always wins. It never reads or writes a file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from kb.evidence import Evidence as Evidence
from kb.evidence import Judgement as Judgement
from kb.explain import Verdict, near
from kb.model import Decision
from kb.said import effective
from kb.terms import Match, Matcher
from kb.themes import Taxonomy, Theme
from kb.weigh import NOTHING, Hits, Weighed, weigh

Strength = Literal["strong", "weak", "not"]


class Classifier:
    """A taxonomy made ready for judging many passages; it holds no other state."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self._users: dict[str, list[tuple[str, Strength]]] = defaultdict(list)
        for theme in taxonomy.themes:
            for strength, terms in _terms(theme).items():
                for term in terms:
                    self._users[term].append((theme.id, strength))
        self._matcher = Matcher(self._users)

    def judge(
        self, text: str, headings: Sequence[str] = (), decisions: Sequence[Decision] = ()
    ) -> tuple[Judgement, ...]:
        """The themes of a passage in the order of the taxonomy, with evidence.

        `headings` are the texts of the heading path, outermost first. A person's yes about a theme that is
        laid down, or that the taxonomy does not know, gives nothing: such a theme has no name to show.
        """
        found = self._hits(text)
        earned = {
            theme: weighed.inside + weighed.over
            for theme, weighed in self._weighed(text, headings, found, found).items()
            if weighed.enough
        }
        said = self._said(decisions)
        return tuple(
            _judgement(theme, earned.get(theme, ()), said.get(theme))
            for theme in self.taxonomy.by_id
            if said.get(theme, theme in earned)
        )

    def explain(
        self, text: str, headings: Sequence[str] = (), decisions: Sequence[Decision] = ()
    ) -> tuple[Verdict, ...]:
        """For every theme in use, in order: whether the passage has it, why, or how near it came."""
        found = self._hits(text)
        weighed = self._weighed(text, headings, found, self.taxonomy.by_id)
        said = self._said(decisions)
        return tuple(
            _verdict(theme, weighed[theme], found.get(theme, NOTHING), said.get(theme))
            for theme in self.taxonomy.by_id
        )

    def _said(self, decisions: Sequence[Decision]) -> Mapping[str, bool]:
        """A person's word by present theme, of those in use."""
        if not decisions:
            return {}
        said = effective(decisions, self.taxonomy)
        return {theme: yes for theme, yes in said.items() if theme in self.taxonomy.by_id}

    def _weighed(
        self, text: str, headings: Sequence[str], found: Mapping[str, Hits], themes: Mapping[str, object]
    ) -> Mapping[str, Weighed]:
        """The evidence for each of `themes`, the headings taken into account."""
        if not themes:
            return {}
        above = [(heading, self._hits(heading)) for heading in headings]
        return {
            theme: weigh(
                text, found.get(theme, NOTHING), [(head, hits.get(theme, NOTHING)) for head, hits in above]
            )
            for theme in themes
        }

    def _hits(self, text: str) -> Mapping[str, Hits]:
        """What stands in `text` of each theme, apart from what the theme's own `not` phrases hide."""
        sorted_out: dict[str, dict[Strength, list[Match]]] = {}
        for match in self._matcher.find(text):
            for theme, strength in self._users[match.term]:
                lists = sorted_out.setdefault(theme, {"strong": [], "weak": [], "not": []})
                lists[strength].append(match)
        return {
            theme: _hits(lists["strong"], lists["weak"], lists["not"])
            for theme, lists in sorted_out.items()
            if lists["strong"] or lists["weak"]
        }


def _terms(theme: Theme) -> Mapping[Strength, tuple[str, ...]]:
    return {"strong": theme.strong, "weak": theme.weak, "not": theme.not_}


def _hits(strong: Sequence[Match], weak: Sequence[Match], masks: Sequence[Match]) -> Hits:
    if not masks:
        return Hits(tuple(strong), tuple(weak))
    hidden = {match: mask for match in (*strong, *weak) if (mask := _mask(match, masks))}
    return Hits(
        tuple(match for match in strong if match not in hidden),
        tuple(match for match in weak if match not in hidden),
        tuple(hidden.items()),
    )


def _mask(match: Match, masks: Sequence[Match]) -> Match | None:
    """The first of `masks` inside which a part of the match lies."""
    return next(
        (
            mask
            for mask in masks
            if any(mask.start <= start and end <= mask.end for start, end in match.spans)
        ),
        None,
    )


def _judgement(theme: str, evidence: tuple[Evidence, ...], yes: bool | None) -> Judgement:
    if yes:
        return Judgement(theme, "person", (Evidence("", 0, 0, "person"), *evidence))
    return Judgement(theme, "rule", evidence)


def _verdict(theme: str, weighed: Weighed, hits: Hits, yes: bool | None) -> Verdict:
    ruled = weighed.enough
    given = ruled if yes is None else yes
    by: Literal["rule", "person", ""] = "person" if yes is not None else "rule" if ruled else ""
    evidence = weighed.inside + weighed.over if ruled else ()
    return Verdict(theme, given, by, ruled, evidence, near(weighed, hits))
