"""What an index says to a question; and where it has nothing, what it says to the same question asking less.

A question is loosened one step at a time, each step is said in a sentence, and none is taken while the one before
has an answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.engine import DEFAULT_KINDS, Hits, Request
from kb.expand import Expansion, expand
from kb.library import Library
from kb.query import And, Literal, Tree
from kb.question import Question, question
from kb.rank import POOL
from kb.relax import Rung, closest

#: Marks that people type between words.
_PUNCTUATION = re.compile(r"[，,；;。/]+")
_QUOTED = re.compile('["“”＂]')


@dataclass(frozen=True, slots=True)
class Reply:
    """The hits of one page, the tree that found them, and how: Chinese sentences, and what the lexicon did."""

    hits: Hits
    tree: Tree
    notices: tuple[str, ...]
    expansions: tuple[Expansion, ...] = ()
    dropped: tuple[str, ...] = ()
    loosened: bool = False


def reply(library: Library, asking: Question, fold: bool = True, loosen: bool = True) -> Reply:
    """Ask the index; with `fold`, near copies stand behind the first. Without `loosen`, no string is taken apart.

    Raises:
        StaleIndex: there is no index yet.
    """
    request = replace(asking.request, fold=fold)
    if asking.asked.near and (close := _close(library, asking, request)):
        return close
    hits = _page(library, asking, request)
    if hits.total:
        return _as_asked(asking, hits)
    return (
        _whole(library, asking, request)
        or _apart(library, asking, fold)
        or (_by_words(library, asking, request) if loosen else None)
        or _as_asked(asking, hits)
    )


def climb(library: Library, request: Request, rung: Rung, limit: int, offset: int = 0) -> Hits:
    """Ask what a rung asks, under the facets of a request."""
    asking = replace(request, tree=rung.tree, wanted=rung.wanted, near=rung.near)
    return library.index.search(asking, limit, offset)


def _page(library: Library, asking: Question, request: Request) -> Hits:
    return library.index.search(request, asking.asked.size, asking.asked.offset)


def _as_asked(asking: Question, hits: Hits, *said: str) -> Reply:
    notices = (*asking.notices, *said)
    return Reply(hits, asking.wide.tree, notices, asking.wide.expansions, asking.dropped)


def _close(library: Library, asking: Question, request: Request) -> Reply | None:
    """What comes closest, where a person asked for that."""
    asked, ladder = asking.asked, asking.ladder()
    near = closest(ladder, lambda rung: climb(library, request, rung, asked.size, asked.offset))
    if near is None:
        return None
    said = f"已放宽：不必全有，越接近的越在前；最多列出 {POOL} 处"
    return _loosened(asking, near, ladder[0], said)


def _whole(library: Library, asking: Question, request: Request) -> Reply | None:
    """Paragraphs with points, as wholes."""
    if request.kinds != DEFAULT_KINDS:
        return None
    hits = _page(library, asking, replace(request, kinds=frozenset({"paragraph"})))
    return _as_asked(asking, hits, "没有哪一点单独符合，下面是合起来符合的整段") if hits.total else None


def _apart(library: Library, asking: Question, fold: bool) -> Reply | None:
    """The words between the marks, each by itself."""
    asked = asking.asked
    loose = _PUNCTUATION.sub(" ", asked.q)
    if loose == asked.q or _QUOTED.search(asked.q):
        return None
    again = question(library, replace(asked, q=loose))
    hits = _page(library, again, replace(again.request, fold=fold))
    if not hits.total:
        return None
    said = "没有哪一处连标点一起符合，已把标点当作空格"
    return replace(_as_asked(again, hits), notices=(*asking.notices, said))


def _by_words(library: Library, asking: Question, request: Request) -> Reply | None:
    """The words that a long run of characters is made of."""
    asked = asking.asked
    for rung in (rung for rung in asking.ladder() if rung.apart):
        hits = climb(library, request, rung, asked.size, asked.offset)
        if hits.total:
            said = f"没有哪一处照原样写着，已按其中的词检索：{'、'.join(rung.words)}"
            return _loosened(asking, hits, rung, said)
    return None


def _loosened(asking: Question, hits: Hits, rung: Rung, said: str) -> Reply:
    """The reply to a question that asks less; its words were widened too."""
    words = _all_of(rung.words)
    return Reply(
        hits,
        rung.tree,
        (*asking.notices, said),
        expand(words, asking.lexicon).expansions,
        asking.dropped,
        loosened=True,
    )


def _all_of(words: Sequence[str]) -> And:
    return And(tuple(Literal(word, word) for word in words))
