"""What the lexicon does to a word, and by which lines: for a person who wonders, or mends a list.

Nothing is decided here: what is used is what `kb.expand` uses, and the lines are those that `kb.lexicon` reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.expand import Expansion, expand, spot
from kb.fold import fold_literal
from kb.lexicon import load
from kb.lexicon_lines import NAMES, Kind, Line, read
from kb.query import Literal
from kb.resources import shipped

#: What each kind of list is called.
KINDS: Mapping[Kind, str] = {"equal": "同义和简称", "phrase": "固定提法", "plain": "口语对官话"}


@dataclass(frozen=True, slots=True)
class Origin:
    """A line that has the word. `own` is the user's list, not a shipped one; `text` as the list has it."""

    path: Path
    number: int
    own: bool
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A word, what is looked for beside it, and why.

    `spared` are alternatives that need not be looked for, each with the shorter one that finds it anyway.
    `searching`: it is about the search itself. `inside`: terms of the lexicon that it is made of, when it is
    none itself. `origins`: the lines that have it.
    """

    word: str
    expansions: tuple[Expansion, ...]
    spared: tuple[tuple[str, str], ...]
    searching: bool
    inside: tuple[str, ...]
    origins: tuple[Origin, ...]

    @property
    def known(self) -> bool:
        """Whether the lexicon has anything for it."""
        return bool(self.origins or self.searching)


def shown(word: str, own: Path) -> Shown:
    """What the lexicon does to a word.

    Args:
        own: the folder of the user's lists, which need not exist.
    """
    lexicon, folded = load(own), fold_literal(word)
    expansions = expand(Literal(word, folded), lexicon).expansions
    used = [term for expansion in expansions for term in expansion.alternatives]
    every = [term for sense in lexicon.senses.get(folded, ()) for term in sense.alternatives]
    return Shown(
        word,
        expansions,
        tuple(_spared(folded, used, every)),
        folded in lexicon.searching,
        () if folded in lexicon.senses else tuple(one.term for one in spot(word, lexicon)),
        tuple(_origins(folded, own)),
    )


def _spared(folded: str, used: list[str], every: list[str]) -> Iterator[tuple[str, str]]:
    """The alternatives that are not used, each with what it has inside."""
    finding = {folded: folded} | {fold_literal(term): term for term in used}
    for term in dict.fromkeys(every):
        if term not in used:
            inside = next((name for key, name in finding.items() if key in fold_literal(term)), folded)
            yield term, inside


def _origins(folded: str, own: Path) -> Iterator[Origin]:
    for folder, mine in ((shipped("lexicon"), False), (own, True)):
        for name in NAMES:
            listed = read(folder / name, name, [], must=False)
            for line in sorted((*listed.given, *listed.away), key=lambda line: line.number):
                if folded in map(fold_literal, line.left):
                    yield Origin(folder / name, line.number, mine, _written(line))


def _written(line: Line) -> str:
    """A line as it stands in its list."""
    if line.away:
        return f"- {' '.join(line.left)}"
    if line.right:
        return f"{'/'.join(line.left)} = {' '.join(line.right)}"
    return " ".join(line.left)
