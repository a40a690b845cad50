"""Archives: every member a file of its own, its name as its author saw it and harmless, limits kept."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx_files import docx, p, zipped

from indexer.readers import archive, read, unpack
from indexer.readers.archive import safe_name
from kb.errors import UnreadableFile


def windows_zip(name: str, content: bytes, codec: str = "gbk") -> bytes:
    """An archive as Chinese Windows makes it: the name in GBK and no flag that says so."""
    entry = zipfile.ZipInfo("x" * len(name.encode(codec)))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(entry, content)
    return packed.getvalue().replace(b"x" * len(name.encode(codec)), name.encode(codec))


@pytest.mark.parametrize("codec", ["gbk", "utf-8", "big5"])
def test_names_that_windows_wrote_are_repaired(codec: str) -> None:
    name = "材料/工作會議講話.txt" if codec == "big5" else "材料/基层党建讲话（定稿）.txt"
    found = unpack(windows_zip(name, "甲".encode(), codec), "包.zip")
    assert [member for member, _ in found.members] == [name]


def test_members_come_out_in_order_with_those_of_inner_archives() -> None:
    inner = zipped({"丙.txt": "丙"})
    data = zipped({"甲.docx": docx(p("甲")), "夹/乙.txt": "乙", "夹/内.zip": inner, "空/": b""})
    found = unpack(data, "包.zip")
    assert [name for name, _ in found.members] == ["甲.docx", "夹/乙.txt", "夹/内.zip/丙.txt"]
    assert [read(content, name).blocks[0].text for name, content in found.members] == ["甲", "乙", "丙"]
    assert found.failed == ()


def test_a_file_that_is_no_archive_is_its_only_member() -> None:
    data = docx(p("甲"))
    assert unpack(data, "甲.docx").members == (("甲.docx", data),)
    assert unpack(b"abc", "a.txt").members == (("a.txt", b"abc"),)


def test_a_folder_named_word_does_not_make_a_document() -> None:
    assert len(unpack(zipped({"word/甲.txt": "甲", "word/乙.txt": "乙"}), "包.zip").members) == 2


def test_an_archive_of_one_file_can_be_read_as_it() -> None:
    assert read(zipped({"讲话.txt": "同志们"}), "包.zip").blocks[0].text == "同志们"
    with pytest.raises(UnreadableFile, match="有 2 个文件"):
        read(zipped({"a.txt": "甲", "b.txt": "乙"}), "包.zip")


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/a.txt", "etc/a.txt"),
        ("C:\\Windows\\a.txt", "Windows/a.txt"),
        ("a/./../b.txt", "a/b.txt"),
        ("讲\0话?.txt", "讲_话_.txt"),
        ("..", ""),
    ],
)
def test_a_name_leads_nowhere(path: str, safe: str) -> None:
    assert safe_name(path) == safe


def test_files_of_systems_are_passed_over_and_equal_names_both_kept() -> None:
    data = zipped(
        {"__MACOSX/._a.txt": "x", ".DS_Store": "x", "~$稿.docx": "x", "../a.txt": "甲", "a.txt": "乙"}
    )
    assert [name for name, _ in unpack(data, "包.zip").members] == ["a.txt", "a（2）.txt"]


def test_a_member_without_a_name_is_kept_out() -> None:
    # Found by fuzzing: zipfile itself trips over an empty name.
    entry = zipfile.ZipInfo("x")
    entry.filename = ""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(entry, b"")
        file.writestr("a.txt", "甲")
    assert [name for name, _ in unpack(packed.getvalue(), "包.zip").members] == ["a.txt"]


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    nested = zipped({"a.txt": "甲"})
    for _ in range(archive.MAX_DEPTH):
        nested = zipped({"b.zip": nested})
    assert "套得太深" in unpack(nested, "包.zip").failed[0].what
    monkeypatch.setattr(archive, "RATIO_FROM", 1000)
    bomb = unpack(zipped({"大.txt": "0" * 3_000_000, "小.txt": "甲"}), "包.zip")
    assert [name for name, _ in bomb.members] == ["小.txt"]
    assert bomb.failed[0].place == "大.txt"
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    with pytest.raises(UnreadableFile, match="超过 3 个"):
        unpack(zipped({f"{at}.txt": "甲" for at in range(4)}), "包.zip")
    monkeypatch.setattr(archive, "MAX_TOTAL", 1)
    with pytest.raises(UnreadableFile, match="解压后超过"):
        unpack(zipped({"a.txt": "甲"}), "包.zip")


def test_a_locked_member_fails_alone() -> None:
    data = bytearray(zipped({"a.txt": "甲", "b.txt": "乙"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    found = unpack(bytes(data), "包.zip")
    assert [name for name, _ in found.members] == ["a.txt"]
    assert "密码" in found.failed[0].what
    assert found.failed[0].file == "包.zip"
