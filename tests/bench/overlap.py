"""照搬检测 of a text against a library: seconds by length and engine, and whether planted runs are all found."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Sequence
from itertools import groupby, islice
from pathlib import Path

from kb.engine import Entry
from kb.fold import fold_with_offsets
from kb.index import Index
from kb.library import Library
from kb.overlap import Overlap, overlap
from kb.verbatim import LEAST
from tests.bench.corpus import entries, keep, new_library, paragraphs
from tests.bench.table import at

LENGTHS = (1_000, 5_000, 20_000, 100_000)
ROUNDS = 5
#: Planted runs, folded characters of each: the shortest more often than longer ones.
PLANTED = (LEAST, LEAST, LEAST, LEAST + 1, 20, 40, 80)


def bench_overlap(size: int, engines: Sequence[str]) -> None:
    """Texts of other paragraphs than the library's, of several lengths; then texts with planted runs."""
    with tempfile.TemporaryDirectory(prefix="yanku-bench-") as root:
        kept = Path(root) / "texts"
        keep(kept, size)
        made = entries(kept)
    others = "\n".join(islice(paragraphs(), size, size + 3_000))
    rng = random.Random(20240315)
    texts = {length: [_cut(others, length, rng) for _ in range(ROUNDS)] for length in LENGTHS}
    print(f"\n照搬检测，{size} 段")
    for engine in engines:
        library = _library(made, engine)
        for length, some in texts.items():
            times, found = _timed(library, some)
            copied = sum(one.copied for one in found) / sum(one.total for one in found)
            print(
                f"  {engine:<8}{length:>8} 字：首次 {times[0]:.2f}、p50 {at(times[1:], 0.5):.2f}、"
                f"最长 {max(times[1:]):.2f} 秒；照搬 {copied:.0%}，每篇 {sum(len(f.runs) for f in found) / ROUNDS:.0f} 处"
            )
        print(f"  {engine:<8}植入的照搬找到 {_planted(library, made, rng)}")
        library.close()


def _cut(text: str, length: int, rng: random.Random) -> str:
    start = rng.randrange(max(1, len(text) - length))
    return text[start : start + length]


def _library(made: Sequence[Entry], engine: str) -> Library:
    library = new_library("overlap")
    library.index = Index(library.home.index, engine)
    with library.index.rebuild("bench") as batch:
        for speech, those in groupby(made, key=lambda entry: entry.speech):
            batch.add(speech, "etag", list(those))
    return library


def _timed(library: Library, texts: Sequence[str]) -> tuple[list[float], list[Overlap]]:
    times, found = [], []
    for text in texts:
        begun = time.perf_counter()
        found.append(overlap(library, text))
        times.append(time.perf_counter() - begun)
    return times, found


def _planted(library: Library, made: Sequence[Entry], rng: random.Random) -> str:
    """Runs cut out of passages at any place, among characters that no passage has."""
    right = total = 0
    for _ in range(20):
        texts: list[str] = []
        spans: list[tuple[int, int]] = []
        for length in (rng.choice(PLANTED) for _ in range(40)):
            cut = _run(rng.choice(made).text, length, rng)
            if cut:
                texts.append("".join(chr(rng.randrange(0x3400, 0x4D00)) for _ in range(rng.randrange(1, 30))))
                begun = sum(map(len, texts))
                texts.append(cut)
                spans.append((begun, begun + len(cut)))
        found = overlap(library, "".join(texts))
        runs = [(run.start, run.end) for run in (*found.runs, *found.spared)]
        total += len(spans)
        right += sum(any(_covers("".join(texts), run, span) for run in runs) for span in spans)
    return f"{right} / {total}"


def _run(text: str, length: int, rng: random.Random) -> str:
    """So many folded characters of a passage, as they are written; empty when it has fewer."""
    folded, offsets = fold_with_offsets(text)
    if len(folded) < length:
        return ""
    start = rng.randrange(len(folded) - length + 1)
    return text[offsets[start] : offsets[start + length - 1] + 1]


def _covers(text: str, run: tuple[int, int], span: tuple[int, int]) -> bool:
    """Whether a run has all of what was planted, marks at its ends apart."""
    begin, end = span
    while begin < end and not text[begin].isalnum():
        begin += 1
    while begin < end and not text[end - 1].isalnum():
        end -= 1
    return run[0] <= begin and end <= run[1]
