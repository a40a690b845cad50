"""How well the rules agree with people: precision, recall and F1 against labelled passages.

A label is `must` (missing it is an error), `may` (either way is right, so it is not scored) or nothing
(giving it is an error). It only counts; it changes neither rules nor labels.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.classify import Classifier, Evidence
from kb.errors import KbError
from kb.explain import Near
from kb.roles import role as judge_role

#: The themes the library was asked for; macro-F1 is their mean unless others are named.
ASKED = ("responsibility", "cadre-education", "collective-economy", "work-style")

#: Where a labelled passage is taken to stand when its role is judged: in the middle of a speech.
_INDEX, _COUNT = 5, 12

#: A label that says a passage has none of the roles.
_NO_ROLE = (None, "", "other")


class BadLabels(KbError):
    """A file of labelled passages that cannot be read."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage with the theme ids that it must and may have, and its role where that was labelled.

    `headings` are the texts above it, outermost first, where the file gives them.
    """

    text: str
    must: frozenset[str]
    may: frozenset[str] = frozenset()
    role: str = ""
    headings: tuple[str, ...] = ()


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
    """A passage where rule and label differ: `wrong` with the evidence, `missed` with how near it came."""

    theme: str
    kind: str
    text: str
    evidence: tuple[Evidence, ...]
    near: Near | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Scores by theme and every disagreement, in the order of the passages."""

    scores: dict[str, Score]
    disagreements: tuple[Disagreement, ...]

    @property
    def macro_f1(self) -> float:
        """The mean F1 over the themes evaluated; 1 when there are none."""
        return sum(score.f1 for score in self.scores.values()) / len(self.scores) if self.scores else 1.0


@dataclass(frozen=True, slots=True)
class RoleScore:
    """Of the passages labelled with one role: how many there are and how many the rules give it to."""

    total: int = 0
    right: int = 0

    @property
    def accuracy(self) -> float:
        """The share that is right (1 when there are none)."""
        return self.right / self.total if self.total else 1.0


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """Read passages from JSON lines with `text`, `must` and, if any, `may`, `role`, `headings`.

    Raises:
        BadLabels: a line is not of that form.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise BadLabels("不是 UTF-8 编码", file=path, remedy="请另存为 UTF-8") from error
    return tuple(_labelled(line, number, path) for number, line in enumerate(lines, 1) if line.strip())


def _labelled(line: str, number: int, path: Path) -> Labelled:
    try:
        row = json.loads(line)
        must, may, headings = (tuple(map(str, _list(row, key))) for key in ("must", "may", "headings"))
        role = "" if row.get("role") in _NO_ROLE else str(row["role"])
        return Labelled(str(row["text"]), frozenset(must), frozenset(may), role, headings)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadLabels(
            "标注读不懂", file=path, place=f"第 {number} 行", remedy="每行一个 JSON 对象，含 text、must、may"
        ) from error


def _list(row: Mapping[str, object], key: str) -> list[object]:
    value = row[key] if key == "must" else row.get(key, [])
    if not isinstance(value, list):
        raise TypeError(f"{key} is not a list")
    return value


def labelled_themes(rows: Iterable[Labelled], classifier: Classifier) -> tuple[str, ...]:
    """The theme ids that some passage must have, by their present ids: those of the taxonomy in its order first."""
    taxonomy = classifier.taxonomy
    found = {taxonomy.current(theme) for row in rows for theme in row.must}
    return (*(t for t in taxonomy.by_id if t in found), *sorted(found - set(taxonomy.by_id)))


def evaluate(rows: Iterable[Labelled], classifier: Classifier, themes: Sequence[str] = ASKED) -> Report:
    """Judge every passage by its text, and its headings where it has any, and compare with its labels."""
    current = classifier.taxonomy.current
    counts = {current(theme): {"right": 0, "wrong": 0, "missed": 0} for theme in themes}
    disagreements: list[Disagreement] = []
    for row in rows:
        given = {judged.theme: judged.evidence for judged in classifier.judge(row.text, row.headings)}
        must, may = (frozenset(map(current, labels)) for labels in (row.must, row.may))
        for theme in counts:
            kind = _kind(theme in given, theme in must, theme in may)
            if kind:
                counts[theme][kind] += 1
            if kind in ("wrong", "missed"):
                evidence = given.get(theme, ())
                disagreements.append(
                    Disagreement(theme, kind, row.text, evidence, _near(row, theme, classifier))
                )
    return Report({theme: Score(**count) for theme, count in counts.items()}, tuple(disagreements))


def _near(row: Labelled, theme: str, classifier: Classifier) -> Near | None:
    """How near a passage came to a theme it was not given."""
    verdicts = classifier.explain(row.text, row.headings)
    return next((verdict.near for verdict in verdicts if verdict.theme == theme), None)


def _kind(given: bool, must: bool, may: bool) -> str:
    """`right`, `wrong`, `missed`, or nothing when there is nothing to score."""
    if must:
        return "right" if given else "missed"
    return "wrong" if given and not may else ""


def evaluate_roles(rows: Iterable[Labelled]) -> dict[str, RoleScore]:
    """The accuracy by role over the passages that a role was labelled for."""
    scores: dict[str, RoleScore] = {}
    for row in rows:
        if row.role:
            right = judge_role(row.text, row.headings, _INDEX, _COUNT).role == row.role
            old = scores.get(row.role, RoleScore())
            scores[row.role] = RoleScore(old.total + 1, old.right + right)
    return scores
