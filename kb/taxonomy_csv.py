"""The taxonomy as a table that a spreadsheet opens: one row for every term, scope, example or former id.

Law: reading what was written gives the same themes. Written as UTF-8 with a byte order mark, so that Excel
knows the encoding; read in that or in GB18030, in which Excel saves in China.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kb.errors import BadTaxonomy
from kb.tables import decoded
from kb.taxonomy import Theme
from kb.taxonomy_change import new_id
from kb.taxonomy_diff import FIELDS
from kb.themes import Fault, check, together

COLUMNS = ("编号", "主题", "上级", "类别", "内容")

#: The kinds of rows, in the order they are written.
KINDS = {FIELDS[key]: key for key in ("strong", "weak", "not_", "scope", "examples", "was", "retired")}

_YES = "是"
_REMEDY = "改好这一行再导入；列名和类别见 docs/themes.md"


@dataclass(slots=True)
class _Rows:
    """A theme while its rows are gathered; `first` is the first row, counted from 1 with the header."""

    first: int
    id: str
    name: str
    broader: str
    values: dict[str, list[tuple[int, str]]] = field(default_factory=dict)


def to_csv(themes: Iterable[Theme]) -> bytes:
    """The table of themes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for theme in themes:
        writer.writerows((theme.id, theme.name, theme.broader, *pair) for pair in _pairs(theme))
    return text.getvalue().encode("utf-8-sig")


def _pairs(theme: Theme) -> Iterator[tuple[str, str]]:
    """The kind and content of each row of a theme; one with nothing to say has a row without a kind."""
    found = [(kind, word) for kind, key in KINDS.items() for word in _words(getattr(theme, key))]
    yield from found or [("", "")]


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, bool):
        return (_YES,) if value else ()
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(value) if isinstance(value, tuple) else ()


def from_csv(data: bytes, path: Path, own: Iterable[Theme] = ()) -> tuple[Theme, ...]:
    """The themes of a table; `path` is only named in errors.

    A row without 编号 is of the theme of that name: the one in the table, else the one among `own`, the themes
    there are already, else a new one with an id from the pinyin. 上级 may be an id or a name.

    Raises:
        BadTaxonomy: naming the row that is wrong.
    """
    text = decoded(data)
    if text is None:
        raise BadTaxonomy(
            "表格的编码既不是 UTF-8 也不是 GB18030", file=path, remedy="用 Excel 另存为“CSV UTF-8”"
        )
    gathered = _gathered(text, path)
    _identify(gathered, {theme.name: theme.id for theme in own})
    ids = {rows.name: rows.id for rows in gathered} | {rows.id: rows.id for rows in gathered}
    themes = tuple(_theme(rows, ids, path) for rows in gathered)
    for nth, fault in together(themes):
        raise _bad(fault, path, gathered[nth])
    return themes


def _identify(gathered: Iterable[_Rows], own: Mapping[str, str]) -> None:
    """Give an id to each theme that has none, by preference the one that its name has already."""
    known = [Theme(id=rows.id, name=rows.name) for rows in gathered if rows.id]
    for rows in gathered:
        if not rows.id:
            had = own.get(rows.name, "")
            rows.id = had if had and all(had != theme.id for theme in known) else new_id(rows.name, known)
            known.append(Theme(id=rows.id, name=rows.name))


def _gathered(text: str, path: Path) -> list[_Rows]:
    """The rows by theme, in the order in which the themes first come."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[_Rows] = []
    try:
        header = [cell.strip() for cell in next(rows, [])]
        if tuple(header[: len(COLUMNS)]) != COLUMNS:
            raise _wrong(1, f"第一行应是列名：{'、'.join(COLUMNS)}", path)
        for number, row in enumerate(rows, 2):
            if any(cell.strip() for cell in row):
                _gather(found, number, [cell.strip() for cell in row], path)
    except csv.Error as error:
        raise BadTaxonomy(
            f"不是 CSV 表格（{error}）", file=path, place=f"第 {rows.line_num} 行", remedy=_REMEDY
        ) from error
    if not found:
        raise _wrong(2, "表里没有主题", path)
    return found


def _gather(found: list[_Rows], number: int, row: Sequence[str], path: Path) -> None:
    id_, name, broader, kind, content = (*row, *[""] * len(COLUMNS))[: len(COLUMNS)]
    rows = _same(found, id_, name)
    if rows is None:
        found.append(rows := _Rows(number, id_, name, broader))
    if id_ and not rows.id:
        rows.id, rows.broader = id_, rows.broader or broader
    if (name or rows.name, broader or rows.broader) != (rows.name, rows.broader):
        raise _wrong(number, f"“{id_ or name}”的主题或上级与第 {rows.first} 行不一致", path)
    if not kind and not content:
        return
    if kind not in KINDS:
        raise _wrong(number, f"不认识的类别“{kind}”，可用的是 {'、'.join(KINDS)}", path)
    if not content:
        raise _wrong(number, f"{kind}的内容是空的", path)
    rows.values.setdefault(KINDS[kind], []).append((number, content))


def _same(found: Iterable[_Rows], id_: str, name: str) -> _Rows | None:
    """The rows of the theme with that id or, where one of the two has none, with that name."""
    by_id = next((rows for rows in found if id_ and rows.id == id_), None)
    return by_id or next((r for r in found if name and r.name == name and not (id_ and r.id)), None)


def _theme(rows: _Rows, ids: dict[str, str], path: Path) -> Theme:
    for key in ("scope", "retired"):
        if len(rows.values.get(key, ())) > 1:
            raise _wrong(rows.values[key][1][0], f"一个主题只能有一行{FIELDS[key]}", path)
    words = {key: tuple(word for _, word in pairs) for key, pairs in rows.values.items()}
    if words.get("retired", (_YES,)) != (_YES,):
        raise _wrong(rows.values["retired"][0][0], f"停用一行的内容应为“{_YES}”", path)
    lists = {key: words.get(key, ()) for key in ("strong", "weak", "not_", "examples", "was")}
    theme = Theme(
        id=rows.id,
        name=rows.name,
        scope="".join(words.get("scope", ())),
        broader=ids.get(rows.broader, rows.broader),
        retired="retired" in words,
        **lists,
    )
    try:
        check(theme)
    except Fault as fault:
        raise _bad(fault, path, rows) from fault
    return theme


def _bad(fault: Fault, path: Path, rows: _Rows) -> BadTaxonomy:
    """The complaint about a theme, at the row of the term that is wrong when it is about one."""
    pairs = rows.values.get("not_" if fault.key == "not" else fault.key, [])
    number = next((number for number, word in reversed(pairs) if word == fault.term), rows.first)
    return BadTaxonomy(
        str(fault), file=path, place=f"第 {number} 行，主题“{rows.name or rows.id}”", remedy=_REMEDY
    )


def _wrong(number: int, what: str, path: Path) -> BadTaxonomy:
    return BadTaxonomy(what, file=path, place=f"第 {number} 行", remedy=_REMEDY)
