"""Draft files in a folder: listing, reading and moving them. Which of them is edited, and how, is not known here.

The name of a file is the id of its draft, whatever a copy made by hand still says inside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from kb.draft import DRAFT_ID, Block, Draft
from kb.draftfile import parse
from kb.errors import BrokenDraft, KbError
from kb.files import rename

_CACHED = 1000


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft in the list; one that cannot be read has no `draft`, and says why."""

    id: str
    changed: datetime
    draft: Draft | None
    trouble: str = ""


def ids(folder: Path) -> list[str]:
    """The ids of the drafts in a folder."""
    return sorted(path.stem for path in folder.glob("*.md") if DRAFT_ID.fullmatch(path.stem))


def listed(folder: Path) -> tuple[Listed, ...]:
    """The drafts in a folder, the one changed last first."""
    all_ = (_look(folder / f"{id_}.md") for id_ in ids(folder))
    return tuple(sorted(filter(None, all_), key=lambda one: one.changed, reverse=True))


def _look(path: Path) -> Listed | None:
    """What is listed of a draft; None for one that has just been taken away."""
    try:
        status = path.stat()
        changed = datetime.fromtimestamp(status.st_mtime, UTC)
        try:
            return Listed(path.stem, changed, _read(path, status.st_mtime_ns, status.st_size))
        except BrokenDraft as e:
            return Listed(path.stem, changed, None, str(e))
    except FileNotFoundError:
        return None


@lru_cache(maxsize=_CACHED)
def _read(path: Path, mtime_ns: int, size: int) -> Draft:
    return parsed(path.read_bytes(), path, path.stem)


def parsed(data: bytes, path: Path, id_: str) -> Draft:
    """The draft of a file.

    Raises:
        BrokenDraft: it is not UTF-8, or its front matter is no YAML.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as e:
        where = f"第 {e.start + 1} 个字节起"
        raise BrokenDraft("不是 UTF-8", file=path, place=where, remedy="用编辑器另存为 UTF-8") from e
    return replace(parse(text, id_, str(path)), id=id_)


def remembering(draft: Draft, last: Draft) -> Draft:
    """A draft changed by hand, with what its excerpts said when taken, which only the last saved state may know."""
    known = {block.id: block for block in last.excerpts}

    def remembered(block: Block) -> Block:
        before = known.get(block.id)
        if not block.source or not before or not before.source or block.changed:
            return block
        same = (block.source.key, block.source.added) == (before.source.key, before.source.added)
        return replace(block, source=replace(block.source, taken=before.source.taken)) if same else block

    return replace(draft, blocks=tuple(remembered(block) for block in draft.blocks))


def move_into(path: Path, versions: Path, folder: Path) -> str:
    """Put a draft into a folder under a name that is free there; its versions go first, and along.

    Raises:
        KbError: another program holds it; then it stays where it was, with its versions.
    """
    stem, number = path.stem, 1
    while (folder / f"{stem}.md").exists() or (folder / f"{stem}.versions").exists():
        number += 1
        stem = f"{path.stem}-{number}"
    there, along = folder / f"{stem}.versions", versions.is_dir()
    try:
        if along:
            rename(versions, there)
        try:
            rename(path, folder / f"{stem}.md")
        except OSError:
            if along:
                rename(there, versions)
            raise
    except PermissionError as e:
        raise KbError("文稿正被别的程序打开，没有移动", file=path, remedy="关掉那个程序，再试一次") from e
    return stem
