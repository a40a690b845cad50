"""When a list of headings, of parallel clauses or of words among their neighbours is empty: where else to look.

Only what leads to lines of the same list is offered, each with how many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kb.asked import Asked
from kb.library import Library
from kb.question import question
from kb.spelling import meant
from web.choice import Choice
from web.ways import Look

#: So many words are tried one by one.
_WORDS = 6


@dataclass(frozen=True, slots=True)
class NoLines:
    """`meant`: what may have been meant. `words`: each alone. `free`: the same with nothing chosen beside it."""

    meant: tuple[Choice, ...] = ()
    words: tuple[Choice, ...] = ()
    free: tuple[Choice, ...] = ()

    def data(self) -> dict[str, object]:
        """For programs."""
        return {
            "meant": [{"q": one.value, "total": one.count} for one in self.meant],
            "alone": [{"q": one.value, "total": one.count} for one in self.words],
        }


def no_lines(library: Library, at: Look, count: Callable[[Look], int]) -> NoLines:
    """The ways out of an empty list.

    Args:
        count: how many lines another look has.
    """

    def lead(looks: Iterator[tuple[str, Look]]) -> tuple[Choice, ...]:
        counted = ((label, look, count(look)) for label, look in looks)
        return tuple(Choice(look.asked.q, label, n, False, look.url()) for label, look, n in counted if n)

    if not at.asked.q.strip() and not at.kept:
        return NoLines()
    slips = ((one.text, replace(at, asked=one.asked)) for one in meant(library, at.asked))
    return NoLines(lead(slips), lead(_alone(library, at)), lead(_freed(at)))


def _alone(library: Library, at: Look) -> Iterator[tuple[str, Look]]:
    """Each of several words, or each word of a long one."""
    ladder = question(library, at.asked).ladder()
    for word in ladder[0].words[:_WORDS] if ladder else ():
        if word != at.asked.q.strip():
            yield word, replace(at, asked=replace(at.asked, q=word, page=1))


def _freed(at: Look) -> Iterator[tuple[str, Look]]:
    if at.kept:
        yield "不限任何条件", Look(at.way, Asked(q=at.asked.q))
