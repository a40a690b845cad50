"""From what a person asks to what a page shows: parse, ask the engine, open the hits, cut and explain."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kb.classify import Classifier, Judgement
from kb.engine import DEFAULT_KINDS, EntryKind, Facets, Hits, Request
from kb.errors import KbError
from kb.expand import Expanded, Expansion, expand, narrowed, without_search_words
from kb.fold import fold
from kb.lexicon import Lexicon, load
from kb.library import Library
from kb.model import Speech
from kb.order import Order
from kb.places import Place, place, places
from kb.query import And, Literal, Parsed, Sought, Tree, parse, resolve_themes, sought
from kb.rank import POOL
from kb.relax import Rung, closest, has_some, rungs
from kb.roles import RoleJudgement, role
from kb.snippet import Snippet, snippet
from kb.wanted import wanted_of

PAGE_SIZE = 10

#: Marks that people type between words.
_PUNCTUATION = re.compile(r"[，,；;。/]+")
_QUOTED = re.compile('["“”＂]')


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the words and the chosen facets. Theme names or ids; `page` counts from 1.

    With `prior`, statutes and very old reports stand a little behind. With `near`, what comes closest is asked
    for instead of what has all the words. `only` are the words that the lexicon is not asked about; `kb.expand.ALL`
    stands for every word.
    """

    q: str = ""
    themes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    speech: str = ""
    kinds: frozenset[EntryKind] = DEFAULT_KINDS
    page: int = 1
    size: int = PAGE_SIZE
    order: Order = "relevance"
    prior: bool = True
    near: bool = False
    only: tuple[str, ...] = ()


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
    `sought` is what is marked: folded strings, words near each other, patterns. `back` counts the hits that
    stand a little behind. `expansions` are the words that were widened by the lexicon, `dropped` those about the
    search itself that do not have to match. `loosened` tells that nothing matched as it was typed.
    """

    asked: Asked
    total: int
    listed: int
    found: tuple[Found, ...]
    facets: Facets
    notices: tuple[str, ...]
    sought: tuple[Sought, ...]
    milliseconds: float
    back: int = 0
    expansions: tuple[Expansion, ...] = ()
    dropped: tuple[str, ...] = ()
    loosened: bool = False

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
    reply = _ask(library, asked)
    hits, tree, notices = reply.hits, reply.tree, list(reply.notices)
    seen = sought(tree)
    ids = _theme_ids(library)
    themes = () if seen else [ids[theme] for theme in asked.themes if theme in ids]
    found = tuple(_open(library, hits, seen, notices, themes))
    spent = (time.perf_counter() - begun) * 1000
    listed = hits.total - hits.folded
    return Answer(
        asked, hits.total, listed, found, hits.facets, tuple(notices), seen, spent, hits.back, reply.expansions,
        reply.dropped, reply.loosened,
    )  # fmt: skip


def marked(library: Library, asked: Asked) -> tuple[Sought, ...]:
    """What of a question is marked in a text that answers it; no index is needed."""
    return sought(_reading(asked.q, _theme_ids(library), _lexicon(library, asked)).wide.tree)


def every_key(library: Library, asked: Asked, most: int) -> tuple[int, tuple[str, ...]]:
    """How many hits a question has, near copies counted singly, and the keys of up to `most` of them.

    Raises:
        StaleIndex: there is no index yet.
    """
    hits = _ask(library, replace(asked, page=1, size=most), fold=False).hits
    return hits.total, tuple(key for key, _ in hits.page)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question as it was typed, what is asked for it, and the words of it that need not match."""

    typed: Parsed
    wide: Expanded
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Reply:
    """The hits of one page, the tree that found them, and how: Chinese sentences, and what the lexicon did."""

    hits: Hits
    tree: Tree
    notices: tuple[str, ...]
    expansions: tuple[Expansion, ...] = ()
    dropped: tuple[str, ...] = ()
    loosened: bool = False


def _reading(q: str, ids: dict[str, str], lexicon: Lexicon) -> _Reading:
    typed = resolve_themes(parse(q), ids)
    lighter, dropped = without_search_words(typed.tree, lexicon)
    return _Reading(typed, expand(lighter, lexicon), dropped)


