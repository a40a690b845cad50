"""The oracle: looks at every entry, character by character. For tests, and to judge the other engines by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from kb.copies import behind
from kb.engine import DEFAULT_KINDS, Entry, Facets, Hits, Request, Retagged, Shared, paragraph_of
from kb.engine import Portion as AnyPortion
from kb.fold import fold_literal
from kb.match import spans
from kb.prior import stands_back
from kb.query import (
    And,
    Everything,
    InSource,
    InTitle,
    Literal,
    Near,
    Not,
    Or,
    Pattern,
    RoleIs,
    ThemeIs,
    Tree,
    YearIn,
)
from kb.rank import POOL
from kb.relevance import Looked, scores
from kb.verbatim import Verbatim
from kb.wanted import Wanted, wanted_of


@dataclass(frozen=True, slots=True)
class _State:
    speeches: Mapping[str, tuple[Entry, ...]]
    etags: Mapping[str, str]
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Portion:
    """See `kb.engine.Portion`: a speech."""

    speech: str
    stored: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """See `kb.engine.Portion`."""
        return len(self.stored)

    def entries(self) -> Iterator[Entry]:
        """See `kb.engine.Portion.entries`."""
        return (replace(entry, themes=()) for entry in self.stored)


class _Batch:
    def __init__(self, state: _State) -> None:
        self.speeches = dict(state.speeches)
        self.etags = dict(state.etags)

    def add(self, speech: str, etag: str, entries: Iterable[Entry]) -> None:
        self.remove(speech)
        self.speeches[speech] = tuple(entries)
        self.etags[speech] = etag

    def remove(self, speech: str) -> None:
        self.speeches.pop(speech, None)
        self.etags.pop(speech, None)


class MemoryEngine:
    """Keeps everything in memory and forgets it at the end."""

    def __init__(self, stamp: str = "") -> None:
        self._stamp = stamp
        self._state = _State({}, {})

    @contextmanager
    def write(self) -> Iterator[_Batch]:
        """See `Engine.write`."""
        batch = _Batch(self._state)
        yield batch
        self._state = _State(batch.speeches, batch.etags, self._stamp)

    def search(self, request: Request, limit: int, offset: int = 0) -> Hits:
        """See `Engine.search`."""
        found = [e for entries in self._state.speeches.values() for e in entries if _matches(request.tree, e)]
        hits = [e for e in found if _chosen(request, e)]
        scored = _ordered(hits, request)
        if request.near:
            scored = scored[:POOL]
            keys = {key for key, _ in scored}
            found = hits = [e for e in hits if e.key in keys]
        texts = {e.key: e.searched for e in hits}
        groups = behind([texts[key] for key, _ in scored[:POOL]]) if request.fold else {}
        listed = [scored[head] for head in groups] + scored[POOL:] if request.fold else scored
        page = tuple(listed[offset : offset + limit])
        copies = {
            scored[head][0]: tuple(scored[n][0] for n in group) for head, group in groups.items() if group
        }
        return Hits(
            len(hits),
            page,
            _facets(request, found),
            {key: copies[key] for key, _ in page if key in copies},
            len(scored) - len(listed),
            sum(_looked(e, True).back for e in hits) if request.prior and request.order == "relevance" else 0,
        )

    def entries(self, words: Sequence[str] = (), theme: str = "") -> Iterator[Entry]:
        """See `Engine.entries`."""
        folded = [fold_literal(word) for word in words]
        for entry in (e for entries in self._state.speeches.values() for e in entries):
            mentions = not words or any(w in entry.searched or w in entry.context for w in folded)
            if mentions and (not theme or theme in entry.themes):
                yield replace(entry, themes=tuple(sorted(entry.themes)))

    def sharing(self, text: str) -> tuple[Shared, ...]:
        """See `Engine.sharing`."""
        known = Verbatim(text)
        found = ((e, known.shared_with(e.searched)) for those in self._state.speeches.values() for e in those)
        return tuple(Shared(replace(e, themes=(), decided=()), matches) for e, matches in found if matches)

    def grid(self) -> Mapping[tuple[str, str], int]:
        """See `Engine.grid`."""
        counted = [e for e in self.entries() if e.kind in DEFAULT_KINDS]
        return Counter((theme, e.role) for e in counted for theme in e.themes)

    def portions(self) -> tuple[Portion, ...]:
        """See `Engine.portions`."""
        return tuple(Portion(speech, entries) for speech, entries in self._state.speeches.items())

    def retheme(self, themes: Mapping[AnyPortion, Sequence[Sequence[str]]]) -> int:
        """See `Engine.retheme`."""
        new: dict[str, tuple[Entry, ...]] = {}
        different = 0
        for portion in self.portions():
            given = themes[portion]
            different += sum(set(e.themes) != set(t) for e, t in zip(portion.stored, given, strict=True))
            new[portion.speech] = tuple(
                replace(e, themes=tuple(t)) for e, t in zip(portion.stored, given, strict=True)
            )
        self._state = _State(new, self._state.etags, self._stamp)
        return different

    def retag(self, changes: Mapping[str, Retagged]) -> tuple[str, ...]:
        """See `Engine.retag`."""
        speeches, etags = dict(self._state.speeches), dict(self._state.etags)
        unknown: list[str] = []
        for speech, change in changes.items():
            entries = speeches.get(speech, ())
            if speech not in etags or not change.places.keys() <= {e.place for e in entries}:
                unknown.append(speech)
                continue
            speeches[speech] = tuple(_retagged(e, change) for e in entries)
            etags[speech] = change.etag
        self._state = _State(speeches, etags, self._state.stamp)
        return tuple(unknown)

    def manifest(self) -> Mapping[str, str]:
        """See `Engine.manifest`."""
        return dict(self._state.etags)

    def stamp(self) -> str:
        """See `Engine.stamp`."""
        return self._state.stamp

    def close(self) -> None:
        """Nothing to let go of."""


def _retagged(entry: Entry, change: Retagged) -> Entry:
    tagged = change.places.get(entry.place)
    return replace(entry, themes=tagged.themes, decided=tagged.decided) if tagged else entry


def _matches(tree: Tree, entry: Entry) -> bool:
    match tree:
        case Everything():
            return True
        case Literal(_, folded):
            return folded in entry.searched
        case Near() | Pattern():
            return bool(spans(entry.searched, tree))
        case InTitle(folded):
            return folded in entry.context
        case InSource(folded):
            return folded in entry.provenance
        case ThemeIs(theme):
            return theme in entry.themes
        case RoleIs(role):
            return role == entry.role
        case YearIn(first, last):
            return bool(entry.year) and first <= entry.year <= last
        case And(parts):
            return all(_matches(p, entry) for p in parts)
        case Or(parts):
            return any(_matches(p, entry) for p in parts)
        case Not(part):
            return not _matches(part, entry)


def _chosen(request: Request, entry: Entry, but: str = "") -> bool:
    """Whether the chosen facets, one of them left aside, let the entry through."""
    years = request.years
    return (
        (but == "kinds" or entry.kind in request.kinds)
        and all(theme in entry.themes for theme in request.themes)
        and (but == "roles" or not request.roles or entry.role in request.roles)
        and (but == "years" or years is None or (bool(entry.year) and years[0] <= entry.year <= years[1]))
        and (but == "speeches" or not request.speech or entry.speech == request.speech)
        and (but == "used" or not request.unused or not _used(request, entry))
    )


def _used(request: Request, entry: Entry) -> bool:
    return request.used.holds(entry.speech, entry.place, entry.sha)


def _facets(request: Request, found: list[Entry]) -> Facets:
    def those(but: str) -> list[Entry]:
        return [e for e in found if _chosen(request, e, but)]

    return Facets(
        themes=Counter(theme for e in those("") for theme in e.themes),
        roles=Counter(e.role for e in those("roles") if e.role),
        years=Counter(e.year for e in those("years") if e.year),
        speeches=Counter(e.speech for e in those("speeches")),
        kinds=Counter(e.kind for e in those("kinds")),
        unused=sum(not _used(request, e) for e in those("used")) if request.used else None,
    )


def _ordered(hits: list[Entry], request: Request) -> list[tuple[str, float]]:
    wanted = request.wanted or wanted_of(request.tree)
    ranked = sorted(hits, key=lambda e: (*_key(e, request, wanted), -e.when, e.speech))
    if request.order != "relevance":
        return [(e.key, 0.0) for e in ranked]
    pool = ranked[:POOL]
    looked = zip(scores([_looked(e, request.prior) for e in pool], wanted), pool, strict=True)
    closer = sorted(looked, key=lambda pair: (-pair[0], -pair[1].when, pair[1].speech))
    return [(e.key, score) for score, e in closer] + [(e.key, 0.0) for e in ranked[POOL:]]


def _key(entry: Entry, request: Request, wanted: Wanted) -> tuple[float | str, ...]:
    match request.order:
        case "oldest":
            return (not entry.when, entry.when)
        case "length":
            return (len(entry.searched),)
        case "source":
            return (entry.provenance,)
        case "relevance":
            counts = (weight * entry.searched.count(text) for text, weight in wanted.literals.items())
            return (-sum(counts) / (20 + len(entry.searched)),)
        case _:
            return ()


def _looked(entry: Entry, prior: bool) -> Looked:
    return Looked(
        entry.searched,
        entry.context,
        (entry.speech, paragraph_of(entry.place)),
        entry.kind == "heading",
        entry.role,
        prior and stands_back(entry.context, entry.year),
    )
