"""Which themes a passage belongs to, and the words that earned each: rules in, judgements out.

The rules are the terms of the taxonomy and the few lines of `_weigh`; nothing is learned and nothing is
hidden. A person's yes or no always wins. It never reads or writes a file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from kb.model import Decision
from kb.terms import Match, Matcher
from kb.themes import Taxonomy, Theme

Strength = Literal["strong", "weak", "not"]
Rule = Literal["strong", "weak", "heading", "lead", "person", "cue", "position"]
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

#: In a passage longer than this many characters a single mention after the first sentence is made in passing.
LONG = 200

#: A first sentence of at most this many characters is read as a heading (二是窗口服务有温度。).
HEADLINE = 30

_SENTENCE_END = re.compile(r"[。！？；!?;]")


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
            theme: _weigh(text, hits, [(heading, hit.get(theme, _NOTHING)) for heading, hit in above])
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


def _terms(theme: Theme) -> Mapping[Strength, tuple[str, ...]]:
    return {"strong": theme.strong, "weak": theme.weak, "not": theme.not_}


def _unmasked(matches: Sequence[Match], masks: Sequence[Match]) -> tuple[Match, ...]:
    """The matches of which no part lies inside one of `masks`."""
    return tuple(
        match
        for match in matches
        if not any(mask.start <= start and end <= mask.end for mask in masks for start, end in match.spans)
    )


def _weigh(text: str, hits: _Hits, above: Sequence[tuple[str, _Hits]]) -> tuple[Evidence, ...]:
    """The evidence for one theme, or nothing when it does not suffice.

    Under a heading that holds any term of the theme, one term is enough. Elsewhere it takes a strong
    term that is not made in passing, or two different weak terms in one sentence.
    """
    lead = _lead(text)
    strong = [Evidence(hit.term, hit.start, hit.end, "strong") for hit in _apart(hits.strong)]
    weak = [
        Evidence(hit.term, hit.start, hit.end, "lead" if hit.end <= lead else "weak")
        for hit in _apart(hits.weak, hits.strong)
    ]
    over = [
        Evidence(hit.term, hit.start, hit.end, "heading", "heading", heading)
        for heading, found in above
        for hit in _apart(found.strong + (found.weak if heading == above[-1][0] else ()))
    ]
    inside = strong + weak
    if (over and inside) or (strong and not _in_passing(text, inside)) or _together(text, weak):
        return tuple(inside + over)
    return ()


def _in_passing(text: str, marks: Sequence[Evidence]) -> bool:
    """Whether a long text touches the theme only once, and after its first sentence."""
    return len(text) > LONG and len(marks) == 1 and bool(_SENTENCE_END.search(text, 0, marks[0].start))


def _lead(text: str) -> int:
    """Where a first sentence that is short enough to be read as a heading ends; 0 when there is none."""
    end = _SENTENCE_END.search(text, 0, HEADLINE)
    return end.end() if end else 0


def _together(text: str, weak: Sequence[Evidence]) -> bool:
    """Whether two different weak terms stand in one sentence, or one of them in the lead."""
    return any(
        one.term != other.term
        and (one.rule == "lead" or not _SENTENCE_END.search(text, one.end, other.start))
        for one, other in combinations(weak, 2)
    )


def _apart(matches: Sequence[Match], taken: Sequence[Match] = ()) -> list[Match]:
    """The matches that do not overlap one of `taken` nor an earlier or longer one of their own."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: match.start - match.end):
        if all(match.end <= other.start or other.end <= match.start for other in (*taken, *kept)):
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)


def _judgement(theme: str, evidence: tuple[Evidence, ...], yes: bool | None) -> Judgement:
    if yes:
        return Judgement(theme, "person", (Evidence("", 0, 0, "person"), *evidence))
    return Judgement(theme, "rule", evidence)
