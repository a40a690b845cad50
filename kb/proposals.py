"""Terms that would help a theme, mined from what people decided; each with its gain, its cost and examples.

Where a person said yes and the rules say no, words of that passage are proposed as terms; where a person
said no, a phrase that hides the word that earned the theme wrongly, or a lower strength for that word. None
is ever applied by itself, and where nothing would help nothing is proposed.

The score of a new term: the decisions it would win, with a quarter for every neighbour of theirs, less twice
those it would turn wrong; times the square of how like the theme's own passages those are that it would
gain; times how telling and how frequent the term is (`Ground.weight`). The score of a hiding phrase or a
lower strength: the decisions set right, less twice those turned wrong; times the square of how unlike the
theme's own passages those are that would be lost. The best comes first, then the best for what is left:
decisions that a better proposal wins already count a fifth.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.agreement import rules_give
from kb.cases import Case
from kb.classify import Classifier
from kb.engine import DEFAULT_KINDS
from kb.evaluate import Labelled
from kb.fold import fold, fold_literal
from kb.likeness import Likeness
from kb.mining import Ground, Sort, drawn, misleading, restrictions
from kb.preview import Source, Turned, alone, evenly, judge_entry, preview, words_of
from kb.taxonomy import Taxonomy, Theme
from kb.terms import Matcher

#: How many are proposed.
LIMIT = 10
#: Passages that would turn of which the likeness is taken, and that are shown.
_COMPARED, _EXAMPLES = 60, 3
#: Decided passages of a kind that candidates are taken from, and neighbours that are looked at, evenly drawn.
_STUDIED, _LOOKED_AT = 40, 500
_NEIGHBOUR, _WRONG, _WON_ALREADY = 0.25, 2.0, 0.2
#: What scores less is not worth a person's time.
_LEAST = 0.2


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change of a theme that would help.

    `turned` counts passages that would gain the theme (or lose it, for `not` and `demote`); `won` decided
    passages turned right, `cost` those turned wrong; `near` neighbours of the decided ones that it reaches.
    `doubtful` estimates how many of `turned` would turn wrong; `examples` are some of them; `wins` numbers
    the decided passages it wins.
    """

    sort: Sort
    term: str
    score: float
    turned: int
    won: int
    cost: int
    near: int
    doubtful: int
    examples: tuple[Turned, ...] = ()
    wins: frozenset[int] = frozenset()

    @property
    def adds(self) -> bool:
        """Whether it gives the theme to more passages."""
        return self.sort in ("strong", "weak")


@dataclass(frozen=True, slots=True)
class _Said:
    """A passage about which a person has said yes or no, in a decision or a label, and what the rules say."""

    case: Case
    ruled: bool
    folded: str


def apply(theme: Theme, sort: Sort, term: str) -> Theme:
    """The theme with a proposal carried out."""
    if sort == "strong":
        return replace(theme, strong=(*theme.strong, term))
    if sort == "weak":
        return replace(theme, weak=(*theme.weak, term))
    if sort == "not":
        return replace(theme, not_=(*theme.not_, term))
    return replace(theme, strong=tuple(t for t in theme.strong if t != term), weak=(*theme.weak, term))


def propose(
    source: Source,
    taxonomy: Taxonomy,
    theme: Theme,
    cases: Sequence[Case],
    rows: Iterable[Labelled] = (),
    neighbours: Sequence[str] = (),
    limit: int = LIMIT,
) -> tuple[Proposal, ...]:
    """The best proposals for a theme, best first; none when nothing would help.

    Args:
        source: the passages of the library.
        taxonomy: with the theme as it is now, perhaps in an edit not yet saved.
        theme: the theme, one of `taxonomy`.
        cases: the decisions about it.
        rows: labelled passages; what is labelled counts like a decision.
        neighbours: texts that stand beside the passages decided yes.
        limit: how many at most.
    """
    said = _said(taxonomy, theme, cases, rows)
    if all(one.ruled == one.case.yes for one in said):
        return ()
    return tuple(_greedy(_Measure(source, taxonomy, theme, said, neighbours).all(), limit))


def _said(
    taxonomy: Taxonomy, theme: Theme, cases: Sequence[Case], rows: Iterable[Labelled]
) -> tuple[_Said, ...]:
    rules = alone(taxonomy, theme.id)
    labelled = (
        Case("", "", "", theme.id, theme.id in row.must, row.text, row.headings)
        for row in rows
        if theme.id not in row.may - row.must
    )
    return tuple(
        _Said(case, rules_give(rules, case, theme.id), fold("。".join((case.text, *case.headings))))
        for case in (*cases, *labelled)
    )


