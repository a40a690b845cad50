"""The shipped rules against passages that two people labelled, and how fast they judge.

The floors stand a little under what was reached when the rules were written; a change that falls below one
has made the library worse at its task.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.classify import Classifier
from kb.evaluate import ASKED, BadLabels, Labelled, evaluate, read_labelled
from kb.resources import shipped
from kb.roles import role
from kb.themes import Taxonomy, Theme, load
from tests.quality.folds import cross


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(load(shipped("themes.toml")))


@pytest.mark.parametrize(
    ("name", "macro", "lowest"), [("themes-seeds.jsonl", 0.94, 0.88), ("themes-dev.jsonl", 0.94, 0.90)]
)
def test_themes_agree_with_people(
    shared: Path, classifier: Classifier, name: str, macro: float, lowest: float
) -> None:
    report = evaluate(read_labelled(shared / "gold" / name), classifier)
    said = {theme: f"P {score.precision:.2f} R {score.recall:.2f}" for theme, score in report.scores.items()}
    assert report.macro_f1 >= macro, said
    assert min(score.f1 for score in report.scores.values()) >= lowest, said


def test_each_asked_theme_is_precise_and_complete_on_both_files(shared: Path, classifier: Classifier) -> None:
    report = evaluate(_labelled(shared), classifier)
    for theme, score in report.scores.items():
        assert score.precision >= 0.93 and score.recall >= 0.93, theme
    assert report.macro_f1 >= 0.97


def test_the_rules_hold_on_passages_that_did_not_shape_them(shared: Path, classifier: Classifier) -> None:
    scores = cross(_labelled(shared), classifier)
    assert sum(score.f1 for score in scores.values()) / len(scores) >= 0.96


def _labelled(shared: Path) -> list[Labelled]:
    names = ("themes-seeds.jsonl", "themes-dev.jsonl")
    return [row for name in names for row in read_labelled(shared / "gold" / name)]


def test_roles_agree_with_people(shared: Path) -> None:
    lines = (shared / "gold" / "themes-dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["role"]]
    given = [(role(row["text"], (), 5, 12).role or "other", row["role"]) for row in rows]
    assert sum(found == wanted for found, wanted in given) / len(given) >= 0.88
    six = [found == wanted for found, wanted in given if wanted != "other"]
    assert sum(six) / len(six) >= 0.88


def test_a_label_that_may_be_is_not_scored() -> None:
    classifier = Classifier(Taxonomy((Theme(id="x", name="甲", strong=("四风",)),)))
    rows = [
        Labelled("四风未除。", frozenset({"x"})),
        Labelled("四风又起。", frozenset(), frozenset({"x"})),
        Labelled("春耕在即。", frozenset(), frozenset({"x"})),
        Labelled("作风要硬。", frozenset({"x"})),
        Labelled("四风是风。", frozenset()),
    ]
    report = evaluate(rows, classifier, ("x",))
    score = report.scores["x"]
    assert (score.right, score.wrong, score.missed) == (1, 1, 1)
    assert (score.precision, score.recall, score.f1, report.macro_f1) == (0.5, 0.5, 0.5, 0.5)
    assert [(d.kind, d.text, len(d.evidence)) for d in report.disagreements] == [
        ("missed", "作风要硬。", 0),
        ("wrong", "四风是风。", 1),
    ]


def test_themes_that_nobody_wanted_or_gave_score_full() -> None:
    report = evaluate([], Classifier(Taxonomy(())))
    assert set(report.scores) == set(ASKED)
    assert report.macro_f1 == 1.0


def test_labels_that_cannot_be_read_name_their_line(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"text": "四风", "must": []}\n\n{"text": "四风"}\n', encoding="utf-8")
    with pytest.raises(BadLabels, match="第 3 行"):
        read_labelled(path)
