"""The order of what is found, by thirty labelled questions. The floor stands a little under what was reached."""

from __future__ import annotations

from pathlib import Path

from kb.engines import open_engine
from kb.lexicon import load
from tests.quality.relevance import fill, haystack, measured, ndcg, questions, ranked

FLOOR = 0.76


def test_questions_in_a_writers_words_find_their_sentences(shared: Path, tmp_path: Path) -> None:
    entries = haystack(shared)
    asked = questions(shared, entries)
    engine = open_engine("whoosh", tmp_path / "index", "")
    fill(engine, entries)
    found = measured(asked, lambda text: ranked(engine, load(), text))
    engine.close()
    assert len(asked) == 30
    weak = {
        question.text: round(score, 2) for question, score in zip(asked, found, strict=True) if score < 0.3
    }
    assert sum(found) / len(found) >= FLOOR, weak


def test_the_gain_of_an_answer_falls_with_its_place() -> None:
    assert ndcg(["a", "b"], frozenset({"a"})) == 1
    assert 0.6 < ndcg(["b", "a"], frozenset({"a"})) < 0.7
    assert ndcg(["b"], frozenset({"a"})) == 0
