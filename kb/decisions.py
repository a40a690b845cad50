"""What people have decided about themes: every yes and no of a library, as a list that can leave and come back.

It reads and never writes a speech. A decision whose passage is gone, or whose theme is laid down or unknown,
is listed like any other, with what is the matter: what a person has said is shown until that person drops it.
"""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from kb.errors import BrokenSpeech, KbError
from kb.library import Library
from kb.model import Speech
from kb.said import effective
from kb.tables import BrokenTable, decoded, rows
from kb.themes import Taxonomy

log = logging.getLogger(__name__)

#: yes: in force. retired, unknown: the theme is laid down, or not in themes.toml. unplaced: the passage is gone.
Fits = Literal["yes", "retired", "unknown", "unplaced"]
FITS: Mapping[Fits, str] = {
    "yes": "有效",
    "retired": "主题已停用",
    "unknown": "主题表里没有这个主题",
    "unplaced": "原文里已没有这一段",
}

#: What must stand in the file of a speech for a decision to be in it; most files need no more than this look.
_SIGNS = (b'themes="', b"unplaced:")

#: The columns of an exported table, and the fields they hold.
_COLUMNS: Mapping[str, str] = {
    "讲话编号": "speech",
    "讲话": "title",
    "段号": "place",
    "主题编号": "theme",
    "主题": "name",
    "决定": "yes",
    "原文": "text",
    "状态": "fits",
}
_SAID = {True: "是", False: "不是"}


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision with its passage or heading. `theme` is its present id, or the stored one when it has none.

    `place` is its name (`p12`, `h3`), empty for a decision whose place is gone; `text` is as it is, or was.
    """

    speech: str
    title: str
    place: str
    theme: str
    yes: bool
    text: str
    fits: Fits = "yes"


@dataclass(frozen=True, slots=True)
class Row:
    """A decision read from an exported file; `line` is where it begins, counted from 1, the heading of a table included."""

    line: int
    speech: str
    place: str
    theme: str
    name: str
    yes: bool
    text: str


def every(library: Library) -> Iterator[Decided]:
    """All decisions, speech by speech, in the order of the text; those without a passage come last in each.

    A speech file that cannot be read is named in the log, as `kb status` does.
    """
    taxonomy = library.classifier().taxonomy
    for path in library.files():
        if any(sign in path.read_bytes() for sign in _SIGNS):
            try:
                yield from of_speech(library.speech(path.stem), taxonomy)
            except BrokenSpeech as e:
                log.warning("%s", e)


def of_speech(speech: Speech, taxonomy: Taxonomy) -> Iterator[Decided]:
    """The decisions in one speech."""
    for name, node in speech.named:
        for theme, yes in effective(node.decisions, taxonomy).items():
            yield Decided(speech.id, speech.title, name, theme, yes, node.text, _fits(theme, taxonomy))
    for gone in speech.unplaced:
        for theme, yes in effective(gone.decisions, taxonomy).items():
            yield Decided(speech.id, speech.title, "", theme, yes, gone.text, "unplaced")


def _fits(theme: str, taxonomy: Taxonomy) -> Fits:
    if theme in taxonomy.by_id:
        return "yes"
    return "retired" if any(theme == one.id for one in taxonomy.retired) else "unknown"


def to_csv(decided: Iterable[Decided], taxonomy: Taxonomy) -> str:
    """A table for Excel and WPS; written as UTF-8 it begins with the byte order mark that they need."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_COLUMNS)
    for one in decided:
        fields = _fields(one, taxonomy) | {"yes": _SAID[one.yes], "fits": FITS[one.fits]}
        table.writerow([fields[name] for name in _COLUMNS.values()])
    return "\ufeff" + out.getvalue()


def to_jsonl(decided: Iterable[Decided], taxonomy: Taxonomy) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(_fields(one, taxonomy), ensure_ascii=False) + "\n" for one in decided)


def _fields(one: Decided, taxonomy: Taxonomy) -> dict[str, object]:
    return {
        "speech": one.speech, "title": one.title, "place": one.place, "theme": one.theme,
        "name": taxonomy.name_of(one.theme), "yes": one.yes, "text": one.text, "fits": one.fits,
    }  # fmt: skip


def load(path: Path) -> list[Row]:
    """Read an exported file back: a table when its name ends in .csv, else one JSON object a line.

    Raises:
        KbError: it cannot be read, or a line of it is not one of ours; says which.
    """
    try:
        text = decoded(path.read_bytes())
    except OSError as e:
        raise KbError(f"读不了：{e.strerror}", file=path, remedy="检查文件名和权限") from e
    if text is None:
        what = "编码既不是 UTF-8 也不是 GB18030"
        raise KbError(what, file=path, remedy="用 Excel、WPS 另存为“CSV UTF-8”再导入")
    lines = _table(text, path) if path.suffix.lower() == ".csv" else _objects(text, path)
    return [_row(number, fields, path) for number, fields in lines]


def _table(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    try:
        yield from _named(text, path)
    except BrokenTable as e:
        remedy = "看这一行的引号；超长的用 kb decide list --jsonl 导出的文件"
        raise KbError(f"不是 CSV 表格：{e}", file=path, place=f"第 {e.line} 行", remedy=remedy) from e


def _named(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The rows by the names of their fields; blank ones are passed over."""
    table = rows(text)
    columns = [cell.strip() for cell in next(table, (1, ()))[1]]
    missing = [name for name in ("讲话编号", "段号", "决定", "原文") if name not in columns]
    if missing:
        what = f"表里没有“{missing[0]}”一列"
        raise KbError(what, file=path, place="第 1 行", remedy="用 kb decide list --csv 导出的表")
    for line, row in table:
        if any(cell.strip() for cell in row):
            given = dict(zip(columns, row, strict=False))
            named = {field: given.get(column, "") for column, field in _COLUMNS.items()}
            yes = {said: value for value, said in _SAID.items()}.get(named["yes"].strip())
            yield line, named | {"yes": yes}


def _objects(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except ValueError as e:
            raise KbError("不是 JSON", file=path, place=f"第 {number} 行", remedy=_JSONL) from e
        yield number, fields if isinstance(fields, dict) else {}


_JSONL = "每行一个对象，如 kb decide list --jsonl 导出的"


def _row(number: int, fields: Mapping[str, object], path: Path) -> Row:
    texts = {name: fields.get(name, "") for name in ("speech", "place", "theme", "name", "text")}
    yes = fields.get("yes")
    wrong = [name for name, value in texts.items() if not isinstance(value, str)]
    if wrong or not isinstance(yes, bool) or not texts["speech"] or not (texts["theme"] or texts["name"]):
        what = "缺了讲话编号、主题或决定" if not wrong else f"{wrong[0]} 不是文字"
        raise KbError(
            what, file=path, place=f"第 {number} 行", remedy="决定写“是”或“不是”（JSON 里写 true 或 false）"
        )
    return Row(number, yes=yes, **cast("dict[str, str]", {k: str(v).strip() for k, v in texts.items()}))
