"""What the command line prints: hits, tags, reasons, progress. It decides nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import click

from kb.model import ROLES

if TYPE_CHECKING:
    from kb.found import Found
    from kb.judged import Judged
    from kb.library import Library


def print_json(row: object, err: bool = False) -> None:
    """One object on one line; with `err`, on the error stream."""
    click.echo(json.dumps(row, ensure_ascii=False), err=err)


def progress(show: bool) -> AbstractContextManager[Any]:
    """A progress bar on the terminal's error stream, or nothing."""
    if not show or not sys.stderr.isatty():
        return nullcontext(None)
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def ticker(progress: Any, label: str) -> Callable[[int, int], None]:
    """A callback that moves a bar of its own."""
    if progress is None:
        return lambda done, total: None
    task = progress.add_task(label, total=None)
    return lambda done, total: progress.update(task, completed=done, total=total)


def uses_row(library: Library, key: str, text: str) -> list[dict[str, str]]:
    """The drafts a place went into, the latest first."""
    from kb.used import drafts_of, used

    uses = drafts_of(used(library.home).of(key, text))
    return [{"draft": u.draft, "title": u.title, "when": u.when, "audience": u.audience} for u in uses]


def row(found: Found, names: Mapping[str, str], library: Library) -> dict[str, object]:
    """A hit as the fields that `--json` documents."""
    from kb.excerpt import excerpt

    place = found.judged.place
    return {
        "key": found.key,
        "title": found.speech.title,
        "date": found.speech.date,
        "kind": place.kind,
        "headings": [h.text for h in place.headings],
        "text": place.text,
        "themes": [names.get(j.theme, j.theme) for j in found.judged.themes],
        "role": found.judged.role.role,
        "score": found.score,
        "copies": [f"{c.speech.id}#{c.place.name}" for c in found.copies],
        "citation": str(excerpt(found.speech, place, library.config.citation).citation),
        "used": uses_row(library, found.key, place.text),
    }


def show_hit(number: int, found: Found, names: dict[str, str], full: bool, used: str = "") -> None:
    """A hit with its path, its marks and its tags; `full` shows all of its text, `used` tells where it was used."""
    from kb.citation import in_title_marks

    place = found.judged.place
    path = " › ".join(h.text for h in place.headings)
    click.echo()
    click.echo(
        f"{number}. "
        + click.style(in_title_marks(found.speech.title), bold=True)
        + (f" {path}" if path else "")
    )
    text = place.text if full else _snippet(found)
    click.echo(f"   {text}")
    click.echo(click.style(f"   {_tags(found.judged, names)}  {found.key}", dim=True))
    if used:
        click.echo(click.style(f"   {used}", dim=True))
    if found.copies:
        others = "、".join(in_title_marks(c.speech.title) for c in found.copies[:3])
        click.echo(click.style(f"   另有 {len(found.copies)} 处相同或相近：{others}", dim=True))


def _snippet(found: Found) -> str:
    cut = found.snippet
    text = "".join(
        click.style(p.text, fg="red", bold=True) if p.look == "mark" else p.text for p in cut.pieces
    )
    return f"{'……' if cut.before else ''}{text}{'……' if cut.after else ''}"


def _tags(judged: Judged, names: Mapping[str, str]) -> str:
    role = judged.role.role
    tags = [names.get(j.theme, j.theme) for j in judged.themes]
    return "·".join([ROLES[role]] * bool(role) + tags) if role else "·".join(tags)
