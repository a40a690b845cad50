"""The oracle: looks at every entry, character by character. For tests, and to judge the other engines by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from kb.copies import behind
from kb.engine import DEFAULT_KINDS, Entry, Facets, Hits, Request
from kb.engine import Portion as AnyPortion
from kb.fold import fold, fold_literal
from kb.query import (
    And,
    Everything,
    InSource,
    InTitle,
    Literal,
    Not,
    Or,
    RoleIs,
    ThemeIs,
    Tree,
    YearIn,
    positive_literals,
)
from kb.rank import POOL


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
        literals = [x.folded for x in positive_literals(request.tree)]
        scored = sorted(((e.key, _score(e, literals)) for e in hits), key=lambda hit: (-hit[1], hit[0]))
        texts = {e.key: fold(e.text) for e in hits}
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
        )

    def entries(self, words: Sequence[str] = (), theme: str = "") -> Iterator[Entry]:
        """See `Engine.entries`."""
        folded = [fold_literal(word) for word in words]
        for entry in (e for entries in self._state.speeches.values() for e in entries):
            mentions = not words or any(w in entry.searched or w in entry.context for w in folded)
            if mentions and (not theme or theme in entry.themes):
                yield replace(entry, themes=tuple(sorted(entry.themes)))

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

    def manifest(self) -> Mapping[str, str]:
        """See `Engine.manifest`."""
        return dict(self._state.etags)

    def stamp(self) -> str:
        """See `Engine.stamp`."""
        return self._state.stamp

    def close(self) -> None:
        """Nothing to let go of."""


def _matches(tree: Tree, entry: Entry) -> bool:
    match tree:
        case Everything():
            return True
        case Literal(_, folded):
            return folded in entry.searched
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
    )


def _facets(request: Request, found: list[Entry]) -> Facets:
    def those(but: str) -> list[Entry]:
        return [e for e in found if _chosen(request, e, but)]

    return Facets(
        themes=Counter(theme for e in those("") for theme in e.themes),
        roles=Counter(e.role for e in those("roles") if e.role),
        years=Counter(e.year for e in those("years") if e.year),
        speeches=Counter(e.speech for e in those("speeches")),
        kinds=Counter(e.kind for e in those("kinds")),
    )


def _score(entry: Entry, literals: list[str]) -> float:
    folded = fold(entry.text)
    return sum(folded.count(x) for x in literals) / (20 + len(folded))
