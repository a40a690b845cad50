"""Importing: which files, what became of each, and the index brought up to date.

`import_files` reads like its steps. A file that cannot be read is named and counted, and the rest goes
on; a speech is written whole or not at all, so that stopping in the middle leaves a sound library.
"""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Literal

from indexer.align import align
from indexer.batch import repeated
from indexer.manuscript import Manuscript
from indexer.prepare import BY_PERSON, Failed, Job, Prepared, prepare, real_path, skim
from indexer.readers import unpack
from indexer.readers.archive import is_archive
from indexer.refresh import Refreshed, refresh
from indexer.twins import Twins
from kb import processes
from kb.errors import UnreadableFile
from kb.library import Library, Sources, body_hash
from kb.model import Original, Speech
from kb.naming import readable_id

Status = Literal["imported", "updated", "unchanged", "duplicate", "conflict", "unreadable"]

#: With fewer files than this, starting processes costs more than it saves.
_FEW = 12

#: What a person may have settled about a speech; a new version of the source does not touch it.
_FACTS = ("title", "date", "occasion", "speaker", "place", "level")


@dataclass(frozen=True, slots=True)
class Received:
    """A file to import: at a path, or as bytes with a name when it was uploaded.

    With an `encoding` that a person names, a text file is read so, also when it has been imported before.
    """

    path: Path
    data: bytes | None = None
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `reason` says why it was left out, or what to look at.

    A duplicate has been imported; `same_as` names the speech that has nearly the same text.
    """

    path: Path
    status: Status
    speech: str = ""
    title: str = ""
    passages: int = 0
    removed: int = 0
    same_as: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do."""

    outcomes: tuple[Outcome, ...]
    refreshed: Refreshed

    def of(self, *statuses: Status) -> tuple[Outcome, ...]:
        """The files with these outcomes."""
        return tuple(o for o in self.outcomes if o.status in statuses)


def import_files(
    library: Library,
    files: Iterable[Path],
    on_file: Callable[[Outcome], None] = lambda outcome: None,
    on_indexed: Callable[[int, int], None] = lambda done, total: None,
    dry_run: bool = False,
    encoding: str = "",
) -> Report:
    """Import files from the disk; see `import_received`."""
    received = (Received(path, encoding=encoding) for path in files)
    return import_received(library, received, on_file, on_indexed, dry_run)


def import_received(
    library: Library,
    received: Iterable[Received],
    on_file: Callable[[Outcome], None] = lambda outcome: None,
    on_indexed: Callable[[int, int], None] = lambda done, total: None,
    dry_run: bool = False,
) -> Report:
    """Import files and bring the index up to date.

    Args:
        on_file: told of each outcome as it comes.
        on_indexed: told how many of how many speeches have been indexed.
        dry_run: only tell what would become of each file.

    Raises:
        LibraryBusy: another writer does not finish.
    """
    outcomes: list[Outcome] = []
    library.classifier()  # a broken themes.toml is said now, before anything is written
    with library.writing():
        jobs, settled = _sort_out(library, received)
        for outcome in chain(settled, _carry_out(library, jobs, dry_run)):
            outcomes.append(outcome)
            on_file(outcome)
        refreshed = Refreshed() if dry_run else refresh(library, on_indexed=on_indexed)
        return Report(tuple(outcomes), refreshed)


def _sort_out(library: Library, received: Iterable[Received]) -> tuple[list[Job], list[Outcome]]:
    """Divide files into those to read and those whose very bytes are here already."""
    sources = library.sources()
    first: dict[str, Path] = {}
    jobs: list[Job] = []
    settled: list[Outcome] = []
    for file in _unpacked(received, settled):
        path = file.path
        digest = _digest(file)
        if _is_known(file, digest, sources) and not file.encoding:
            settled.append(Outcome(path, "unchanged", speech=sources.by_hash[digest], reason="已经导入过"))
        elif digest and digest in first:
            settled.append(Outcome(path, "unchanged", reason=f"与 {first[digest].name} 内容完全相同"))
        else:
            first[digest] = path
            jobs.append(_job(library, file, sources, digest))
    return jobs, settled


def _unpacked(received: Iterable[Received], settled: list[Outcome]) -> Iterator[Received]:
    """Archives as the files in them; what cannot be unpacked is told, and the rest goes on."""
    for file in received:
        try:
            data = file.path.read_bytes() if file.data is None else file.data
            if not is_archive(data):
                yield file
                continue
            unpacked = unpack(data, file.path.name)
        except OSError:
            yield file  # `prepare` meets the same error and names it
            continue
        except UnreadableFile as e:
            settled.append(Outcome(file.path, "unreadable", reason=str(e)))
            continue
        settled += (Outcome(file.path, "unreadable", reason=str(e)) for e in unpacked.failed)
        yield from (Received(file.path / name, content, file.encoding) for name, content in unpacked.members)


def _digest(file: Received) -> str:
    try:
        return hashlib.sha256(file.path.read_bytes() if file.data is None else file.data).hexdigest()
    except OSError:
        return ""  # `prepare` meets the same error and names it


