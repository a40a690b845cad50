"""The group of commands about drafts, and those that begin one and look at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kb import terminal
from kb.commands import draft_files, draft_filling
from kb.commands.common import NOTHING, drafts_of, open_library
from kb.home import Home

if TYPE_CHECKING:
    from kb.draft import Block
    from kb.drafts import Listed


@click.command()
@click.argument("title", metavar="标题")
@click.option("--occasion", default="", help="场合。")
@click.option("--audience", default="", help="讲给谁听。")
@click.option("--date", default="", help="哪一天用，如 2026-03-05。")
@click.pass_obj
def new(home: Home, title: str, occasion: str, audience: str, date: str) -> None:
    """新建文稿，打印它的编号。"""
    click.echo(drafts_of(home).new(title, occasion, audience, date).draft.id)


@click.command("list")
@click.option("--trash", is_flag=True, help="列出删去的。")
@click.option("--json", "as_json", is_flag=True, help="每篇输出一行 JSON。")
@click.pass_context
def list_(ctx: click.Context, trash: bool, as_json: bool) -> None:
    """列出文稿，最近改过的在前。"""
    drafts = drafts_of(ctx.obj)
    found = drafts.trashed() if trash else drafts.all()
    for one in found:
        if as_json:
            terminal.print_json(_row(one))
        elif one.draft:
            when = one.changed.astimezone().strftime("%Y-%m-%d %H:%M")
            facts = f"{one.draft.characters} 字，摘录 {len(one.draft.excerpts)} 处，{when}"
            click.echo(f"{one.id}  {one.draft.title}  {click.style(facts, dim=True)}")
        else:
            click.echo(f"  × {one.trouble}", err=True)
    if not found:
        click.echo("没有删去的文稿。" if trash else "还没有文稿；用 kb draft new 标题 新建。", err=True)
        ctx.exit(NOTHING)


def _row(one: Listed) -> dict[str, object]:
    facts: dict[str, object] = {"id": one.id, "changed": one.changed.isoformat(), "trouble": one.trouble}
    if one.draft:
        names = ("title", "occasion", "audience", "date", "characters")
        facts |= {name: getattr(one.draft, name) for name in names} | {"excerpts": len(one.draft.excerpts)}
    return facts


@click.command()
@click.argument("id_", metavar="编号")
@click.option("--sources", is_flag=True, help="列出每处摘录的出处、改了什么、原文变没变。")
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。")
@click.pass_obj
def show(home: Home, id_: str, sources: bool, as_json: bool) -> None:
    """显示文稿，带编号；每块前面是它的名字，供 add、move 使用。"""
    from kb.numbering import numbered

    opened = drafts_of(home).open(id_)
    if as_json:
        terminal.print_json(asdict(opened.draft) | {"etag": opened.etag})
        return
    click.echo(click.style(opened.draft.title, bold=True))
    tell = _teller(home) if sources else None
    for one in numbered(opened.draft):
        click.echo(
            f"{click.style(f'{one.block.id:>4}', dim=True)}  {one.text.replace(chr(10), f'{chr(10)}      ')}"
        )
        if tell and one.block.source:
            tell(one.block)


def _teller(home: Home) -> Callable[[Block], None]:
    """Tells where an excerpt is from, and what has changed there and here."""
    from kb.diff import difference
    from kb.draft_sources import state_of

    library = open_library(home)
    marks = {"same": ("", ""), "only-first": ("[-", "-]"), "only-second": ("[+", "+]")}
    told = {"unchanged": "", "changed": "；原文已经改过", "gone": "；原文已经不在资料库里"}

    def tell(block: Block) -> None:
        if block.source:
            click.echo(
                f"      ——{block.source.citation}（{block.source.key}）{told[state_of(block, library).state]}"
            )
        if block.source and block.changed:
            runs = difference(block.source.taken, block.text)
            click.echo("      改动：" + "".join(run.text.join(marks[run.change]) for run in runs))

    return tell


@click.group()
def draft() -> None:
    """文稿：新建、添加摘录和自己的话、调整次序、导出。"""


for _command in (new, list_, show, *draft_filling.COMMANDS, *draft_files.COMMANDS):
    draft.add_command(_command)

COMMANDS: tuple[click.Command, ...] = (draft,)
