"""The seam between the library and whatever finds passages: small, and free of any engine's language.

An engine holds entries made from speeches. It is a cache: everything in it can be made again from the
speech files. What crosses the seam is our query tree going in, and keys, scores and counts coming out;
no engine query string, offset or highlight.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal as OneOf
from typing import Protocol

from kb.files import etag
from kb.fold import BARRIER, fold
from kb.masks import readings
from kb.order import Order
from kb.query import Tree
from kb.verbatim import Match
from kb.wanted import Wanted

#: Raise when the fields of an entry change, the rules of themes and roles that fill them, those of `kb/prior.py`, or
#: the files that an engine keeps; part of the stamp.
SCHEMA = "8"

#: passage: a paragraph or a point. paragraph: one that has points, as a whole. heading: a heading itself.
EntryKind = OneOf["passage", "paragraph", "heading"]
ENTRY_KINDS: tuple[EntryKind, ...] = ("passage", "paragraph", "heading")
_AFTER_PARAGRAPH = re.compile(r"[.+].*")
#: What a search looks at unless told otherwise. A whole paragraph would repeat its points.
DEFAULT_KINDS: frozenset[EntryKind] = frozenset({"passage", "heading"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What an engine knows of one passage, whole paragraph or heading.

    `place` is the passage id (`p20.1`) or heading number (`h3`) inside the speech; `headings` are the
    texts above it, outermost first; `year` is 0 when unknown, `day` is yyyymmdd with zeros for what is not known
    of it; `themes` are ids; `role` may be empty. `decided` is what a person said of it, as stored: `+theme` or `-theme`.
    """

    speech: str
    place: str
    kind: EntryKind
    text: str
    title: str = ""
    headings: tuple[str, ...] = ()
    source: str = ""
    year: int = 0
    themes: tuple[str, ...] = ()
    role: str = ""
    decided: tuple[str, ...] = ()
    day: int = 0

    @property
    def when(self) -> int:
        """What it stands in the order of dates by: yyyymmdd, 0 when nothing is known."""
        return self.day or self.year * 10_000

    @property
    def key(self) -> str:
        """`speech#place`, unique in a library."""
        return f"{self.speech}#{self.place}"

    @property
    def sha(self) -> str:
        """What its text is known by wherever it stands: see `kb.draft_sources.text_hash`."""
        return etag(self.text.encode())

    @property
    def searched(self) -> str:
        """The folded text that literals are looked for in, masked words filled in behind it."""
        return readings(self.text)

    @property
    def context(self) -> str:
        """Folded title and headings: where `标题:` looks."""
        return BARRIER.join(fold(t) for t in (self.title, *self.headings))

    @property
    def provenance(self) -> str:
        """Folded title and name of the original: where `来源:` looks."""
        return BARRIER.join((fold(self.title), fold(self.source)))


def paragraph_of(place: str) -> str:
    """The paragraph that a place is of: `p20` for `p20`, `p20.1` and `p20+`; a heading is one of its own."""
    return _AFTER_PARAGRAPH.sub("", place)


@dataclass(frozen=True, slots=True)
class Using:
    """What went into drafts, of all there is.

    Args:
        keys: places that were used, and whole paragraphs of which a point was.
        wholes: whole paragraphs that were used as such; every place in them was used too.
        texts: what the texts that were used are known by (`Entry.sha`), wherever they stand now.
    """

    keys: frozenset[str] = frozenset()
    wholes: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.keys or self.texts)

    def holds(self, speech: str, place: str, sha: str) -> bool:
        """Whether a place was used, under its own name or by its text under another."""
        return sha in self.texts or self.named(speech, place)

    def named(self, speech: str, place: str) -> bool:
        """Whether a place was used under its own name."""
        if f"{speech}#{place}" in self.keys:
            return True
        return bool(self.wholes) and f"{speech}#{paragraph_of(place)}+" in self.wholes


