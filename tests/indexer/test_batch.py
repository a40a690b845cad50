"""Lines that files of one import have in common: the site's go, what offices write themselves stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from manuscripts import SENTENCE, of_file, of_text

from indexer.batch import FEWEST_FILES, repeated
from indexer.clean import clean
from indexer.manuscript import Manuscript
from indexer.rules import REPEATED

SITE = "云溪文稿天天见"


def speech(number: int, above: str = "", below: str = "") -> Manuscript:
    title = f"在第{number}次调度会上的讲话"
    return of_text(
        "\n".join(filter(None, [above, title, "同志们：", SENTENCE, "谢谢大家！", below])), f"{number}.txt"
    )


@pytest.mark.parametrize("place", ["above", "below"])
def test_a_line_around_file_after_file_is_found_and_taken_out(place: str) -> None:
    batch = [speech(number, **{place: SITE}) for number in range(FEWEST_FILES)]
    assert repeated(batch) == {SITE}
    assert [(r.text, r.rule) for r in clean(batch[0], repeated(batch)).removed] == [(SITE, REPEATED)]


def test_a_line_in_a_few_files_is_not_suspected() -> None:
    assert repeated([speech(number, above=SITE) for number in range(FEWEST_FILES - 1)]) == frozenset()
    crowd = [speech(number) for number in range(60)]
    assert repeated([*crowd, *(speech(number, above=SITE) for number in range(FEWEST_FILES))]) == frozenset()


@pytest.mark.parametrize(
    "line",
    [
        "中共云溪县委办公室",
        "云溪县人民政府",
        "县长 林远",
        "2021年8月6日",
        "特此通知",
        "附件：名单",
        "请大家抓好落实。",
        "一、任务",
    ],
)
def test_what_an_office_writes_itself_stays(line: str) -> None:
    assert repeated([speech(number, below=line) for number in range(FEWEST_FILES)]) == frozenset()


def test_a_repeated_line_within_the_text_stays() -> None:
    source = of_text(f"在调度会上的讲话\n同志们：\n{SENTENCE}\n{SITE}\n{SENTENCE}")
    assert clean(source, {SITE}).removed == ()


def test_real_folders_have_nothing_of_the_kind(shared: Path) -> None:
    for folder in sorted((shared / "corpus" / "speeches").iterdir()):
        if not folder.name.startswith("09"):
            assert repeated(map(of_file, folder.glob("*.txt"))) == frozenset(), folder.name
