"""The taxonomy: the themes a library can be narrowed by, and the terms that earn them.

Reads themes.toml and nothing else. It never decides what a passage is about (see classify) and never
repairs a file: what is wrong is named, with its place, so that the person who edited it can mend it.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from kb.errors import BadTaxonomy
from kb.terms import parse_term

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*theme[ \t]*\]\]", re.MULTILINE)
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_TEXTS = ("id", "name", "scope", "broader")
_LISTS = ("strong", "weak", "not", "examples")
_REMEDY = "请按 docs/themes.md 的格式改好后再试"


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme (主题).

    `strong` terms earn it alone; `weak` ones only together or under a fitting heading; `not_` phrases
    hide what stands inside them. `broader` is the id of the theme above, or empty.
    """

    id: str
    name: str
    scope: str = ""
    broader: str = ""
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term of the theme, masks included."""
        return self.strong + self.weak + self.not_


@dataclass(frozen=True)
class Taxonomy:
    """The themes in the order of the file, which is the order they are shown in."""

    themes: tuple[Theme, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Theme]:
        """The themes by id."""
        return {theme.id: theme for theme in self.themes}

    @cached_property
    def hash(self) -> str:
        """SHA-256 of what the themes say; comments and layout of the file do not count."""
        content = json.dumps([asdict(theme) for theme in self.themes], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    def resolve(self, name_or_id: str) -> Theme | None:
        """The theme of that id or Chinese name, or None."""
        wanted = name_or_id.strip()
        by_name = next((theme for theme in self.themes if theme.name == wanted), None)
        return self.by_id.get(wanted.lower(), by_name)


def load(path: Path) -> Taxonomy:
    """Read a themes.toml.

    Raises:
        BadTaxonomy: the file is missing, is not UTF-8 or TOML, or a theme in it is not well formed.
    """
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadTaxonomy(f"读不了主题表：{error.strerror}", file=path, remedy="请检查文件") from error
    except UnicodeDecodeError as error:
        raise BadTaxonomy("主题表不是 UTF-8 编码", file=path, remedy="请另存为 UTF-8") from error
    return parse(source, path)


def parse(source: str, path: Path) -> Taxonomy:
    """Read the text of a themes.toml; `path` is only named in errors. Raises like `load`."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        place = _toml_place(source, error)
        raise BadTaxonomy(f"TOML 语法有误（{error}）", file=path, place=place, remedy=_REMEDY) from error
    tables = data.get("theme")
    if set(data) - {"theme"} or not isinstance(tables, list) or not tables:
        raise BadTaxonomy("应当只由若干个 [[theme]] 组成", file=path, remedy=_REMEDY)
    places = _places(source, tables)
    themes = tuple(_theme(table, path, place) for table, place in zip(tables, places, strict=True))
    _check_together(themes, places, path)
    return Taxonomy(themes)


def _toml_place(source: str, error: tomllib.TOMLDecodeError) -> str:
    at = _TOML_PLACE.search(str(error))
    if at is None:
        return f"第 {source.count(chr(10)) + 1} 行（文件末尾）"
    return f"第 {at[1]} 行第 {at[2]} 列"


def _places(source: str, tables: Sequence[object]) -> list[str]:
    """Words for where each theme stands: its line, when the file is laid out plainly, and its name."""
    starts = [source.count("\n", 0, at.start()) + 1 for at in _TABLE.finditer(source)]
    lines = starts if len(starts) == len(tables) else [0] * len(tables)
    return [_place(table, nth, line) for nth, (table, line) in enumerate(zip(tables, lines, strict=True), 1)]


def _place(table: object, nth: int, line: int) -> str:
    name = (table.get("name") or table.get("id")) if isinstance(table, dict) else None
    return (f"第 {line} 行，" if line else "") + f"主题“{name or f'第 {nth} 个'}”"


def _theme(table: object, path: Path, place: str) -> Theme:
    if not isinstance(table, dict):
        raise BadTaxonomy("每个主题都要写成 [[theme]]", file=path, place=place, remedy=_REMEDY)
    try:
        return _checked(table)
    except ValueError as error:
        raise BadTaxonomy(str(error), file=path, place=place, remedy=_REMEDY) from error


def _checked(table: Mapping[str, object]) -> Theme:
    """A theme out of a TOML table; ValueError says in Chinese what is wrong with it."""
    unknown = sorted(set(table) - {*_TEXTS, *_LISTS})
    if unknown:
        raise ValueError(f"不认识的项“{unknown[0]}”，可用的是 {'、'.join((*_TEXTS, *_LISTS))}")
    texts = {key: _text(table, key) for key in _TEXTS}
    lists = {key: _list(table, key) for key in _LISTS}
    if not _ID.fullmatch(texts["id"]):
        raise ValueError(f"id “{texts['id']}”不合规，应为小写英文、数字和连字符")
    if not texts["name"]:
        raise ValueError("缺少 name（中文名）")
    _check_terms(lists)
    return Theme(
        id=texts["id"],
        name=texts["name"],
        scope=texts["scope"],
        broader=texts["broader"],
        strong=lists["strong"],
        weak=lists["weak"],
        not_=lists["not"],
        examples=lists["examples"],
    )


def _text(table: Mapping[str, object], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"{key} 应为一段文字（加引号）")
    return value.strip()


def _list(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise ValueError(f'{key} 应为文字的列表，如 ["甲", "乙"]')
    if not all(entry.strip() for entry in value):
        raise ValueError(f"{key} 里有空词")
    return tuple(entry.strip() for entry in value)


def _check_terms(lists: Mapping[str, tuple[str, ...]]) -> None:
    if not lists["strong"] and not lists["weak"]:
        raise ValueError("没有 strong 也没有 weak，永远不会命中")
    seen: dict[str, str] = {}
    for key in ("strong", "weak", "not"):
        for term in lists[key]:
            if term in seen:
                raise ValueError(f"“{term}”在 {seen[term]} 和 {key} 里重复")
            seen[term] = key
            _check_term(key, term)


def _check_term(key: str, term: str) -> None:
    try:
        parse_term(term)
    except ValueError as error:
        raise ValueError(f"{key} 里的“{term}”不能用：{error}") from error


def _check_together(themes: Sequence[Theme], places: Sequence[str], path: Path) -> None:
    """What only the whole file can tell: ids and names are unique, broader themes exist, without a ring."""
    seen: set[str] = set()
    for theme, place in zip(themes, places, strict=True):
        taken = sorted({theme.id, theme.name} & seen)
        if taken:
            what = f"“{taken[0]}”重复了，id 和 name 都不能相同"
            raise BadTaxonomy(what, file=path, place=place, remedy=_REMEDY)
        seen |= {theme.id, theme.name}
    above = {theme.id: theme.broader for theme in themes}
    for theme, place in zip(themes, places, strict=True):
        if theme.broader and theme.broader not in above:
            raise BadTaxonomy(f"上级主题“{theme.broader}”不存在", file=path, place=place, remedy=_REMEDY)
        if _in_ring(theme.id, above):
            raise BadTaxonomy("上级主题绕成了圈", file=path, place=place, remedy=_REMEDY)


def _in_ring(theme: str, above: Mapping[str, str]) -> bool:
    step = above[theme]
    for _ in above:
        if step in ("", theme):
            break
        step = above.get(step, "")
    return step == theme
