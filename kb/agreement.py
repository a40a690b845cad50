"""How far the rules by themselves agree with people, before and after an edit.

With two kinds of people's word: the decisions made in the library, and passages labelled in files. It only
counts; a person's word is never changed, and a file that cannot be read is named, not passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kb.cases import Case
from kb.classify import Classifier
from kb.errors import KbError
from kb.evaluate import Labelled, Score, evaluate, read_labelled
from kb.home import Home
from kb.preview import alone
from kb.taxonomy import Taxonomy

#: Beside themes.toml: files of labelled passages that are looked at by themselves.
FOLDER = "labels"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of the decisions about one theme: how many the rules alone give, before and after.

    `right` are the cases that the edit turns right, `wrong` those that it turns wrong.
    """

    theme: str
    total: int
    before: int
    after: int
    right: tuple[Case, ...] = ()
    wrong: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Labelling:
    """One file of labelled passages against one theme, before and after. `right`, `wrong` are texts that turn."""

    file: str
    theme: str
    before: Score
    after: Score
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """The labelled passages of a home by file name, and a sentence for every file that cannot be read."""

    files: dict[str, tuple[Labelled, ...]] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[Labelled, ...]:
        """All passages of all files."""
        return tuple(row for rows in self.files.values() for row in rows)


def agreement(known: Sequence[Case], old: Taxonomy, new: Taxonomy, theme: str) -> Agreement:
    """Compare the rules alone with what people decided about a theme of the new taxonomy.

    A case about a theme that the new one has taken in counts as about the new one.
    """
    about = [case for case in known if new.current(case.theme) == theme]
    befores = {id_: alone(old, id_) for id_ in {case.theme for case in about}}
    after = alone(new, theme)
    was = [rules_give(befores[case.theme], case, case.theme) == case.yes for case in about]
    now = was
    if any(before.taxonomy != after.taxonomy for before in befores.values()):
        now = [rules_give(after, case, theme) == case.yes for case in about]
    turned = list(zip(about, was, now, strict=True))
    return Agreement(
        theme,
        len(about),
        sum(was),
        sum(now),
        tuple(case for case, before, agrees in turned if agrees and not before),
        tuple(case for case, before, agrees in turned if before and not agrees),
    )


def rules_give(classifier: Classifier, case: Case, theme: str) -> bool:
    """Whether the rules alone give a passage a theme."""
    return any(one.theme == theme for one in classifier.judge(case.text, case.headings))


def labels(home: Home, more: Sequence[Path] = ()) -> Labels:
    """Read `labels/*.jsonl` of a home, and more files; a file is read again only when it has changed."""
    files: dict[str, tuple[Labelled, ...]] = {}
    troubles: list[str] = []
    for path in (*sorted((home.root / FOLDER).glob("*.jsonl")), *more):
        name = str(path) if path in more else f"{FOLDER}/{path.name}"
        try:
            status = path.stat()
            files[name] = _read(path, status.st_mtime_ns, status.st_size)
        except KbError as error:
            troubles.append(str(error))
        except OSError as error:
            troubles.append(f"{path}：读不了：{error.strerror}（检查文件名和权限）")
    return Labels(files, tuple(troubles))


@lru_cache(maxsize=32)
def _read(path: Path, mtime_ns: int, size: int) -> tuple[Labelled, ...]:
    return read_labelled(path)


def against_labels(known: Labels, old: Taxonomy, new: Taxonomy, theme: str) -> tuple[Labelling, ...]:
    """Score a theme against each labelled file that speaks of it."""
    before, after = alone(old, theme), alone(new, theme)
    return tuple(
        _labelling(name, rows, before, after, theme)
        for name, rows in known.files.items()
        if any(theme in row.must | row.may for row in rows)
    )


def _labelling(
    name: str, rows: Sequence[Labelled], before: Classifier, after: Classifier, theme: str
) -> Labelling:
    was, now = (evaluate(rows, classifier, (theme,)) for classifier in (before, after))
    bad, worse = ([one.text for one in report.disagreements] for report in (was, now))
    return Labelling(
        name,
        theme,
        was.scores[theme],
        now.scores[theme],
        tuple(text for text in bad if text not in worse),
        tuple(text for text in worse if text not in bad),
    )
