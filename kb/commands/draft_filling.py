"""Commands that fill a draft and put it in order: add, move."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from kb.commands.common import drafts_of, open_library
from kb.home import Home

if TYPE_CHECKING:
    from kb.draft import Draft
    from kb.draft_edit import At


def _where(after: str, under: str, first: bool) -> At:
    from kb.draft_edit import At

    if sum((bool(after), bool(under), first)) > 1:
        raise click.UsageError("--after、--under、--first 只能写一个")
    return At(after, under, first)


@click.command()
@click.argument("id_", metavar="编号")
@click.argument("places", metavar="[讲话编号#段号]…", nargs=-1)
@click.option("--text", help="加自己的话；一行一段。")
@click.option("--heading", help="加小标题；不必写序号。")
@click.option(
    "--level", default=1, type=click.IntRange(1, 4), help="小标题的级别：1 是“一、”，2 是“（一）”。"
)
@click.option("--no-ordinal", is_flag=True, help="去掉摘录开头的“一是”“第二，”等序号。")
@click.option("--after", default="", help="放在这一块（b3）后面。")
@click.option("--under", default="", help="放在这个小标题（b3）下面。")
@click.option("--first", is_flag=True, help="放在最前面。")
@click.pass_obj
def add(
    home: Home, id_: str, places: tuple[str, ...], text: str | None, heading: str | None, level: int,
    no_ordinal: bool, after: str, under: str, first: bool,
) -> None:  # fmt: skip
    """在文稿里加小标题、自己的话、摘录（可以几处，依次排列）；不说放在哪里就放在最后。"""
    from kb import draft_edit as edit
    from kb.draft import cleaned, heading_text

    at = _where(after, under, first)
    steps: list[Callable[[Draft, At], Draft]] = []
    if heading is not None and heading_text(heading):
        steps.append(lambda d, at: edit.add_heading(d, level, heading, at))
    if text is not None and cleaned(text):
        steps.append(lambda d, at: edit.add_text(d, text, at))
    steps += [_taking(home, place, no_ordinal) for place in places]
    if not steps:
        raise click.UsageError("没有写要加什么：讲话编号#段号、--text 或 --heading")
    opened = drafts_of(home).edit(id_, lambda d: _added(d, steps, at))
    click.echo(f"已加入 {len(steps)} 块，共 {len(opened.draft.blocks)} 块。", err=True)


def _taking(home: Home, key: str, no_ordinal: bool) -> Callable[[Draft, At], Draft]:
    from kb.draft_edit import add_excerpt
    from kb.draft_sources import take
    from kb.excerpt import Taking, excerpt
    from kb.places import place

    library = open_library(home)
    id_, _, name = key.partition("#")
    speech = library.speech(id_)
    taken = excerpt(speech, place(speech, name), library.config.citation).taken(
        Taking(ordinal=not no_ordinal)
    )
    source = take(speech, name, taken.text, str(taken.citation))
    return lambda d, at: add_excerpt(d, source.taken, source, at)


def _added(draft: Draft, steps: list[Callable[[Draft, At], Draft]], at: At) -> Draft:
    """All steps done, each behind the one before."""
    from kb.draft_edit import At

    for step in steps:
        before = {block.id for block in draft.blocks}
        draft = step(draft, at)
        at = At(after=next(block.id for block in draft.blocks if block.id not in before))
    return draft


@click.command()
@click.argument("id_", metavar="编号")
@click.argument("block", metavar="块")
@click.option("--up", is_flag=True, help="上移一步。")
@click.option("--down", is_flag=True, help="下移一步。")
@click.option("--after", default="", help="移到这一块后面。")
@click.option("--under", default="", help="移到这个小标题下面。")
@click.option("--first", is_flag=True, help="移到最前面。")
@click.option("--renumber", is_flag=True, help="移动以后，把“一是”“二是”按次序重排。")
@click.pass_obj
def move(
    home: Home,
    id_: str,
    block: str,
    up: bool,
    down: bool,
    after: str,
    under: str,
    first: bool,
    renumber: bool,
) -> None:
    """移动一块；小标题连同下面的一起移动。"""
    from kb import draft_edit as edit
    from kb.numbering import renumber_points

    at = _where(after, under, first)
    if sum((up, down, bool(after or under or first))) != 1:
        raise click.UsageError("写一个：--up、--down、--after、--under 或 --first")

    def moved(draft: Draft) -> Draft:
        section = bool(draft.block(block).level)
        if up:
            draft = (edit.section_up if section else edit.move_up)(draft, block)
        elif down:
            draft = (edit.section_down if section else edit.move_down)(draft, block)
        else:
            draft = (edit.move_section if section else edit.move)(draft, block, at)
        return renumber_points(draft) if renumber else draft

    before = drafts_of(home).open(id_).etag
    if drafts_of(home).edit(id_, moved).etag == before:
        click.echo("没有移动：已经在那里，或没有地方可去。", err=True)


COMMANDS: tuple[click.Command, ...] = (add, move)
