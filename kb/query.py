"""The query language: what a person types, read into a frozen tree. No engine's syntax ever reaches a user.

    空格 = 且    | 或 OR = 或    -词 = 不含    "原文" = 一字不差    (甲 | 乙) 丙 = 分组
    甲 ~10 乙 = 同一句里、先后不论、中间不超过 10 个字（~ 就是 ~10）；甲、乙可以是 "原文" 或 (丙 | 丁)
    以*为* = 同一句里先后出现，每个 * 是 0 到 12 个字
    标题: 主题: 用途: 来源: 年份:2019..2021    (title: theme: role: source: year:)    标题:(甲 | -乙)

Full-width forms work. What cannot be parsed is searched as it stands, with a notice: `parse` never raises.
A * at either end of a word asks for nothing, because every word is found wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.fold import BARRIER, fold_literal
from kb.query_fields import FIELD, field_is, role_id, years
from kb.query_tree import (
    And,
    Everything,
    InSource,
    InTitle,
    Literal,
    Near,
    Not,
    Or,
    Parsed,
    Pattern,
    RoleIs,
    Sought,
    ThemeIs,
    Tree,
    YearIn,
    positive_literals,
    resolve_themes,
    sought,
)

__all__ = [
    "And", "Everything", "InSource", "InTitle", "Literal", "Near", "Not", "Or", "Parsed", "Pattern", "RoleIs",
    "Sought", "ThemeIs", "Tree", "YearIn", "parse", "positive_literals", "resolve_themes", "role_id", "sought",
    "years",
]  # fmt: skip

#: Longest query that is parsed, in characters; the rest is left out with a notice.
MAX_LENGTH = 1000
#: How far apart words near each other may stand, in folded characters: unless told, and at most.
GAP, MAX_GAP = 10, 100
_MAX_DEPTH = 20
#: So many ~ and * are looked at in one query, because each takes a look at the text of the candidates.
_MAX_LOOKS = 20

#: Half a character: what a terminal in another encoding makes of what was typed. No text holds it.
_HALF = re.compile("[\ud800-\udfff]")
_QUOTES = '"“”＂'
_QUOTED = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]+)[{_QUOTES}](?=[\s)）|｜]|$)")
_WORD = re.compile(r"[^\s|｜]+")
_OR = re.compile(r"[|｜]+|OR(?=\s)|(?<=\s)OR$")
_STARS = "*＊﹡"
_NEAR = re.compile(r"[~～〜](\d*)(?=\s|$)")
#: A ~ that was meant to stand alone, but not 2018~2020.
_STUCK = re.compile(r"(?<!\d)[~～〜]|[~～〜](?!\d)")


def parse(text: str) -> Parsed:
    """Read what a person typed. Any string at all gives a tree."""
    notices: list[str] = []
    if _HALF.search(text):
        notices.append("有的字符看不懂，检索时略过")
        text = _HALF.sub("", text)
    if len(text) > MAX_LENGTH:
        notices.append(f"检索式太长，只用了前 {MAX_LENGTH} 个字")
        text = text[:MAX_LENGTH]
    tree = _Parser(text, notices).whole()
    return Parsed(tree, tuple(dict.fromkeys(notices)))


class _Parser:
    """Recursive descent over the text; `at` is the position in it.

    `stop` is where the group being read closes, `field` the name of the field it is a value of.
    """

    def __init__(self, text: str, notices: list[str]) -> None:
        self.text = text
        self.at = 0
        self.stop = len(text)
        self.field = ""
        self.looks = 0
        self.notices = notices
        self.closings = _closings(text)

    def whole(self) -> Tree:
        return self.either(depth=0)

    def either(self, depth: int) -> Tree:
        """Parts between | until the group closes."""
        parts = [self.all(depth)]
        while self.take(_OR):
            parts.append(self.all(depth))
        return _one(parts, Or)

    def all(self, depth: int) -> Tree:
        """Parts side by side, or with a ~ between."""
        parts: list[Tree] = []
        last: Tree = Everything()
        while self.goes_on():
            start = self.at
            sign = self.take(_NEAR)
            typed = self.text[start : self.at]
            following = self.part(depth) if self.goes_on() else Everything()
            near = self.near(sign[1], last, following) if sign else None
            if near and parts[-1] is last:
                parts.pop()
            parts += [near] if near else [self.unreadable(typed), following] if sign else [following]
            last = following
        return _one(parts, And)

    def near(self, gap: str, left: Tree, right: Tree) -> Tree | None:
        """Two words or groups of words with a ~ between; None when they are something else."""
        first, second = _words(left), _words(right)
        if not first or not second or self.field:
            return None
        if not self.may_look():
            return And((left, right))
        wanted = int(gap) if gap else GAP
        if wanted > MAX_GAP:
            self.notices.append(f"~ 最远 {MAX_GAP} 个字，已按 ~{MAX_GAP} 检索")
        return Near(first, second, min(wanted, MAX_GAP))

    def part(self, depth: int) -> Tree:
        negative = self.negative()
        found = self.group(depth) or self.filter(depth) or self.quoted() or self.word()
        return Not(found) if negative and not isinstance(found, Everything) else found

    def negative(self) -> bool:
        following = self.text[self.at + 1 : self.stop][:1]
        if self.text[self.at] not in "-－" or not following or following.isspace() or following in "-－|｜":
            return False
        self.at += 1
        return True

    def group(self, depth: int) -> Tree | None:
        """A bracket that opens a part and closes before a space; any other bracket is text."""
        close = self.closings.get(self.at, self.stop)
        if depth >= _MAX_DEPTH or close >= self.stop:
            return None
        outer, self.stop = self.stop, close
        self.at += 1
        inner = self.either(depth + 1)
        self.at, self.stop = close + 1, outer
        return inner

    def filter(self, depth: int) -> Tree | None:
        """A field with a value, or with a group of values, each of which is one of the field."""
        start = self.at
        found = self.take(FIELD)
        if not found:
            return None
        outer, self.field = self.field, found[1]
        tree = self.group(depth) if self.more() else None
        self.field = outer
        if tree is not None:
            return tree
        quoted = self.take(_QUOTED)
        return self.value(found[1], quoted[1] if quoted else self.token(), start)

    def value(self, field: str, value: str, start: int) -> Tree:
        tree = field_is(field, value)
        if isinstance(tree, InTitle | InSource) and "*" in tree.folded:
            self.notices.append("标题和来源里的 * 只是普通文字，不代表别的字")
        return tree or self.unreadable(self.text[start : self.at])

    def quoted(self) -> Tree | None:
        start = self.at
        found = self.take(_QUOTED)
        if not found:
            return None
        return self.value(self.field, found[1], start) if self.field else self.literal(found[1], exact=True)

    def word(self) -> Tree:
        start = self.at
        text = self.token()
        if self.field:
            return self.value(self.field, text, start)
        parts = [part for part in fold_literal(text).strip("*" + BARRIER).split("*") if part]
        if len(parts) > 1:
            exactly = (Literal(part, folded, exact=True) for part in parts if (folded := part.strip(BARRIER)))
            return Pattern(text, tuple(parts)) if self.may_look() else _one(tuple(exactly), And)
        if _STUCK.search(text):
            self.notices.append(f"“{text}”里的 ~ 前后没有空格，已按普通文字检索")
        return Literal(text.strip(_STARS), parts[0]) if parts else self.literal(text)

    def token(self) -> str:
        """What stands up to the next space, | or the end of the group."""
        found = self.take(_WORD)
        return found[0] if found else ""

    def literal(self, text: str, exact: bool = False) -> Tree:
        folded = fold_literal(text)
        if folded:
            return Literal(text, folded, exact)
        if text.strip():
            self.notices.append(f"“{text.strip()}”只有标点，检索时略过")
        return Everything()

    def unreadable(self, text: str) -> Tree:
        self.notices.append(f"“{text.strip()}”不合写法，已按普通文字检索")
        return self.literal(text)

    def may_look(self) -> bool:
        self.looks += 1
        if self.looks == _MAX_LOOKS + 1:
            self.notices.append(f"~ 和 * 太多，第 {_MAX_LOOKS} 个以后的只要求同时含有")
        return self.looks <= _MAX_LOOKS

    def goes_on(self) -> bool:
        """Whether another part follows on this side of a |."""
        return self.more() and not _OR.match(self.text, self.at, self.stop)

    def more(self) -> bool:
        while self.at < self.stop and self.text[self.at].isspace():
            self.at += 1
        return self.at < self.stop

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        if not self.more():
            return None
        found = pattern.match(self.text, self.at, self.stop)
        if found:
            self.at = found.end()
        return found


def _closings(text: str) -> dict[int, int]:
    """From every bracket that may open a group to the one that closes it, before a space, a | or another."""
    open_: list[int] = []
    closings: dict[int, int] = {}
    for index, char in enumerate(text):
        if char in "(（":
            open_.append(index)
        elif char in ")）" and open_:
            after = text[index + 1 : index + 2]
            start = open_.pop()
            if not after or after.isspace() or after in "|｜)）":
                closings[start] = index
    return closings


def _words(tree: Tree) -> tuple[Literal, ...]:
    """What may stand beside a ~: a word, or words with | between; nothing of anything else."""
    match tree:
        case Literal():
            return (tree,)
        case Or(parts):
            words = tuple(part for part in parts if isinstance(part, Literal))
            return words if len(words) == len(parts) else ()
        case _:
            return ()


def _one(parts: Sequence[Tree], join: type[And] | type[Or]) -> Tree:
    """Parts as one; what asks for nothing is left out."""
    asking = tuple(part for part in parts if not isinstance(part, Everything))
    if not asking:
        return Everything()
    return asking[0] if len(asking) == 1 else join(asking)
