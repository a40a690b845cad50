"""The command line. With `kb/commands/` it is the composition root: the one place that joins all three packages.

Everything beyond `kb` is imported inside the command that needs it, so that `kb search` starts fast. Exit
codes are documented in docs/cli.md.
"""

from __future__ import annotations

import io
import logging
import sys
from typing import Any

import click

from kb import __version__
from kb.commands import (
    deciding,
    drafting,
    editing,
    importing,
    lexicon,
    looking,
    overlap,
    themes,
    upkeep,
    ways,
)
from kb.commands.common import INTERRUPTED, TROUBLE
from kb.errors import KbError
from kb.home import locate


class _Group(click.Group):
    """Shows errors a person can act on as one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KbError as e:
            click.echo(f"kb：{e}", err=True)
            ctx.exit(TROUBLE)
        except BrokenPipeError:
            raise  # a reader such as `head` has seen enough; click ends quietly
        except OSError as e:
            where = f"{e.filename}：" if e.filename else ""
            remedy = "检查磁盘空间，以及这个文件夹是否可以写"
            click.echo(f"kb：{where}{e.strerror or e}（{remedy}）", err=True)
            ctx.exit(TROUBLE)
        except KeyboardInterrupt:
            click.echo("已中断；已写入的都完好，再运行一次即可继续。", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", metavar="文件夹", help="资料库所在的文件夹（默认 ~/yanku，也可用环境变量 KB_HOME）。")
@click.version_option(__version__, prog_name="言库 kb", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, home: str | None) -> None:
    """言库：讲话素材库。导入旧讲话，按主题检索，复制带出处的摘录。"""
    logging.basicConfig(level=logging.WARNING, format="kb：%(message)s")
    ctx.obj = locate(home)


for _module in (importing, looking, ways, drafting, lexicon, overlap, themes, deciding, editing, upkeep):
    for _command in _module.COMMANDS:
        cli.add_command(_command)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console or pipe in GBK cannot hold every character; such a one is written as its number.
            stream.reconfigure(errors="backslashreplace")
    cli(prog_name="kb")


if __name__ == "__main__":
    main()
