"""Commands that find and take: search, show."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import click

from kb import terminal
from kb.commands.common import NOTHING, open_library, ready
from kb.home import Home

if TYPE_CHECKING:
    from kb.library import Library


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.option("--theme", "themes", multiple=True, help="只看这个主题；可以写几个，要同时符合。")
@click.option("--role", "roles", multiple=True, help="只看这种用途：开场、成绩、问题、意义、措施、结尾。")
@click.option("--year", help="只看这些年份：2019 或 2019..2021。")
@click.option("--speech", default="", help="只看这篇讲话（编号）。")
@click.option("-n", "--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="最多几条。")
@click.option("--page", default=1, type=click.IntRange(1), help="第几页。")
@click.option("--exact", is_flag=True, help="只按打的字检索，不用词表扩展。")
@click.option("--full", is_flag=True, help="显示整段，不截取。")
@click.option("--json", "as_json", is_flag=True, help="每条结果输出一行 JSON。")
@click.pass_context
def search(
    ctx: click.Context, words: tuple[str, ...], themes: tuple[str, ...], roles: tuple[str, ...], year: str | None,
    speech: str, limit: int, page: int, exact: bool, full: bool, as_json: bool,
) -> None:  # fmt: skip
    """检索。空格表示同时含有，| 表示任一，-词 表示不含，“…”表示一字不差。"""
    from kb.advice import advise
    from kb.expand import ALL
    from kb.query import role_id, years
    from kb.search import Asked
    from kb.search import search as ask

    library = ready(ctx.obj)
    _check_themes(library, themes)
    ids = [role_id(r) or _wrong("--role", r, "开场、成绩、问题、意义、措施、结尾") for r in roles]
    span = (years(year) or _wrong("--year", year, "2019 或 2019..2021")) if year else None
    asked = Asked(
        " ".join(words),
        themes,
        tuple(ids),
        (span.first, span.last) if span else None,
        speech,
        page=page,
        size=limit,
        only=(ALL,) if exact else (),
    )
    answer = ask(library, asked)
    for notice in answer.notices:
        click.echo(f"注意：{notice}", err=True)
    terminal.tell_widening(answer)
    names = {t.id: t.name for t in library.classifier().taxonomy.themes}
    if as_json:
        for found in answer.found:
            terminal.print_json(terminal.row(found, names))
    else:
        click.echo(terminal.total(answer))
        for number, found in enumerate(answer.found, (page - 1) * limit + 1):
            terminal.show_hit(number, found, names, full)
    if answer.loosened or not answer.total:
        from kb.spelling import meant

        for one in meant(library, asked):
            click.echo(f"您是不是要找：{one.text}，有 {one.total} 处", err=True)
    if not answer.total:
        advised = advise(library, asked)
        for advice in (*advised.words, *advised.fewer):
            if advice.total:
                click.echo(f"试试：{advice.label}，有 {advice.total} 段", err=True)
        if advised.closest and not as_json:
            click.echo("\n没有哪一处完全符合；最接近的：")
            for number, found in enumerate(advised.closest, 1):
                terminal.show_hit(number, found, names, full)
    library.close()
    if not answer.total:
        ctx.exit(NOTHING)


def _wrong(option: str, value: str, allowed: str) -> Any:
    raise click.BadParameter(f"“{value}”看不懂，应写成：{allowed}", param_hint=option)


def _check_themes(library: Library, themes: tuple[str, ...]) -> None:
    taxonomy = library.classifier().taxonomy
    for name in themes:
        if taxonomy.resolve(name) is None:
            _wrong("--theme", name, "、".join(t.name for t in taxonomy.themes))


@click.command()
@click.argument("place")
@click.option("--form", type=click.Choice(["plain", "source", "markdown", "html"]), default="source",
              help="纯文字、带出处、Markdown 或排版文字。")  # fmt: skip
@click.option("--no-ordinal", is_flag=True, help="去掉开头的“一是”“第二，”等序号。")
@click.option("--copy", is_flag=True, help="放到剪贴板。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，连同主题和依据。")
@click.pass_obj
def show(home: Home, place: str, form: str, no_ordinal: bool, copy: bool, as_json: bool) -> None:
    """显示一篇讲话（编号），或其中一段（编号#p12.1）。"""
    from kb.excerpt import excerpt
    from kb.places import place as find

    library = open_library(home)
    id_, _, name = place.partition("#")
    speech = library.speech(id_)
    if not name:
        _show_speech(library, id_, as_json)
        return
    taken = excerpt(speech, find(speech, name))
    taken = taken.without_ordinal() if no_ordinal else taken
    if as_json:
        terminal.print_json({"key": place, "text": taken.text, "citation": str(taken.citation)})
    else:
        click.echo(taken.render(form))
    if copy:
        from kb.clipboard import put

        put(taken.render(form))
        click.echo("已复制到剪贴板。", err=True)


def _show_speech(library: Library, id_: str, as_json: bool) -> None:
    speech = library.speech(id_)
    if as_json:
        terminal.print_json(dataclasses.asdict(speech))
        return
    click.echo(library.path(id_).read_text(encoding="utf-8"), nl=False)


COMMANDS: tuple[click.Command, ...] = (search, show)
