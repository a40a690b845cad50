"""The lexicon of this field: what else a speech says for a word that a person types.

Three lists ship with the program, and the user's own are laid over them, so that an upgrade loses nothing:
equal terms, set phrases with their items, and plain speech with its official wording; beside them the words
that speak of the search itself. Reading a list never stops a search: a line that cannot be read is named
and passed over. Nothing here touches an index or splits a text into words.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal as OneOf

from kb.errors import KbError
from kb.fold import fold_literal
from kb.resources import shipped

Kind = OneOf["equal", "phrase", "plain"]
#: The kinds, the closest in meaning first, and the list of each.
FILES: Mapping[Kind, str] = {"equal": "equal.txt", "phrase": "phrases.txt", "plain": "plain.txt"}
_SEARCHING = "searching.txt"
_NAMES = (*FILES.values(), _SEARCHING)

_SIDED = (FILES["phrase"], FILES["plain"])

#: Two letters or figures at least, and nothing that a list is written with.
_TERM = re.compile(r"[^\s=/／＝]*\w[^\s=/／＝]*\w[^\s=/／＝]*")
#: What people put between words, where only a space counts: unnoticed, it would make one term of two.
_BETWEEN = re.compile("[、，；。！？,;!?]")
_REMEDY = "改好这一行，或删去它；写法见随程序附带的词表开头"

_Stamp = tuple[Path, int, int, int]


class BadLexicon(KbError):
    """A line of a word list, or a whole list, that cannot be used as it stands."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What may stand for a term, as written in the list, the most usual first."""

    kind: Kind
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the lists say.

    Args:
        senses: of every folded term, in the order of `FILES`.
        searching: folded words about the search itself.
        faults: what could not be used and was passed over, for the user to mend.
        longest: the length of the longest term, in folded characters.
    """

    senses: Mapping[str, tuple[Sense, ...]]
    searching: frozenset[str] = frozenset()
    faults: tuple[BadLexicon, ...] = ()
    longest: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: terms, and in a list with sides what may stand for them."""

    number: int
    left: tuple[str, ...]
    right: tuple[str, ...] = ()
    away: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """The lines of a file that can be used: those that give terms, and those that take terms away."""

    path: Path
    given: tuple[_Line, ...] = ()
    away: tuple[_Line, ...] = ()


def load(own: Path | None = None, base: Path | None = None) -> Lexicon:
    """The shipped lists with a user's own over them; read again only when one of the files has changed.

    Args:
        own: the folder of the user's lists, which need not exist.
        base: the folder of the shipped lists, unless they are the program's.
    """
    folders = [base or shipped("lexicon"), *([own] if own else [])]
    return _load(tuple(tuple(_stamp(folder / name) for folder in folders) for name in _NAMES))


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except OSError:
        return (path, 0, 0, 0)
    return (path, found.st_mtime_ns, found.st_size, found.st_ino)


@lru_cache(maxsize=4)
def _load(stamps: tuple[tuple[_Stamp, ...], ...]) -> Lexicon:
    faults: list[BadLexicon] = []
    lists = {
        name: [_read(path, name, faults, must=not layer) for layer, (path, *_) in enumerate(layers)]
        for name, layers in zip(_NAMES, stamps, strict=True)
    }
    senses: dict[str, tuple[Sense, ...]] = {}
    for kind, name in FILES.items():
        given = _groups(lists[name], faults) if kind == "equal" else _sides(lists[name], kind, faults)
        for term, alternatives in given.items():
            senses[term] = (*senses.get(term, ()), Sense(kind, alternatives))
    searching = _words(lists[_SEARCHING], faults)
    return Lexicon(senses, searching, tuple(faults), max(map(len, senses), default=0))


