"""Real files: the same text in every format, and the document with one of each difficulty."""

from __future__ import annotations

import html
import io
import os
import re
import zipfile
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from indexer.clean import clean
from indexer.readers import read

SUFFIXES = ["docx", "doc", "pdf", "rtf", "odt", "gb18030.txt", "utf16le.txt", "utf8bom.txt"]


def squeezed(lines: Iterable[str]) -> list[str]:
    return [text for line in lines if (text := "".join(line.split()))]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_text_in_every_format(shared: Path, suffix: str) -> None:
    folders = sorted((shared / "formats" / "same-text").iterdir())
    for folder in folders:
        expected = (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
        found = read((folder / f"speech.{suffix}").read_bytes(), f"speech.{suffix}")
        assert squeezed(b.text for b in found.blocks) == squeezed(expected), folder.name
        assert found.notices == ()
    print(f"{suffix}: {len(folders)} of {len(folders)}")


# What the programs that saved these files changed or left out themselves.
LOST: dict[str, set[str]] = {
    "auto.doc": set(),
    # A form field that holds the text a second time.
    "auto.rtf": {"内容控件里的段落。"},
    # On paper the deleted words are struck through, and a note has its mark.
    "auto.pdf": {"修订：必须插入的新词抓好落实。", "这里有脚注结束。"},
}


@pytest.mark.parametrize("name", LOST)
def test_difficulties_saved_in_other_formats(shared: Path, name: str) -> None:
    folder = shared / "formats" / "tricky"
    expected = squeezed((folder / "auto.expected.txt").read_text(encoding="utf-8").splitlines())
    found = squeezed(block.text for block in read((folder / name).read_bytes(), name).blocks)
    assert set(expected) - set(found) == LOST[name]
    assert not any("隐藏文字" in text for text in found)
    assert ("删除的旧词" in "".join(found)) == (name == "auto.pdf")


@pytest.mark.parametrize("name", ["gbk.rtf", "gbk2.rtf"])
def test_gbk_in_hex_escapes(shared: Path, name: str) -> None:
    found = [b.text for b in read((shared / "formats" / "tricky" / name).read_bytes(), name).blocks]
    assert len(found) == 8
    assert all(
        text in "".join(found) for text in ("基层党建工作责任制评议会议点评讲话", "第一句话，成绩值得肯定")
    )


def test_an_official_document_in_pdf(shared: Path) -> None:
    manuscript = read((shared / "formats" / "tricky" / "gw.pdf").read_bytes(), "gw.pdf")
    left = [block.text for block in clean(manuscript).blocks]
    assert not any(re.fullmatch(r"[—\s]*\d+[—\s]*", text) for text in left)
    assert len([b for b in manuscript.blocks if b.text not in left]) == 9
    # A paragraph broken at a line end would end without a mark.
    titles = [text for text in left if text[-1] not in "。：！"]
    assert titles == left[:2]


@pytest.mark.parametrize(
    ("name", "least", "begins"),
    [
        ("n", 9, "测试符路桥区"),
        ("signout", 20, "XX市政府"),
        ("testPathFillOpacity", 5, "关于加快"),
        ("y", 40, "专题·"),
    ],
)
def test_ofd_files_that_programs_made(shared: Path, name: str, least: int, begins: str) -> None:
    data = (shared / "formats" / "ofd" / f"ofdrw-converter__{name}.ofd").read_bytes()
    found = read(data, f"{name}.ofd").blocks
    assert len(found) >= least
    assert found[0].text.startswith(begins)
    # One of them keeps every unit of its pages a second time, unused.
    copies = 2 if name == "y" else 1
    assert sorted("".join("".join(b.text.split()) for b in found) * copies) == sorted(characters_of_ofd(data))


def characters_of_ofd(data: bytes) -> str:
    """All characters of all text codes in a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [
            archive.read(n).decode()
            for n in archive.namelist()
            if re.search(r"Content|Annotation\.|DocumentRes", n)
        ]
    codes = [
        html.unescape(code) for part in parts for code in re.findall(r"<ofd:TextCode[^>]*>([^<]*)<", part)
    ]
    return "".join("".join(codes).split())


def test_a_noisy_scan(shared: Path) -> None:
    if os.environ.get("CI") != "true":
        pytest.importorskip("rapidocr", reason="没有安装识别组件 yanku[ocr]，跳过")
    data = (shared / "formats" / "tricky" / "scan_noisy.jpg").read_bytes()
    found = "".join("".join(block.text.split()) for block in read(data, "扫描.jpg").blocks)
    seed = next(
        p for p in sorted((shared / "seeds").iterdir()) if "点评讲话" in p.read_text(encoding="utf-8")
    )
    text = "".join(seed.read_text(encoding="utf-8").split())
    start, stop = text.index("本文系作者原创投稿"), text.index("工作有机") + len("工作有机")
    # The page also has a head and a number that the speech has not.
    expected = f"内部资料注意保存{text[start:stop]}—1—"
    same = sum(
        part.size for part in SequenceMatcher(None, expected, found, autojunk=False).get_matching_blocks()
    )
    errors = max(len(expected), len(found)) - same
    print(f"scan: {errors} of {len(expected)} characters")
    assert errors <= 0.02 * len(expected)


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
