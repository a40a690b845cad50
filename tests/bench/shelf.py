"""A library of many speeches made of real paragraphs by the import itself, kept in a folder for the next run."""

from __future__ import annotations

import random
import tempfile
from itertools import islice
from pathlib import Path

from indexer.gather import gather
from indexer.pipeline import import_files
from kb.home import Home, create
from kb.library import Library
from tests.bench.corpus import PER_SPEECH, paragraphs

#: A heading stands before so many paragraphs.
_SECTION = 8
_NUMERALS = "一二三四五六七八九十"


def shelf(size: int, kept: Path | None) -> Home:
    """The home of a library of about so many passages, made now or, where it is `kept`, on an earlier run."""
    home = Home(kept / f"readers-{size}" if kept else Path(tempfile.mkdtemp(prefix="yanku-bench-readers-")))
    if (home.index / "CURRENT").is_file():
        return home
    create(home)
    library = Library(home)
    with tempfile.TemporaryDirectory(prefix="yanku-bench-") as folder:
        _write(Path(folder), size)
        import_files(library, gather([Path(folder)]))
    library.close()
    return home


def _write(folder: Path, size: int) -> None:
    """Speeches in Markdown, forty paragraphs each, with a title, a year and headings."""
    texts = islice(paragraphs(), size)
    for number, chunk in enumerate(iter(lambda: list(islice(texts, PER_SPEECH)), [])):
        lines = [f"# 在{2001 + number % 25}年第{number + 1}次工作会议上的讲话"]
        for start in range(0, len(chunk), _SECTION):
            section = chunk[start : start + _SECTION]
            lines += [f"## {_NUMERALS[start // _SECTION]}、{_heading(chunk[start])}", *section]
        (folder / f"{number:05}.md").write_text("\n\n".join(lines), encoding="utf-8")


def _heading(text: str) -> str:
    """A heading out of a paragraph's own words."""
    return text.split("，")[0][:16].rstrip("。；：")


def cuttings(library: Library, count: int, seed: int) -> list[str]:
    """Strings of two to ten characters as they stand in passages, cut wherever it falls."""
    rng = random.Random(seed)
    found: list[str] = []
    speeches = library.ids()
    while len(found) < count:
        text = rng.choice(library.speech(rng.choice(speeches)).passages).text
        start, length = rng.randrange(len(text)), rng.choice((2, 3, 4, 4, 6, 10))
        if (piece := text[start : start + length]).isalpha() and len(piece) == length:
            found.append(piece)
    return found