def _read(path: Path, name: str, faults: list[BadLexicon], must: bool) -> _List:
    """A list; what cannot be used of it goes to `faults`. Only one that `must` be there is missed."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.append(BadLexicon("词表不是 UTF-8 编码，没有使用", file=path, remedy="请另存为 UTF-8"))
        return _List(path)
    except OSError as error:
        if must or path.exists():
            faults.append(
                BadLexicon(f"读不了词表：{error.strerror}", file=path, remedy="请检查文件，或重新安装")
            )
        return _List(path)
    lines: list[_Line] = []
    for number, line in enumerate(text.splitlines(), 1):
        if (line := line.strip()) and line[0] not in "#＃":
            read = _line(number, line, name)
            if wrong := _wrong(line, name, read):
                faults.append(_fault(path, number, wrong))
            else:
                lines.append(read)
    return _List(path, tuple(x for x in lines if not x.away), tuple(x for x in lines if x.away))


def _line(number: int, line: str, name: str) -> _Line:
    if line[0] in "-－":
        return _Line(number, tuple(line[1:].split()), away=True)
    if name not in _SIDED:
        return _Line(number, tuple(line.replace("＝", " ").replace("=", " ").split()))
    left, _, right = line.replace("＝", "=").partition("=")
    variants = left.replace("／", "/").split("/")
    return _Line(number, tuple(v.strip() for v in variants), tuple(right.split()))


def _wrong(line: str, name: str, read: _Line) -> str:
    """What is wrong with a line, in Chinese; empty when it can be used."""
    if not read.left:
        return "减号后面没有词"
    if _BETWEEN.search(line):
        return "词与词之间要用空格隔开，不用标点"
    if not read.away and name in _SIDED and not read.right:
        return "要写成：说法 = 另外的说法"
    if not read.away and name == FILES["equal"] and len(read.left) < 2:
        return "一行至少要有两个词"
    bad = next((t for t in (*read.left, *read.right) if not _usable(t, name)), None)
    return "" if bad is None else f"“{bad}”不能作词：至少两个字，里面没有空格、等号和斜线"


def _usable(term: str, name: str) -> bool:
    # Nearly every term is plain letters: asked first, because that is ten times faster.
    if term.isalnum():
        return len(term) > 1 or name == _SEARCHING
    return bool(_TERM.fullmatch(term))


def _sides(lists: Iterable[_List], kind: Kind, faults: list[BadLexicon]) -> dict[str, tuple[str, ...]]:
    """What stands on the right of every term on the left; the user's list replaces what the shipped one says."""
    found: dict[str, tuple[str, ...]] = {}
    for each in lists:
        for key in _taken_away(each, found, faults):
            del found[key]
        seen: set[str] = set()
        for line in each.given:
            for key, term in {fold_literal(term): term for term in line.left}.items():
                if key in seen:
                    faults.append(_fault(each.path, line.number, f"“{term}”前面已经写过，这里的没有使用"))
                    continue
                seen.add(key)
                others = (t for t in line.left if t != term) if kind == "phrase" else ()
                found[key] = (*others, *line.right)
    return found


def _groups(lists: Iterable[_List], faults: list[BadLexicon]) -> dict[str, tuple[str, ...]]:
    """The others of its group for every term. A line that shares a term with a group joins it."""
    groups: dict[str, dict[str, str]] = {}
    for each in lists:
        for key in _taken_away(each, groups, faults):
            del groups.pop(key)[key]
        for line in each.given:
            written = {fold_literal(term): term for term in line.left}
            together: dict[str, str] = {}
            for key in written:
                together |= groups.get(key, {})
            together |= written
            groups.update(dict.fromkeys(together, together))
    return {
        key: tuple(term for other, term in group.items() if other != key)
        for key, group in groups.items()
        if len(group) > 1
    }


def _words(lists: Iterable[_List], faults: list[BadLexicon]) -> frozenset[str]:
    words: set[str] = set()
    for each in lists:
        words.difference_update(_taken_away(each, words, faults))
        words.update(fold_literal(term) for line in each.given for term in line.left)
    return frozenset(words)


def _taken_away(each: _List, known: Container[str], faults: list[BadLexicon]) -> list[str]:
    """The folded terms that a list takes away; those that are not there are told, being slips or old."""
    taken: dict[str, None] = {}
    for line in each.away:
        for term in line.left:
            if (key := fold_literal(term)) in known:
                taken[key] = None
            else:
                faults.append(_fault(each.path, line.number, f"随程序附带的词表里没有“{term}”，不用去掉"))
    return list(taken)


def _fault(path: Path, number: int, what: str) -> BadLexicon:
    return BadLexicon(what, file=path, place=f"第 {number} 行", remedy=_REMEDY)
