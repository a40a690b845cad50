"""What a segment is on disk: written once, and read back line by line where an entry itself is wanted.

Themes are not among it (see `tags`); entries read here have none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.analysis import grams, words
from kb.engine import ENTRY_KINDS, Entry
from kb.engines.postings import GRAMS, WORDS, Collector
from kb.engines.state import Part
from kb.engines.tags import tags_of, write_tags
from kb.files import write_atomically

#: Entries that are handed out to be judged in one go.
PORTION = 1000

_FILES = ("folded.txt", "entries.jsonl", "columns.npz", "columns.json")
_TUPLES = ("headings", "decided")


def write_segment(path: Path, entries: Sequence[Entry], large: bool) -> str:
    """Make a segment of the entries in the new folder `path`; give the name of its file of themes.

    `large`: made once for long; see `postings`.
    """
    (path / "terms").mkdir(parents=True)
    collector = Collector()
    folded = [e.searched for e in entries]
    for text in folded:
        collector.add({GRAMS: grams(text), WORDS: words(text)})
    collector.write(path / "terms", large)
    encoded = [text.encode() for text in folded]
    (path / "folded.txt").write_bytes(b"".join(encoded))
    lines = [_line(e) for e in entries]
    (path / "entries.jsonl").write_bytes(b"".join(lines))
    themes = write_tags(path, tags_of([e.themes for e in entries]))
    np.savez(
        path / "columns.npz",
        ends=np.cumsum([0, *map(len, encoded)], dtype=np.int64),
        lines=np.cumsum([0, *map(len, lines)], dtype=np.int64),
        length=np.array([len(text) for text in folded], np.int32),
        year=np.array([e.year for e in entries], np.int16),
        kind=np.array([ENTRY_KINDS.index(e.kind) for e in entries], np.int8),
        **_numbered(path, entries),
    )
    return themes


def _line(entry: Entry) -> bytes:
    fields = asdict(entry)
    del fields["themes"]
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def _numbered(path: Path, entries: Sequence[Entry]) -> dict[str, Any]:
    """The columns whose values are numbered, the values going into `columns.json`."""
    speeches = list(dict.fromkeys(e.speech for e in entries))
    contexts = list(dict.fromkeys(e.context for e in entries))
    roles = ["", *sorted({e.role for e in entries if e.role})]
    speech, context, role = ({v: i for i, v in enumerate(vs)} for vs in (speeches, contexts, roles))
    sources = {e.speech: e.provenance for e in entries}
    names = {
        "speeches": speeches,
        "contexts": contexts,
        "sources": [sources[s] for s in speeches],
        "roles": roles,
        "places": [e.place for e in entries],
    }
    write_atomically(path / "columns.json", json.dumps(names, ensure_ascii=False).encode())
    return {
        "speech": np.array([speech[e.speech] for e in entries], np.int32),
        "context": np.array([context[e.context] for e in entries], np.int32),
        "role": np.array([role[e.role] for e in entries], np.int16),
    }


def is_whole(path: Path, part: Part) -> bool:
    """Whether everything is there that makes up a segment of the index under `path`."""
    folder = path / part.name
    return (folder / "terms").is_dir() and all((folder / name).is_file() for name in (*_FILES, part.themes))


def read_entry(line: bytes, themes: tuple[str, ...] = ()) -> Entry:
    """An entry from its line."""
    fields: dict[str, Any] = json.loads(line)
    for name in _TUPLES:
        fields[name] = tuple(fields[name])
    return Entry(**fields, themes=themes)


@dataclass(frozen=True, slots=True)
class Portion:
    """See `kb.engine.Portion`: runs of lines of a segment, each by its first number, its first byte, its length."""

    path: Path
    runs: tuple[tuple[int, int, int], ...]

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
        with (self.path / "entries.jsonl").open("rb") as lines:
            for _, start, length in self.runs:
                lines.seek(start)
                for _ in range(length):
                    yield read_entry(lines.readline())


def portions(path: Path, lines: NDArray[np.int64], living: NDArray[np.bool_]) -> Iterator[Portion]:
    """The living entries of the segment `path` in portions, in order; `lines` is where each line begins."""
    numbers = np.flatnonzero(living)
    for start in range(0, len(numbers), PORTION):
        chunk = numbers[start : start + PORTION]
        runs = np.split(chunk, np.flatnonzero(np.diff(chunk) > 1) + 1)
        yield Portion(path, tuple((int(run[0]), int(lines[run[0]]), len(run)) for run in runs))


def portions_of(path: Path, part: Part) -> list[Portion]:
    """The same of a segment that is not open."""
    speeches = json.loads((path / "columns.json").read_text(encoding="utf-8"))["speeches"]
    counts = np.array([speech in part.speeches for speech in speeches], np.bool_)
    with np.load(path / "columns.npz") as columns:
        return list(portions(path, columns["lines"], counts[columns["speech"]]))
