"""How well hits are ordered: thirty questions in a writer's words, and the sentences that answer them.

nDCG@10 (Järvelin & Kekäläinen 2002), an answer counting 1. The haystack is every sentence of the two speeches,
put into the default engine; the questions go the way that any question goes that matches nothing as it stands.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.engine import Engine, Entry, Hits, Request
from kb.lexicon import Lexicon
from kb.query import parse
from kb.relax import Rung, closest, rungs

_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’」』）)]*|[^。！？]+$")


@dataclass(frozen=True, slots=True)
class Question:
    """What a writer asks, and the keys of the sentences that answer it."""

    text: str
    answers: frozenset[str]


def haystack(shared: Path) -> list[Entry]:
    """Every sentence of the seeds as a passage; those of a paragraph stand together as points do."""
    found = []
    for number, path in enumerate(sorted((shared / "seeds").glob("*.txt"))):
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for paragraph, line in enumerate(lines, 1):
            sentences = (m[0].strip() for m in _SENTENCE.finditer(line))
            found += [
                Entry(f"s{number}", f"p{paragraph}.{n}", "passage", text, source=path.name)
                for n, text in enumerate(filter(None, sentences), 1)
            ]
    return found


def questions(shared: Path, entries: Sequence[Entry]) -> list[Question]:
    """The labelled questions."""
    keys = {(e.source, e.text): e.key for e in entries}
    lines = (shared / "gold" / "relevance-seeds.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        Question(row["query"], frozenset(keys[r["source"], r["sentence"]] for r in row["relevant"]))
        for row in rows
    ]


def fill(engine: Engine, entries: Sequence[Entry]) -> None:
    """Put the haystack into an engine."""
    with engine.write() as batch:
        for speech in dict.fromkeys(e.speech for e in entries):
            batch.add(speech, "1", [e for e in entries if e.speech == speech])


def ranked(engine: Engine, lexicon: Lexicon, text: str) -> list[str]:
    """The keys of what comes closest to a question, best first."""

    def ask(rung: Rung) -> Hits:
        return engine.search(Request(rung.tree, wanted=rung.wanted, near=rung.near), 10)

    hits = closest(rungs(parse(text).tree, lexicon), ask)
    return [key for key, _ in hits.page] if hits else []


def ndcg(found: Sequence[str], answers: frozenset[str]) -> float:
    """nDCG@10: 1 when the answers stand first."""
    gain = sum(1 / math.log2(n + 2) for n, key in enumerate(found[:10]) if key in answers)
    return gain / sum(1 / math.log2(n + 2) for n in range(min(10, len(answers))))


def measured(asked: Sequence[Question], order: Callable[[str], Sequence[str]]) -> list[float]:
    """The nDCG@10 of each question."""
    return [ndcg(order(question.text), question.answers) for question in asked]
