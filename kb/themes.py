"""Reading themes.toml: the themes a library can be narrowed by, and the terms that earn them.

It never decides what a passage is about (see classify) and never repairs a file: what is wrong is named,
with its place, so that the person who edited it can mend it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kb.errors import BadTaxonomy
from kb.taxonomy import Taxonomy, Theme
from kb.taxonomy_places import Block, blocks
from kb.terms import parse_term

__all__ = [
    "KEYS",
    "RESERVED",
    "Fault",
    "Taxonomy",
    "Theme",
    "check",
    "decoded",
    "gather",
    "listed",
    "load",
    "parse",
    "together",
]

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_TEXTS = ("id", "name", "scope", "broader")
_LISTS = ("strong", "weak", "not", "examples", "was")
_FLAGS = ("retired",)
KEYS = (*_TEXTS, *_LISTS, *_FLAGS)
#: Names of pages that stand beside those of the themes (`web/workshop.py`); a theme of that id had none.
RESERVED = ("change", "import", "new", "reclassifying", "revert", "themes", "workshop")
_REMEDY = "请按 docs/themes.md 的格式改好后再试"


def load(path: Path) -> Taxonomy:
    """Read a themes.toml.

    Raises:
        BadTaxonomy: the file is missing, is not UTF-8 or TOML, or a theme in it is not well formed.
    """
    try:
        return parse(decoded(path.read_bytes(), path), path)
    except OSError as error:
        raise BadTaxonomy(f"读不了主题表：{error.strerror}", file=path, remedy="请检查文件") from error


def decoded(data: bytes, path: Path) -> str:
    """The text of a themes.toml, without a byte order mark; BadTaxonomy when it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTaxonomy("主题表不是 UTF-8 编码", file=path, remedy="请另存为 UTF-8") from error


def parse(source: str, path: Path) -> Taxonomy:
    """Read the text of a themes.toml; `path` is only named in errors. Raises like `load`."""
    return gather(listed(source, path))


