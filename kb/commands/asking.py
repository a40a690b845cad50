"""What the commands that look share: the words and choices they take, and reading them as a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from kb.asked import Asked
    from kb.library import Library

_Command = TypeVar("_Command", bound=Callable[..., Any])


def asking(command: _Command) -> _Command:
    """Give a command the words and choices that `question_of` reads."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="每条输出一行 JSON。"),
        click.option("--unused", is_flag=True, help="只看还没有用进文稿的。"),
        click.option("--exact", is_flag=True, help="只按打的字检索，不用词表扩展。"),
        click.option("--speech", default="", help="只看这篇讲话（编号）。"),
        click.option("--year", default="", help="只看这些年份：2019 或 2019..2021。"),
        click.option(
            "--role", "roles", multiple=True, help="只看这种用途：开场、成绩、问题、意义、措施、结尾。"
        ),
        click.option("--theme", "themes", multiple=True, help="只看这个主题；可以写几个，要同时符合。"),
        click.argument("words", nargs=-1, type=click.UNPROCESSED),
    ):
        command = option(command)
    return command


def question_of(
    library: Library, *, words: Sequence[str], themes: Sequence[str], roles: Sequence[str], year: str,
    speech: str, exact: bool, unused: bool = False,
) -> Asked:  # fmt: skip
    """The question; what cannot be used ends the command and names what can."""
    from kb.asked import Asked
    from kb.expand import ALL
    from kb.query import role_id, years

    span = (years(year) or _wrong("--year", year, "2019 或 2019..2021")) if year else None
    return Asked(
        " ".join(words),
        _themes(library, themes),
        tuple(role_id(r) or _wrong("--role", r, "开场、成绩、问题、意义、措施、结尾") for r in roles),
        (span.first, span.last) if span else None,
        speech,
        only=(ALL,) if exact else (),
        unused=unused,
    )


def _themes(library: Library, names: Sequence[str]) -> tuple[str, ...]:
    taxonomy = library.classifier().taxonomy
    known = "、".join(theme.name for theme in taxonomy.themes)
    found = ((name, taxonomy.resolve(name)) for name in names)
    return tuple(theme.id if theme else _wrong("--theme", name, known) for name, theme in found)


def _wrong(option: str, value: str, allowed: str) -> NoReturn:
    raise click.BadParameter(f"“{value}”看不懂，应写成：{allowed}", param_hint=option)
