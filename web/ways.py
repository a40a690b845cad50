"""The ways of looking at a question: its passages, headings, parallel clauses, or its words among their neighbours.

All of them are the same question in the address, under another path and with what is chosen there besides, so
that one leads to the other. What is shared by their pages stands here: addresses, choices, places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Flask, request

from kb.asked import Asked
from kb.catalogue import Where
from kb.engine import DEFAULT_KINDS, Facets
from kb.library import Library
from kb.model import ROLES
from web.asked import Read, facet_pairs, pairs, read
from web.choice import Choice
from web.facets import Group
from web.links import afresh, excerpt_url, reading_url
from web.years import Years, years

WAYS: Mapping[str, str] = {"search": "检索结果", "titles": "标题", "parallel": "排比", "kwic": "前后词"}

#: Lines on a page; places told of one line; themes and speeches to choose from.
PAGE, _PLACES, _THEMES, _SPEECHES = 40, 12, 10, 8


def register(app: Flask) -> None:
    """Give templates `ways(asked)`."""
    app.jinja_env.globals["ways"] = ways


def ways(asked: Asked) -> tuple[Choice, ...]:
    """The same question looked at in every way, the one of this page chosen."""
    here = request.path.removesuffix(".json").strip("/") or "search"
    return tuple(
        Choice(way, label, 0, way == here, Look(way, replace(asked, page=1, kinds=DEFAULT_KINDS)).url())
        for way, label in WAYS.items()
    )


@dataclass(frozen=True, slots=True)
class Look:
    """A way of looking at a question, with what is chosen beside it: names and values of the address."""

    way: str
    asked: Asked
    chosen: tuple[tuple[str, str], ...] = ()

    def url(self, changes: Mapping[str, str] | None = None, page: int = 1) -> str:
        """The address with some of what is chosen changed; an empty value lets go of it."""
        chosen = {**dict(self.chosen), **(changes or {})}
        parameters = pairs(replace(self.asked, page=page)) + [(n, v) for n, v in chosen.items() if v]
        return f"/{self.way}" + (f"?{urlencode(parameters)}" if parameters else "")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What stays chosen when other words are asked for."""
        return facet_pairs(self.asked) + [c for c in self.chosen if c[1]]

    def go(self, url: str) -> str:
        """An address of results turned into one of this way of looking; any other stays."""
        path, _, query = url.partition("?")
        if path != "/search":
            return url
        parameters = "&".join(part for part in (query, urlencode([c for c in self.chosen if c[1]])) if part)
        return f"/{self.way}" + (f"?{parameters}" if parameters else "")

    def turn(self, total: int, size: int = PAGE) -> Turn:
        """The way to the pages before and after; a page beyond the last is the last."""
        last = max(1, -(-total // size))
        page = min(self.asked.page, last)
        previous, following = (self.url(page=n) if 1 <= n <= last else "" for n in (page - 1, page + 1))
        return Turn(page, last, (page - 1) * size, page * size, previous, following)


@dataclass(frozen=True, slots=True)
class Turn:
    """A page of a list: lines `start` to `end`."""

    page: int
    pages: int
    start: int
    end: int
    previous: str
    next: str


def look(library: Library, way: str, names: Sequence[str]) -> tuple[Look, Read]:
    """What the address asks for.

    Args:
        names: the parameters of this way of looking.
    """
    asking = read(request.args, library.classifier().taxonomy)
    asked = replace(asking.asked, kinds=DEFAULT_KINDS)
    return Look(way, asked, tuple((name, request.args.get(name, "")) for name in names)), asking


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands."""

    title: str
    year: int
    url: str


def place(at: Where, asked: Asked) -> Place:
    """A place with its address."""
    return Place(at.title, at.year, reading_url(at.speech, replace(asked, page=1), at.place, at.place))


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of a list: its places (the first few), how many speeches, the text to copy where scripts are missing."""

    key: str
    text: str
    places: tuple[Place, ...]
    speeches: int
    plain_url: str


def shown(text: str, places: Sequence[Where], asked: Asked) -> Shown:
    """A line, ready to be shown."""
    first = places[0]
    return Shown(
        first.key,
        text,
        tuple(place(at, asked) for at in places[:_PLACES]),
        len(places),
        excerpt_url(first.speech, first.place),
    )


def shown_data(line: Shown) -> dict[str, object]:
    """A line as JSON."""
    return {
        "text": line.text,
        "speeches": line.speeches,
        "places": [{"title": at.title, "year": at.year or None, "url": at.url} for at in line.places],
    }


def features(look: Look, name: str, label: str, names: Mapping[str, str], counts: Mapping[str, int]) -> Group:
    """A group of choices of this way of looking alone."""
    chosen = dict(look.chosen).get(name, "")
    return Group(
        name,
        label,
        tuple(
            Choice(
                value,
                text,
                counts.get(value, 0),
                value == chosen,
                look.url({name: "" if value == chosen else value}),
            )
            for value, text in names.items()
            if counts.get(value) or value == chosen
        ),
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """The choices that every list has."""

    themes: Group
    roles: Group
    years: Years
    speeches: Group


def beside(library: Library, asked: Asked, facets: Facets, titles: Mapping[str, str]) -> Beside:
    """Themes, roles, years and speeches to narrow a list by.

    Args:
        titles: of the speeches that the list has.
    """
    themes = [
        _choice(t.id, t.name, facets.themes, asked.themes, afresh(asked, themes=_toggled(asked.themes, t.id)))
        for t in library.classifier().taxonomy.themes
    ]
    roles = [
        _choice(r, name, facets.roles, asked.roles, afresh(asked, roles=_toggled(asked.roles, r)))
        for r, name in ROLES.items()
    ]
    most = sorted(facets.speeches, key=lambda id_: (id_ != asked.speech, -facets.speeches[id_]))[:_SPEECHES]
    one = (asked.speech,) if asked.speech else ()
    speeches = [
        _choice(s, titles.get(s, s), facets.speeches, one, afresh(asked, speech="" if s in one else s))
        for s in most
    ]
    return Beside(
        _group("theme", "主题", themes, _THEMES),
        _group("role", "用途", roles, len(ROLES)),
        years(asked, facets),
        _group("speech", "讲话", speeches, _SPEECHES),
    )


def _choice(value: str, label: str, counts: Mapping[str, int], chosen: Sequence[str], url: str) -> Choice:
    return Choice(value, label, counts.get(value, 0), value in chosen, url)


def _toggled(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(v for v in values if v != value) if value in values else (*values, value)


def _group(name: str, label: str, choices: Sequence[Choice], most: int) -> Group:
    some = sorted((c for c in choices if c.count or c.chosen), key=lambda c: (not c.chosen, -c.count))
    return Group(name, label, tuple(some[:most]), tuple(some[most:]))


def ordering(look: Look, names: Mapping[str, str], usual: str) -> tuple[Choice, ...]:
    """The orders a list can stand in."""
    now = dict(look.chosen).get("sort") or usual
    return tuple(
        Choice(value, label, 0, value == now, look.url({"sort": "" if value == usual else value}))
        for value, label in names.items()
    )
