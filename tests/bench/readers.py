"""How long a results page takes with twenty people reading at once: `kb serve` itself, asked over HTTP.

Two loads. `people` wait a second to three between pages, as people do who look at what they found. `machines`
ask the next page the moment one has come: nobody does, and it shows what the server can give.
"""

from __future__ import annotations

import http.client
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from kb.home import Home
from kb.library import Library
from tests.bench.shelf import cuttings, shelf
from tests.bench.table import at

READERS = 20
SECONDS = 40.0
PAUSE = (1.0, 3.0)

#: Asked again and again, by all readers.
_COMMON: dict[str, Sequence[str]] = {
    "词": ("发展", "干部", "问题", "群众", "安全生产", "乡村振兴", "集体经济", "形式主义"),
    "几个词": ("责任 落实", "干部 培训", "作风 问题", "党建 引领", "安全 隐患 排查", "基层 减负 形式主义"),
    "口语": ("怕担责", "干部不干活怎么办", "开会太多", "村里没钱", "怎么写开场白", "年轻人不愿意回村"),
    "主题": ("考核&theme=responsibility", "培训&theme=cadre-education", "收入&theme=collective-economy",
             "检查&theme=work-style", "&theme=responsibility", "问题&role=problem", "建设&year=2015..2020"),
    "后几页": ("发展&page=2", "责任 落实&page=2", "乡村振兴&page=3", "&theme=work-style&page=2"),
}  # fmt: skip
_COLD = "没问过的"
#: How often each class is asked.
_SHARES = {"词": 20, "几个词": 20, "口语": 10, "主题": 15, "后几页": 10, _COLD: 25}


@dataclass(frozen=True, slots=True)
class Look:
    """One page that was asked for, and the milliseconds until all of it had come."""

    kind: str
    spent: float


def bench_readers(size: int, kept: Path | None) -> None:
    """Serve a library of about so many passages and print how long its pages take."""
    home = shelf(size, kept)
    library = Library(home)
    cold = cuttings(library, 10_000, seed=1)
    library.close()
    print(f"\n{READERS} 人同时看检索页（约 {size} 段，毫秒）")
    for name, pause in (("看一两秒再翻", PAUSE), ("一刻不停", (0.0, 0.0))):
        with served(home) as (address, process):
            before = _processor(process)
            looks = load(address, cold, pause, SECONDS)
            _tell(name, looks, (_processor(process) - before) * 1000)
        del cold[: len(looks)]


@contextmanager
def served(home: Home) -> Iterator[tuple[str, int]]:
    """`kb serve` in a process of its own: its address, and the number of the process."""
    command = [sys.executable, "-m", "kb", "--home", str(home.root), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout
        try:
            line = next(line for line in process.stdout if "http://" in line)
            yield line[line.index("http://") :].strip(), process.pid
        finally:
            process.terminate()


def load(address: str, cold: Sequence[str], pause: tuple[float, float], seconds: float) -> list[Look]:
    """What twenty readers saw in so many seconds. No two of them ask the same of what nobody asked before."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(READERS) as pool:
        each = [pool.submit(_reader, address, n, cold[n::READERS], pause, until) for n in range(READERS)]
        return [look for one in each for look in one.result()]


def _reader(
    address: str, number: int, cold: Sequence[str], pause: tuple[float, float], until: float
) -> list[Look]:
    rng = random.Random(number)
    looks: list[Look] = []
    time.sleep(rng.uniform(0, pause[1]))
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    unasked = iter(cold)
    while time.monotonic() < until:
        (kind,) = rng.choices(list(_SHARES), list(_SHARES.values()))
        asked = next(unasked) if kind == _COLD else rng.choice(_COMMON[kind])
        begun = time.perf_counter()
        connection.request("GET", f"/search?q={quote(asked, safe='&=.')}")
        answer = connection.getresponse()
        page = answer.read()
        looks.append(Look(kind, (time.perf_counter() - begun) * 1000))
        assert answer.status == 200 and page, (asked, answer.status)
        time.sleep(rng.uniform(*pause))
    connection.close()
    return looks


def _tell(name: str, looks: Sequence[Look], processor: float) -> None:
    print(f"{name}：{len(looks)} 页，服务器每页用处理器 {processor / len(looks):.0f} 毫秒")
    print(f"  {'':　<6}{'页数':>6}{'p50':>9}{'p95':>9}{'最长':>8}")
    for kind in ("全部", *_SHARES):
        times = [look.spent for look in looks if kind in ("全部", look.kind)]
        if times:
            print(
                f"  {kind:　<6}{len(times):>8}{at(times, 0.5):>9.0f}{at(times, 0.95):>9.0f}{max(times):>10.0f}"
            )


def _processor(process: int) -> float:
    """Seconds of processor that a process has used; not a number where the system does not tell so."""
    told = Path(f"/proc/{process}/stat")
    if not told.is_file():
        return float("nan")
    fields = told.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
