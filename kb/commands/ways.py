"""Commands that look in other ways: headings, parallel clauses, a word among its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kb import terminal
from kb.commands.asking import asking, question_of
from kb.commands.common import NOTHING, ready
from kb.telling import tell_notices, tell_widening

if TYPE_CHECKING:
    from kb.catalogue import Where
    from kb.library import Library

_Command = TypeVar("_Command", bound=Callable[..., Any])

#: Characters at a terminal: a Chinese one takes two columns.
_WIDE, _CUT = 2, 16


def _listing(command: _Command) -> _Command:
    """What all of them take: words, choices, how many lines."""
    many = click.option(
        "-n", "--limit", default=20, show_default=True, type=click.IntRange(1, 10_000), help="最多几条。"
    )
    return asking(many(command))


@click.command(context_settings={"ignore_unknown_options": True})
@_listing
@click.option("--length", "long", default="", help="字数：4、7、8，或 9..12。")
@click.option("--form", default="", help="句式：对仗两句、动词开头、以……促…… 等。")
@click.option(
    "--sort", "order", default="often", type=click.Choice(["often", "new", "short", "long"]), help="次序。"
)
@click.pass_context
def titles(
    ctx: click.Context, /, limit: int, as_json: bool, long: str, form: str, order: Any, **typed: Any
) -> None:
    """标题库：各级标题和读起来像标题的段首短句，相同的并作一条，去掉编号。"""
    from kb.titles import titles as find

    library = ready(ctx.obj)
    found = find(library, question_of(library, **typed), "", long, form, order)
    tell_notices(found.notices)
    tell_widening(found.expansions, found.dropped)
    for line in found.lines[:limit]:
        if as_json:
            terminal.print_json({"text": line.text, "kind": line.what.kind, **_places(line.places)})
        else:
            click.echo(f"{line.text}{click.style(_from(line.places), dim=True)}")
    _end(ctx, library, len(found.lines), limit, as_json)


@click.command(context_settings={"ignore_unknown_options": True})
@_listing
@click.option(
    "--count", "many", default="", type=click.Choice(["", "2", "3", "4"]), help="几句；4 是四句及以上。"
)
@click.option("--frame", default="", help="只看这种框架，如 守土○责。")
@click.option(
    "--sort", "order", default="often", type=click.Choice(["often", "new", "short", "long"]), help="次序。"
)
@click.pass_context
def parallel(
    ctx: click.Context, /, limit: int, as_json: bool, many: str, frame: str, order: Any, **typed: Any
) -> None:
    """排比句：相邻几句在同样的位置上反复用同样的字，连同框架。"""
    from kb.parallel import parallel as find

    library = ready(ctx.obj)
    found = find(library, question_of(library, **typed), many, "", frame, order)
    tell_notices(found.notices)
    tell_widening(found.expansions, found.dropped)
    for line in found.lines[:limit]:
        if as_json:
            terminal.print_json({"text": line.text, "frame": line.what.frame, **_places(line.places)})
        else:
            click.echo(
                f"{line.text}  {click.style(line.what.frame, fg='red')}{click.style(_from(line.places), dim=True)}"
            )
    _end(ctx, library, len(found.lines), limit, as_json)


@click.command(context_settings={"ignore_unknown_options": True})
@_listing
@click.option("--before", default="", help="前面紧挨着这几个字。")
@click.option("--after", default="", help="后面紧挨着这几个字。")
@click.option(
    "--sort",
    "order",
    default="right",
    type=click.Choice(["right", "left", "new"]),
    help="次序：按后文、按前文、最新。",
)
@click.pass_context
def kwic(
    ctx: click.Context, /, limit: int, as_json: bool, before: str, after: str, order: Any, **typed: Any
) -> None:
    """前后词：一处一行，词居中，看它前后常说什么。"""
    from kb.kwic import kwic as find

    library = ready(ctx.obj)
    found = find(library, question_of(library, **typed), order, before, after)
    tell_notices(found.notices)
    tell_widening(found.expansions, found.dropped)
    for line in found.lines[:limit]:
        if as_json:
            terminal.print_json(
                {
                    "left": line.left,
                    "word": line.word,
                    "right": line.right,
                    "keys": [at.key for at in line.places],
                }
            )
        else:
            left = line.left[-_CUT:]
            pad = " " * (_WIDE * _CUT - sum(_WIDE if ord(c) > 0xFF else 1 for c in left))
            word = click.style(line.word, fg="red", bold=True)
            click.echo(f"{pad}{left} {word} {line.right[:_CUT]}  {click.style(line.places[0].key, dim=True)}")
    _end(ctx, library, len(found.lines), limit, as_json)


def _places(places: Sequence[Where]) -> dict[str, object]:
    return {"speeches": len(places), "keys": [at.key for at in places]}


def _from(places: Sequence[Where]) -> str:
    """How many speeches have it, and where it stands in the newest."""
    more = f"等 {len(places)} 篇" if len(places) > 1 else ""
    return f"  《{places[0].title}》{more} {places[0].key}"


def _end(ctx: click.Context, library: Library, total: int, limit: int, as_json: bool) -> None:
    """How many there are; nothing found has an exit code of its own."""
    library.close()
    if not total:
        click.echo("没有找到。", err=True)
        ctx.exit(NOTHING)
    if not as_json and total > limit:
        click.echo(f"共 {total} 条，用 -n 看更多。", err=True)


COMMANDS: tuple[click.Command, ...] = (titles, parallel, kwic)
