"""Commands for what a person says about themes: decide yes, no, clear, list, put, drop, import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.commands.common import NOTHING, open_library
from kb.home import Home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.decide import Deed
    from kb.decisions import Decided
    from kb.library import Library
    from kb.themes import Taxonomy

#: So many characters of a passage stand in the list.
_SHOWN = 40


@click.group()
def decide() -> None:
    """定一段或一个小标题属于或不属于一个主题；人定的永远优先，重新导入、重建索引、改主题都不会丢。"""


def _settle(home: Home, theme: str, places: Sequence[str], yes: bool | None) -> None:
    from indexer.decide import Choice
    from indexer.decide import decide as settle

    library = open_library(home)
    deed = settle(library, [Choice(*_place(place), theme, yes) for place in places])
    click.echo(f"已改 {len(deed.changes)} 处。" if deed.changes else "没有要改的：已经是这样。")
    _tell(deed)


def _place(place: str) -> tuple[str, str]:
    speech, _, name = place.partition("#")
    if not name:
        raise click.UsageError(
            f"“{place}”要写成 编号#段号，如 2019-jiceng-3f2a#p12.1；整段写 #p12+，小标题写 #h3"
        )
    return speech, name


def _tell(deed: Deed) -> None:
    for problem in deed.problems:
        click.echo(f"  × {problem}", err=True)
    if deed.problems:
        sys.exit(NOTHING)


@decide.command()
@click.argument("theme")
@click.argument("places", nargs=-1, required=True)
@click.pass_obj
def yes(home: Home, theme: str, places: tuple[str, ...]) -> None:
    """定为属于：kb decide yes 作风整顿 编号#p12 编号#p13.1。"""
    _settle(home, theme, places, True)


@decide.command()
@click.argument("theme")
@click.argument("places", nargs=-1, required=True)
@click.pass_obj
def no(home: Home, theme: str, places: tuple[str, ...]) -> None:
    """定为不属于。"""
    _settle(home, theme, places, False)


@decide.command()
@click.argument("theme")
@click.argument("places", nargs=-1, required=True)
@click.pass_obj
def clear(home: Home, theme: str, places: tuple[str, ...]) -> None:
    """收回以前的决定，仍由规则判。"""
    _settle(home, theme, places, None)


@decide.command("list")
@click.option("--theme", help="只列这个主题（名称或编号）。")
@click.option("--csv", "table", type=click.Path(path_type=Path), help="写成表格，Excel、WPS 能直接打开。")
@click.option("--jsonl", "objects", type=click.Path(path_type=Path), help="写成每行一个 JSON 对象。")
@click.option("--json", "as_json", is_flag=True, help="每个决定输出一行 JSON。")
@click.pass_obj
def list_(home: Home, theme: str | None, table: Path | None, objects: Path | None, as_json: bool) -> None:
    """列出人的全部决定，段落已不在、主题已停用的也在内。"""
    from kb import decisions
    from kb.files import write_atomically

    library = open_library(home)
    taxonomy = library.classifier().taxonomy
    found = [one for one in decisions.every(library) if not theme or _is(one, theme, taxonomy)]
    if table:
        write_atomically(table, decisions.to_csv(found, taxonomy).encode())
    if objects:
        write_atomically(objects, decisions.to_jsonl(found, taxonomy).encode())
    if table or objects:
        click.echo(f"已写出 {len(found)} 个决定。", err=True)
    elif as_json:
        click.echo(decisions.to_jsonl(found, taxonomy), nl=False)
    else:
        for one in found:
            click.echo(_line(one, taxonomy))
    if not found:
        click.echo("还没有人的决定。", err=True)
        sys.exit(NOTHING)


def _is(one: Decided, theme: str, taxonomy: Taxonomy) -> bool:
    found = taxonomy.resolve(theme)
    return one.theme == (found.id if found else theme) or taxonomy.name_of(one.theme) == theme


def _line(one: Decided, taxonomy: Taxonomy) -> str:
    from kb.decisions import FITS

    sign = "是" if one.yes else "不是"
    where = f"{one.speech}#{one.place}" if one.place else one.speech
    matter = "" if one.fits == "yes" else f"〔{FITS[one.fits]}〕"
    return f"{sign} {taxonomy.name_of(one.theme)}{matter}  {where}  {one.text[:_SHOWN]}{'……' if len(one.text) > _SHOWN else ''}"


@decide.command()
@click.argument("speech")
@click.argument("text")
@click.argument("place")
@click.pass_obj
def put(home: Home, speech: str, text: str, place: str) -> None:
    """给找不到原处的决定另找一处：kb decide put 编号 原来那段的开头 p12。"""
    from indexer.decide import put as put_there

    library = open_library(home)
    deed = put_there(library, speech, _unplaced(library, speech, text), place)
    click.echo(f"已放到 {place}。")
    _tell(deed)


@decide.command()
@click.argument("speech")
@click.argument("text")
@click.pass_obj
def drop(home: Home, speech: str, text: str) -> None:
    """丢弃找不到原处的决定：kb decide drop 编号 原来那段的开头。"""
    from indexer.decide import drop as drop_it

    library = open_library(home)
    deed = drop_it(library, speech, _unplaced(library, speech, text))
    click.echo(f"已丢弃 {len(deed.changes)} 个决定。")
    _tell(deed)


def _unplaced(library: Library, speech: str, begins: str) -> str:
    """The one text that begins so, of those a speech keeps decisions for.

    Raises:
        NotFound: none begins so, or several do.
    """
    from kb.errors import NotFound

    kept = dict.fromkeys(gone.text for gone in library.speech(speech).unplaced)
    found = [begins] if begins in kept else [text for text in kept if text.startswith(begins)]
    if len(found) == 1:
        return found[0]
    what = f"有 {len(found)} 处都这样开头" if found else "没有这样开头、又找不到原处的决定"
    raise NotFound(
        what, place=speech, remedy="用 kb decide list 看，状态是“原文里已没有这一段”的就是；多写几个字"
    )


@decide.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def import_(home: Home, file: Path) -> None:
    """把导出的决定（.csv 或 .jsonl）放回原来的段落；对不上的逐条列出，不猜。"""
    from indexer.bring import bring
    from kb.decisions import load

    brought = bring(open_library(home), load(file))
    click.echo(
        f"放回 {len(brought.deed.changes)} 个决定，{brought.held} 个本来就有，{len(brought.unfit)} 个对不上。"
    )
    for row, why in brought.unfit:
        where = f"{row.speech}#{row.place}" if row.place else row.speech
        click.echo(f"  × 第 {row.line} 行，{where}，{row.name or row.theme}：{why}", err=True)
    if brought.unfit or brought.deed.problems:
        _tell(brought.deed)
        sys.exit(NOTHING)


COMMANDS: tuple[click.Command, ...] = (decide,)
