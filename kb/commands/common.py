"""What the commands share: opening a library, bringing its index up to date, exit codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from kb import terminal
from kb.errors import BadTaxonomy, KbError, LibraryBusy
from kb.home import Home, outdated

if TYPE_CHECKING:
    from indexer.reclassify import Reclassified
    from indexer.refresh import Refreshed
    from kb.drafts import Drafts
    from kb.library import Library

NOTHING, TROUBLE, INTERRUPTED = 1, 3, 130


def open_library(home: Home) -> Library:
    """Open the library of a home.

    Raises:
        NotFound: there is none.
    """
    from kb.library import Library

    return Library(home)


def drafts_of(home: Home) -> Drafts:
    """The drafts of a home.

    Raises:
        NotFound: there is none.
    """
    from kb.drafts import Drafts

    return Drafts(home)


def tell_broken(refreshed: Refreshed) -> None:
    """Name the speech files that could not be read."""
    for reason in refreshed.broken:
        click.echo(f"  × {reason}", err=True)


def refresh_index(library: Library, everything: bool, quiet: bool, timeout: float = 30.0) -> Refreshed:
    """Bring the index up to date with a progress bar; `everything` makes it anew."""
    from indexer.refresh import refresh

    with library.writing(timeout), terminal.progress(not quiet) as bar:
        return refresh(library, everything, terminal.ticker(bar, "建索引"))


def reclassify_index(library: Library, quiet: bool, timeout: float = 30.0) -> Reclassified:
    """Classify the index by a changed taxonomy with a progress bar."""
    from indexer.reclassify import reclassify

    with terminal.progress(not quiet) as bar:
        return reclassify(library, terminal.ticker(bar, "归类"), patience=timeout)


def ready(home: Home) -> Library:
    """A library whose index fits; one that does not is made anew or classified anew, and that is said."""
    library = up_to_date(home)
    if not library.index.fits(library.base()):
        _say_and_do("索引还没有建立，或与现在的程序版本不符，正在重建……", lambda: _rebuilt(library))
    elif behind(library):
        _say_and_do("主题表改过，正在按新的归类……", lambda: reclassify_index(library, quiet=False, timeout=1))
    return library


def up_to_date(home: Home) -> Library:
    """A library for writing or serving: what ships of the taxonomy is taken over, and that is said."""
    library = open_library(home)
    if outdated(home):
        from kb.taxonomy_upgrade import keep_up

        try:
            told = keep_up(library).told
        except KbError as e:
            # Whatever is the matter with the taxonomy, the library can be opened with the one it has.
            told = f"主题表这次没有随程序更新：{e}"
        if told:
            click.echo(told, err=True)
    return library


def behind(library: Library) -> bool:
    """Whether the taxonomy has changed; one that is wrong is said, and searching goes on by the one before."""
    try:
        return library.behind()
    except BadTaxonomy as e:
        click.echo(f"kb：{e}。先用原来的主题。", err=True)
        return False


def _rebuilt(library: Library) -> None:
    tell_broken(refresh_index(library, everything=True, quiet=False, timeout=1))


def _say_and_do(sentence: str, do: Callable[[], object]) -> None:
    click.echo(sentence, err=True)
    try:
        do()
    except LibraryBusy:
        click.echo("另一个程序正在更新索引，先用现有的。", err=True)


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
