"""The lexicon of this field: what else a speech says for a word that a person types.

Three lists ship with the program, and the user's own are laid over them, so that an upgrade loses nothing:
equal terms, set phrases with their items, and plain speech with its official wording; beside them the words
that speak of the search itself. Reading a list never stops a search: a line that cannot be read is named
and passed over. Nothing here touches an index or splits a text into words.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kb.emptiness import bare
from kb.fold import fold_literal
from kb.lexicon_lines import FILES, NAMES, SEARCHING, BadLexicon, Kind, List, fault, read
from kb.resources import shipped

_Stamp = tuple[Path, int, int, int]


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
        bare: every term by what is left of it when it is bare (see `kb.emptiness`).
    """

    senses: Mapping[str, tuple[Sense, ...]]
    searching: frozenset[str] = frozenset()
    faults: tuple[BadLexicon, ...] = ()
    longest: int = 0
    bare: Mapping[str, str] = field(default_factory=dict)


def load(own: Path | None = None, base: Path | None = None) -> Lexicon:
    """The shipped lists with a user's own over them; read again only when one of the files has changed.

    Args:
        own: the folder of the user's lists, which need not exist.
        base: the folder of the shipped lists, unless they are the program's.
    """
    folders = [base or shipped("lexicon"), *([own] if own else [])]
    return _load(tuple(tuple(_stamp(folder / name) for folder in folders) for name in NAMES))


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
        name: [read(path, name, faults, must=not layer) for layer, (path, *_) in enumerate(layers)]
        for name, layers in zip(NAMES, stamps, strict=True)
    }
    senses: dict[str, tuple[Sense, ...]] = {}
    for kind, name in FILES.items():
        given = _groups(lists[name], faults) if kind == "equal" else _sides(lists[name], kind, faults)
        for term, alternatives in given.items():
            senses[term] = (*senses.get(term, ()), Sense(kind, alternatives))
    searching = _words(lists[SEARCHING], faults)
    by_bones = {left: term for term in reversed(senses) if (left := bare(term))}
    return Lexicon(senses, searching, tuple(faults), max(map(len, senses), default=0), by_bones)


def _sides(lists: Iterable[List], kind: Kind, faults: list[BadLexicon]) -> dict[str, tuple[str, ...]]:
    """What stands on the right of every term on the left; the user's list replaces what the shipped one says."""
    found: dict[str, tuple[str, ...]] = {}
    for each in lists:
        for key in _taken_away(each, found, faults):
            del found[key]
        seen: set[str] = set()
        for line in each.given:
            for key, term in {fold_literal(term): term for term in line.left}.items():
                if key in seen:
                    faults.append(fault(each.path, line.number, f"“{term}”前面已经写过，这里的没有使用"))
                    continue
                seen.add(key)
                others = (t for t in line.left if t != term) if kind == "phrase" else ()
                found[key] = (*others, *line.right)
    return found


def _groups(lists: Iterable[List], faults: list[BadLexicon]) -> dict[str, tuple[str, ...]]:
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


def _words(lists: Iterable[List], faults: list[BadLexicon]) -> frozenset[str]:
    words: set[str] = set()
    for each in lists:
        words.difference_update(_taken_away(each, words, faults))
        words.update(fold_literal(term) for line in each.given for term in line.left)
    return frozenset(words)


def _taken_away(each: List, known: Container[str], faults: list[BadLexicon]) -> list[str]:
    """The folded terms that a list takes away; those that are not there are told, being slips or old."""
    taken: dict[str, None] = {}
    for line in each.away:
        for term in line.left:
            if (key := fold_literal(term)) in known:
                taken[key] = None
            else:
                faults.append(fault(each.path, line.number, f"随程序附带的词表里没有“{term}”，不用去掉"))
    return list(taken)
