"""How well the rules agree with people: precision, recall and F1 against labelled passages.

A label is `must` (missing it is an error), `may` (either way is right, so it is not scored) or nothing
(giving it is an error). It only counts; it changes neither rules nor labels.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.classify import Classifier, Evidence
from kb.errors import KbError

#: The themes the library was asked for; macro-F1 is their mean.
ASKED = ("responsibility", "cadre-education", "collective-economy", "work-style")


class BadLabels(KbError):
    """A file of labelled passages that cannot be read."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage with the theme ids that it must and may have."""

    text: str
    must: frozenset[str]
    may: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Score:
    """Counts for one theme: given and right, given and wrong, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of those given, the share that is right (1 when none was given)."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of those wanted, the share that was given (1 when none was wanted)."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A passage where rule and label differ; `evidence` is empty when the theme was missed."""

    theme: str
    kind: str
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Scores by theme and every disagreement, in the order of the passages."""

    scores: dict[str, Score]
    disagreements: tuple[Disagreement, ...]

    @property
    def macro_f1(self) -> float:
        """The mean F1 over the themes evaluated."""
        return sum(score.f1 for score in self.scores.values()) / len(self.scores)


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """Read passages from JSON lines with `text`, `must` and, if any, `may`.

    Raises:
        BadLabels: a line is not of that form.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_labelled(line, number, path) for number, line in enumerate(lines, 1) if line.strip())


def _labelled(line: str, number: int, path: Path) -> Labelled:
    try:
        row = json.loads(line)
        return Labelled(row["text"], frozenset(row["must"]), frozenset(row.get("may", ())))
    except (ValueError, KeyError, TypeError) as error:
        raise BadLabels(
            "标注读不懂", file=path, place=f"第 {number} 行", remedy="每行一个 JSON 对象，含 text、must、may"
        ) from error


def evaluate(rows: Iterable[Labelled], classifier: Classifier, themes: Sequence[str] = ASKED) -> Report:
    """Judge every passage on its text alone and compare with its labels."""
    counts = {theme: {"right": 0, "wrong": 0, "missed": 0} for theme in themes}
    disagreements: list[Disagreement] = []
    for row in rows:
        given = {judgement.theme: judgement.evidence for judgement in classifier.judge(row.text)}
        for theme in themes:
            kind = _kind(theme in given, theme in row.must, theme in row.may)
            if kind in counts[theme]:
                counts[theme][kind] += 1
            if kind in ("wrong", "missed"):
                disagreements.append(Disagreement(theme, kind, row.text, given.get(theme, ())))
    return Report({theme: Score(**count) for theme, count in counts.items()}, tuple(disagreements))


def _kind(given: bool, must: bool, may: bool) -> str:
    """`right`, `wrong`, `missed`, or nothing when there is nothing to score."""
    if must:
        return "right" if given else "missed"
    return "wrong" if given and not may else ""
