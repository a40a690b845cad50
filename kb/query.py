"""The query language: what a person types, as a frozen tree. No engine's syntax ever reaches a user.

    空格 = 且    | 或 OR = 或    -词 = 不含    "原文" = 一字不差    (甲 | 乙) 丙 = 分组
    标题: 主题: 用途: 来源: 年份:2019..2021    (title: theme: role: source: year:)

Full-width forms work. What cannot be parsed is searched as it stands, with a notice: `parse` never raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.fold import fold_literal
from kb.model import ROLES

#: Longest query that is parsed, in characters; the rest is left out with a notice.
MAX_LENGTH = 1000
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every passage."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A string that must stand in the passage. `folded` is never empty. `exact` forbids widening it."""

    text: str
    folded: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class InTitle:
    """A folded string that must stand in the title of the speech or in a heading above the passage."""

    folded: str


@dataclass(frozen=True, slots=True)
class InSource:
    """A folded string that must stand in the title of the speech or the name of its original."""

    folded: str


@dataclass(frozen=True, slots=True)
class ThemeIs:
    """The passage has this theme: a name as typed, an id once resolved."""

    name: str


@dataclass(frozen=True, slots=True)
class RoleIs:
    """The passage has this role (id)."""

    name: str


@dataclass(frozen=True, slots=True)
class YearIn:
    """The speech is of the years `first` to `last`, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class And:
    """All parts match."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part matches."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match."""

    part: Tree


Tree = Everything | Literal | InTitle | InSource | ThemeIs | RoleIs | YearIn | And | Or | Not


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree, and Chinese sentences about what was read otherwise than it was typed."""

    tree: Tree
    notices: tuple[str, ...] = ()


_FIELDS = {
    "标题": "title", "title": "title",
    "主题": "theme", "theme": "theme",
    "用途": "role", "role": "role",
    "来源": "source", "source": "source",
    "年份": "year", "年": "year", "year": "year",
}  # fmt: skip
_FIELD = re.compile(rf"({'|'.join(sorted(_FIELDS, key=len, reverse=True))})[:：]", re.IGNORECASE)
_ROLES: dict[str, str] = {name: role for role, name in ROLES.items()}
_QUOTES = '"“”＂'
_QUOTED = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]+)[{_QUOTES}](?=[\s)）|｜]|$)")
_WORD = re.compile(r"[^\s|｜]+")
_OR = re.compile(r"[|｜]+|OR(?=\s)")
_YEARS = re.compile(r"(\d{4})?\s*(?:\.\.+|-|－|—+|–|~|～|至|到)\s*(\d{4})?|(\d{4})")


def parse(text: str) -> Parsed:
    """Read what a person typed. Any string at all gives a tree."""
    notices: list[str] = []
    if len(text) > MAX_LENGTH:
        notices.append(f"检索式太长，只用了前 {MAX_LENGTH} 个字")
        text = text[:MAX_LENGTH]
    tree = _Parser(text, notices).whole()
    return Parsed(tree, tuple(dict.fromkeys(notices)))


