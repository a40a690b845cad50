"""A question, read: as it was typed, as it is asked of an index, and what lies between the two.

Every word that was widened or let go is kept here by name, so that a page can say it. Nothing is answered here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.asked import Asked
from kb.engine import Request, Using
from kb.expand import Expanded, expand, narrowed, without_search_words
from kb.lexicon import Lexicon, load
from kb.library import Library
from kb.query import Parsed, parse, resolve_themes
from kb.relax import Rung, rungs
from kb.wanted import wanted_of


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, read.

    `typed` is the tree as it was typed, `wide` with what the lexicon adds, without the words in `dropped`, which
    are about the search itself. `ids` are the themes by every name they may be called by. `used` went into drafts.
    """

    asked: Asked
    typed: Parsed
    wide: Expanded
    dropped: tuple[str, ...]
    ids: Mapping[str, str]
    lexicon: Lexicon
    used: Using

    @property
    def themes(self) -> tuple[str, ...]:
        """The ids of the chosen themes that there are."""
        return tuple(dict.fromkeys(self.ids[t] for t in self.asked.themes if t in self.ids))

    @property
    def notices(self) -> tuple[str, ...]:
        """What could not be read as it was written."""
        unknown = (f"没有叫“{t}”的主题" for t in self.asked.themes if t not in self.ids)
        return (*self.typed.notices, *unknown)

    @property
    def request(self) -> Request:
        """What is asked of an index; near copies are folded."""
        asked, wide = self.asked, self.wide
        return Request(
            tree=wide.tree,
            themes=self.themes,
            roles=asked.roles,
            years=asked.years,
            speech=asked.speech,
            kinds=asked.kinds,
            fold=True,
            order=asked.order,
            prior=asked.prior,
            wanted=wanted_of(wide.tree, wide.weights) if wide.weights else None,
            used=self.used,
            unused=asked.unused,
        )

    def leaves_out(self, speech: str, place: str, sha: str) -> bool:
        """Whether only what was not used is asked for, and this was."""
        return self.asked.unused and self.used.holds(speech, place, sha)

    def ladder(self) -> tuple[Rung, ...]:
        """The same question asking less and less."""
        return rungs(self.typed.tree, self.lexicon)


def question(library: Library, asked: Asked) -> Question:
    """Read what is asked; no index is needed."""
    ids, lexicon = _theme_ids(library), narrowed(load(library.home.lexicon), asked.only)
    typed = resolve_themes(parse(asked.q), ids)
    lighter, dropped = without_search_words(typed.tree, lexicon)
    return Question(asked, typed, expand(lighter, lexicon), dropped, ids, lexicon, _used(library))


def _used(library: Library) -> Using:
    """What went into drafts; where there are none, nothing of drafts is loaded."""
    if not library.home.drafts.is_dir():
        return Using()
    from kb.used import used

    return used(library.home).using()


def _theme_ids(library: Library) -> dict[str, str]:
    """What a theme may be called: by its id, its name and, where neither is another's, its former ids."""
    themes = library.classifier().taxonomy.themes
    former = {old: t.id for t in themes for old in t.was}
    return former | {name: t.id for t in themes for name in (t.id, t.name)}
