"""Cuts a passage into neighbours that may be parallel: items between 、, clauses, sentences. It never changes a character.

A clause knows where each of its characters stands in the passage, so that what is dropped to compare clauses,
numbers and quotation marks, is not lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]
Level = Literal["item", "clause", "sentence"]

#: Characters of a clause, and of a sentence or what stands between ；: at least and at most.
_CLAUSE, _SENTENCE = (3, 20), (6, 40)

_SENTENCES = re.compile(r"[^。！？：:!?\n\t]+")
_GROUPS = re.compile(r"[^；;]+")
_CLAUSES = re.compile(r"[^；;，,]+")
_ITEMS = re.compile(r"[^、]+")
_QUOTES = "“”‘’\"'《》〈〉 \u3000—"
_UNQUOTED = str.maketrans("", "", _QUOTES)
#: Figures, brackets, items of a law: no rhetoric.
_ODD = re.compile(
    r"[0-9０-９A-Za-z％%×（）()…]|第[一二三四五六七八九十]|[年月日]$|[一二三四五六七八九十百千万亿零两]{3}|"
    r"[十百千万亿][元吨户亩斤件名辆台人次]|百分之|处分|有期徒刑|罚款"
)
_ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十][是要]|第[一二三四五六七八九十]+[，,、]?|[（(][一二三四五六七八九十]+[)）])"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause with its quotes dropped; `at[i]` is where its character i stands in the text."""

    text: str
    at: Sequence[int]

    def cut(self, start: int, end: int | None = None) -> Unit:
        """A part of it."""
        return Unit(self.text[start:end], self.at[start:end])


def levels(text: str) -> Iterator[tuple[list[Unit], Level]]:
    """Neighbours that may be parallel: items of a clause, clauses of a sentence, sentences."""
    sentences = [found.span() for found in _SENTENCES.finditer(text)]
    yield _units(text, sentences), "sentence"
    for start, end in sentences:
        clauses = [found.span() for found in _CLAUSES.finditer(text, start, end)]
        yield _units(text, clauses), "clause"
        for span in clauses:
            items = [found.span() for found in _ITEMS.finditer(text, *span)]
            yield _units(text, items), "item"
        groups = [found.span() for found in _GROUPS.finditer(text, start, end)]
        if len(groups) < len(clauses):
            yield _units(text, groups), "sentence"


def _units(text: str, spans: Sequence[Span]) -> list[Unit]:
    return [_unit(text, *span) for span in spans] if len(spans) > 1 else []


def _unit(text: str, start: int, end: int) -> Unit:
    """A clause without its number and without quotes."""
    if found := _ORDINAL.match(text, start, end):
        start = found.end()
    plain = text[start:end].translate(_UNQUOTED)
    if len(plain) == end - start:
        return Unit(plain, range(start, end))
    return Unit(plain, tuple(i for i in range(start, end) if text[i] not in _QUOTES))


def fits(unit: Unit, level: Level) -> bool:
    """Whether a clause is short enough, and none of figures and law."""
    least, most = _SENTENCE if level == "sentence" else _CLAUSE
    return least <= len(unit.text) <= most and not _ODD.search(unit.text)
