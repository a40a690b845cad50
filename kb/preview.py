"""What an edit of the taxonomy would change, before it is made: which passages gain or lose which theme.

It judges with the old and the new rules side by side, and only those passages that can come out
differently: those with a word of a changed term in them. It writes nothing and proposes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from kb.classify import Classifier
from kb.engine import DEFAULT_KINDS, Entry
from kb.evidence import Evidence
from kb.files import etag
from kb.model import Decision
from kb.taxonomy import Taxonomy, Theme
from kb.terms import Matcher, parse_term

#: edited: its own terms changed. new: it was not there. merged: another theme takes it in. gone: laid down.
Sort = Literal["edited", "new", "merged", "gone"]


_Evidence = tuple[Evidence, ...] | None


class Source(Protocol):
    """Where entries come from: an index or an engine (`kb.engine.Engine.entries`)."""

    def entries(self, words: Sequence[str] = (), theme: str = "") -> Iterator[Entry]:
        """Entries with any of the words in text or context, all when there are none; of a theme if given."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A passage that would gain or lose a theme.

    `evidence` is what would earn it, or has earned it so far; `because` are the changed terms that stand
    in it or above it. A merge may turn one by a person's word alone: then nothing stands there.
    """

    entry: Entry
    evidence: tuple[Evidence, ...]
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What happens to one theme; those that turn are spread evenly over speeches, in a stable order."""

    theme: Theme
    sort: Sort
    gained: tuple[Turned, ...]
    lost: tuple[Turned, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The themes that an edit touches, in the order of the taxonomy; `judged` counts passages looked at."""

    differences: tuple[Difference, ...]
    judged: int

    def of(self, theme: str) -> Difference | None:
        """What happens to the theme of that id; None when nothing can."""
        return next((one for one in self.differences if one.theme.id == theme), None)


@dataclass(frozen=True, slots=True)
class _Change:
    """A theme before and after. `among` are old ids whose passages are all looked at, words or not."""

    theme: Theme
    sort: Sort
    old: str
    new: str
    terms: tuple[str, ...]
    among: tuple[str, ...] = ()


def preview(source: Source, old: Taxonomy, new: Taxonomy) -> Preview:
    """Compare two taxonomies over the passages and headings of an index; counts are exact.

    A person's decisions hold under both, so a decided passage turns only where themes are merged.
    """
    differences: list[Difference] = []
    judged = 0
    for change in _changes(old, new):
        number, difference = _compare(source, old, new, change)
        judged += number
        differences.append(difference)
    return Preview(tuple(differences), judged)


def touched(old: Taxonomy, new: Taxonomy) -> tuple[str, ...]:
    """The themes of the new taxonomy whose passages may come out differently, in order."""
    return tuple(change.new for change in _changes(old, new) if change.sort in ("edited", "new"))


def changed_terms(old: Theme | None, new: Theme | None) -> tuple[str, ...]:
    """The terms that only one of two versions has, or that stand under another strength in it."""
    before, after = _by_strength(old), _by_strength(new)
    return tuple(
        dict.fromkeys(term for strength, term in (*before, *after) if _moved(strength, term, before, after))
    )


def words_of(terms: Iterable[str]) -> tuple[str, ...]:
    """Words of which one stands wherever one of the terms does: of each term, its most telling part."""
    parts = (max(parse_term(term), key=lambda part: min(map(len, part))) for term in terms)
    return tuple(dict.fromkeys(word for part in parts for word in part))


def evenly(turned: Sequence[Turned]) -> tuple[Turned, ...]:
    """The first of every speech, then the second of each, and so on; the same order every time."""
    seen: Counter[str] = Counter()
    ranked: list[tuple[int, str, Turned]] = []
    for one in turned:
        ranked.append((seen[one.entry.speech], etag(one.entry.speech.encode()), one))
        seen[one.entry.speech] += 1
    return tuple(one for *_, one in sorted(ranked, key=lambda rank: rank[:2]))


def judge_entry(classifier: Classifier, entry: Entry, theme: str) -> tuple[Evidence, ...] | None:
    """The evidence by which an entry has a theme, a person's word heard; None when it has it not."""
    decided = [Decision(said[1:], said.startswith("+")) for said in entry.decided]
    judged = classifier.judge(entry.text, entry.headings, decided)
    return next((one.evidence for one in judged if one.theme == theme), None)


def alone(taxonomy: Taxonomy, theme: str) -> Classifier:
    """A classifier of one theme; decisions under its former ids are still understood."""
    return Classifier(Taxonomy(tuple(t for t in taxonomy.themes if t.id == theme), taxonomy.retired))


def _by_strength(theme: Theme | None) -> dict[tuple[str, str], None]:
    if theme is None:
        return {}
    lists = (("strong", theme.strong), ("weak", theme.weak), ("not", theme.not_))
    return {(strength, term): None for strength, terms in lists for term in terms}


def _moved(
    strength: str, term: str, before: dict[tuple[str, str], None], after: dict[tuple[str, str], None]
) -> bool:
    return ((strength, term) in before) != ((strength, term) in after)


def _changes(old: Taxonomy, new: Taxonomy) -> Iterator[_Change]:
    """The themes that may be judged differently: those of the new taxonomy, then those it no longer has."""
    into: dict[str, list[str]] = {}
    for theme in old.themes:
        into.setdefault(new.current(theme.id), []).append(theme.id)
    goes_on: set[str] = set()
    for theme in new.themes:
        olds = into.get(theme.id, [])
        same = theme.id if theme.id in olds else next(iter(olds), "")
        goes_on.add(same)
        terms = changed_terms(old.by_id.get(same), theme)
        joined = tuple(olds) if len(olds) > 1 else ()
        if terms or joined:
            yield _Change(theme, "edited" if same else "new", same, theme.id, terms, joined)
    for theme in old.themes:
        if theme.id not in goes_on:
            target = new.current(theme.id)
            sort: Sort = "merged" if target in new.by_id else "gone"
            yield _Change(theme, sort, theme.id, target, theme.terms, (theme.id,))


def _compare(source: Source, old: Taxonomy, new: Taxonomy, change: _Change) -> tuple[int, Difference]:
    judges = _Judges(old, new, change)
    standing = Matcher(change.terms)
    gained: list[Turned] = []
    lost: list[Turned] = []
    number = 0
    for entry in _candidates(source, change):
        number += 1
        had, has = judges.both(entry)
        if (had is None) != (has is None):
            evidence = has or had or ()
            # Of a whole theme that comes or goes, every term counts as changed: the evidence names them.
            because = _named(evidence) if change.sort != "edited" else _standing(standing, entry)
            (lost if has is None else gained).append(Turned(entry, evidence, because))
    return number, Difference(change.theme, change.sort, evenly(gained), evenly(lost))


class _Judges:
    """The theme before and after. Where nobody has decided anything both are judged in one pass."""

    def __init__(self, old: Taxonomy, new: Taxonomy, change: _Change) -> None:
        self._change = change
        self._before, self._after = alone(old, change.old), alone(new, change.new)
        versions = (("before", old.by_id.get(change.old)), ("after", new.by_id.get(change.new)))
        self._together = Classifier(
            Taxonomy(tuple(replace(theme, id=name, was=()) for name, theme in versions if theme))
        )

    def both(self, entry: Entry) -> tuple[_Evidence, _Evidence]:
        """The evidence before and after; None where the entry has the theme not."""
        if entry.decided:
            return (
                judge_entry(self._before, entry, self._change.old),
                judge_entry(self._after, entry, self._change.new),
            )
        found = {one.theme: one.evidence for one in self._together.judge(entry.text, entry.headings)}
        return found.get("before"), found.get("after")


def _candidates(source: Source, change: _Change) -> Iterator[Entry]:
    """The entries that may come out differently, each once. Without terms or themes none may."""
    seen: set[str] = set()
    runs = [source.entries((), theme) for theme in change.among]
    if change.sort in ("edited", "new") and change.terms:
        runs.append(source.entries(words_of(change.terms)))
    if change.sort == "new":
        # One brought back: what people said about it long ago counts again, whatever words stand there.
        runs.append(entry for entry in source.entries() if entry.decided)
    for run in runs:
        for entry in run:
            if entry.kind in DEFAULT_KINDS and entry.key not in seen:
                seen.add(entry.key)
                yield entry


def _named(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.term for one in evidence if one.term))


def _standing(matcher: Matcher, entry: Entry) -> tuple[str, ...]:
    texts = (entry.text, *entry.headings)
    return tuple(dict.fromkeys(match.term for text in texts for match in matcher.find(text)))
