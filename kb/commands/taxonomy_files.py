"""Commands of `kb themes` about whole taxonomies: history, revert, export, import, upgrade."""

from __future__ import annotations

from pathlib import Path

import click

from kb import terminal
from kb.commands.common import NOTHING, open_library
from kb.commands.taxonomy import applied, replace
from kb.home import Home


@click.command()
@click.option("--json", "as_json", is_flag=True, help="每个版本输出一行 JSON。")
@click.pass_context
def history(ctx: click.Context, as_json: bool) -> None:
    """主题表以前的样子，新的在前。"""
    from kb import taxonomy_store

    open_library(ctx.obj)
    versions = taxonomy_store.history(ctx.obj)
    for version in versions:
        if as_json:
            terminal.print_json(
                {"version": version.name, "when": version.when.isoformat(), "done": version.done}
            )
        else:
            when = version.when.astimezone().strftime("%Y-%m-%d %H:%M:%S")
            click.echo(f"{version.name}  {when}，此后：{version.done}")
    if not versions:
        click.echo("主题表还没有改过。", err=True)
        ctx.exit(NOTHING)


@click.command()
@click.argument("version", required=False)
@click.option("--dry-run", is_flag=True, help="只看会改什么，不写。")
@click.pass_obj
def revert(home: Home, version: str | None, dry_run: bool) -> None:
    """换回以前的一个版本（kb themes history 里的名字）；不写就是上一个。"""
    from kb import taxonomy_store
    from kb.errors import NotFound

    library = open_library(home)
    versions = taxonomy_store.history(home)
    if not versions:
        raise NotFound("主题表还没有改过，没有可以换回的", file=home.themes)
    name = version or versions[0].name
    new = taxonomy_store.earlier(home, name)
    replace(library, taxonomy_store.current(home), new, f"换回 {name} 的样子", dry_run)


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def exported(home: Home, file: Path) -> None:
    """把主题表写成文件：.toml 连同注释，.csv 可以用 Excel 打开。"""
    from kb import taxonomy_store
    from kb.taxonomy_files import export

    open_library(home)
    export(taxonomy_store.read(home)[0], file)
    click.echo(f"已写到 {file}")


@click.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="只看会改什么，不写。")
@click.option("--yes", is_flag=True, help="不再问一声。")
@click.pass_obj
def imported(home: Home, file: Path, dry_run: bool, yes: bool) -> None:
    """用文件（.toml 或 .csv）里的主题换下现在的；文件里没有的主题会删去。"""
    from kb import taxonomy_files, taxonomy_store

    library = open_library(home)
    now = taxonomy_store.current(home)
    replace(library, now, taxonomy_files.imported(now, file), f"导入 {file.name}", dry_run, ask=not yes)


@click.command()
@click.option("--replace", "anew", is_flag=True, help="不合并，整个换成随程序附带的（原来的进历史）。")
@click.pass_obj
def upgrade(home: Home, anew: bool) -> None:
    """让主题表跟上随程序附带的：您改过的地方保留，其余更新。"""
    from kb import taxonomy_upgrade

    library = open_library(home)
    with library.writing():
        done = taxonomy_upgrade.take_over(home) if anew else taxonomy_upgrade.upgrade(home)
    for difference in done.changes:
        click.echo("\n".join(difference.lines()))
    for kept in done.kept:
        click.echo(f"保留：{kept}")
    click.echo(done.told or "主题表与随程序附带的没有新的差别。")
    if done.changes or done.mended:
        applied(library)


COMMANDS: tuple[click.Command, ...] = (history, revert, exported, imported, upgrade)
