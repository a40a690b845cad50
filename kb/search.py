"""From what a person asks to what a page shows: parse, ask the engine, open the hits, cut and explain."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.analysis import query_grams
from kb.classify import Classifier, Judgement
from kb.engine import DEFAULT_KINDS, EntryKind, Facets, Hits, Request
from kb.errors import KbError
from kb.fold import fold
from kb.library import Library
from kb.model import Speech
from kb.places import Place, place, places
from kb.query import Literal, Or, Parsed, Tree, parse, positive_literals, resolve_themes
from kb.roles import RoleJudgement, role
from kb.snippet import Snippet, snippet

PAGE_SIZE = 10

#: Marks that people type between words.
_PUNCTUATION = re.compile(r"[，,；;。/]+")
#: Pairs of characters that a long question is compared by.
_MOST_PAIRS = 40
_QUOTED = re.compile('["“”＂]')


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the words and the chosen facets. Theme names or ids; `page` counts from 1."""

    q: str = ""
    themes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    speech: str = ""
    kinds: frozenset[EntryKind] = DEFAULT_KINDS
    page: int = 1
    size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Judged:
    """A place with what is thought of it, and why."""

    place: Place
    themes: tuple[Judgement, ...]
    role: RoleJudgement


@dataclass(frozen=True, slots=True)
class Copy:
    """The same passage, or nearly, in another place."""

    speech: Speech
    place: Place


@dataclass(frozen=True, slots=True)
class Found:
    """One hit, opened, with the near copies that stand behind it."""

    speech: Speech
    judged: Judged
    score: float
    snippet: Snippet
    copies: tuple[Copy, ...] = ()

    @property
    def key(self) -> str:
        """`speech#place`."""
        return f"{self.speech.id}#{self.judged.place.name}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a results page needs.

    `total` counts every hit, `listed` those that stand in the list, near copies behind others left out.
    `literals` are the folded strings to mark.
    """

    asked: Asked
    total: int
    listed: int
    found: tuple[Found, ...]
    facets: Facets
    notices: tuple[str, ...]
    literals: tuple[str, ...]
    milliseconds: float

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.listed // self.asked.size))


def search(library: Library, asked: Asked) -> Answer:
    """Answer a question. Any words at all give an answer.

    Paragraphs with points are looked at by their parts first; when nothing is found so, as wholes.

    Raises:
        StaleIndex: there is no index yet.
    """
    begun = time.perf_counter()
    hits, tree, told = _ask(library, asked)
    notices = list(told)
    literals = tuple(dict.fromkeys(x.folded for x in positive_literals(tree)))
    themes = () if literals else _request(asked, Parsed(tree), _theme_ids(library)).themes
    found = tuple(_open(library, hits, literals, notices, themes))
    spent = (time.perf_counter() - begun) * 1000
    return Answer(
        asked, hits.total, hits.total - hits.folded, found, hits.facets, tuple(notices), literals, spent
    )


def every_key(library: Library, asked: Asked, most: int) -> tuple[int, tuple[str, ...]]:
    """How many hits a question has, near copies counted singly, and the keys of up to `most` of them.

    Raises:
        StaleIndex: there is no index yet.
    """
    hits = _ask(library, replace(asked, page=1, size=most), fold=False)[0]
    return hits.total, tuple(key for key, _ in hits.page)


def _ask(library: Library, asked: Asked, fold: bool = True) -> tuple[Hits, Tree, tuple[str, ...]]:
    """The hits of one page, the tree that found them, and Chinese sentences about how."""
    ids = _theme_ids(library)
    parsed = resolve_themes(parse(asked.q), ids)
    notices = [*parsed.notices, *(f"没有叫“{t}”的主题" for t in asked.themes if t not in ids)]
    request = replace(_request(asked, parsed, ids), fold=fold)
    offset = (asked.page - 1) * asked.size
    hits = library.index.search(request, asked.size, offset)
    if not hits.total and request.kinds == DEFAULT_KINDS:
        whole = library.index.search(replace(request, kinds=frozenset({"paragraph"})), asked.size, offset)
        if whole.total:
            hits = whole
            notices.append("没有哪一点单独符合，下面是合起来符合的整段")
    if (
        not hits.total
        and (loose := _PUNCTUATION.sub(" ", asked.q)) != asked.q
        and not _QUOTED.search(asked.q)
    ):
        again = resolve_themes(parse(loose), ids)
        apart = library.index.search(replace(_request(asked, again, ids), fold=fold), asked.size, offset)
        if apart.total:
            hits, parsed = apart, again
            notices.append("没有哪一处连标点一起符合，已把标点当作空格")
    return hits, parsed.tree, tuple(notices)


def nearest(library: Library, asked: Asked, literals: Sequence[str], limit: int = 5) -> tuple[Found, ...]:
    """The places that share most pairs of characters with folded literals, under the facets of a question.

    Those with less than half of the pairs are left out.
    """
    pairs = list(dict.fromkeys(g for x in literals for g in query_grams(x) if len(g) == 2))[:_MOST_PAIRS]
    if len(pairs) < 2:
        return ()
    tree = Or(tuple(Literal(pair, pair) for pair in pairs))
    request = replace(_request(asked, Parsed(tree), _theme_ids(library)), tree=tree)
    hits = library.index.search(request, limit)
    found = _open(library, hits, tuple(pairs), [])
    enough = len(pairs) / 2
    return tuple(f for f in found if sum(pair in fold(f.judged.place.text) for pair in pairs) >= enough)


def opened(library: Library, keys: Sequence[str]) -> tuple[Found, ...]:
    """The places of these keys (`speech#place`), opened in this order; those that are gone are left out."""
    return tuple(_open(library, Hits(len(keys), tuple((key, 0.0) for key in keys), Facets()), (), []))


def judge(library: Library, speech: Speech) -> tuple[Judged, ...]:
    """Every place of a speech with its themes and role, in order."""
    classifier = library.classifier()
    return tuple(_judged(classifier, found) for found in places(speech))


def judged_of(library: Library, found: Place) -> Judged:
    """One place with its themes and role."""
    return _judged(library.classifier(), found)


def _judged(classifier: Classifier, found: Place) -> Judged:
    above = [h.text for h in found.headings]
    return Judged(
        found,
        classifier.judge(found.text, above, found.decisions),
        role(found.text, above, found.index, found.count, found.passage_kind)
        if found.kind != "heading"
        else RoleJudgement(None, ()),
    )


def _theme_ids(library: Library) -> dict[str, str]:
    """What a theme may be called: by its id, its name and, where neither is another's, its former ids."""
    themes = library.classifier().taxonomy.themes
    former = {old: t.id for t in themes for old in t.was}
    return former | {name: t.id for t in themes for name in (t.id, t.name)}


