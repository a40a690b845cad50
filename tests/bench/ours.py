"""Our engines as contestants: through the seam, as the program uses them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kb.engine import Entry, Request
from kb.engines import open_engine
from kb.query import And, Literal, ThemeIs, Tree
from tests.bench.contestants import PAGE, Outcome, cut
from tests.bench.questions import Question

_COLUMNS = ("themes", "roles", "years", "speeches", "kinds")


class Ours:
    """One of our engines. Texts are the library's, so they come from where the library would read them."""

    def __init__(self, name: str, path: Path, fold: bool = False) -> None:
        self._engine = open_engine(name, path, "bench")
        self._fold = fold
        self._texts: Mapping[str, str] = {}

    def build(self, entries: Sequence[Entry]) -> None:
        with self._engine.write() as batch:
            for start, stop in speeches(entries):
                batch.add(entries[start].speech, "1", entries[start:stop])

    def open(self, entries: Sequence[Entry]) -> None:
        self._texts = {e.key: e.text for e in entries}

    def ask(self, question: Question) -> Outcome:
        request = Request(_tree(question), fold=self._fold)
        hits = self._engine.search(request, PAGE)
        keys = tuple(key for key, _ in hits.page)
        cut([self._texts[key] for key in keys], question)
        return Outcome(hits.total, keys, {name: getattr(hits.facets, name) for name in _COLUMNS})

    def edit(self, speech: str, entries: Sequence[Entry]) -> None:
        self._texts = {**self._texts, **{e.key: e.text for e in entries}}
        with self._engine.write() as batch:
            batch.add(speech, "2", entries)

    def close(self) -> None:
        self._engine.close()


def _tree(question: Question) -> Tree:
    parts: list[Tree] = [Literal(text, text) for text in question.literals]
    parts += [ThemeIs(question.theme)] if question.theme else []
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def speeches(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """Where each speech begins and ends among its entries, which stand side by side."""
    starts = [n for n, e in enumerate(entries) if not n or e.speech != entries[n - 1].speech]
    return list(zip(starts, [*starts[1:], len(entries)], strict=True))