class _Measure:
    """Tries candidates on what has been said and on the whole library; holds what they share."""

    def __init__(
        self,
        source: Source,
        taxonomy: Taxonomy,
        theme: Theme,
        said: Sequence[_Said],
        neighbours: Sequence[str],
    ) -> None:
        self._source, self._taxonomy, self._theme = source, taxonomy, theme
        self._said = said
        self._neighbours = [(text, fold(text)) for text in drawn(neighbours, _LOOKED_AT)]
        self._rules = alone(taxonomy, theme.id)
        self._wrong = drawn([one.case for one in said if one.ruled and not one.case.yes], _STUDIED)
        missed = drawn([one.case for one in said if one.case.yes and not one.ruled], _STUDIED)
        self._ground = Ground(source, theme, missed, [one.case.text for one in said if not one.case.yes])

    def all(self) -> list[Proposal]:
        """Every proposal that is worth a look."""
        adding = [*self._ground.additions()]
        taking = [*restrictions(self._theme, self._rules, self._wrong)]
        found: list[Proposal | None] = []
        for candidates, likeness in ((adding, self._like), (taking, self._unlike)):
            like = likeness() if candidates else None
            found += [self._tried(*one, like) for one in candidates if like]
        return [one for one in found if one and one.score >= _LEAST]

    def _like(self) -> Likeness:
        return Likeness(self._ground.own, self._ground.others, self._theme.terms)

    def _unlike(self) -> Likeness:
        """The same without those that the misleading terms gave the theme: they are what is in question."""
        doubted = Matcher(misleading(self._rules, self._wrong))
        sure = [text for text in self._ground.own if not doubted.find(text)]
        return Likeness(sure, self._ground.others, self._theme.terms)

    def _tried(self, sort: Sort, term: str, like: Likeness) -> Proposal | None:
        """A candidate tried on what has been said and, when it helps there, on the library."""
        changed = _with(self._taxonomy, apply(self._theme, sort, term))
        rules = alone(changed, self._theme.id)
        words = [fold_literal(word) for word in words_of((term,))]
        now = [self._now(rules, one, words) for one in self._said]
        wins = frozenset(n for n, one in enumerate(self._said) if now[n] == one.case.yes != one.ruled)
        cost = sum(now[n] != one.case.yes == one.ruled for n, one in enumerate(self._said))
        if not wins or len(wins) <= cost:
            return None
        adds = sort in ("strong", "weak")
        turned = self._gained(rules, term) if adds else self._lost(changed)
        if not turned:
            return None  # it would serve the decided passages alone, and they are served: a person decided
        likely = like.mean(one.entry.text for one in turned[:_COMPARED])
        right = likely if adds else 1 - likely
        near = self._near(rules, words) if adds else 0
        worth = right**2 * (self._ground.weight(term, len(turned)) if adds else 1)
        score = (len(wins) + _NEIGHBOUR * near - _WRONG * cost) * worth
        doubtful = round(len(turned) * (1 - right))
        return Proposal(
            sort, term, score, len(turned), len(wins), cost, near, doubtful, turned[:_EXAMPLES], wins
        )

    def _now(self, rules: Classifier, one: _Said, words: Sequence[str]) -> bool:
        """What changed rules say; where no word of the changed term stands, nothing has changed."""
        touched = any(word in one.folded for word in words)
        return rules_give(rules, one.case, self._theme.id) if touched else one.ruled

    def _near(self, rules: Classifier, words: Sequence[str]) -> int:
        """How many neighbours changed rules reach."""
        theme = self._theme.id
        return sum(
            any(word in folded for word in words) and rules_give(rules, _bare(text), theme)
            for text, folded in self._neighbours
        )

    def _gained(self, rules: Classifier, term: str) -> tuple[Turned, ...]:
        """The passages that a new term gives the theme. What has it already keeps it."""
        theme = self._theme.id
        lacking = (
            entry
            for entry in self._source.entries(words_of((term,)))
            if entry.kind in DEFAULT_KINDS and theme not in entry.themes
        )
        given = ((entry, judge_entry(rules, entry, theme)) for entry in lacking)
        return evenly(
            [
                Turned(entry, evidence, (term,))
                for entry, evidence in given
                if evidence is not None and judge_entry(self._rules, entry, theme) is None
            ]
        )

    def _lost(self, changed: Taxonomy) -> tuple[Turned, ...]:
        difference = preview(self._source, self._taxonomy, changed).of(self._theme.id)
        return difference.lost if difference else ()


def _with(taxonomy: Taxonomy, theme: Theme) -> Taxonomy:
    return replace(taxonomy, themes=tuple(theme if t.id == theme.id else t for t in taxonomy.themes))


def _bare(text: str) -> Case:
    return Case("", "", "", "", True, text)


def _greedy(measured: Sequence[Proposal], limit: int) -> list[Proposal]:
    """The best one, then the best for what is left, and so on.

    Of equals, the longer new term, which says more, and the shorter hiding phrase, which hides more.
    """
    chosen: list[Proposal] = []
    left = list(measured)
    won: frozenset[int] = frozenset()

    def worth(one: Proposal) -> tuple[float, float, int, str]:
        fresh = len(one.wins - won) / len(one.wins)
        length = len(one.term) if one.adds else -len(one.term)
        return one.score * (_WON_ALREADY + (1 - _WON_ALREADY) * fresh), one.score, length, one.term

    while left and len(chosen) < limit:
        best = max(left, key=worth)
        chosen.append(best)
        won |= best.wins
        left = [one for one in left if one is not best and not _repeats(one, best)]
    return chosen


def _repeats(one: Proposal, better: Proposal) -> bool:
    """Whether a proposal only does again, by another form of the words, what a better one does."""
    if one.adds != better.adds or not one.wins <= better.wins:
        return False
    if not one.adds:
        return one.sort == better.sort and one.turned <= better.turned
    parts = [(part, other) for part in one.term.split("…") for other in better.term.split("…")]
    return any(part in other or other in part for part, other in parts)
