"""What a segment is on disk: written once, and read back line by line where an entry itself is wanted.

Themes and decisions are not among it (see `tags`): they can be replaced.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.engine import ENTRY_KINDS, Entry
from kb.engines.postings import write_terms
from kb.engines.state import Part
from kb.engines.tags import Tags, tags_of, write_tags
from kb.files import write_atomically
from kb.prior import EARLY, is_early, is_statute

#: Keeps the terms of folded texts in an empty folder: see `postings.write_terms`.
KeepTerms = Callable[[Path, Sequence[str], bool], None]
#: Entries that are handed out to be judged in one go.
PORTION = 1000
#: What a line holds; the rest are tags.
_KEPT = tuple(f.name for f in fields(Entry) if f.name not in ("themes", "decided"))

#: Made once: `json.dumps` with settings of its own makes one every time.
_encode = json.JSONEncoder(ensure_ascii=False).encode

_FILES = ("folded.txt", "entries.jsonl", "columns.npz", "columns.json")


def write_segment(path: Path, entries: Sequence[Entry], large: bool, keep: KeepTerms = write_terms) -> str:
    """Make a segment of the entries in the new folder `path`; give the name of its file of tags.

    `large`: made once for long; see `postings`. `keep`: what keeps the terms.
    """
    (path / "terms").mkdir(parents=True)
    folded = [e.searched for e in entries]
    with ThreadPoolExecutor(1) as beside:
        # What keeps terms may wait for threads of its own, or for the disk.
        kept = beside.submit(keep, path / "terms", folded, large)
        tags = _write_columns(path, entries, folded)
        kept.result()
    return tags


def _write_columns(path: Path, entries: Sequence[Entry], folded: Sequence[str]) -> str:
    """Everything but the terms; give the name of the file of tags."""
    encoded = [text.encode() for text in folded]
    (path / "folded.txt").write_bytes(b"".join(encoded))
    lines = [_line(e) for e in entries]
    (path / "entries.jsonl").write_bytes(b"".join(lines))
    tags = tags_of([e.themes for e in entries], {n: e.decided for n, e in enumerate(entries)})
    np.savez(
        path / "columns.npz",
        ends=np.cumsum([0, *map(len, encoded)], dtype=np.int64),
        lines=np.cumsum([0, *map(len, lines)], dtype=np.int64),
        length=np.array([len(text) for text in folded], np.int32),
        year=np.array([e.year for e in entries], np.int16),
        day=np.array([e.when for e in entries], np.int32),
        kind=np.array([ENTRY_KINDS.index(e.kind) for e in entries], np.int8),
        sha=np.array([int(e.sha, 16) for e in entries], np.uint64),
        **_numbered(path, entries),
    )
    return write_tags(path, tags)


def _line(entry: Entry) -> bytes:
    return _encode({name: getattr(entry, name) for name in _KEPT}).encode() + b"\n"


def _numbered(path: Path, entries: Sequence[Entry]) -> dict[str, Any]:
    """The columns whose values are numbered, the values going into `columns.json`."""
    speeches = list(dict.fromkeys(e.speech for e in entries))
    # Entries of one section share their context, which is folded once.
    above = {(e.title, e.headings): e for e in entries}
    context_of = {key: e.context for key, e in above.items()}
    contexts = list(dict.fromkeys(context_of.values()))
    roles = ["", *sorted({e.role for e in entries if e.role})]
    speech, context, role = ({v: i for i, v in enumerate(vs)} for vs in (speeches, contexts, roles))
    last = {e.speech: e for e in entries}
    names = {
        "speeches": speeches,
        "contexts": contexts,
        "sources": [last[s].provenance for s in speeches],
        "roles": roles,
        "places": [e.place for e in entries],
    }
    write_atomically(path / "columns.json", json.dumps(names, ensure_ascii=False).encode())
    standing_under = np.array([context[context_of[e.title, e.headings]] for e in entries], np.int32)
    return {
        "speech": np.array([speech[e.speech] for e in entries], np.int32),
        "context": standing_under,
        "role": np.array([role[e.role] for e in entries], np.int16),
        "back": _back(contexts, standing_under, np.array([e.year for e in entries], np.int16)),
    }


def _back(contexts: Sequence[str], context: NDArray[np.int32], year: NDArray[np.int16]) -> NDArray[np.bool_]:
    """The entries that stand a little behind others: what `kb.prior.stands_back` says, each context looked at once."""
    statutes = np.array([is_statute(text) for text in contexts], np.bool_)
    early = np.array([is_early(text) for text in contexts], np.bool_)
    found: NDArray[np.bool_] = statutes[context] | np.where(year == 0, early[context], year < EARLY)
    return found


def is_whole(path: Path, part: Part) -> bool:
    """Whether everything is there that makes up a segment of the index under `path`."""
    folder = path / part.name
    return (folder / "terms").is_dir() and all((folder / name).is_file() for name in (*_FILES, part.tags))


def read_entry(line: bytes, themes: tuple[str, ...], decided: tuple[str, ...]) -> Entry:
    """An entry from its line and its tags."""
    fields: dict[str, Any] = json.loads(line)
    fields["headings"] = tuple(fields["headings"])
    return Entry(**fields, themes=themes, decided=decided)


@dataclass(frozen=True, slots=True)
class Portion:
    """See `kb.engine.Portion`: runs of lines of a segment, each by its first number, its first byte, its length.

    `decided` is what was said of some of its entries, by their numbers.
    """

    path: Path
    runs: tuple[tuple[int, int, int], ...]
    decided: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def size(self) -> int:
        """See `kb.engine.Portion`."""
        return sum(length for _, _, length in self.runs)

    @property
    def numbers(self) -> Iterator[int]:
        """The numbers of the entries in their segment."""
        return (number for first, _, length in self.runs for number in range(first, first + length))

    def entries(self) -> Iterator[Entry]:
        """See `kb.engine.Portion.entries`."""
        decided = dict(self.decided)
        with (self.path / "entries.jsonl").open("rb") as lines:
            for first, start, length in self.runs:
                lines.seek(start)
                for number in range(first, first + length):
                    yield read_entry(lines.readline(), (), decided.get(number, ()))


def portions(
    path: Path, lines: NDArray[np.int64], living: NDArray[np.bool_], tags: Tags
) -> Iterator[Portion]:
    """The living entries of the segment `path` in portions, in order; `lines` is where each line begins."""
    numbers = np.flatnonzero(living)
    for start in range(0, len(numbers), PORTION):
        chunk = numbers[start : start + PORTION]
        runs = np.split(chunk, np.flatnonzero(np.diff(chunk) > 1) + 1)
        decided = tuple((n, tags.decided[n]) for n in chunk.tolist() if n in tags.decided)
        yield Portion(path, tuple((int(run[0]), int(lines[run[0]]), len(run)) for run in runs), decided)


def portions_of(path: Path, part: Part, tags: Tags) -> list[Portion]:
    """The same of a segment that is not open."""
    speeches = json.loads((path / "columns.json").read_text(encoding="utf-8"))["speeches"]
    counts = np.array([speech in part.speeches for speech in speeches], np.bool_)
    with np.load(path / "columns.npz") as columns:
        return list(portions(path, columns["lines"], counts[columns["speech"]], tags))