def listed(source: str, path: Path) -> tuple[Theme, ...]:
    """All themes of a themes.toml as they are written there, in use or retired. Raises like `load`."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        place = _toml_place(source, error)
        raise BadTaxonomy(f"TOML 语法有误（{error}）", file=path, place=place, remedy=_REMEDY) from error
    tables = data.get("theme")
    if set(data) - {"theme"} or not isinstance(tables, list) or not tables:
        raise BadTaxonomy("应当只由若干个 [[theme]] 组成", file=path, remedy=_REMEDY)
    places = blocks(source, tables)
    themes = tuple(_theme(table, path, place) for table, place in zip(tables, places, strict=True))
    for nth, fault in together(themes):
        raise _complaint(fault, path, places[nth])
    return themes


def gather(themes: Sequence[Theme]) -> Taxonomy:
    """The themes parted into those in use and the retired. One below a retired theme stands below the next."""
    by_id = {theme.id: theme for theme in themes}

    def above(id_: str) -> str:
        return above(by_id[id_].broader) if id_ and by_id[id_].retired else id_

    used = tuple(replace(theme, broader=above(theme.broader)) for theme in themes if not theme.retired)
    return Taxonomy(used, tuple(theme for theme in themes if theme.retired))


class Fault(ValueError):
    """What is wrong with a theme, in Chinese; `key` and `term` tell where in its table."""

    def __init__(self, what: str, key: str = "", term: str = "") -> None:
        super().__init__(what)
        self.key, self.term = key, term


def _complaint(fault: Fault, path: Path, place: Block) -> BadTaxonomy:
    return BadTaxonomy(str(fault), file=path, place=place.told(fault.key, fault.term), remedy=_REMEDY)


def _toml_place(source: str, error: tomllib.TOMLDecodeError) -> str:
    at = _TOML_PLACE.search(str(error))
    if at is None:
        return f"第 {source.count(chr(10)) + 1} 行（文件末尾）"
    return f"第 {at[1]} 行第 {at[2]} 列"


def _theme(table: object, path: Path, place: Block) -> Theme:
    try:
        if not isinstance(table, dict):
            raise Fault("每个主题都要写成 [[theme]]")
        return _checked(table)
    except Fault as fault:
        raise _complaint(fault, path, place) from fault


def _checked(table: Mapping[str, object]) -> Theme:
    """A theme out of a TOML table, or a Fault."""
    unknown = next((key for key in table if key not in KEYS), None)
    if unknown is not None:
        raise Fault(f"不认识的项“{unknown}”，可用的是 {'、'.join(KEYS)}", unknown)
    texts = {key: _text(table, key) for key in _TEXTS}
    lists = {key: _list(table, key) for key in _LISTS}
    retired = table.get("retired", False)
    if not isinstance(retired, bool):
        raise Fault("retired 应为 true 或 false", "retired")
    theme = Theme(
        id=texts["id"],
        name=texts["name"],
        scope=texts["scope"],
        broader=texts["broader"],
        strong=lists["strong"],
        weak=lists["weak"],
        not_=lists["not"],
        examples=lists["examples"],
        was=lists["was"],
        retired=retired,
    )
    check(theme)
    return theme


def _text(table: Mapping[str, object], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise Fault(f"{key} 应为一段文字（加引号）", key)
    return value.strip()


def _list(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise Fault(f'{key} 应为文字的列表，如 ["甲", "乙"]', key)
    if not all(entry.strip() for entry in value):
        raise Fault(f"{key} 里有空词", key, next(entry for entry in value if not entry.strip()))
    return tuple(entry.strip() for entry in value)


def check(theme: Theme) -> None:
    """Raise a Fault when a theme by itself is not well formed."""
    for key, id_ in (("id", theme.id), *(("was", old) for old in theme.was)):
        if not _ID.fullmatch(id_):
            raise Fault(f"{key} “{id_}”不合规，应为小写英文、数字和连字符", key, id_)
    if theme.id in RESERVED:
        raise Fault(f"id 不能叫“{theme.id}”，它是网页用的名字", "id", theme.id)
    if not theme.name:
        raise Fault("缺少 name（中文名）", "name")
    if not theme.strong and not theme.weak and not theme.retired:
        raise Fault("没有 strong 也没有 weak，永远不会命中", "strong")
    seen: dict[str, str] = {}
    for key, terms in (("strong", theme.strong), ("weak", theme.weak), ("not", theme.not_)):
        for term in terms:
            if term in seen:
                raise Fault(f"“{term}”在 {seen[term]} 和 {key} 里重复", key, term)
            seen[term] = key
            _check_term(key, term)


def _check_term(key: str, term: str) -> None:
    try:
        parse_term(term)
    except ValueError as error:
        raise Fault(f"{key} 里的“{term}”不能用：{error}", key, term) from error


def together(themes: Sequence[Theme]) -> Iterator[tuple[int, Fault]]:
    """What only the whole can tell, with the number of the theme that is wrong, counted from 0.

    Ids and names are unique, former ids too; broader themes exist, without a ring.
    """
    seen: set[str] = set()
    for nth, theme in enumerate(themes):
        for key, value in (("id", theme.id), ("name", theme.name)):
            if value in seen:
                yield nth, Fault(f"“{value}”重复了，id 和 name 都不能相同", key, value)
        seen |= {theme.id, theme.name}
    ids = {theme.id for theme in themes}
    former: set[str] = set()
    for nth, theme in enumerate(themes):
        for old in theme.was:
            if old in ids | former:
                yield nth, Fault(f"曾用编号“{old}”已是另一个主题的 id 或曾用编号", "was", old)
            former.add(old)
    above = {theme.id: theme.broader for theme in themes}
    for nth, theme in enumerate(themes):
        if theme.broader and theme.broader not in above:
            yield nth, Fault(f"上级主题“{theme.broader}”不存在", "broader")
        if _in_ring(theme.id, above):
            yield nth, Fault("上级主题绕成了圈", "broader")


def _in_ring(theme: str, above: Mapping[str, str]) -> bool:
    step = above[theme]
    for _ in above:
        if step in ("", theme):
            break
        step = above.get(step, "")
    return step == theme
