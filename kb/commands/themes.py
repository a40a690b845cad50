"""The group of commands about themes: the list, and how the rules are tested and explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb import terminal
from kb.commands import judging, taxonomy, taxonomy_files, workshop
from kb.commands.common import ready

if TYPE_CHECKING:
    from kb.home import Home


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="每个主题输出一行 JSON。")
@click.pass_context
def themes(ctx: click.Context, as_json: bool) -> None:
    """主题：列出、解释、评测、修改、合并拆分、导入导出、换回旧版。"""
    if ctx.invoked_subcommand is None:
        _listed(ctx.obj, as_json)


def _listed(home: Home, as_json: bool) -> None:
    from kb.asked import Asked
    from kb.search import search as ask

    library = ready(home)
    counts = ask(library, Asked()).facets.themes
    known = library.classifier().taxonomy
    for theme in known.themes:
        count = counts.get(theme.id, 0)
        if as_json:
            terminal.print_json({"id": theme.id, "name": theme.name, "scope": theme.scope, "passages": count})
        else:
            click.echo(f"{count:>6} 段  {theme.name}（{theme.id}）：{theme.scope}")
    if known.retired and not as_json:
        click.echo("已停用：" + "、".join(f"{theme.name}（{theme.id}）" for theme in known.retired))
    library.close()


for _module in (judging, workshop, taxonomy, taxonomy_files):
    for _command in _module.COMMANDS:
        themes.add_command(_command)

COMMANDS: tuple[click.Command, ...] = (themes,)