def _is_known(file: Received, digest: str, sources: Sources) -> bool:
    """Whether these bytes are here. At a path that is known only its newest version counts: one may go back."""
    at_path = sources.by_path.get(real_path(file.path)) if file.data is None else None
    if at_path:
        return sources.current.get(digest) == at_path
    return digest in sources.by_hash


def _job(library: Library, file: Received, sources: Sources, digest: str) -> Job:
    """A file at a path that is known has changed, and a known file is read anew: the next version of a speech."""
    id_ = sources.by_path.get(real_path(file.path)) if file.data is None else None
    id_ = id_ or sources.by_hash.get(digest)
    if id_ is None:
        return Job(file.path, file.data, encoding=file.encoding)
    old = library.speech(id_)
    dropped = tuple(r.text for r in old.removed if r.rule == BY_PERSON)
    return Job(file.path, file.data, id_, old.kept, dropped, encoding=file.encoding)


def _carry_out(library: Library, jobs: list[Job], dry_run: bool) -> Iterator[Outcome]:
    taken = set(library.ids())
    twins = Twins(library) if jobs else None
    for result in _prepared(jobs):
        if isinstance(result, Failed):
            yield Outcome(result.job.path, "unreadable", speech=result.job.updates, reason=str(result.error))
            continue
        assert twins is not None
        if result.job.updates:
            yield _update(library, result, dry_run)
            continue
        same_as = twins.of(result.signature)
        outcome = _add(library, result, taken, same_as, dry_run)
        taken.add(outcome.speech)
        twins.add(outcome.speech, result.signature)
        yield outcome


def _prepared(jobs: list[Job]) -> Iterator[Prepared | Failed]:
    """Read each file twice: once for what all have in common, once for what is its own."""
    if len(jobs) < _FEW or (os.cpu_count() or 1) < 2:
        yield from map(prepare, _knowing_each_other(jobs, map(skim, jobs)))
        return
    pool = ProcessPoolExecutor(min(4, os.cpu_count() or 1), processes.context(), _leave_interrupts)
    try:
        skimmed = pool.map(skim, jobs, chunksize=16)
        yield from pool.map(prepare, _knowing_each_other(jobs, skimmed), chunksize=4)
    finally:
        pool.shutdown(cancel_futures=True)


def _knowing_each_other(jobs: list[Job], skimmed: Iterable[Manuscript | None]) -> list[Job]:
    in_common = repeated(manuscript for manuscript in skimmed if manuscript)
    return [replace(job, repeated=in_common) for job in jobs] if in_common else jobs


def _leave_interrupts() -> None:
    """Ctrl-C is for the process that saves; its helpers end when it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _add(library: Library, prepared: Prepared, taken: set[str], same_as: str, dry_run: bool) -> Outcome:
    draft = prepared.speech
    assert draft.original is not None
    speech = replace(
        draft,
        id=readable_id(draft.title, draft.date, draft.original.sha256, taken),
        imported=body_hash(draft),
    )
    if not dry_run:
        library.keep_original(prepared.data, draft.original.name)
        library.save(speech)
    told = [f"与 {same_as} 的文字基本相同，可用 kb merge {same_as} {speech.id} 合为一篇"] if same_as else []
    return _outcome(
        prepared, speech, "duplicate" if same_as else "imported", [*told, *prepared.notices], same_as
    )


def _update(library: Library, prepared: Prepared, dry_run: bool) -> Outcome:
    """A new version of a known source: decisions and what a person settled stay; edits by hand are not lost."""
    old = library.speech(prepared.job.updates)
    if old.imported and body_hash(old) != old.imported:
        reason = f"原件变了，而 {old.id} 已经手工改过，没有覆盖；要用新的，先删去 speeches 里的这个文件再导入"
        return _outcome(prepared, old, "conflict", [reason])
    draft = prepared.speech
    aligned = align(old, draft.body)
    settled = {name: getattr(old, name) for name in _FACTS if old.found.get(name) == "person"}
    speech = replace(
        draft,
        id=old.id,
        body=aligned.body,
        unplaced=aligned.unplaced,
        also=_before(old, draft),
        found={**draft.found, **dict.fromkeys(settled, "person")},
        extra=old.extra,
        **settled,
    )
    speech = replace(speech, imported=body_hash(speech))
    if not dry_run:
        assert draft.original is not None
        library.keep_original(prepared.data, draft.original.name)
        library.save(speech)
    lost = [f"{len(aligned.unplaced)} 处人的决定暂时没有对应的段落，已另外保留"] if aligned.unplaced else []
    return _outcome(prepared, speech, "updated", [*lost, *prepared.notices])


def _before(old: Speech, new: Speech) -> tuple[Original, ...]:
    """The originals of earlier versions; a file that is only read anew is none."""
    same = old.original and new.original and old.original.sha256 == new.original.sha256
    return old.also if same or not old.original else (*old.also, old.original)


def _outcome(
    prepared: Prepared, speech: Speech, status: Status, reasons: Iterable[str], same_as: str = ""
) -> Outcome:
    return Outcome(
        prepared.job.path,
        status,
        speech=speech.id,
        title=speech.title,
        passages=len(speech.passages),
        removed=len(speech.removed),
        same_as=same_as,
        reason="；".join(reasons),
    )