def _request(asked: Asked, parsed: Parsed, ids: Mapping[str, str]) -> Request:
    return Request(
        tree=parsed.tree,
        themes=tuple(dict.fromkeys(ids[t] for t in asked.themes if t in ids)),
        roles=asked.roles,
        years=asked.years,
        speech=asked.speech,
        kinds=asked.kinds,
        fold=True,
    )


def _open(
    library: Library, hits: Hits, literals: tuple[str, ...], notices: list[str], themes: Sequence[str] = ()
) -> Iterator[Found]:
    """Read the hits of a page from the library's own files; one that has gone is said, not hidden.

    The words that earned `themes` are marked too.
    """
    classifier = library.classifier()
    for key, score in hits.page:
        at = _find(library, key, notices)
        if at:
            copies = tuple(c for k in hits.copies.get(key, ()) if (c := _find(library, k, notices)))
            judged = _judged(classifier, at.place)
            earned = [
                (e.start, e.end)
                for judgement in judged.themes
                if judgement.theme in themes
                for e in judgement.evidence
                if e.where == "text" and e.end > e.start
            ]
            yield Found(at.speech, judged, score, snippet(at.place.text, literals, earned), copies)


def _find(library: Library, key: str, notices: list[str]) -> Copy | None:
    id_, _, name = key.partition("#")
    try:
        speech = library.speech(id_)
        return Copy(speech, place(speech, name))
    except KbError as e:
        notices.append(f"索引比文件旧：{e.what}。请运行 kb reindex")
        return None
