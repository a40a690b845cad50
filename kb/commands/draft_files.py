"""Commands for the files of drafts: exports, versions, the trash."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb import terminal
from kb.commands.common import drafts_of
from kb.errors import KbError
from kb.home import Home

if TYPE_CHECKING:
    from kb.document import Document

#: How a draft can be exported, by the ending of the file.
FORMS = ("docx", "md", "txt", "html")


@click.command()
@click.argument("id_", metavar="编号")
@click.option("--json", "as_json", is_flag=True, help="每个版本输出一行 JSON。")
@click.pass_obj
def versions(home: Home, id_: str, as_json: bool) -> None:
    """列出文稿以前的样子，最近的在前：一小时内的全留，一周内每小时留一个，再早每天留一个。"""
    drafts = drafts_of(home)
    for version in drafts.versions(id_):
        if as_json:
            terminal.print_json(
                {"version": version.name, "when": version.when.isoformat(), "etag": version.etag}
            )
        else:
            was = drafts.version(id_, version.name)
            when = version.when.astimezone().strftime("%Y-%m-%d %H:%M:%S")
            click.echo(f"{version.name}  {when}  {len(was.blocks)} 块 {was.characters} 字")


@click.command()
@click.argument("id_", metavar="编号")
@click.argument("version", required=False, metavar="[版本]")
@click.pass_obj
def restore(home: Home, id_: str, version: str | None) -> None:
    """换回以前的样子；不写版本就退回一步。换回也是一次改动，同样可以再退回。"""
    drafts = drafts_of(home)
    opened = drafts.restore(id_, version) if version else drafts.undo(id_)
    click.echo(f"已换回：{len(opened.draft.blocks)} 块，{opened.draft.characters} 字。", err=True)


@click.command()
@click.argument("id_", metavar="编号")
@click.pass_obj
def delete(home: Home, id_: str) -> None:
    """把文稿移到回收里，连同它的版本。"""
    click.echo(f"已移到回收；用 kb draft recover {drafts_of(home).delete(id_)} 找回。", err=True)


@click.command()
@click.argument("id_", metavar="编号")
@click.pass_obj
def recover(home: Home, id_: str) -> None:
    """从回收里找回文稿，打印它的编号；用 kb draft list --trash 查看。"""
    click.echo(drafts_of(home).bring_back(id_).draft.id)


@click.command()
@click.argument("ids", metavar="编号…", nargs=-1)
@click.option("--all", "all_", is_flag=True, help="导出全部文稿。")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path(),
    help="放到哪个文件夹；一篇时也可以写文件名。",
)
@click.option(
    "--as",
    "form",
    default="docx",
    show_default=True,
    type=click.Choice(FORMS),
    help="Word、网页（供打印）、Markdown、纯文字。",
)
@click.option(
    "--style",
    default="gw",
    show_default=True,
    type=click.Choice(["gw", "plain"]),
    help="Word 的版式：公文格式或普通。",
)
@click.option("--sources", is_flag=True, help="最后附材料出处。")
@click.option("--force", is_flag=True, help="已有内容不同的同名文件时换掉它。")
@click.pass_obj
def export(
    home: Home, ids: tuple[str, ...], all_: bool, out: Path, form: str, style: str, sources: bool, force: bool
) -> None:
    """导出文稿，打印写成的文件；可以一次几篇。"""
    from kb.files import write_atomically
    from kb.numbering import document_of

    drafts = drafts_of(home)
    chosen = tuple(drafts.ids()) if all_ else ids
    if not chosen:
        raise click.UsageError("写上文稿的编号，或用 --all 导出全部")
    single = out.suffix.lower() == f".{form}" and not out.is_dir()
    if single and len(chosen) > 1:
        raise KbError("几篇文稿不能写进一个文件", file=out, remedy="-o 写一个文件夹")
    for id_ in chosen:
        path = out if single else out / f"{id_}.{form}"
        data = _exported(document_of(drafts.open(id_).draft), form, style, sources)
        if path.exists() and path.read_bytes() != data and not force:
            raise KbError("已经有这个文件，内容不同，没有换掉", file=path, remedy="换个地方，或加 --force")
        write_atomically(path, data)
        click.echo(path)


def _exported(document: Document, form: str, style: str, sources: bool) -> bytes:
    if form == "docx":
        from kb.word import to_word

        return to_word(document, style, sources)
    from kb.plaintext import to_markdown, to_text
    from kb.printed import to_html

    write = {"html": to_html, "md": to_markdown, "txt": to_text}[form]
    return write(document, appendix=sources).encode()


COMMANDS: tuple[click.Command, ...] = (versions, restore, delete, recover, export)
