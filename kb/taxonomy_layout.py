"""The text of a themes.toml made to say other themes, with its comments, order and layout kept.

The text is cut at its [[theme]] headers and a theme's table into its statements; only statements whose
value differs are written anew. It knows no reasons for a change (see taxonomy_edit) and writes no file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import east_asian_width

import tomlkit
from tomlkit.items import Array, String

from kb.errors import BadTaxonomy
from kb.themes import KEYS, Theme, listed

#: Columns a line of a list may take; a Chinese character takes two.
WIDTH = 108
#: A list without comments in which more entries than this change is written anew, for taking them out and
#: putting them in one by one costs the square of their number.
_MANY = 100

_HEADER = re.compile(r"[ \t]*\[\[[ \t]*theme[ \t]*\]\]")
#: What a bracket or a line end can stand in, and those themselves.
_TOKEN = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'{3}.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*|[\[\]{}]|\n''',
    re.DOTALL,
)
_KEY = re.compile(r"""[ \t]*["']?([a-z]+)["']?[ \t]*=""")
_ORDER = {key: nth for nth, key in enumerate(KEYS)}

Value = str | tuple[str, ...] | bool


@dataclass(frozen=True, slots=True)
class _Table:
    """One theme: the comments right above it, its header line, and its statements (key, text) in order.

    Comments and blank lines between statements have no key.
    """

    lead: str
    header: str
    statements: tuple[tuple[str, str], ...]
    fresh: bool = False

    @property
    def text(self) -> str:
        return self.lead + self.header + "".join(text for _, text in self.statements)


def rewrite(source: str, wanted: Sequence[Theme]) -> str:
    """The text changed where need be, so that it says `wanted`, in that order.

    A theme whose id is new and whose `was` names one that is gone takes that one's place and comments.

    Raises:
        BadTaxonomy: the text is not laid out as [[theme]] tables.
    """
    crlf = "\r\n" in source and source.count("\n") == source.count("\r\n")
    plain = source.replace("\r\n", "\n") if crlf else source
    old = listed(plain, Path())
    head, tables = _cut(plain)
    if len(tables) != len(old):
        raise BadTaxonomy(
            "主题表没有按 [[theme]] 逐个写，不能自动改动", remedy="先导出成 TOML 再导入，就会排好"
        )
    if tuple(wanted) == old:
        return source
    before = {theme.id: (theme, table) for theme, table in zip(old, tables, strict=True)}
    if head and not head.endswith("\n"):
        head += "\n"
    text = head + _joined(_placed(theme, before, {t.id for t in wanted}) for theme in wanted)
    return text.replace("\n", "\r\n") if crlf else text


def written(themes: Iterable[Theme]) -> str:
    """A themes.toml with just these themes."""
    return _joined(_fresh(theme) for theme in themes)


def _placed(theme: Theme, before: dict[str, tuple[Theme, _Table]], ids: set[str]) -> _Table:
    """The table of a theme: its own changed, or that of the one it was, or a fresh one."""
    gone = (old for old in theme.was if old in before and old not in ids)
    source = theme.id if theme.id in before else next(gone, "")
    if source not in before:
        return _fresh(theme)
    old, table = before[source]
    values, now = _values(old), _values(theme)
    for key in KEYS:
        if values[key] != now[key]:
            table = _put(table, key, now[key])
    return table


def _values(theme: Theme) -> dict[str, Value]:
    return {key: getattr(theme, "not_" if key == "not" else key) for key in KEYS}


def _fresh(theme: Theme) -> _Table:
    values = _values(theme)
    statements = tuple((key, _statement(key, values[key])) for key in KEYS if values[key])
    return _Table("", "[[theme]]\n", statements, fresh=True)


def _joined(tables: Iterable[_Table]) -> str:
    """The tables one after another; a fresh one has a blank line before and after it."""
    text, apart = "", False
    for table in tables:
        if text and (apart or table.fresh):
            text = text.rstrip("\n") + "\n\n"
        text += table.text if table.text.endswith("\n") else table.text + "\n"
        apart = table.fresh
    return text.rstrip("\n") + "\n"


# Cutting


def _cut(source: str) -> tuple[str, list[_Table]]:
    """What stands before the first theme, and the table of each."""
    statements = _statements(source)
    starts = [n for n, (key, _) in enumerate(statements) if key == "[["]
    if not starts:
        return source, []
    leads = [starts[0], *(_lead(statements, start) for start in starts[1:]), len(statements)]
    tables = [
        _Table(_text(statements[lead:start]), statements[start][1], tuple(statements[start + 1 : end]))
        for lead, start, end in zip(leads, starts, leads[1:], strict=False)
    ]
    return _text(statements[: starts[0]]), tables


def _statements(source: str) -> list[tuple[str, str]]:
    """The statements of well-formed TOML: one ends with the line in which all its brackets and strings are closed."""
    found: list[tuple[str, str]] = []
    start = depth = 0
    for token in _TOKEN.finditer(source):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if token[0] == "\n" and depth == 0:
            found.append(_named(source[start : token.end()]))
            start = token.end()
    return [*found, _named(source[start:])] if source[start:] else found


def _named(text: str) -> tuple[str, str]:
    """A statement with its key; a header has the key `[[`, anything else none."""
    key = _KEY.match(text)
    return ("[[" if _HEADER.match(text) else key[1] if key else ""), text


def _lead(statements: Sequence[tuple[str, str]], start: int) -> int:
    """Where the comment lines right above a header begin."""
    while statements[start - 1][1].lstrip().startswith("#"):
        start -= 1
    return start


def _text(statements: Iterable[tuple[str, str]]) -> str:
    return "".join(text for _, text in statements)


# Writing one statement


def _put(table: _Table, key: str, value: Value) -> _Table:
    """The table with another value for a key; an empty value takes the statement out."""
    statements = list(table.statements)
    at = next((n for n, (name, _) in enumerate(statements) if name == key), None)
    if at is None:
        statements.insert(_slot(statements, key), (key, _statement(key, value)))
    elif not value:
        del statements[at]
    else:
        statements[at] = (key, _changed(statements[at][1], key, value))
    return replace(table, statements=tuple(statements))


def _slot(statements: Sequence[tuple[str, str]], key: str) -> int:
    """Behind the last statement that comes before `key` in the usual order."""
    before = [n for n, (name, _) in enumerate(statements) if name and _ORDER[name] < _ORDER[key]]
    return before[-1] + 1 if before else 0


def _changed(text: str, key: str, value: Value) -> str:
    """A statement with another value, its comments kept where they can be."""
    document = tomlkit.parse(text)
    item = document[key]
    if isinstance(item, Array) and isinstance(value, tuple) and _is_worth_fitting(item, value):
        _fit(item, value)
        new = document.as_string()
        same = [entry.strip() for entry in tomllib.loads(new)[key]] == list(value)
        return new if same else _statement(key, value)
    if isinstance(item, String) and isinstance(value, str):
        document[key] = value
        return document.as_string()
    return _statement(key, value)


def _is_worth_fitting(array: Array, wanted: tuple[str, ...]) -> bool:
    """Whether enough of a list stays for its layout to be kept."""
    have, want = {str(entry).strip() for entry in array}, set(wanted)
    return bool(have & want) and (len(have ^ want) <= _MANY or "#" in array.as_string())


def _fit(array: Array, wanted: tuple[str, ...]) -> None:
    """Take out and put in single entries until the list is as wanted; where order changed it is not."""
    want = set(wanted)
    for nth in reversed(range(len(array))):
        if str(array[nth]).strip() not in want:
            del array[nth]
    for nth, entry in enumerate(wanted):
        if nth < len(array) and str(array[nth]).strip() == entry:
            continue
        if nth == len(array) and _full(array, entry):
            array.add_line(entry, indent="  ", add_comma=True)
        else:
            array.insert(nth, entry)


def _full(array: Array, entry: str) -> bool:
    """Whether the last line of a list over several lines has no room for one more."""
    lines = array.as_string().rstrip("]").rstrip().split("\n")
    return len(lines) > 1 and _width(lines[-1] + entry) + 4 > WIDTH


def _statement(key: str, value: Value) -> str:
    """`key = value` as it would be written by hand."""
    if not isinstance(value, tuple):
        return f"{key} = {tomlkit.item(value).as_string()}\n"
    words = [tomlkit.item(word).as_string() for word in value]
    line = f"{key} = [{', '.join(words)}]\n"
    return line if _width(line) <= WIDTH else f"{key} = [\n{_wrapped(words)}]\n"


def _wrapped(words: Sequence[str]) -> str:
    lines = [""]
    for word in words:
        if lines[-1] and _width(f"  {lines[-1]} {word},") > WIDTH:
            lines.append("")
        lines[-1] += f" {word},"
    return "".join(f" {line}\n" for line in lines)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
