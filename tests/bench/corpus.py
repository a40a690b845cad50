"""What is measured on: real paragraphs as the entries of an index, always the same ones."""

from __future__ import annotations

import lzma
import os
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from indexer.gather import gather
from indexer.pipeline import import_files
from kb.engine import Entry
from kb.home import Home, create
from kb.library import Library
from kb.model import ROLES
from kb.resources import shipped

SHARED = Path(os.environ.get("YANKU_SHARED", Path(__file__).resolve().parents[3] / "shared"))
PER_SPEECH = 40

#: Themes as words give them: enough for facets that overlap and differ in size, without the cost of judging.
_THEMES = {
    "responsibility": ("责任", "问责"), "cadre-education": ("培训", "干部教育"),
    "collective-economy": ("集体经济", "村集体"), "work-style": ("作风", "形式主义"),
    "rural": ("乡村", "农村"), "industry": ("产业",), "law": ("法治", "依法"), "party": ("党建", "党组织"),
    "reform": ("改革",), "people": ("群众",), "safety": ("安全",), "ecology": ("生态", "环保"),
}  # fmt: skip


def paragraphs() -> Iterator[str]:
    """Real paragraphs from the folder of test data beside the project, or the samples' over and over."""
    source = SHARED / "corpus/paragraphs.txt.xz"
    if source.is_file():
        with lzma.open(source, "rt", encoding="utf-8") as lines:
            yield from (line.strip() for line in lines if line.strip())
        return
    print("（没有 ../shared，用示例讲话重复代替，数字只供参考）")
    library = new_library("samples")
    import_files(library, gather([shipped("samples")]))
    texts = [p.text for id_ in library.ids() for p in library.speech(id_).passages]
    while True:
        yield from texts


def new_library(name: str) -> Library:
    home = Home(Path(tempfile.mkdtemp(prefix=f"yanku-bench-{name}-")))
    create(home)
    return Library(home)


def keep(path: Path, size: int) -> None:
    """Write so many paragraphs into a plain file, which every process reads anew in no time."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{text}\n" for text in islice(paragraphs(), size))


def entries(path: Path) -> list[Entry]:
    """The kept paragraphs as entries: forty to a speech, with years, themes and roles."""
    roles = [role for role in ROLES if role]
    with path.open(encoding="utf-8") as lines:
        return [
            Entry(
                speech=f"s{number // PER_SPEECH:05}",
                place=f"p{number % PER_SPEECH + 1}",
                kind="passage",
                text=line.rstrip("\n"),
                title=f"第{number // PER_SPEECH}篇",
                year=2001 + number // PER_SPEECH % 25,
                themes=tuple(t for t, words in _THEMES.items() if any(w in line for w in words)),
                role=roles[number % len(roles)],
            )
            for number, line in enumerate(lines)
        ]
