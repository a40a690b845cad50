"""While someone types: themes, headings and words that begin so, sound so, or have these initials.

A look at a table in memory, so that it takes milliseconds. The table is made in the background at first use, which
takes seconds (see `kb/vocabulary.py`); until then there is nothing to suggest. Nothing here searches.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from threading import Lock, Thread
from typing import Literal
from weakref import WeakKeyDictionary, WeakSet

from kb.errors import KbError
from kb.fold import fold_literal
from kb.lexicon import Lexicon, load
from kb.library import Library
from kb.lookalikes import Lookalikes
from kb.vocabulary import Known, Vocabulary, prepare, sounds, state_of, vocabulary

log = logging.getLogger(__name__)

#: At most so many suggestions in all, and so many of them themes and headings.
MOST, _THEMES, _HEADINGS = 8, 2, 3
_LATIN = re.compile(r"[a-z]{2,}")
#: What is typed beyond this is a sentence, which nothing begins with.
_LONGEST = 30

Kind = Literal["theme", "term", "heading"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`id` is that of a theme; `count` tells how many places have it, 0 when that is not known."""

    text: str
    kind: Kind
    count: int = 0
    id: str = ""


@dataclass(frozen=True)
class Table:
    """Everything that can be suggested: terms, the most frequent first, themes with their ids, and headings.

    Terms and themes stand with their initials and their spelling, so that no look has to put them together.
    """

    heard: tuple[tuple[Known, str, str], ...] = field(repr=False)
    themes: tuple[tuple[Known, str], ...]
    headings: tuple[tuple[str, int], ...]
    texts: frozenset[str] = field(repr=False)

    @cached_property
    def terms(self) -> tuple[Known, ...]:
        """The terms alone."""
        return tuple(term for term, _, _ in self.heard)

    @cached_property
    def lookalikes(self) -> Lookalikes:
        """The terms by what they may be mistaken for."""
        return Lookalikes(self.terms)


@dataclass(frozen=True, slots=True)
class _State:
    """What a table is made of."""

    words: str
    lexicon: Lexicon
    themes: tuple[tuple[str, str], ...]


_made: WeakKeyDictionary[Library, tuple[_State, Table]] = WeakKeyDictionary()
_making, _beginning = Lock(), Lock()
#: The libraries that a thread is making a table for.
_catching_up: WeakSet[Library] = WeakSet()


def suggest(library: Library, typed: str) -> tuple[Suggestion, ...]:
    """What may be on its way, without waiting for anything.

    Raises:
        StaleIndex: there is no index yet.
    """
    known, text = _at_hand(library), typed.strip()
    if known is None or not text or len(text) > _LONGEST:
        return ()
    spelling = text.lower().replace("'", "").replace(" ", "")
    latin = spelling if _LATIN.fullmatch(spelling) else ""
    themes, terms = _themes(known, text, latin), _terms(known, text, latin)
    return _mixed(list(themes), list(terms), list(_headings(known, text)))


def _mixed(
    themes: list[Suggestion], terms: list[Suggestion], headings: list[Suggestion]
) -> tuple[Suggestion, ...]:
    """Some of every kind, the rest terms. What reads the same is shown once, as the first of them."""
    some, last = themes[:_THEMES], headings[:_HEADINGS]
    chosen = (*some, *terms[: MOST - len(some) - len(last)], *last)
    firsts: dict[str, Suggestion] = {}
    for one in chosen:
        firsts.setdefault(one.text, one)
    return tuple(firsts.values())


def _themes(known: Table, text: str, latin: str) -> Iterator[Suggestion]:
    for theme, id_ in known.themes:
        if text in theme.text or (
            latin and (theme.initials.startswith(latin) or theme.spelling.startswith(latin))
        ):
            yield Suggestion(theme.text, "theme", id=id_)


def _terms(known: Table, text: str, latin: str) -> Iterator[Suggestion]:
    if latin:
        fits = (
            one
            for one, short, spelling in known.heard
            if short.startswith(latin) or spelling.startswith(latin)
        )
    else:
        fits = (one for one, _, _ in known.heard if one.text.startswith(text) and one.text != text)
    for one in islice(fits, MOST):
        yield Suggestion(one.text, "term", one.count)


def _headings(known: Table, text: str) -> Iterator[Suggestion]:
    fits = ((heading, count) for heading, count in known.headings if len(text) > 1 and text in heading)
    for heading, count in islice((pair for pair in fits if pair[0] != text), MOST):
        yield Suggestion(heading, "heading", count)


def table(library: Library) -> Table:
    """The table of the library, the lexicon and the themes as they are now, made if need be.

    Raises:
        StaleIndex: there is no index yet.
    """
    with _making:
        state, made = _state(library), _made.get(library)
        if made is None or made[0] != state:
            made = state, _table(vocabulary(library), state.lexicon, state.themes)
            _made[library] = made
        return made[1]


def ready(library: Library) -> Table | None:
    """The table as it was last made; where there is none yet it is made now, but nobody waits while another does.

    Raises:
        StaleIndex: there is no index yet.
    """
    return _at_hand(library) if library in _made or library in _catching_up else table(library)


def catch_up(library: Library) -> None:
    """Make the table in the background if it is not of now."""
    with suppress(KbError):
        _at_hand(library)


def _at_hand(library: Library) -> Table | None:
    """The table as it was last made; where that is not of now, it is made in the background."""
    state, made = _state(library), _made.get(library)
    if (made is None or made[0] != state) and _begins(library):
        Thread(target=_catch_up, args=(library,), name="suggest", daemon=True).start()
    return made[1] if made else None


def _begins(library: Library) -> bool:
    """Whether no thread is at it already; from now on one is."""
    with _beginning:
        begins = library not in _catching_up
        _catching_up.add(library)
        return begins


def _catch_up(library: Library) -> None:
    try:
        prepare(library)
        table(library)
    except (KbError, OSError) as e:
        log.warning("输入提示没有准备好：%s", e)  # asked for again with the next key
    finally:
        _catching_up.discard(library)


def _state(library: Library) -> _State:
    themes = tuple((theme.id, theme.name) for theme in library.classifier().taxonomy.themes)
    return _State(state_of(library), load(library.home.lexicon), themes)


def _table(words: Vocabulary, lexicon: Lexicon, themes: tuple[tuple[str, str], ...]) -> Table:
    counts = {word.text for word in words.words}
    senses = (sense for each in lexicon.senses.values() for sense in each)
    written = {fold_literal(text): text for sense in senses for text in sense.alternatives}
    listed = dict.fromkeys([*written.values(), *(lexicon.senses.keys() - written.keys())])
    others = [Known(text, 0, sounds(text)) for text in sorted(listed) if text not in counts]
    named = tuple((Known(name, 0, sounds(name)), id_) for id_, name in themes)
    terms = (*words.words, *others)
    heard = tuple((term, term.initials, term.spelling) for term in terms)
    texts = lexicon.searching.union(term.text for term in terms)
    return Table(heard, named, words.headings, texts)