@dataclass(frozen=True, slots=True)
class Request:
    """A query and the facets chosen beside it. Several themes must all hold; several roles are alternatives.

    With `fold`, near copies among the best hits stand behind the first of them instead of in the list.
    `wanted` is what the hits are ordered by, when that is not what the tree itself says. With `near`, whatever
    has anything of it matches, and only the best few hundred are hits. With `prior`, statutes and very old
    reports stand a little behind. `used` is counted in the facets; with `unused`, it is left out.
    """

    tree: Tree
    themes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    speech: str = ""
    kinds: frozenset[EntryKind] = DEFAULT_KINDS
    fold: bool = False
    order: Order = "relevance"
    prior: bool = True
    wanted: Wanted | None = None
    near: bool = False
    used: Using = field(default_factory=Using)
    unused: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """How many hits each choice would leave.

    Themes are counted among the hits (they narrow further). Of the others, where one value excludes
    another, each is counted as if its own facet were not chosen, so that one can change over. `unused` are the
    hits that were not used, None where nothing was used at all.
    """

    themes: Mapping[str, int] = field(default_factory=dict)
    roles: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    speeches: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    unused: int | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """The answer: exact total, one page of (key, score) in order, facet counts.

    `copies` names the near copies folded behind a key of the page; `folded` counts all that were folded, so
    that `total - folded` hits stand in the list. `back` counts those that stand a little behind.
    """

    total: int
    page: tuple[tuple[str, float], ...]
    facets: Facets
    copies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    folded: int = 0
    back: int = 0


@dataclass(frozen=True, slots=True)
class Shared:
    """An entry, without its themes, that says something word for word as a text does, and where.

    A match starts in the folded text asked about, and stands at a character of `entry.searched`.
    """

    entry: Entry
    matches: tuple[Match, ...]


class Batch(Protocol):
    """Changes that take effect together when the `with` block ends, or not at all."""

    def add(self, speech: str, etag: str, entries: Iterable[Entry]) -> None:
        """Put in all entries of a speech, in place of what was there for it."""

    def remove(self, speech: str) -> None:
        """Take out a speech; unknown ones are passed over."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """What can change of an entry while its text stays: its themes, and what a person said, as stored."""

    themes: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retagged:
    """A speech of which nothing but tags has changed: its new etag, and the new tags of the places concerned."""

    etag: str
    places: Mapping[str, Tagged]


class Portion(Hashable, Protocol):
    """Some of what is in, to be judged apart from the rest; it can be sent to another process.

    Two are equal only when they would be judged alike: one in which a decision has come in or gone is another.
    """

    @property
    def size(self) -> int:
        """How many entries it has."""

    def entries(self) -> Iterator[Entry]:
        """They, in order, without their themes.

        Raises:
            FileNotFoundError: a writer has put them elsewhere since.
        """


class Engine(Protocol):
    """Finds entries. Any number of readers beside one writer."""

    def write(self) -> AbstractContextManager[Batch]:
        """A batch. An exception inside it leaves the engine as it was."""

    def search(self, request: Request, limit: int, offset: int = 0) -> Hits:
        """Answer a request on the newest committed state.

        Hits of one score stand newest day first, then by speech, then in its order, so that no edit of
        another speech moves them.
        """

    def entries(self, words: Sequence[str] = (), theme: str = "") -> Iterator[Entry]:
        """The entries themselves, in the order of the index, with their themes in the order of their ids.

        Args:
            words: only those that have one of these in their text, their title or their headings, however
                it is folded; all when there are none.
            theme: only those of this theme, when given.
        """

    def sharing(self, text: str) -> Sequence[Shared]:
        """Every entry, of whatever kind, that has a run in common with a folded text; see `kb.verbatim`."""

    def grid(self) -> Mapping[tuple[str, str], int]:
        """How many entries of `DEFAULT_KINDS` have each pair of a theme and a role, which may be empty."""

    def portions(self) -> Sequence[Portion]:
        """Everything that is in, for judging it anew."""

    def retheme(self, themes: Mapping[Portion, Sequence[Sequence[str]]]) -> int:
        """Give every entry new themes, all at once; tell how many entries have others than before.

        Args:
            themes: for every portion that there is now, the theme ids of each of its entries in turn.
        """

    def retag(self, changes: Mapping[str, Retagged]) -> Sequence[str]:
        """Give some entries other tags, and their speeches their new etags, all at once; texts are not touched.

        Returns:
            the speeches that are not in with all these places: nothing of them has changed.
        """

    def manifest(self) -> Mapping[str, str]:
        """The speeches that are in, each with the etag it was added with."""

    def stamp(self) -> str:
        """What the index was made with; empty when nothing was ever committed."""

    def close(self) -> None:
        """Let go of files."""
