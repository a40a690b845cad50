"""The engines side by side at one size."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import table
from tests.bench.building import build
from tests.bench.corpus import entries, keep
from tests.bench.kinds import KINDS
from tests.bench.questions import questions
from tests.bench.racing import edits, race


def compare(size: int, kinds: Sequence[str], rounds: int) -> None:
    """Build, race and edit at one size, and print the tables."""
    print(f"\n== {size} 段 ==")
    for kind in kinds:
        if size > KINDS[kind].most:
            print(f"（{KINDS[kind].name} 未参加：{KINDS[kind].why}）")
    kinds = [kind for kind in kinds if size <= KINDS[kind].most]
    with tempfile.TemporaryDirectory(prefix="yanku-bench-") as root:
        texts = Path(root) / "texts"
        keep(texts, size)
        built = {kind: build(kind, texts, Path(root) / kind) for kind in kinds}
        table.building(built, size)
        made = entries(texts)
        contestants = {kind: KINDS[kind].make(Path(root) / kind) for kind in kinds}
        for contestant in contestants.values():
            contestant.open(made)
        times = race(contestants, questions(made), rounds)
        table.answers(times)
        table.disagreements(times)
        table.visible({kind: edits(contestant, made) for kind, contestant in contestants.items()})
        for contestant in contestants.values():
            contestant.close()
