"""`make bench`: how fast importing and searching are, printed as tables. Nothing here passes or fails.

The engines are asked side by side in one run, question by question, each question put to all in turn: the
machine may be noisy, but it is so for all. Real paragraphs come from the folder of test data beside the
project (YANKU_SHARED).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from kb.engines import CHOICES, is_installed
from tests.bench.kinds import KINDS
from tests.bench.library import bench_import, bench_themes
from tests.bench.overlap import bench_overlap
from tests.bench.readers import bench_readers
from tests.bench.searching import compare

#: Rounds of all questions after the first; fewer where building has taken the time.
ROUNDS = {10_000: 8, 100_000: 4}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="测速")
    parser.add_argument("--size", type=int, nargs="*", default=[10_000, 100_000], help="多少段")
    parser.add_argument("--engines", nargs="*", choices=KINDS, default=list(KINDS), help="谁参加")
    parser.add_argument("--rounds", type=int, help="每个问题问几遍（首次之外）")
    parser.add_argument(
        "--only",
        choices=("library", "engines", "overlap", "readers"),
        help="只测整个程序、各个引擎、照搬检测，或多人同时检索",
    )
    parser.add_argument("--keep", type=Path, help="多人同时检索用的资料库留在这个文件夹，下次不必再建")
    given = parser.parse_args()
    if given.only in (None, "library"):
        bench_import()
        bench_themes(10_000)
    kinds = [kind for kind in given.engines if kind not in ("tantivy", "raw") or is_installed("tantivy")]
    if kinds != given.engines:
        print("（没有安装 tantivy，它不参加）")
    for size in given.size if given.only in (None, "engines") else ():
        compare(size, kinds, given.rounds or ROUNDS.get(size, 3))
    if given.only in (None, "overlap"):
        for size in given.size:
            bench_overlap(size, [kind for kind in CHOICES if is_installed(kind)])
    if given.only in (None, "readers"):
        for size in given.size:
            bench_readers(size, given.keep)


if __name__ == "__main__":
    main()
