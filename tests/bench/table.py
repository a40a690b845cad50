"""The results as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.bench.building import Built
from tests.bench.kinds import KINDS, RAW
from tests.bench.racing import Times


def at(times: Sequence[float], share: float) -> float:
    """The value below which that share of the times lie."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def answers(times: Mapping[str, Mapping[str, Times]]) -> None:
    """Milliseconds of the full answer; the ratio is of the medians of later times, to raw tantivy."""
    print(
        f"{'':　<6}{'命中':>7}  {'':　<9}{'首次p50':>8}{'首次p95':>8}{'p50':>9}{'p95':>9}{'比原生':>7}   （毫秒）"
    )
    for name, row in times.items():
        base = next((at(t.later, 0.5) for kind, t in row.items() if KINDS[kind].name == RAW), None)
        for kind, t in row.items():
            ratio = f"{at(t.later, 0.5) / base:>9.2f}" if base else f"{'—':>9}"
            print(
                f"{name:　<6}{at(t.totals, 0.5):>9.0f}  {KINDS[kind].name:　<10}{at(t.first, 0.5):>9.2f}{at(t.first, 0.95):>10.2f}"
                f"{at(t.later, 0.5):>10.2f}{at(t.later, 0.95):>10.2f}{ratio}"
            )


def disagreements(times: Mapping[str, Mapping[str, Times]]) -> None:
    """Name the classes where contestants that find strings count differently."""
    for name, row in times.items():
        exact = {kind: t.totals for kind, t in row.items() if KINDS[kind].exact}
        if len({tuple(totals) for totals in exact.values()}) > 1:
            print(f"！ {name}：总数不一致 {exact}")


def building(built: Mapping[str, Built], size: int) -> None:
    """Speed of building, size on disk, memory."""
    print(
        f"{'':　<10}{'建索引(秒)':>8}{'每秒段数':>8}{'索引(MB)':>9}{'建时内存':>8}{'答时内存':>8}   （MB，正文除外）"
    )
    for kind, b in built.items():
        print(
            f"{KINDS[kind].name:　<10}{b.seconds:>10.1f}{size / b.seconds:>12.0f}{b.disk:>11.0f}{b.building:>12.0f}{b.answering:>12.0f}"
        )


def visible(seconds: Mapping[str, float]) -> None:
    """Seconds until one edited speech is found by its new words."""
    print("改一篇到搜得到：" + "，".join(f"{KINDS[kind].name} {s:.3f} 秒" for kind, s in seconds.items()))
