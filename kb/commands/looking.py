"""Commands that find and take: search, show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from kb import terminal
from kb.commands.asking import asking, question_of
from kb.commands.common import NOTHING, open_library, ready
from kb.home import Home
from kb.order import ORDERS, Order

if TYPE_CHECKING:
    from kb.asked import Asked
    from kb.excerpt import Excerpt
    from kb.found import Found
    from kb.library import Library
    from kb.search import Answer
    from kb.spelling import Meant


@click.command(context_settings={"ignore_unknown_options": True})
@asking
@click.option("--order", default="relevance", type=click.Choice(tuple(ORDERS)),
              help="次序：最相关、新的在前、早的在前、按来源、短的在前。")  # fmt: skip
@click.option("--near", is_flag=True, help="放宽：不必全有，越接近的越在前。")
@click.option("--no-prior", is_flag=True, help="不让法规和早年的报告靠后。")
@click.option("-n", "--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="最多几条。")
@click.option("--page", default=1, type=click.IntRange(1), help="第几页。")
@click.option("--full", is_flag=True, help="显示整段，不截取。")
@click.pass_context
def search(
    ctx: click.Context, /, order: Order, near: bool, no_prior: bool, limit: int, page: int, full: bool,
    as_json: bool, **typed: Any,
) -> None:  # fmt: skip
    """检索。空格表示同时含有，| 表示任一，-词 表示不含，“…”表示一字不差，a ~10 b 表示挨得近，以*为* 表示搭配，
    还有 标题: 主题: 用途: 年份: 来源: 和括号；详见 docs/cli.md。"""
    from kb.search import search as ask

    library = ready(ctx.obj)
    asked = replace(
        question_of(library, **typed), page=page, size=limit, order=order, prior=not no_prior, near=near
    )
    answer = ask(library, asked)
    offered = _meant(library, answer)
    if as_json:
        _as_rows(library, answer, offered)
    else:
        _for_people(library, answer, offered, full)
    library.close()
    if not answer.total:
        ctx.exit(NOTHING)


def _meant(library: Library, answer: Answer) -> tuple[Meant, ...]:
    """What may have been meant, where nothing has what was typed."""
    if answer.total and not answer.loosened:
        return ()
    from kb.spelling import meant

    return meant(library, answer.asked)


def _as_rows(library: Library, answer: Answer, offered: Sequence[Meant]) -> None:
    """The hits as lines of JSON; all else as one object on the error stream."""
    from kb.telling import print_summary

    for found in answer.found:
        terminal.print_json(terminal.row(found, _names(library), library))
    print_summary(answer, offered)


def _for_people(library: Library, answer: Answer, offered: Sequence[Meant], full: bool) -> None:
    """The hits in words, and how they came to be."""
    from kb.telling import tell_meant, tell_nearer, tell_notices, tell_order, tell_widening, total

    tell_notices(answer.notices)
    tell_widening(answer.expansions, answer.dropped)
    click.echo(total(answer))
    tell_order(answer)
    _show(library, answer.found, answer.asked.offset + 1, full)
    tell_meant(offered)
    tell_nearer(answer)
    if not answer.total:
        _advise(library, answer.asked, full)


def _advise(library: Library, asked: Asked, full: bool) -> None:
    """Ways out, and what comes closest."""
    from kb.advice import advise

    advised = advise(library, asked)
    for advice in (*advised.words, *advised.fewer):
        if advice.total:
            click.echo(f"试试：{advice.label}，有 {advice.total} 段", err=True)
    if advised.closest:
        click.echo("\n没有哪一处完全符合；最接近的：")
        _show(library, advised.closest, 1, full)


def _show(library: Library, hits: Sequence[Found], first: int, full: bool) -> None:
    names = _names(library)
    for number, found in enumerate(hits, first):
        terminal.show_hit(number, found, names, full, _told(library, found.key, found.judged.place.text))


def _names(library: Library) -> dict[str, str]:
    return {t.id: t.name for t in library.classifier().taxonomy.themes}


@click.command()
@click.argument("place")
@click.option("--form", type=click.Choice(["plain", "source", "markdown", "html"]), default="source",
              help="纯文字、带出处、Markdown 或排版文字。")  # fmt: skip
@click.option("--no-ordinal", is_flag=True, help="去掉开头的“一是”“第二，”等序号。")
@click.option("--no-lead", is_flag=True, help="去掉段首小标题（“一是强化责任意识。”里的那一句）。")
@click.option("--straighten", is_flag=True, help="理顺标点：直引号变“”，多余的空格去掉。")
@click.option("--indent", is_flag=True, help="纯文字前面空两格。")
@click.option("--style", default="", help="出处怎么写；不写就按 config.toml 里的 citation。")
@click.option("--copy", is_flag=True, help="放到剪贴板；排版文字可以直接粘进 Word、WPS。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，连同用进过哪些文稿。")
@click.pass_obj
def show(
    home: Home, place: str, form: str, no_ordinal: bool, no_lead: bool, straighten: bool, indent: bool, style: str,
    copy: bool, as_json: bool,
) -> None:  # fmt: skip
    """显示一篇讲话（编号），或其中一段（编号#p12.1）。"""
    from kb.excerpt import Taking

    library = open_library(home)
    id_, _, name = place.partition("#")
    if not name:
        _show_speech(library, id_, as_json)
        return
    whole = _excerpt(library, id_, name, style)
    taken = whole.taken(Taking(not no_ordinal, not no_lead, straighten, indent))
    if as_json:
        uses = terminal.uses_row(library, place, whole.text)
        terminal.print_json({"key": place, "text": taken.text, "citation": str(taken.citation), "used": uses})
    else:
        click.echo(taken.render(form))
        if said := _told(library, place, whole.text):
            click.echo(click.style(said, dim=True), err=True)
    if copy:
        from kb.clipboard import put

        put(taken.render(form), rich=form == "html")
        click.echo("已复制到剪贴板。", err=True)


def _excerpt(library: Library, id_: str, name: str, style: str) -> Excerpt:
    from kb.citation import faults
    from kb.excerpt import excerpt
    from kb.places import place

    if style and (wrong := faults(style)):
        raise click.BadParameter(wrong[0], param_hint="--style")
    speech = library.speech(id_)
    return excerpt(speech, place(speech, name), style or library.config.citation)


def _told(library: Library, key: str, text: str) -> str:
    """用过：2026年3月《…》; empty when it went into no draft."""
    from kb.used import told, used

    return told(used(library.home).of(key, text))


def _show_speech(library: Library, id_: str, as_json: bool) -> None:
    speech = library.speech(id_)
    if as_json:
        terminal.print_json(asdict(speech))
        return
    click.echo(library.path(id_).read_text(encoding="utf-8"), nl=False)


COMMANDS: tuple[click.Command, ...] = (search, show)
