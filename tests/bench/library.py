"""Importing, reclassifying and deciding, through the whole program."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import islice
from threading import Event, Thread

from indexer.gather import gather
from indexer.pipeline import import_files
from indexer.reclassify import reclassify
from indexer.refresh import refresh, update
from kb.asked import Asked
from kb.library import Library
from kb.model import Decision, Passage, Speech
from kb.resources import shipped
from kb.search import search
from tests.bench.corpus import SHARED, new_library, paragraphs

ROUNDS = 40
UPDATES = 200

_ONE_MORE = """
[[theme]]
id = "bench-only"
name = "测速专用"
strong = ["质量", "效率"]
"""


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


def filled(size: int, per_speech: int) -> tuple[Library, float]:
    """A library of so many passages, and the seconds that indexing them took."""
    library = new_library(str(size))
    texts = islice(paragraphs(), size)
    for number, chunk in enumerate(iter(lambda: list(islice(texts, per_speech)), [])):
        body = tuple(Passage(f"p{i}", text) for i, text in enumerate(chunk, 1))
        library.save(Speech(f"bench-{number:05}", f"第{number}篇", body, date=str(2001 + number % 25)))
    begun = time.perf_counter()
    with library.writing():
        refresh(library)
    return library, time.perf_counter() - begun


def bench_themes(size: int) -> None:
    """A taxonomy that has changed, brought into force; searching meanwhile; one decision after another."""
    library, built = filled(size, 100)
    plain, _ = searching(library, ROUNDS)
    themes = library.home.themes.read_text(encoding="utf-8")
    library.home.themes.write_text(f"{themes}\n{_ONE_MORE}", encoding="utf-8")
    ended, meanwhile, marks = Event(), [], []
    reader = Thread(target=lambda: meanwhile.extend(searching(library, 10_000, ended)))
    reader.start()
    try:
        done = reclassify(library, lambda *step: marks.append(time.perf_counter()))
    finally:
        ended.set()
        reader.join()
    judging = marks[-1] - marks[0]
    print(
        f"\n重新归类：{done.entries} 处（建索引 {built:.1f} 秒），{done.seconds:.1f} 秒，{done.changed} 处有变"
    )
    print(f"      判断 {judging:.1f} 秒，其余（找出、写入、换上）{done.seconds - judging:.2f} 秒")
    print(f"      期间检索 p50 {meanwhile[0]:.1f}、p95 {meanwhile[1]:.1f} 毫秒（平时 p50 {plain:.1f}）")
    bench_updates(library)
    library.close()


def searching(library: Library, rounds: int, ended: Event | None = None) -> tuple[float, float]:
    """The median and the 95th percentile of searches, in milliseconds."""
    times = [0.0]
    for _ in range(rounds):
        for query in ("发展", "压实责任", "责任 落实", "主题:责任落实 考核"):
            times.append(timed(library, query)[0])
        if ended and ended.is_set():
            break
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.95)]


def bench_updates(library: Library) -> None:
    """Two hundred decisions in a row, each about another speech: saved and in the index."""
    times = []
    for id_ in library.ids()[:UPDATES]:
        speech = library.speech(id_)
        first, *rest = speech.passages
        decided = replace(first, decisions=(Decision("work-style", True),))
        begun = time.perf_counter()
        with library.writing():
            library.save(replace(speech, body=(decided, *rest)))
            update(library, [id_])
        times.append(time.perf_counter() - begun)
    times.sort()
    middle, most = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(
        f"      一次决定（存盘并入索引）p50 {middle:.2f}、p95 {most:.2f}、最长 {times[-1]:.2f} 秒，{len(times)} 次"
    )


def timed(library: Library, query: str) -> tuple[float, int]:
    begun = time.perf_counter()
    total = search(library, Asked(query)).total
    return (time.perf_counter() - begun) * 1000, total
