"""`make bench`: how fast importing and searching are, printed as tables. Nothing here passes or fails.

Usage: python -m tests.bench [PASSAGES ...]   (default 10000)

Real paragraphs come from the folder of test data beside the project (YANKU_SHARED); without it the
sample speeches are repeated, and the table says so.
"""

from __future__ import annotations

import lzma
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from indexer.gather import gather
from indexer.pipeline import import_files
from indexer.refresh import refresh
from kb.home import Home, create
from kb.library import Library
from kb.model import Passage, Speech
from kb.resources import shipped
from kb.search import Asked, search

ROUNDS = 40
PER_SPEECH = 40
SHARED = Path(os.environ.get("YANKU_SHARED", Path(__file__).resolve().parents[3] / "shared"))

QUERIES = {
    "常用词": ["发展", "工作", "建设", "经济", "干部"],
    "少用词": ["空壳村", "枫桥经验", "四议两公开", "减负", "述职"],
    "两个词": ["责任 落实", "干部 培训", "作风 问题", "集体 收入", "党建 引领"],
    "四字串": ["压实责任", "形式主义", "乡村振兴", "教育培训", "集体经济"],
    "长语句": ["“以人民为中心的发展思想”", "“中国特色社会主义”", "“全面建设社会主义现代化”", "“基层党组织建设”", "“高质量发展”"],
    "词加主题": ["主题:责任落实 考核", "主题:干部教育 培训", "主题:农村集体经济 收入", "主题:作风整顿 检查", "主题:乡村振兴 产业"],
    "一个字": ["责", "村", "风", "考", "税"],
}  # fmt: skip


def paragraphs() -> Iterator[str]:
    """Real paragraphs, or the samples' over and over."""
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


def bench_import() -> None:
    """Files to searchable library, all steps."""
    folder = SHARED / "corpus/speeches"
    files = gather([folder if folder.is_dir() else shipped("samples")])
    library = new_library("import")
    begun = time.perf_counter()
    report = import_files(library, files)
    spent = time.perf_counter() - begun
    passages = sum(o.passages for o in report.outcomes)
    size = sum(f.stat().st_size for f in files) / 1e6
    print(f"\n导入：{len(files)} 个文件（{size:.1f} MB），{passages} 段，{spent:.1f} 秒")
    print(
        f"      每秒 {len(files) / spent:.0f} 个文件，{passages / spent:.0f} 段（读、清理、切分、定主题、存盘、建索引）"
    )
    library.close()


def bench_search(size: int) -> None:
    """The full answer: ten hits, exact total, facets, snippets with marks and evidence."""
    library = new_library(str(size))
    texts = islice(paragraphs(), size)
    for number, chunk in enumerate(iter(lambda: list(islice(texts, PER_SPEECH)), [])):
        body = tuple(Passage(f"p{i}", text) for i, text in enumerate(chunk, 1))
        library.save(Speech(f"bench-{number:05}", f"第{number}篇", body, date=str(2001 + number % 25)))
    begun = time.perf_counter()
    with library.writing():
        refresh(library)
    built = time.perf_counter() - begun
    disk = sum(f.stat().st_size for f in library.home.index.rglob("*") if f.is_file()) / 1e6
    print(f"\n检索：{size} 段，建索引 {built:.1f} 秒（每秒 {size / built:.0f} 段），索引 {disk:.0f} MB")
    print(f"{'':　<6} {'命中':>6} {'首次':>9} {'p50':>9} {'p95':>9}   （毫秒，服务端完整答案）")
    for name, queries in QUERIES.items():
        first = [timed(library, q) for q in queries]
        times = sorted(timed(library, q)[0] for _ in range(ROUNDS) for q in queries)
        hits = statistics.median(total for _, total in first)
        print(
            f"{name:　<6} {hits:>6.0f} {max(t for t, _ in first):>9.2f} "
            f"{times[len(times) // 2]:>9.2f} {times[int(len(times) * 0.95)]:>9.2f}"
        )
    library.close()


def timed(library: Library, query: str) -> tuple[float, int]:
    begun = time.perf_counter()
    total = search(library, Asked(query)).total
    return (time.perf_counter() - begun) * 1000, total


def main() -> None:
    sizes = [int(a) for a in sys.argv[1:]] or [10_000]
    bench_import()
    for size in sizes:
        bench_search(size)


if __name__ == "__main__":
    main()
