"""Commands that set a speech right: set, restore, remove, merge."""

from __future__ import annotations

import click

from kb.commands.common import open_library, refresh_index
from kb.home import Home


@click.command("set")
@click.argument("speech")
@click.option("--title", help="标题。")
@click.option("--date", help="日期：2019、2019-03 或 2019-03-15；空着表示不知道。")
@click.option("--occasion", help="场合，如 座谈会。")
@click.option("--place", help="地点。")
@click.option("--speaker", help="讲话人的身份，如 县委书记。")
@click.option("--level", help="层级：省、市、县、乡镇、单位。")
@click.pass_obj
def set_(home: Home, /, speech: str, **facts: str | None) -> None:
    """改一篇讲话的标题、日期、场合等；以后再导入也不会变回去。"""
    from indexer.edit import FACTS, set_facts

    said = {name: value for name, value in facts.items() if value is not None}
    if not said:
        raise click.UsageError("写上要改的项，如 --date 2019-03-15")
    library = open_library(home)
    edited = set_facts(library, speech, said, library.etag(speech))
    click.echo("，".join(f"{FACTS[name]}：{getattr(edited, name) or '（空）'}" for name in said))


@click.command()
@click.argument("speech")
@click.argument("line", type=int)
@click.pass_obj
def restore(home: Home, speech: str, line: int) -> None:
    """把清理掉的一行放回原处（行号见 kb import -v 或讲话文件头）。"""
    from indexer.edit import restore as bring_back

    library = open_library(home)
    bring_back(library, speech, line, library.etag(speech))
    click.echo("已放回；以后再导入也不会清理它。")


@click.command()
@click.argument("place")
@click.pass_obj
def remove(home: Home, place: str) -> None:
    """把一段（编号#p12）移到清理掉的行里；随时可用 kb restore 放回。"""
    from indexer.edit import remove as take_out

    library = open_library(home)
    id_, _, passage = place.partition("#")
    before = library.speech(id_).removed
    edited = take_out(library, id_, passage, library.etag(id_))
    line = next(r.line for r in edited.removed if r not in before)
    click.echo(f"已移出。放回：kb restore {id_} {line}")


@click.command()
@click.argument("keep")
@click.argument("other")
@click.pass_obj
def merge(home: Home, keep: str, other: str) -> None:
    """把两篇基本相同的讲话合为一篇：留下前一篇，后一篇的原件和人的决定并入。"""
    from indexer.twins import merge as make_one

    library = open_library(home)
    with library.writing():
        merged = make_one(library, keep, other)
    refresh_index(library, everything=False, quiet=False)
    click.echo(f"已合为一篇：《{merged.title}》，原件 {len(merged.also) + 1} 个。")


COMMANDS: tuple[click.Command, ...] = (set_, restore, remove, merge)
