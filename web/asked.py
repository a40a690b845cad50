"""A question as it stands in an address, and back. The address carries the whole state of a search.

Law: `read(query(asked)) == asked` for every question that `read` gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_plus

from werkzeug.datastructures import MultiDict

from kb.asked import Asked
from kb.engine import DEFAULT_KINDS, ENTRY_KINDS
from kb.order import order_id
from kb.query import role_id, years
from kb.themes import Taxonomy

_LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Read:
    """A question, and Chinese sentences about what in its address could not be used."""

    asked: Asked
    notices: tuple[str, ...] = ()


def read(args: MultiDict[str, str], taxonomy: Taxonomy) -> Read:
    """Read the parameters of an address; what makes no sense is left out and told."""
    notices: list[str] = []
    themes = []
    for name in args.getlist("theme"):
        theme = taxonomy.resolve(name)
        if theme:
            themes.append(theme.id)
        elif name:
            notices.append(f"没有叫“{name}”的主题，没有用它筛选")
    roles = []
    for name in args.getlist("role"):
        role = role_id(name)
        if role:
            roles.append(role)
        elif name:
            notices.append(f"没有“{name}”这种用途，没有用它筛选")
    span = args.get("year", "")
    chosen = years(span)
    if span and not chosen:
        notices.append(f"年份“{span}”看不懂，没有用它筛选；写成 2019 或 2019..2021")
    kinds = frozenset(kind for kind in ENTRY_KINDS if kind in args.getlist("kind"))
    asked = Asked(
        q=args.get("q", ""),
        themes=tuple(dict.fromkeys(themes)),
        roles=tuple(dict.fromkeys(roles)),
        years=(chosen.first, chosen.last) if chosen else None,
        speech=args.get("speech", ""),
        kinds=kinds or DEFAULT_KINDS,
        page=_page(args.get("page", "")),
        order=order_id(args.get("order", "")) or "relevance",
        prior=args.get("prior") != "no",
        near=args.get("near") == "1",
        only=tuple(dict.fromkeys(word for word in args.getlist("only") if word)),
        unused=args.get("used") == "no",
    )
    return Read(asked, tuple(dict.fromkeys(notices)))


def _page(text: str) -> int:
    return min(max(1, whole(text, 1)), _LAST_PAGE)


def whole(text: str, otherwise: int = 0) -> int:
    """A whole number in an address or form; `otherwise` for anything else, thousands of digits too."""
    try:
        return int(text)
    except ValueError:
        return otherwise


def pairs(asked: Asked) -> list[tuple[str, str]]:
    """The parameters of a question, in the order they are written; what is as usual is left out."""
    found = [("q", asked.q)] if asked.q else []
    found += facet_pairs(asked)
    if asked.order != "relevance":
        found.append(("order", asked.order))
    if not asked.prior:
        found.append(("prior", "no"))
    if asked.near:
        found.append(("near", "1"))
    found += [("only", word) for word in asked.only]
    return found + ([("page", str(asked.page))] if asked.page > 1 else [])


def facet_pairs(asked: Asked) -> list[tuple[str, str]]:
    """The parameters of the chosen facets alone."""
    found = [("theme", theme) for theme in asked.themes]
    found += [("role", role) for role in asked.roles]
    if asked.years:
        found.append(("year", spelled(asked.years)))
    if asked.speech:
        found.append(("speech", asked.speech))
    if asked.kinds != DEFAULT_KINDS:
        found += [("kind", kind) for kind in ENTRY_KINDS if kind in asked.kinds]
    if asked.unused:
        found.append(("used", "no"))
    return found


def spelled(span: tuple[int, int]) -> str:
    """A range of years as an address has it: `2019` or `2019..2021`."""
    first, last = span
    return f"{first:04}" if first == last else f"{first:04}..{last:04}"


def query(asked: Asked) -> str:
    """The part of an address after `?`."""
    # The same values stand in a hundred addresses of a page.
    return "&".join(f"{name}={_quoted(value)}" for name, value in pairs(asked))


_quoted = lru_cache(maxsize=1024)(quote_plus)
