"""Real files: the same text in every format, and the document with one of each difficulty."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.readers import read
from kb.errors import UnreadableFile

TEXTS = ["speech.docx", "speech.gb18030.txt", "speech.utf16le.txt", "speech.utf8bom.txt"]
LATER = ["speech.doc", "speech.pdf", "speech.rtf", "speech.odt"]


def squeezed(lines: list[str]) -> list[str]:
    return [text for line in lines if (text := "".join(line.split()))]


@pytest.mark.parametrize("name", TEXTS)
def test_the_same_text_in_every_format(shared: Path, name: str) -> None:
    for folder in sorted((shared / "formats" / "same-text").iterdir()):
        expected = (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
        found = read((folder / name).read_bytes(), name)
        assert squeezed([b.text for b in found.blocks]) == squeezed(expected), folder.name
        assert found.notices == ()


@pytest.mark.parametrize("name", LATER)
def test_formats_of_later_are_named(shared: Path, name: str) -> None:
    for folder in sorted((shared / "formats" / "same-text").iterdir()):
        with pytest.raises(UnreadableFile, match="现在还不能读"):
            read((folder / name).read_bytes(), name)


def test_every_difficulty_of_docx_comes_out_as_printed(shared: Path) -> None:
    folder = shared / "formats" / "tricky"
    expected = [
        s for s in (folder / "auto.expected.txt").read_text(encoding="utf-8").splitlines() if s.strip()
    ]
    found = read((folder / "auto.docx").read_bytes(), "auto.docx")
    assert [b.text for b in found.blocks if b.kind != "note"] == expected
    assert len([b for b in found.blocks if b.kind == "note"]) == 1
    assert found.blocks[0].level == 0


def test_files_that_word_made(shared: Path) -> None:
    for path in sorted((shared / "formats" / "docx").iterdir()):
        found = read(path.read_bytes(), path.name)
        assert len(found.blocks) >= 9
        assert all(b.text[0] != "\u3000" for b in found.blocks)
        assert found.date.startswith("20")
