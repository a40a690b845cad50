"""The command that tells what of a text is copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import click

from kb import terminal
from kb.commands.common import ready

if TYPE_CHECKING:
    from indexer.manuscript import Block
    from kb.overlap import Overlap
    from kb.overlap_runs import Run

#: Places told of one run; characters before and after it in the passage.
_PLACES, _AROUND = 3, 12


@click.command()
@click.argument("file", type=click.File("rb"), metavar="文件")
@click.option(
    "-n", "--limit", default=50, show_default=True, type=click.IntRange(1), help="最多列出几处，长的在前。"
)
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON，全部列出。")
@click.pass_context
def overlap(ctx: click.Context, file: BinaryIO, limit: int, as_json: bool) -> None:
    """照搬检测：一篇文字里有多少与资料库一字不差（连续十三个字以上）。文件可以是 Word、PDF、文本等，- 表示标准输入。"""
    from kb.overlap import overlap as find
    from kb.overlap_told import data

    text = _text(file)
    library = ready(ctx.obj)
    found = find(library, text)
    if as_json:
        terminal.print_json(data(found))
    else:
        _tell(found, limit)
    library.close()


def _text(file: BinaryIO) -> str:
    from indexer.readers import read

    name = getattr(file, "name", "<stdin>")
    return "\n".join(
        _line(block) for block in read(file.read(), "标准输入" if name == "<stdin>" else name).blocks
    )


def _line(block: Block) -> str:
    """A line of the text; a heading that only the layout shows is marked as one."""
    return f"{'#' * block.level} {block.text}" if block.level else block.text


def _tell(found: Overlap, limit: int) -> None:
    from kb.overlap_told import head, notices, percent

    for notice in notices(found):
        click.echo(f"注意：{notice}", err=True)
    click.echo(click.style(head(found), bold=True))
    if len(found.sections) > 1:
        click.echo("\n各部分：")
        for part in found.sections:
            name = part.heading or "（标题以前）"
            click.echo(
                f"  {'  ' * max(0, part.level - 1)}{name}  {part.total:,} 字，照搬 {part.copied:,}（{percent(part.share)}）"
            )
    for run in sorted(found.runs, key=lambda run: (-run.counted, run.start))[:limit]:
        _tell_run(found, run)
    if len(found.runs) > limit:
        click.echo(f"\n共 {len(found.runs)} 处，用 -n 看更多。", err=True)
    if found.uncounted:
        click.echo("\n不计：")
    for (text, reason), times in found.uncounted.items():
        click.echo(f"  {_flat(text)}{f' ×{times}' if times > 1 else ''}  {click.style(reason, dim=True)}")


def _tell_run(found: Overlap, run: Run) -> None:
    reason = f"，{run.reason}" if run.reason else ""
    click.echo(
        f"\n{click.style(f'{run.length} 字{reason}', fg='red')}  {_flat(found.text[run.start : run.end])}"
    )
    for source in run.sources[:_PLACES]:
        entry = source.entry
        start, end = source.span
        before, after = entry.text[max(0, start - _AROUND) : start], entry.text[end : end + _AROUND]
        year = f"{entry.year} " if entry.year else ""
        click.echo(f"  《{entry.title}》{year}{click.style(source.key, dim=True)}")
        click.echo(
            f"    {'…' if start > _AROUND else ''}{before}【{entry.text[start:end]}】{after}{'…' if end + _AROUND < len(entry.text) else ''}"
        )
    if len(run.sources) > _PLACES:
        click.echo(f"  还有 {len(run.sources) - _PLACES} 处")


def _flat(text: str) -> str:
    return "".join(text.split())


COMMANDS: tuple[click.Command, ...] = (overlap,)
