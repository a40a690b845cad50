"""All themes with their roles as a grid, the way into the library; and one theme by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace

from flask import Flask, redirect, request
from werkzeug.exceptions import HTTPException

from kb.asked import Asked
from kb.engine import Facets
from kb.errors import NotFound, StaleIndex
from kb.found import opened
from kb.library import Library
from kb.model import ROLES, Role
from kb.portrait import Portrait, portrait
from kb.themes import Taxonomy, Theme
from web import page
from web.choice import Choice
from web.hits import Card, card, card_data
from web.links import search_url, theme_url
from web.page import Page, library
from web.years import years

#: They would end the quoted words of a question; in a text they are passed over.
_QUOTES = re.compile('["“”＂]')

Grid = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Row:
    """A theme of the grid: how deep it stands, all of it, and its share of each role. No counts without an index."""

    theme: Theme
    depth: int
    all: Choice
    search: str
    roles: tuple[Choice, ...]


def register(app: Flask) -> None:
    """Add `/themes` and `/themes/<id>`."""
    page.add(app, "/themes", "themes", themes)
    page.add(app, "/themes/<id_>", "theme", theme)


def themes() -> Page:
    """The taxonomy as a grid of themes and roles."""
    kb = library()
    taxonomy, counts = kb.classifier().taxonomy, _grid(kb)
    rows = tuple(_rows(taxonomy, counts, "", 0))
    context = {"asked": Asked(), "rows": rows, "roles": ROLES, "counted": counts is not None}
    data = [
        asdict(row.theme)
        | {
            "hits": row.all.count if counts is not None else None,
            "roles": {choice.value: choice.count for choice in row.roles},
        }
        for row in rows
    ]
    return Page("themes.html", context, {"themes": data})


def _grid(kb: Library) -> Grid | None:
    try:
        return kb.index.grid()
    except StaleIndex:
        return None


def _rows(taxonomy: Taxonomy, counts: Grid | None, above: str, depth: int) -> Iterator[Row]:
    for theme in taxonomy.themes:
        if theme.broader == above:
            yield _row(theme, counts or {}, depth)
            yield from _rows(taxonomy, counts, theme.id, depth + 1)


def _row(theme: Theme, counts: Grid, depth: int) -> Row:
    total = sum(count for (id_, _), count in counts.items() if id_ == theme.id)
    return Row(
        theme,
        depth,
        Choice(theme.id, theme.name, total, False, theme_url(theme.id)),
        search_url(Asked(themes=(theme.id,))),
        tuple(_role(theme.id, role, counts.get((theme.id, role), 0)) for role in ROLES),
    )


def _role(theme: str, role: Role, count: int) -> Choice:
    return Choice(role, ROLES[role], count, False, search_url(Asked(themes=(theme,), roles=(role,))))


def theme(id_: str) -> Page:
    """One theme: what it is, when, beside what, under which headings, and its best passages by role."""
    kb = library()
    taxonomy = kb.classifier().taxonomy
    found = taxonomy.resolve(id_)
    if found is None:
        laid_down = next((one for one in taxonomy.retired if id_ in (one.id, *one.was)), None)
        if laid_down:
            return _retired(laid_down)
        raise NotFound(f"没有编号为“{id_}”的主题", remedy="主题页里有全部主题；停用的在主题工坊里")
    if found.id != id_:
        raise _moved(found.id)
    try:
        seen: Portrait | None = portrait(kb, found.id)
    except StaleIndex:
        seen = None
    best = _best(kb, seen) if seen else {}
    context = {
        "asked": Asked(),
        "theme": found,
        "above": taxonomy.by_id.get(found.broader),
        "below": [one for one in taxonomy.themes if one.broader == found.id],
        "seen": seen,
        "best": best,
        **(_links(kb, seen) if seen else {}),
    }
    data = {
        "theme": asdict(found),
        "portrait": asdict(seen) if seen else None,
        "best": {role: [card_data(shown) for shown in cards] for role, cards in best.items()},
    }
    return Page("theme.html", context, data)


def _retired(theme: Theme) -> Page:
    """The answer for a theme that is laid down: that it is, and the way to bring it back."""
    what, remedy = f"主题“{theme.name}”已停用", "在主题工坊里可以恢复它；对它的决定都还在"
    context = {
        "asked": Asked(),
        "status": 404,
        "what": what,
        "remedy": remedy,
        "way": ("/themes/workshop", "去主题工坊"),
    }
    return Page("error.html", context, {"error": what, "remedy": remedy}, 404)


def _best(kb: Library, seen: Portrait) -> dict[Role, list[Card]]:
    asked = Asked(themes=(seen.theme,))
    cards = {
        role: [card(kb, asked, one) for one in opened(kb, keys, (seen.theme,))]
        for role, keys in seen.best.items()
    }
    return {role: found for role, found in cards.items() if found}


def _moved(id_: str) -> HTTPException:
    """The answer for a former id: where the theme is now, as a page or as JSON like the question."""
    address = theme_url(id_) + (".json" if request.path.endswith(".json") else "")
    return HTTPException(response=redirect(address, 301))


def _links(kb: Library, seen: Portrait) -> dict[str, object]:
    """The portrait as links that lead on."""
    names, asked = kb.classifier().taxonomy, Asked(themes=(seen.theme,))
    return {
        "all": search_url(asked),
        "roles": {role: _role(seen.theme, role, seen.roles[role]) for role in seen.best},
        "years": years(asked, Facets(years=seen.years)),
        "beside": [
            _choice(names.name_of(one.theme), one.count, Asked(themes=(seen.theme, one.theme)))
            for one in seen.companions
        ],
        "headings": [_choice(text, count, replace(asked, q=_under(text))) for text, count in seen.headings],
    }


def _under(heading: str) -> str:
    """The question for a heading: what stands below it, and itself, which may be all that has the theme."""
    words = _QUOTES.sub("", heading)
    return f'标题:"{words}" | "{words}"'


def _choice(label: str, count: int, asked: Asked) -> Choice:
    return Choice(label, label, count, False, search_url(asked))
