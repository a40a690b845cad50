"""An older text of the taxonomy put in the place of a newer one, so that no id is forgotten on the way back.

What people decided since stands in speeches under the ids of the newer one; a theme that goes back to its
former id therefore remembers the ids it had in between. Pure; see taxonomy_store for the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kb.taxonomy import Theme
from kb.taxonomy_change import arranged, union
from kb.themes import listed


def put_back(text: str, now: Iterable[Theme], path: Path) -> str:
    """The older text, in which each theme has as former ids those that `now` has for it and the text knows not.

    Raises:
        BadTaxonomy: the text is not well formed; `path` is only named in it.
    """
    old = listed(text, path)
    since = _since(old, now)
    if not since:
        return text
    return arranged(text, tuple(replace(t, was=union(t.was, since.get(t.id, ()))) for t in old))


def _since(old: Sequence[Theme], now: Iterable[Theme]) -> Mapping[str, Sequence[str]]:
    """The ids that came later, by the id in the older text. Of several themes that one took in since, the one
    that it bore the name of last goes on with them."""
    known = {id_: theme.id for theme in old for id_ in (theme.id, *theme.was)}
    found: dict[str, Sequence[str]] = {}
    for theme in now:
        ids = (theme.id, *reversed(theme.was))
        heir = next((known[id_] for id_ in ids if id_ in known), "")
        later = [id_ for id_ in ids if id_ not in known]
        if heir and later:
            found[heir] = (*found.get(heir, ()), *later)
    return found
