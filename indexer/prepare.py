"""From the bytes of a file to a speech that is not yet saved: read, clean, segment.

Pure, so that it can run in any process.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.batch import EDGE
from indexer.clean import Cleaned, clean
from indexer.facts import occasion_of
from indexer.manuscript import Block, Manuscript
from indexer.readers import read
from indexer.segment import segment
from indexer.setting import level_of, place_of, speaker_of
from kb.copies import Signature, signature
from kb.errors import KbError, UnreadableFile
from kb.fold import fold
from kb.model import Node, Original, Passage, Removed, Speech

#: The rule name of a line that a person took out.
BY_PERSON = "person"

#: How PDF, JPEG and PNG files begin.
_PAGES = (b"%PDF", b"\xff\xd8", b"\x89PNG")


@dataclass(frozen=True, slots=True)
class Job:
    """A file to make into a speech, or into the next version of one.

    `data` are its bytes where they do not stand at `path`: uploaded, or inside an archive. `kept` and
    `dropped` are the lines that a person brought back to, or took out of, that speech; `repeated` are lines
    that the files of one import have in common.
    """

    path: Path
    data: bytes | None = None
    updates: str = ""
    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    repeated: frozenset[str] = frozenset()
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file made into a speech without an id, with its bytes and what the reader wants to say."""

    job: Job
    data: bytes
    speech: Speech
    notices: tuple[str, ...]
    signature: Signature


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be read, and why."""

    job: Job
    error: KbError


def skim(job: Job) -> Manuscript | None:
    """The first and last lines of a file, to find what the files of one import have in common.

    None for what cannot be read, which `prepare` names, and for pages, which are costly to read twice.
    """
    try:
        data = job.path.read_bytes() if job.data is None else job.data
        if data.startswith(_PAGES):
            return None
        manuscript = read(data, job.path.name, encoding=job.encoding or None)
    except (KbError, OSError):
        return None
    blocks = manuscript.blocks
    return replace(manuscript, blocks=(*blocks[:EDGE], *blocks[EDGE:][-EDGE:]))


def prepare(job: Job) -> Prepared | Failed:
    """Read a file into a speech; what is wrong with it is told, not raised."""
    try:
        data = job.path.read_bytes() if job.data is None else job.data
        source = real_path(job.path) if job.data is None else ""
        speech, notices = make_speech(
            data, job.path.name, job.kept, job.dropped, source, job.repeated, job.encoding
        )
    except KbError as e:
        return Failed(job, e)
    except OSError as e:
        reason = e.strerror or type(e).__name__
        remedy = "检查文件是否还在、是否有权限"
        return Failed(job, UnreadableFile(f"打不开：{reason}", file=job.path, remedy=remedy))
    return Prepared(job, data, speech, notices, speech_signature(speech))


def real_path(path: Path) -> str:
    """A path in the one spelling it is remembered by."""
    return os.path.normcase(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps `..`


def make_speech(
    data: bytes,
    name: str,
    kept: Collection[str] = (),
    dropped: Collection[str] = (),
    path: str = "",
    repeated: Collection[str] = (),
    encoding: str = "",
) -> tuple[Speech, tuple[str, ...]]:
    """Read, clean and segment.

    Args:
        kept: lines that no rule may take out, because a person brought them back.
        dropped: lines that a person took out.
        path: where the file stands, to know it again when it has changed.
        repeated: lines that the files of one import have in common.
        encoding: what a person says a text file is encoded in; empty to find out.

    Raises:
        UnreadableFile: no reader takes text out of it.
    """
    manuscript = read(data, name, encoding=encoding or None)
    cleaned = _as_decided(manuscript, clean(manuscript, repeated), kept, dropped)
    parts = segment(cleaned.blocks, name, manuscript.title)
    body, taken_out = _without(parts.body, dropped, manuscript)
    if not body:
        raise UnreadableFile("里面没有可用的文字", file=name, remedy="打开原件看看是否只有图片或广告")
    occasion = occasion_of(parts.title)
    speaker, place, level = (
        speaker_of(parts.body),
        place_of(parts.title, parts.body),
        level_of(parts.title, parts.body),
    )
    speech = Speech(
        id="",
        title=parts.title,
        body=body,
        date=parts.date,
        occasion=occasion,
        speaker=speaker.value,
        place=place.value,
        level=level.value,
        original=Original(hashlib.sha256(data).hexdigest(), name, path),
        removed=tuple(sorted((*cleaned.removed, *taken_out), key=lambda r: r.line)),
        kept=tuple(kept),
        found=_found(
            title=parts.title_found,
            date=parts.date_found,
            occasion="title" if occasion else "",
            speaker=speaker.found,
            place=place.found,
            level=level.found,
        ),
    )
    return speech, manuscript.notices


def speech_signature(speech: Speech) -> Signature:
    """What near copies of a whole speech are known by."""
    return signature(fold("".join(p.text for p in speech.passages)))


def _as_decided(
    manuscript: Manuscript, cleaned: Cleaned, kept: Collection[str], dropped: Collection[str]
) -> Cleaned:
    """What a person decided about single lines goes before every rule."""
    rules = {(r.line, r.text): r.rule for r in cleaned.removed}
    blocks: list[Block] = []
    removed: list[Removed] = []
    for block in manuscript.blocks:
        rule = BY_PERSON if block.text in dropped else rules.get((block.line, block.text))
        if rule and block.text not in kept:
            removed.append(Removed(block.line, block.text, rule))
        else:
            blocks.append(block)
    return Cleaned(tuple(blocks), tuple(removed))


def _without(
    body: Sequence[Node], dropped: Collection[str], manuscript: Manuscript
) -> tuple[tuple[Node, ...], list[Removed]]:
    """Passages that a person took out and that are a part of a line: a point, what follows a heading."""
    gone = [n for n in body if isinstance(n, Passage) and n.text in dropped]
    lines = ((next((b.line for b in manuscript.blocks if n.text in b.text), 0), n.text) for n in gone)
    return tuple(n for n in body if n not in gone), [Removed(line, text, BY_PERSON) for line, text in lines]


def _found(**where: str) -> dict[str, str]:
    return {field: place for field, place in where.items() if place}