class _Parser:
    """Recursive descent over the text; `at` is the position in it."""

    def __init__(self, text: str, notices: list[str]) -> None:
        self.text = text
        self.at = 0
        self.notices = notices

    def whole(self) -> Tree:
        return self.either(depth=0)

    def either(self, depth: int) -> Tree:
        """Parts between | until the end or a closing bracket."""
        parts = [self.all(depth)]
        while self.take(_OR):
            parts.append(self.all(depth))
        kept = [p for p in parts if not isinstance(p, Everything)]
        return _one(kept, Or)

    def all(self, depth: int) -> Tree:
        """Parts side by side."""
        parts: list[Tree] = []
        while self.more() and not (depth and self.text[self.at] in ")）") and not self.at_or():
            part = self.part(depth)
            if not isinstance(part, Everything):
                parts.append(part)
        return _one(parts, And)

    def part(self, depth: int) -> Tree:
        negative = self.negative()
        found = self.group(depth) or self.field(depth) or self.quoted() or self.word(depth)
        if negative and not isinstance(found, Everything):
            return Not(found)
        return found

    def negative(self) -> bool:
        following = self.text[self.at + 1 : self.at + 2]
        if self.text[self.at] not in "-－" or not following or following.isspace() or following in "-－|｜":
            return False
        self.at += 1
        return True

    def group(self, depth: int) -> Tree | None:
        """A bracket that opens a part and closes before a space; any other bracket is text."""
        if self.text[self.at] not in "(（" or depth >= _MAX_DEPTH or not self.closes():
            return None
        self.at += 1
        inner = self.either(depth + 1)
        self.take(re.compile("[)）]"))
        return inner

    def closes(self) -> bool:
        level = 0
        for index in range(self.at, len(self.text)):
            char = self.text[index]
            level += (char in "(（") - (char in ")）")
            if level == 0:
                after = self.text[index + 1 : index + 2]
                return not after or after.isspace() or after in "|｜)）"
        return False

    def field(self, depth: int) -> Tree | None:
        start = self.at
        found = self.take(_FIELD)
        if not found:
            return None
        quoted = self.take(_QUOTED)
        tree = _field(_FIELDS[found[1].lower()], quoted[1] if quoted else self.token(depth))
        if tree is not None:
            return tree
        self.notices.append(f"“{self.text[start : self.at]}”不合写法，已按普通文字检索")
        return self.literal(self.text[start : self.at])

    def quoted(self) -> Tree | None:
        found = self.take(_QUOTED)
        return self.literal(found[1], exact=True) if found else None

    def word(self, depth: int) -> Tree:
        return self.literal(self.token(depth))

    def token(self, depth: int) -> str:
        """What stands up to the next space or |; inside a group, up to the bracket that closes it."""
        found = self.take(_WORD)
        text = found[0] if found else ""
        if depth and (cut := _unopened(text)) is not None:
            self.at -= len(text) - cut
            return text[:cut]
        return text

    def literal(self, text: str, exact: bool = False) -> Tree:
        folded = fold_literal(text)
        if folded:
            return Literal(text, folded, exact)
        if text.strip():
            self.notices.append(f"“{text.strip()}”只有标点，检索时略过")
        return Everything()

    def more(self) -> bool:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at < len(self.text)

    def at_or(self) -> bool:
        return bool(_OR.match(self.text, self.at))

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        if not self.more():
            return None
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found


def _unopened(text: str) -> int | None:
    """Where the first closing bracket stands that no bracket of this text opens."""
    level = 0
    for index, char in enumerate(text):
        level += (char in "(（") - (char in ")）")
        if level < 0:
            return index
    return None


def _one(parts: Sequence[Tree], join: type[And] | type[Or]) -> Tree:
    if not parts:
        return Everything()
    return parts[0] if len(parts) == 1 else join(tuple(parts))


def _field(name: str, value: str) -> Tree | None:
    folded = fold_literal(value)
    if not folded:
        return None
    match name:
        case "title":
            return InTitle(folded)
        case "source":
            return InSource(folded)
        case "theme":
            return ThemeIs(value)
        case "role":
            role = role_id(value)
            return RoleIs(role) if role else None
        case _:
            return years(value)


def role_id(name: str) -> str | None:
    """The id of a role from its Chinese or English name; None when there is no such role."""
    role = _ROLES.get(name, name.lower())
    return role if role in _ROLES.values() else None


def years(value: str) -> YearIn | None:
    """A year or a range such as `2019`, `2019..2021`, `2019-2021`, `2019..`; None when it is neither."""
    found = _YEARS.fullmatch(value.rstrip("年"))
    if not found or not any(found.groups()):
        return None
    if found[3]:
        return YearIn(int(found[3]), int(found[3]))
    first, last = int(found[1] or 0), int(found[2] or 9999)
    return YearIn(min(first, last), max(first, last))


def resolve_themes(parsed: Parsed, ids: dict[str, str]) -> Parsed:
    """Replace theme names by ids; an unknown name is searched as text, with a notice.

    Args:
        ids: from every name and id of the taxonomy to its id.
    """
    notices = list(parsed.notices)

    def resolve(tree: Tree) -> Tree:
        match tree:
            case ThemeIs(name):
                if name in ids:
                    return ThemeIs(ids[name])
                notices.append(f"没有叫“{name}”的主题，已按普通文字检索")
                folded = fold_literal(name)
                return Literal(name, folded) if folded else Everything()
            case And(parts) | Or(parts):
                return replace(tree, parts=tuple(resolve(p) for p in parts))
            case Not(part):
                return Not(resolve(part))
            case _:
                return tree

    return Parsed(resolve(parsed.tree), tuple(notices))


def positive_literals(tree: Tree) -> Iterator[Literal]:
    """The literals a matching passage may show: those not under a NOT. For marks and for order."""
    match tree:
        case Literal():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from positive_literals(part)
        case _:
            return
