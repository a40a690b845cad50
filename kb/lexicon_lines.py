"""The lines of a word list as they stand in its file; what cannot be read is named and passed over.

A list is plain text: a line is a group of terms, or terms and what may stand for them, or a minus and terms that
are taken away. What the lists come to together is `kb.lexicon`'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal as OneOf

from kb.errors import KbError

Kind = OneOf["equal", "phrase", "plain"]
#: The kinds, the closest in meaning first, and the list of each.
FILES: Mapping[Kind, str] = {"equal": "equal.txt", "phrase": "phrases.txt", "plain": "plain.txt"}
SEARCHING = "searching.txt"
NAMES = (*FILES.values(), SEARCHING)

_SIDED = (FILES["phrase"], FILES["plain"])

#: Two letters or figures at least, and nothing that a list is written with.
_TERM = re.compile(r"[^\s=/／＝]*\w[^\s=/／＝]*\w[^\s=/／＝]*")
#: What people put between words, where only a space counts: unnoticed, it would make one term of two.
_BETWEEN = re.compile("[、，；。！？,;!?]")
_REMEDY = "改好这一行，或删去它；写法见随程序附带的词表开头"


class BadLexicon(KbError):
    """A line of a word list, or a whole list, that cannot be used as it stands."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: terms, and in a list with sides what may stand for them."""

    number: int
    left: tuple[str, ...]
    right: tuple[str, ...] = ()
    away: bool = False


@dataclass(frozen=True, slots=True)
class List:
    """The lines of a file that can be used: those that give terms, and those that take terms away."""

    path: Path
    given: tuple[Line, ...] = ()
    away: tuple[Line, ...] = ()


def read(path: Path, name: str, faults: list[BadLexicon], must: bool) -> List:
    """A list; what cannot be used of it goes to `faults`. Only one that `must` be there is missed."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.append(BadLexicon("词表不是 UTF-8 编码，没有使用", file=path, remedy="请另存为 UTF-8"))
        return List(path)
    except OSError as error:
        if must or path.exists():
            faults.append(
                BadLexicon(f"读不了词表：{error.strerror}", file=path, remedy="请检查文件，或重新安装")
            )
        return List(path)
    lines: list[Line] = []
    for number, line in enumerate(text.splitlines(), 1):
        if (line := line.strip()) and line[0] not in "#＃":
            found = _line(number, line, name)
            if wrong := _wrong(line, name, found):
                faults.append(fault(path, number, wrong))
            else:
                lines.append(found)
    return List(path, tuple(x for x in lines if not x.away), tuple(x for x in lines if x.away))


def _line(number: int, line: str, name: str) -> Line:
    if line[0] in "-－":
        return Line(number, tuple(line[1:].split()), away=True)
    if name not in _SIDED:
        return Line(number, tuple(line.replace("＝", " ").replace("=", " ").split()))
    left, _, right = line.replace("＝", "=").partition("=")
    variants = left.replace("／", "/").split("/")
    return Line(number, tuple(v.strip() for v in variants), tuple(right.split()))


def _wrong(line: str, name: str, found: Line) -> str:
    """What is wrong with a line, in Chinese; empty when it can be used."""
    if not found.left:
        return "减号后面没有词"
    if _BETWEEN.search(line):
        return "词与词之间要用空格隔开，不用标点"
    if not found.away and name in _SIDED and not found.right:
        return "要写成：说法 = 另外的说法"
    if not found.away and name == FILES["equal"] and len(found.left) < 2:
        return "一行至少要有两个词"
    bad = next((t for t in (*found.left, *found.right) if not _usable(t, name)), None)
    return "" if bad is None else f"“{bad}”不能作词：至少两个字，里面没有空格、等号和斜线"


def _usable(term: str, name: str) -> bool:
    # Nearly every term is plain letters: asked first, because that is ten times faster.
    if term.isalnum():
        return len(term) > 1 or name == SEARCHING
    return bool(_TERM.fullmatch(term))


def fault(path: Path, number: int, what: str) -> BadLexicon:
    """What is wrong with a line, with its file and number."""
    return BadLexicon(what, file=path, place=f"第 {number} 行", remedy=_REMEDY)
