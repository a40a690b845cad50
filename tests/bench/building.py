"""Building and opening in processes of their own, so that memory is counted for one contestant alone."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.bench.corpus import entries
from tests.bench.kinds import KINDS
from tests.bench.questions import questions

try:
    import resource
except ImportError:  # Windows: memory is not told
    resource = None  # type: ignore[assignment]

Result = TypeVar("Result")

#: Of `ru_maxrss`: bytes on a Mac, kilobytes elsewhere.
_UNIT = 1e6 if sys.platform == "darwin" else 1e3


@dataclass(frozen=True, slots=True)
class Built:
    """Seconds, megabytes on disk, and megabytes of memory beyond the texts: while building, and while answering."""

    seconds: float
    disk: float
    building: float
    answering: float


def build(kind: str, texts: Path, folder: Path) -> Built:
    """Make the index of a contestant, then ask it every question, each in a new process."""
    seconds, building = _apart(_build, kind, texts, folder)
    answering = _apart(_answer, kind, texts, folder)
    disk = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6
    return Built(seconds, disk, building, answering)


def _apart(work: Callable[[str, Path, Path], Result], *given: Any) -> Result:
    """Do some work in a new process, which may start others."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def _build(kind: str, texts: Path, folder: Path) -> tuple[float, float]:
    made = entries(texts)
    contestant = KINDS[kind].make(folder)
    before, begun = _memory(), time.perf_counter()
    contestant.build(made)
    return time.perf_counter() - begun, _memory() - before + _memory_of_children()


def _answer(kind: str, texts: Path, folder: Path) -> float:
    made = entries(texts)
    asked = questions(made)
    contestant = KINDS[kind].make(folder)
    before = _memory()
    contestant.open(made)
    for question in (q for some in asked.values() for q in some):
        contestant.ask(question)
    return _memory() - before


def _memory() -> float:
    """The most that this process ever had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT if resource else float("nan")


def _memory_of_children() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _UNIT if resource else float("nan")
