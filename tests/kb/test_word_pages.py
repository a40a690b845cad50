"""The Word file laid out by LibreOffice: lines to a page, characters to a line, page numbers outside."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from kb.document import Document, Part
from kb.word import to_word
from tests.office import converted

#: 28 characters of 15.75 pt; 22 lines of 28.95 pt.
LINE, PITCH = 28, 28.95


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[list[tuple[float, float, str]]]:
    """Of each page its characters: left edge, base, character."""
    folder = tmp_path_factory.mktemp("word")
    text = "责任重在担当关键在于落实" * 70
    document = Document("会议上的讲话", (Part(0, text),) * 2)
    (folder / "a.docx").write_bytes(to_word(document))
    return _characters(converted(folder / "a.docx", "pdf"))


def _characters(path: Path) -> list[list[tuple[float, float, str]]]:
    found = []
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text = page.get_textpage()
            boxes = [
                (text.get_charbox(i, loose=True), text.get_text_range(i, 1))
                for i in range(text.count_chars())
            ]
            found.append([(box[0], box[1], char) for box, char in boxes if char.strip()])
    return found


def rows(page: list[tuple[float, float, str]]) -> Counter[int]:
    """How many characters stand in each line of the grid, page number left out."""
    top = 841.89 - 37 / 25.4 * 72
    return Counter(int((top - base) // PITCH) for _, base, char in page if char not in "—0123456789")


def test_a_full_page_has_22_lines_of_28_characters(pages: list[list[tuple[float, float, str]]]) -> None:
    second = rows(pages[1])
    assert sorted(second) == list(range(22))
    full = [count for count in second.values() if count == LINE]
    assert len(full) >= 19 and max(second.values()) == LINE


def test_the_first_page_keeps_the_grid_below_its_title(pages: list[list[tuple[float, float, str]]]) -> None:
    first = rows(pages[0])
    assert sorted(first) == [0, *range(2, 22)]
    assert first[2] == LINE - 2


def test_page_numbers_stand_outside(pages: list[list[tuple[float, float, str]]]) -> None:
    dashes = [[left for left, _, char in page if char == "—"] for page in pages[:2]]
    assert [len(page) for page in dashes] == [2, 2]
    assert min(dashes[0]) > 450 and max(dashes[1]) < 150
