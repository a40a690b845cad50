"""Do the rules hold on passages that did not shape them? `python -m tests.quality.folds FILE.jsonl…`

The labelled passages are parted into five by a hash of their text. What the judging rules have by way of
numbers (how long a sentence of its own may be, above what length a mention can be in passing) is chosen on
four parts and tried on the fifth, for each part in turn; the table is the sum over the five. The words of
themes.toml are as they ship: they were written by reading other texts, with these files closed.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from unittest.mock import patch

from kb import weigh
from kb.classify import Classifier
from kb.evaluate import ASKED, Labelled, Report, Score, evaluate, read_labelled
from kb.resources import shipped
from kb.themes import load

FOLDS = 5
#: Tried for `weigh.OWN_SENTENCE` and `weigh.LONG`.
CHOICES = tuple(product((0, 20, 30, 40, 50, 60), (150, 200, 300)))


def fold(row: Labelled) -> int:
    """Which part a passage is in."""
    return int(hashlib.sha256(row.text.encode()).hexdigest(), 16) % FOLDS


def judged(rows: Sequence[Labelled], classifier: Classifier, choice: tuple[int, int]) -> Report:
    """The rules with these numbers against labels."""
    with patch.object(weigh, "OWN_SENTENCE", choice[0]), patch.object(weigh, "LONG", choice[1]):
        return evaluate(rows, classifier, ASKED)


def cross(rows: Sequence[Labelled], classifier: Classifier) -> dict[str, Score]:
    """The scores by theme, each passage judged with numbers chosen without it."""
    total = {theme: [0, 0, 0] for theme in ASKED}
    for held_out in range(FOLDS):
        others = [row for row in rows if fold(row) != held_out]
        best = max(CHOICES, key=lambda choice: judged(others, classifier, choice).macro_f1)
        report = judged([row for row in rows if fold(row) == held_out], classifier, best)
        for theme, score in report.scores.items():
            for at, count in enumerate((score.right, score.wrong, score.missed)):
                total[theme][at] += count
    return {theme: Score(*counts) for theme, counts in total.items()}


def main() -> None:
    """Print the table."""
    rows = [row for name in sys.argv[1:] for row in read_labelled(Path(name))]
    scores = cross(rows, Classifier(load(shipped("themes.toml"))))
    for theme, score in scores.items():
        print(f"{theme:20} P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}")
    print(f"macro F1 {sum(score.f1 for score in scores.values()) / len(scores):.3f} of {len(rows)} passages")


if __name__ == "__main__":
    main()
