"""One question after the other, each put to all contestants in turn, so that a noisy machine is noisy for all."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kb.engine import Entry
from tests.bench.contestants import Contestant
from tests.bench.questions import Question

MARK = "测速专用的一句话"


@dataclass(slots=True)
class Times:
    """Milliseconds of one contestant in one class: the first time each question is put, and later times."""

    first: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)


def race(
    contestants: Mapping[str, Contestant], asked: Mapping[str, Sequence[Question]], rounds: int
) -> dict[str, dict[str, Times]]:
    """The times of each class and contestant. All classes are gone through before any is asked again.

    Who is asked first moves on with every question: whoever follows a slow one finds its memory cold.
    """
    times = {name: {kind: Times() for kind in contestants} for name in asked}
    order = deque(contestants.items())
    for number in range(rounds + 1):
        for name, some in asked.items():
            for question in some:
                order.rotate(-1)
                for kind, contestant in order:
                    begun = time.perf_counter()
                    outcome = contestant.ask(question)
                    spent = (time.perf_counter() - begun) * 1000
                    (times[name][kind].later if number else times[name][kind].first).append(spent)
                    if not number:
                        times[name][kind].totals.append(outcome.total)
    return times


def edits(contestant: Contestant, entries: Sequence[Entry], rounds: int = 5) -> float:
    """The median of seconds until an edited speech is found by its new words."""
    times = []
    for number in range(rounds):
        speech = entries[len(entries) * number // rounds].speech
        words = f"{MARK}{'甲乙丙丁戊'[number % 5]}"
        old = [e for e in entries if e.speech == speech]
        begun = time.perf_counter()
        contestant.edit(speech, [replace(e, text=f"{words}。{e.text}") for e in old])
        found = contestant.ask(Question((words,))).total
        times.append(time.perf_counter() - begun)
        # One that finds words and not strings finds others too.
        assert found >= len(old), (speech, found)
    return sorted(times)[rounds // 2]