def _ask(library: Library, asked: Asked, fold: bool = True) -> _Reply:
    ids, lexicon = _theme_ids(library), _lexicon(library, asked)
    reading = _reading(asked.q, ids, lexicon)
    notices = [*reading.typed.notices, *(f"没有叫“{t}”的主题" for t in asked.themes if t not in ids)]
    request = replace(_request(asked, reading.wide, ids), fold=fold)
    offset = (asked.page - 1) * asked.size
    ladder = rungs(reading.typed.tree, lexicon) if asked.near else ()
    near = closest(ladder, lambda rung: _climb(library, request, rung, asked.size, offset))
    if near is not None:
        notices.append(f"已放宽：不必全有，越接近的越在前；最多列出 {POOL} 处")
        return _loosened(near, ladder[0], notices, reading, lexicon)
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
        again = _reading(loose, ids, lexicon)
        apart = library.index.search(replace(_request(asked, again.wide, ids), fold=fold), asked.size, offset)
        if apart.total:
            hits, reading = apart, again
            notices.append("没有哪一处连标点一起符合，已把标点当作空格")
    words = (
        None
        if hits.total
        else next((rung for rung in rungs(reading.typed.tree, lexicon) if rung.apart), None)
    )
    if words and (found := _climb(library, request, words, asked.size, offset)).total:
        notices.append(f"没有哪一处照原样写着，已按其中的词检索：{'、'.join(words.words)}")
        return _loosened(found, words, notices, reading, lexicon)
    return _Reply(hits, reading.wide.tree, tuple(notices), reading.wide.expansions, reading.dropped)


def _loosened(hits: Hits, rung: Rung, notices: list[str], reading: _Reading, lexicon: Lexicon) -> _Reply:
    """The reply of a question that asks less; its words were widened too."""
    words = And(tuple(Literal(word, word) for word in rung.words))
    return _Reply(
        hits, rung.tree, tuple(notices), expand(words, lexicon).expansions, reading.dropped, loosened=True
    )


def _lexicon(library: Library, asked: Asked) -> Lexicon:
    return narrowed(load(library.home.lexicon), asked.only)


def _climb(library: Library, request: Request, rung: Rung, limit: int, offset: int = 0) -> Hits:
    asking = replace(request, tree=rung.tree, wanted=rung.wanted, near=rung.near)
    return library.index.search(asking, limit, offset)


def nearest(library: Library, asked: Asked, limit: int = 5) -> tuple[Found, ...]:
    """The places that come closest to a question, under its facets, those that have little of it left out."""
    ids = _theme_ids(library)
    reading = _reading(asked.q, ids, _lexicon(library, asked))
    ladder = rungs(reading.typed.tree, _lexicon(library, asked))
    request = replace(_request(asked, reading.wide, ids), order="relevance")
    hits = closest(ladder, lambda rung: _climb(library, request, rung, limit))
    if hits is None:
        return ()
    wanted = ladder[0].wanted
    found = _open(library, hits, tuple(wanted.literals), [])
    return tuple(f for f in found if has_some(wanted, fold(f.judged.place.text)))


def opened(library: Library, keys: Sequence[str], themes: Sequence[str] = ()) -> tuple[Found, ...]:
    """The places of these keys (`speech#place`), opened in this order; those that are gone are left out.

    The words that earned `themes` are marked, and what is shown begins with them.
    """
    return tuple(_open(library, Hits(len(keys), tuple((key, 0.0) for key in keys), Facets()), (), [], themes))


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


def _request(asked: Asked, wide: Expanded, ids: Mapping[str, str]) -> Request:
    return Request(
        tree=wide.tree,
        themes=tuple(dict.fromkeys(ids[t] for t in asked.themes if t in ids)),
        roles=asked.roles,
        years=asked.years,
        speech=asked.speech,
        kinds=asked.kinds,
        fold=True,
        order=asked.order,
        prior=asked.prior,
        wanted=wanted_of(wide.tree, wide.weights) if wide.weights else None,
    )


def _open(
    library: Library, hits: Hits, marked: Sequence[Sought], notices: list[str], themes: Sequence[str] = ()
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
            yield Found(at.speech, judged, score, snippet(at.place.text, marked, earned), copies)


def _find(library: Library, key: str, notices: list[str]) -> Copy | None:
    id_, _, name = key.partition("#")
    try:
        speech = library.speech(id_)
        return Copy(speech, place(speech, name))
    except KbError as e:
        notices.append(f"索引比文件旧：{e.what}。请运行 kb reindex")
        return None
