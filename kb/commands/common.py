"""What the commands share: opening a library, bringing its index up to date, exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb import terminal
from kb.errors import LibraryBusy
from kb.home import Home

if TYPE_CHECKING:
    from indexer.refresh import Refreshed
    from kb.library import Library

NOTHING, TROUBLE, INTERRUPTED = 1, 3, 130


def open_library(home: Home) -> Library:
    """Open the library of a home.

    Raises:
        NotFound: there is none.
    """
    from kb.library import Library

    return Library(home)


def tell_broken(refreshed: Refreshed) -> None:
    """Name the speech files that could not be read."""
    for reason in refreshed.broken:
        click.echo(f"  × {reason}", err=True)


def refresh_index(library: Library, everything: bool, quiet: bool, timeout: float = 30.0) -> Refreshed:
    """Bring the index up to date with a progress bar; `everything` makes it anew."""
    from indexer.refresh import refresh

    with library.writing(timeout), terminal.progress(not quiet) as bar:
        return refresh(library, everything, terminal.ticker(bar, "建索引"))


def ready(home: Home) -> Library:
    """A library whose index fits; one that does not is made anew, and that is said."""
    library = open_library(home)
    if not library.index.is_current(library.stamp()):
        click.echo("索引还没有建立，或与现在的主题表、程序版本不符，正在重建……", err=True)
        try:
            tell_broken(refresh_index(library, everything=True, quiet=False, timeout=1))
        except LibraryBusy:
            click.echo("另一个程序正在更新索引，先用现有的。", err=True)
    return library


def serve_library(library: Library, host: str | None, port: int | None) -> None:
    """Serve the library's pages until interrupted; what is not given is as config.toml says."""
    from web.serve import serve

    chosen = library.config.port if port is None else port
    serve(
        library,
        host or library.config.host,
        chosen,
        lambda address: click.echo(f"言库已打开：{address}\n在浏览器里打开这个地址；按 Ctrl-C 结束。"),
    )
