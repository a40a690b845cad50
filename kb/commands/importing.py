"""Commands that fill a library: init, import, sync, demo."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb import terminal
from kb.commands.common import NOTHING, open_library, serve_library, tell_broken, up_to_date
from kb.home import Home, create

if TYPE_CHECKING:
    from indexer.pipeline import Report, Status
    from kb.library import Library


@click.command()
@click.pass_obj
def init(home: Home) -> None:
    """新建一个资料库。已有的文件不会改动。"""
    new = create(home)
    click.echo(f"{'已建好' if new else '已经有了'}资料库：{home.root}")
    click.echo("下一步：kb import 存放讲话的文件夹")


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="每个文件输出一行 JSON。")
@click.option("-v", "--verbose", is_flag=True, help="逐个列出导入的讲话和清理掉的行。")
@click.option("--dry-run", is_flag=True, help="只看看会怎样，什么也不写。")
@click.option("--encoding", default="", help="文本文件的编码，认错了时用；已导入的会重新读。")
@click.pass_context
def import_(
    ctx: click.Context, paths: tuple[Path, ...], as_json: bool, verbose: bool, dry_run: bool, encoding: str
) -> None:
    """导入讲话文件或整个文件夹；改过的文件再导入就是更新。"""
    home: Home = ctx.obj
    create(home)
    library = open_library(home) if dry_run else up_to_date(home)
    report = _import(library, list(paths), as_json, dry_run, encoding)
    if dry_run and not as_json:
        click.echo("（试运行，什么也没有写）")
    _report(ctx, library, report, as_json, verbose and not dry_run)


def _report(ctx: click.Context, library: Library, report: Report, as_json: bool, verbose: bool) -> None:
    if as_json:
        for outcome in report.outcomes:
            terminal.print_json({**dataclasses.asdict(outcome), "path": str(outcome.path)})
    else:
        _tell(library, report, verbose)
    if report.of("unreadable", "conflict") or report.refreshed.broken:
        ctx.exit(NOTHING)


def _import(
    library: Library, paths: list[Path], quiet: bool, dry_run: bool = False, encoding: str = ""
) -> Report:
    from indexer.gather import gather
    from indexer.pipeline import import_files

    files = gather(paths)
    with terminal.progress(not quiet) as bar:
        read = terminal.ticker(bar, "读取")
        done = 0

        def count(outcome: object) -> None:
            nonlocal done
            done += 1
            read(done, len(files))

        return import_files(library, files, count, terminal.ticker(bar, "建索引"), dry_run, encoding)


def _tell(library: Library, report: Report, verbose: bool) -> None:
    fresh = report.of("imported", "duplicate", "updated")
    removed = sum(o.removed for o in fresh)
    counts = [(words, len(report.of(status))) for status, words in _WORDS.items()]
    told = [f"{word} {n} {unit}" for (word, unit), n in counts if n or word in _ALWAYS]
    click.echo("，".join(told) + f"，清理 {removed} 行。")
    for outcome in fresh if verbose else ():
        click.echo(f"  ＋ {outcome.title}  {outcome.passages} 段  {outcome.speech}")
        for line in library.speech(outcome.speech).removed:
            click.echo(f"      清理第 {line.line} 行：{line.text}")
    for outcome in report.outcomes:
        if outcome.reason and outcome.status != "unchanged":
            mark = "×" if outcome.status in ("unreadable", "conflict") else "！"
            click.echo(f"  {mark} {outcome.path}：{outcome.reason}")
    tell_broken(report.refreshed)
    if fresh and removed and not verbose:
        click.echo("清理掉的行都留着：在讲话页里点“清理掉的行”查看，或用 kb import -v。")
    if fresh:
        click.echo("现在可以检索了：kb search 词语，或 kb serve 在浏览器里用。")


#: The outcomes in the order they are told, and those told even when there are none.
_WORDS: dict[Status, tuple[str, str]] = {
    "imported": ("导入", "篇"), "updated": ("更新", "篇"), "duplicate": ("导入但与已有的基本相同", "篇"),
    "unchanged": ("未变", "篇"), "conflict": ("有冲突没有动", "篇"), "unreadable": ("读不了", "个"),
}  # fmt: skip
_ALWAYS = ("导入", "未变", "读不了")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="每个文件输出一行 JSON。")
@click.option("--dry-run", is_flag=True, help="只看看会怎样，什么也不写。")
@click.pass_context
def sync(ctx: click.Context, folder: Path, as_json: bool, dry_run: bool) -> None:
    """让资料库跟上一个文件夹：新的导入，改过的更新，移动的认得，不在了的标明（讲话留着）。"""
    from indexer.sync import settle

    home: Home = ctx.obj
    create(home)
    library = open_library(home) if dry_run else up_to_date(home)
    settled = settle(library, folder, dry_run)
    report = _import(library, [folder], quiet=as_json, dry_run=dry_run)
    if as_json:
        for change in settled:
            terminal.print_json({**dataclasses.asdict(change), "path": str(change.path)})
    else:
        for change in settled:
            click.echo(f"  {_CHANGES[change.status]} {change.path}  {change.speech}")
    _report(ctx, library, report, as_json, verbose=False)


_CHANGES = {"moved": "移到", "vanished": "不在了", "returned": "又有了"}


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="端口（默认 8642）。")
@click.option("--no-serve", is_flag=True, help="只建好演示资料库，不打开服务。")
@click.pass_context
def demo(ctx: click.Context, port: int | None, no_serve: bool) -> None:
    """用随程序附带的十六篇示例讲话试用。"""
    from kb.resources import shipped

    home: Home = ctx.obj
    create(home)
    library = up_to_date(home)
    _tell(library, _import(library, [shipped("samples")], quiet=False), verbose=False)
    if not no_serve:
        serve_library(library, None, port)


COMMANDS: tuple[click.Command, ...] = (init, import_, sync, demo)
