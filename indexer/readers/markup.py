"""HTML → a page: what a person sees on it, navigation and all (cleaning judges that later).

Drops only what a browser would not show. Never runs, fetches or trusts anything in the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from indexer.manuscript import Block
from indexer.readers import markup_blocks
from indexer.readers.line import collapse, iso_date, tidy

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.I)
_COMMENTS = r"(?:<!--(?:(?!-->).){0,2000}-->\s*){0,3}"
_START = re.compile(rf"\s*(?:<\?xml[^>]*>\s*)?{_COMMENTS}<(?:!doctype\s+html|html[\s>])", re.I | re.S)

#: Elements within elements; real pages have at most some hundred.
DEEPEST = 3000
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})[^<>]{0,4000}>?")
# Elements that never hold others, or that close by themselves.
_SHALLOW = frozenset(
    [
        "p",
        "li",
        "br",
        "hr",
        "img",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "dd",
        "dt",
        "option",
        "input",
        "meta",
        "link",
        "col",
        "area",
        "base",
        "wbr",
        "param",
        "source",
        "track",
        "embed",
        "script",
        "style",
        "title",
        "textarea",
    ]
)

# What government sites must name title and date of publication: 国办发〔2017〕47 号《政府网站发展指引》.
_TITLES = ("articletitle",)
_DATES = ("pubdate", "publishdate", "article:published_time")


@dataclass(frozen=True, slots=True)
class Page:
    """A page taken apart. `title` and `date` (ISO) are what its head says; either may be empty."""

    blocks: tuple[Block, ...]
    title: str
    date: str
    notices: tuple[str, ...] = ()


def is_page(text: str) -> bool:
    """Whether a text begins as an HTML page does."""
    return _START.match(text) is not None


def charset(data: bytes) -> str:
    """The encoding that the page claims within its first 4 KB, or empty."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else ""


def page(html: str) -> Page:
    """Take a page, or a fragment of one, apart."""
    flat = _flattened(html)
    parser = LexborHTMLParser(flat)
    metas = _metas(parser)
    title = parser.css_first("title")
    return Page(
        blocks=tuple(markup_blocks.blocks(parser.root)) if parser.root is not None else (),
        title=_first(metas, _TITLES) or (tidy(collapse(title.text())) if title is not None else ""),
        date=iso_date(_first(metas, _DATES)),
        notices=() if flat == html else ("网页嵌套太深，较深处的版式没有读入，文字都在",),
    )


def _flattened(html: str) -> str:
    """The page with nesting deeper than `DEEPEST` taken away; a line break is left, and all text.

    The parser's cost grows with the square of the depth.
    """
    depth = 0

    def tag(found: re.Match[str]) -> str:
        nonlocal depth
        if found[2].lower() in _SHALLOW:
            return found[0]
        depth = max(depth - 1, 0) if found[1] else depth + 1
        return "<br>" if depth > DEEPEST or (found[1] and depth == DEEPEST) else found[0]

    return _TAG.sub(tag, html) if html.count("<") > DEEPEST else html


def _metas(parser: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in parser.css("meta"):
        name = meta.attributes.get("name") or meta.attributes.get("property") or ""
        found.setdefault(name.lower(), tidy(meta.attributes.get("content") or ""))
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if metas.get(name)), "")
