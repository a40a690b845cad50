"""Commands that serve and look after a library: serve, reindex, status, selfcheck."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from kb import terminal
from kb.commands.common import (
    NOTHING,
    open_library,
    ready,
    reclassify_index,
    refresh_index,
    serve_library,
    tell_broken,
)
from kb.engines import CHOICES, ENGINES, SUITED, is_installed, outgrown, require_engine
from kb.errors import KbError
from kb.home import Home, choose_engine

if TYPE_CHECKING:
    from indexer.refresh import Difference
    from kb.engine import Engine
    from kb.library import Library


@click.command()
@click.option("--all", "everything", is_flag=True, help="即使只改过主题表，也从讲话文件全部重建。")
@click.option("--engine", type=click.Choice(CHOICES), help="换用另一种检索引擎，写入 config.toml。")
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。")
@click.pass_context
def reindex(ctx: click.Context, everything: bool, engine: str | None, as_json: bool) -> None:
    """重新建立检索索引；只改过主题表时，按新的重新归类（讲话文件不动，检索照常可用）。"""
    library = open_library(ctx.obj)
    if engine and engine != library.config.engine:
        require_engine(engine)
        library.close()
        choose_engine(ctx.obj, engine)
        library, everything = open_library(ctx.obj), True
    library.taxonomy()  # one that is wrong is said now
    if everything or not library.index.fits(library.base()) or not library.behind():
        refreshed = refresh_index(library, everything=True, quiet=as_json)
        told = f"索引已重建：{refreshed.indexed} 篇讲话。"
    else:
        judged = reclassify_index(library, quiet=as_json)
        refreshed = refresh_index(library, everything=False, quiet=as_json)
        refreshed = dataclasses.replace(refreshed, reclassified=judged.entries)
        told = f"已按新的主题表归类：{judged.entries} 处里 {judged.changed} 处的主题有变，用时 {judged.seconds:.1f} 秒。"
    if as_json:
        terminal.print_json(dataclasses.asdict(refreshed))
    else:
        click.echo(told)
        tell_broken(refreshed)
    if refreshed.broken:
        ctx.exit(NOTHING)


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="端口（默认 8642，见 config.toml）。")
@click.option("--host", help="监听地址（默认 127.0.0.1，只有本机能打开）。")
@click.pass_obj
def serve(home: Home, port: int | None, host: str | None) -> None:
    """在浏览器里使用。"""
    library = ready(home)
    from indexer.refresh import difference

    found = difference(library)
    if found.changed or found.gone:
        tell_broken(refresh_index(library, everything=False, quiet=False))
    serve_library(library, host, port)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。")
@click.pass_obj
def status(home: Home, as_json: bool) -> None:
    """资料库的情况：讲话、段落、索引是否最新、写坏的文件。"""
    from indexer.refresh import difference

    library = open_library(home)
    found = difference(library)
    ids = library.ids()
    passages, broken = _count(library, ids)
    state, engine = _state(found), library.config.engine
    broken += [found.fault] if found.fault else []
    if as_json:
        terminal.print_json({"home": str(home.root), "speeches": len(ids), "passages": passages, "index": state,
               "engine": engine, "outgrown": outgrown(engine, passages),
               "changed": len(found.changed), "gone": len(found.gone), "broken": broken})  # fmt: skip
        return
    click.echo(f"资料库：{home.root}\n讲话 {len(ids)} 篇，段落 {passages} 段\n索引：{state}（{engine}）")
    if state != "最新":
        click.echo("运行 kb reindex 更新索引。")
    if outgrown(engine, passages):
        click.echo(_outgrown(engine))
    for reason in broken:
        click.echo(f"  × {reason}")


def _state(found: Difference) -> str:
    if found.stale:
        return "需要重建"
    if found.changed or found.gone:
        return "有改动未入"
    return "主题表改过，还没有归类" if found.behind else "最新"


def _outgrown(engine: str) -> str:
    install = "" if is_installed("tantivy") else "先运行 pip install 'yanku[fast]'，再"
    return f"资料库已超过 {SUITED[engine]} 段，{engine} 建索引会很慢。{install}运行 kb reindex --engine tantivy，查到的完全相同。"


def _count(library: Library, ids: list[str]) -> tuple[int, list[str]]:
    passages, broken = 0, library.twice()
    for id_ in ids:
        try:
            passages += len(library.speech(id_).passages)
        except KbError as e:
            broken.append(str(e))
    return passages, broken


@click.command()
@click.option(
    "-n", "--samples", default=2000, show_default=True, type=click.IntRange(1), help="抽多少个字串。"
)
@click.option("--longest", default=16, show_default=True, type=click.IntRange(1), help="字串最长几个字。")
@click.option("--seed", default=0, help="随机种子，相同则抽样相同。")
@click.option(
    "--engine", "other", type=click.Choice(ENGINES), help="检查另一个检索引擎：在临时文件夹里建一份索引。"
)
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。")
@click.pass_context
def selfcheck(
    ctx: click.Context, samples: int, longest: int, seed: int, other: str | None, as_json: bool
) -> None:
    """自检：从资料库里随机抽字串，比对检索结果与逐字查找，打印漏掉和多出的。"""
    from kb.selfcheck import selfcheck as check

    library = ready(ctx.obj)
    with _engine(library, other) as engine, terminal.progress(not as_json) as bar:
        result = check(library, engine, samples, longest, seed, terminal.ticker(bar, "自检"))
    if as_json:
        terminal.print_json(dataclasses.asdict(result))
    else:
        click.echo(
            f"抽查 {result.checked} 个字串，其中 {result.hard} 个含标点、空格、字母、数字或 ×："
            f"漏掉 {len(result.missed)} 处，多出 {len(result.extra)} 处。"
        )
        for literal, key in (*result.missed, *result.extra)[:50]:
            click.echo(f"  “{literal}”  {key}")
    library.close()
    if result.missed or result.extra:
        ctx.exit(NOTHING)


@contextmanager
def _engine(library: Library, name: str | None) -> Iterator[Engine]:
    """The engine of a library, or another one filled with the same entries for as long as it is needed."""
    from kb.engines import open_engine
    from kb.selfcheck import fill

    if name is None:
        yield library.index.engine()
        return
    with TemporaryDirectory() as folder:
        engine = open_engine(name, Path(folder) / "index", "selfcheck")
        try:
            fill(engine, library.index.entries())
            yield engine
        finally:
            engine.close()


COMMANDS: tuple[click.Command, ...] = (serve, reindex, status, selfcheck)
