"""From the bytes of a file to a speech that is not yet saved: read, clean, segment. Pure, so it can run anywhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.clean import clean
from indexer.facts import occasion_of
from indexer.readers import read
from indexer.segment import segment
from kb.errors import KbError, UnreadableFile
from kb.model import Original, Speech


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file made into a speech without an id, with its bytes and what the reader wants to say."""

    path: Path
    data: bytes
    speech: Speech
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be read, and why."""

    path: Path
    error: KbError


def prepare(path: Path) -> Prepared | Failed:
    """Read a file into a speech; what is wrong with it is told, not raised."""
    try:
        data = path.read_bytes()
        speech, notices = make_speech(data, path.name)
    except KbError as e:
        return Failed(path, e)
    except OSError as e:
        reason = e.strerror or type(e).__name__
        return Failed(
            path, UnreadableFile(f"打不开：{reason}", file=path, remedy="检查文件是否还在、是否有权限")
        )
    return Prepared(path, data, speech, notices)


def make_speech(data: bytes, name: str) -> tuple[Speech, tuple[str, ...]]:
    """Read, clean and segment.

    Raises:
        UnreadableFile: no reader takes text out of it.
    """
    manuscript = read(data, name)
    cleaned = clean(manuscript)
    parts = segment(cleaned.blocks, name, manuscript.title)
    if not parts.body:
        raise UnreadableFile("里面没有可用的文字", file=name, remedy="打开原件看看是否只有图片或广告")
    speech = Speech(
        id="",
        title=parts.title,
        body=parts.body,
        date=parts.date,
        occasion=occasion_of(parts.title),
        original=Original(hashlib.sha256(data).hexdigest(), name),
        removed=cleaned.removed,
        found=_found(title=parts.title_found, date=parts.date_found),
    )
    return speech, manuscript.notices


def named(prepared: Prepared, id_: str) -> Speech:
    """The speech with its id."""
    return replace(prepared.speech, id=id_)


def _found(**where: str) -> dict[str, str]:
    return {field: place for field, place in where.items() if place}
