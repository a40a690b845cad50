"""Commands about the word lists: what a word is widened to and why, and what is wrong with the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb import terminal
from kb.commands.common import NOTHING
from kb.home import Home

if TYPE_CHECKING:
    from kb.lexicon_shown import Shown


@click.group()
def lexicon() -> None:
    """词表：检索时一个词还会连什么说法一起找。"""


@lexicon.command()
@click.option("--json", "as_json", is_flag=True, help="每处一行 JSON。")
@click.pass_context
def check(ctx: click.Context, as_json: bool) -> None:
    """检查资料库 lexicon 文件夹里自己的词表，逐行列出没有使用的和原因。"""
    from kb.lexicon import load
    from kb.quotable import quotable

    home: Home = ctx.obj
    faults = (*load(home.lexicon).faults, *quotable(home.lexicon).faults)
    for fault in faults:
        if as_json:
            terminal.print_json({"file": fault.file, "place": fault.place, "what": fault.what})
        else:
            click.echo(str(fault))
    if faults:
        ctx.exit(NOTHING)
    if not as_json:
        own = home.lexicon
        click.echo("词表没有问题。" if own.is_dir() else f"没有自己的词表；要加，写在 {own} 里。")


@lexicon.command()
@click.argument("word")
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。")
@click.pass_context
def show(ctx: click.Context, word: str, as_json: bool) -> None:
    """显示一个词检索时会扩展成什么，依据哪个词表的哪一行。"""
    from kb.lexicon_shown import shown

    home: Home = ctx.obj
    found = shown(word, home.lexicon)
    if as_json:
        terminal.print_json(_row(found))
    else:
        _tell(found)
    if not found.known:
        ctx.exit(NOTHING)


def _tell(found: Shown) -> None:
    from kb.lexicon_shown import KINDS

    for one in found.expansions:
        click.echo(f"{KINDS[one.kind]}：{found.word} → {'、'.join(one.alternatives)}")
    for term, inside in found.spared:
        click.echo(f"不另找“{term}”：里面有“{inside}”，本来就找得到")
    if found.searching:
        click.echo(f"“{found.word}”说的是检索本身：和别的词一起打时，不必有")
    for at in found.origins:
        click.echo(click.style(f"  {at.path}，第 {at.number} 行：{at.text}", dim=True))
    if not found.known:
        click.echo(f"词表里没有“{found.word}”。")
        if found.inside:
            click.echo(f"里面的词：{'、'.join(found.inside)}；照原样找不到时，会按它们放宽。")


def _row(found: Shown) -> dict[str, object]:
    return {
        "word": found.word,
        "expanded": [{"kind": e.kind, "alternatives": list(e.alternatives)} for e in found.expansions],
        "spared": [{"term": term, "inside": inside} for term, inside in found.spared],
        "searching": found.searching,
        "inside": list(found.inside),
        "lines": [
            {"file": str(at.path), "line": at.number, "own": at.own, "text": at.text} for at in found.origins
        ],
    }


COMMANDS: tuple[click.Command, ...] = (lexicon,)
