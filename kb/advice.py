"""What to try when nothing is found: each advice is another question that does find something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.library import Library
from kb.query import And, parse
from kb.search import Asked, search

_MOST_TERMS = 6


@dataclass(frozen=True, slots=True)
class Advice:
    """A question that finds `total` places, and in Chinese what is different about it."""

    label: str
    asked: Asked
    total: int


def advise(library: Library, asked: Asked) -> tuple[Advice, ...]:
    """Questions like this one that find something: without the facets, or with one term alone."""
    return tuple(
        Advice(label, other, total)
        for label, other in _others(asked)
        if (total := search(library, replace(other, page=1, size=1)).total)
    )


def _others(asked: Asked) -> Iterator[tuple[str, Asked]]:
    bare = Asked(q=asked.q, size=asked.size)
    if asked.q and (asked.themes or asked.roles or asked.years or asked.speech or asked.kinds != bare.kinds):
        yield "去掉筛选", bare
    tree = parse(asked.q).tree
    if isinstance(tree, And):
        terms = [text for part in tree.parts if (text := getattr(part, "text", ""))]
        for text in list(dict.fromkeys(terms))[:_MOST_TERMS]:
            yield f"只找“{text}”", replace(bare, q=text)
