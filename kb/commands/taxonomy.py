"""Commands of `kb themes` that change the taxonomy: show, add, edit, rename-id, merge, split, retire, restore.

Each shows what will be different before it writes; the version before goes to the history.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from kb import terminal
from kb.commands.common import open_library, reclassify_index
from kb.home import Home

if TYPE_CHECKING:
    from kb.library import Library
    from kb.taxonomy_store import Current

_dry = click.option("--dry-run", is_flag=True, help="只看会改什么，不写。")


def change(home: Home, done: str, to: Callable[[str], str], dry_run: bool) -> None:
    """Show what a change of themes.toml makes different; write it, and bring it into force.

    Args:
        done: what is done, in Chinese, for the history.
    """
    from kb import taxonomy_store

    library = open_library(home)
    now = taxonomy_store.current(home)
    replace(library, now, to(now.text), done, dry_run)


def replace(
    library: Library, now: Current, new: str, done: str, dry_run: bool = False, ask: bool = False
) -> None:
    """The same with a whole new text, whatever state the present one is in; `ask` before writing."""
    from kb import taxonomy_store

    if now.says(new):
        click.echo("没有要改的：已经是这样。")
        return
    _show(library, now, new)
    if dry_run:
        click.echo("（只是看看，没有写）")
        return
    if ask:
        click.confirm("这样改吗？", abort=True)
    with library.writing():
        taxonomy_store.write(library.home, new, done, now.etag)
    applied(library)


def _show(library: Library, now: Current, new: str) -> None:
    """Print what differs, and the decisions that it silences; a themes.toml that is broken is not compared."""
    from kb.foresight import silenced
    from kb.taxonomy_diff import differences
    from kb.themes import gather, listed

    after = listed(new, now.path)
    if now.trouble:
        click.echo(f"原来的主题表有误：{now.trouble}")
        return
    found = differences(now.themes, after)
    for difference in found:
        click.echo("\n".join(difference.lines()))
    for one in silenced(library, gather(now.themes), gather(after)):
        click.echo(f"注意：{one.told}")
    if not found:
        click.echo("只有注释、顺序或排版不同。")


def applied(library: Library) -> None:
    """Bring the taxonomy into force in the index there is; a running server does so by itself."""
    from kb.errors import LibraryBusy

    told = "已改好"
    if library.index.fits(library.base()) and library.behind():
        click.echo("正在按新的主题表归类……", err=True)
        try:
            told += f"，{reclassify_index(library, quiet=False).changed} 处的主题有变"
        except LibraryBusy:
            click.echo("另一个程序正在更新索引，归类由它或下一次检索来做。", err=True)
    click.echo(f"{told}。要换回以前的样子：kb themes history")
    library.close()


@click.command()
@click.argument("theme")
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。")
@click.pass_obj
def show(home: Home, theme: str, as_json: bool) -> None:
    """显示一个主题的全部内容：范围、强词、弱词、屏蔽语、例句。"""
    import dataclasses

    from kb import taxonomy_store
    from kb.taxonomy_change import named
    from kb.taxonomy_layout import written
    from kb.themes import listed

    open_library(home)
    found = named(listed(taxonomy_store.read(home)[0], home.themes), theme)
    if as_json:
        terminal.print_json({key.rstrip("_"): value for key, value in dataclasses.asdict(found).items()})
    else:
        click.echo(written([found]), nl=False)


@click.command()
@click.argument("name")
@click.option("--id", "id_", default="", help="编号（小写英文、数字、连字符）；不写就用名字的拼音。")
@click.option("--scope", default="", help="范围说明。")
@click.option("--broader", default="", help="上级主题。")
@click.option("--strong", multiple=True, metavar="词", help="强词：一处就算。可以写几个。")
@click.option("--weak", multiple=True, metavar="词", help="弱词：两个同句才算。可以写几个。")
@click.option("--not", "not_", multiple=True, metavar="词", help="屏蔽语。可以写几个。")
@click.option("--example", "examples", multiple=True, metavar="例句", help="例句。可以写几个。")
@click.option("--after", default="", help="排在这个主题后面；不写就排在最后。")
@_dry
@click.pass_obj
def add(
    home: Home, name: str, id_: str, scope: str, broader: str, strong: tuple[str, ...], weak: tuple[str, ...],
    not_: tuple[str, ...], examples: tuple[str, ...], after: str, dry_run: bool,
) -> None:  # fmt: skip
    """新增一个主题：kb themes add 乡村治理 --strong 村规民约 --weak 网格员。"""
    from kb import taxonomy_edit as edits
    from kb.taxonomy import Theme

    theme = Theme(
        id=id_.strip(), name=name.strip(), scope=scope.strip(), broader=broader, strong=edits.clean(strong),
        weak=edits.clean(weak), not_=edits.clean(not_), examples=edits.clean(examples),
    )  # fmt: skip
    change(home, f"新增“{theme.name}”", lambda text: edits.add(text, theme, after), dry_run)


@click.command()
@click.argument("theme")
@click.option("--add-strong", multiple=True, metavar="词", help="加强词；原来是弱词的改成强词。可以写几个。")
@click.option("--add-weak", multiple=True, metavar="词", help="加弱词。可以写几个。")
@click.option("--add-not", multiple=True, metavar="词", help="加屏蔽语。可以写几个。")
@click.option("--remove", multiple=True, metavar="词", help="删词，不论强弱。可以写几个。")
@click.option("--name", help="改名。")
@click.option("--scope", help="改范围说明。")
@click.option("--broader", help="改上级主题；写成空的就没有上级。")
@_dry
@click.pass_obj
def edit(
    home: Home, theme: str, add_strong: tuple[str, ...], add_weak: tuple[str, ...], add_not: tuple[str, ...],
    remove: tuple[str, ...], name: str | None, scope: str | None, broader: str | None, dry_run: bool,
) -> None:  # fmt: skip
    """改一个主题的词、名字、范围、上级。先用 kb themes preview 看会怎样，决定和标注（labels/*.jsonl）都会比。"""
    from kb import taxonomy_edit as edits

    wish = edits.Wish(name=name, scope=scope, broader=broader)
    adding: dict[edits.Strength, tuple[str, ...]] = {"strong": add_strong, "weak": add_weak, "not": add_not}

    def to(text: str) -> str:
        return edits.put_terms(edits.put(text, theme, wish), name or theme, adding, remove)

    change(home, f"改动“{theme}”", to, dry_run)


@click.command("rename-id")
@click.argument("theme")
@click.argument("id_", metavar="新编号")
@_dry
@click.pass_obj
def rename_id(home: Home, theme: str, id_: str, dry_run: bool) -> None:
    """换一个主题的编号；旧编号记着，人的决定和网址照样有效。"""
    from kb import taxonomy_edit as edits

    change(home, f"“{theme}”的编号改为 {id_}", lambda text: edits.rename(text, theme, id_), dry_run)


@click.command()
@click.argument("theme")
@click.argument("into")
@_dry
@click.pass_obj
def merge(home: Home, theme: str, into: str, dry_run: bool) -> None:
    """把一个主题并入另一个：词合在一起，人的决定跟过去。"""
    from kb import taxonomy_edit as edits

    change(home, f"把“{theme}”并入“{into}”", lambda text: edits.merge(text, theme, into), dry_run)


@click.command()
@click.argument("theme")
@click.argument("name")
@click.option(
    "--term", "terms", multiple=True, required=True, metavar="词", help="分给新主题的词。可以写几个。"
)
@click.option("--id", "id_", default="", help="新主题的编号；不写就用名字的拼音。")
@click.option("--scope", default="", help="新主题的范围说明。")
@_dry
@click.pass_obj
def split(
    home: Home, theme: str, name: str, terms: tuple[str, ...], id_: str, scope: str, dry_run: bool
) -> None:
    """从一个主题里分出一个下级主题，带走指定的词；人的决定留在原主题。"""
    from kb import taxonomy_edit as edits
    from kb.taxonomy import Theme

    new = Theme(id=id_.strip(), name=name.strip(), scope=scope.strip())
    change(home, f"从“{theme}”分出“{name}”", lambda text: edits.split(text, theme, new, terms), dry_run)


@click.command()
@click.argument("theme")
@_dry
@click.pass_obj
def retire(home: Home, theme: str, dry_run: bool) -> None:
    """停用一个主题：不再判，也不会随更新回来；词和人的决定都留着。"""
    from kb import taxonomy_edit as edits

    change(home, f"停用“{theme}”", lambda text: edits.retire(text, theme), dry_run)


@click.command()
@click.argument("theme")
@_dry
@click.pass_obj
def restore(home: Home, theme: str, dry_run: bool) -> None:
    """恢复一个停用的主题。"""
    from kb import taxonomy_edit as edits

    change(home, f"恢复“{theme}”", lambda text: edits.restore(text, theme), dry_run)


COMMANDS: tuple[click.Command, ...] = (show, add, edit, rename_id, merge, split, retire, restore)
