"""What a file is, and what is said about one that cannot be read."""

from __future__ import annotations

import codecs
import zipfile
from io import BytesIO

import pytest
from docx_files import docx, p, zipped
from hypothesis import given, settings
from hypothesis import strategies as st
from small_files import small_files

import indexer.readers
from indexer.readers import READABLE, read
from indexer.readers.docx import package
from kb.errors import UnreadableFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def refusal(data: bytes, name: str = "文件.docx") -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read(data, name)
    assert caught.value.file == name
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le") + "WordDocument".encode("utf-16-le"), "密码"),
        (OLE + "Workbook".encode("utf-16-le"), "Excel"),
        (OLE, "旧版 Office"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
            "ODF 表格",
        ),
        (zipped({"xl/workbook.xml": "<x/>"}), "Excel"),
        (zipped({"ppt/presentation.xml": "<x/>"}), "PowerPoint"),
        (b"Rar!\x1a\x07\x01\x00", "RAR 压缩包"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WebP 图片"),
        (b"\0\0\0\x20ftypisom" + bytes(20), "音频或视频"),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x">', "Word 2003 XML"),
    ],
)
def test_a_format_not_read_today_is_named(data: bytes, kind: str) -> None:
    error = refusal(data)
    assert kind in error.what
    assert "现在能读 txt、md、html、docx" in error.remedy


def test_advice_fits_the_kind() -> None:
    assert "解压" in refusal(zipped({"a.txt": "甲", "b.txt": "乙"})).remedy
    assert "识别" in refusal(b"GIF89a" + bytes(20)).remedy
    assert "取消密码" in refusal(OLE + "EncryptedPackage".encode("utf-16-le")).remedy
    assert "另存为一份新的 PDF" in refusal(b"%PDF-1.4").remedy
    assert "另存为 docx" in refusal(OLE + "WordDocument".encode("utf-16-le")).remedy


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\n%PDF-1.7\n", "PDF 文件已损坏"),
        (OLE + "WordDocument".encode("utf-16-le"), "旧版 Word/WPS 文档已损坏"),
        (zipped({"OFD.xml": "<x/>", "Doc_0/Document.xml": "<x/>"}), "没有文字"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "已损坏"),
        (b"{\\rtf1\\ansi", "没有文字"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "图片"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n", ".mht"),
    ],
)
def test_a_shell_without_a_document_says_so(data: bytes, said: str) -> None:
    assert said in refusal(data).what


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, "\u3000\n\u200b".encode()])
def test_an_empty_file_says_so(data: bytes) -> None:
    error = refusal(data, "空.txt")
    assert error.what in ("空文件", "里面没有文字")


def test_a_document_without_text_is_no_speech() -> None:
    assert "扫描件" in refusal(docx(p() + p())).remedy


def test_binary_is_no_text() -> None:
    assert (
        "不是文字文件" in refusal(bytes(range(256)) * 8, "a.txt").what or refusal(bytes(range(256)) * 8).place
    )


SMALL = small_files()


@pytest.mark.parametrize("name", [name for name in SMALL if not name.endswith(".zip")])
def test_a_small_file_of_every_format_is_read_whatever_its_name(name: str) -> None:
    expected = [block.text for block in read(SMALL[name], name).blocks]
    assert expected
    if not name.endswith(".md"):
        assert [block.text for block in read(SMALL[name], "讲话.doc").blocks] == expected


def test_content_decides_whatever_the_name() -> None:
    assert read(docx(p("同志们")), "讲话.txt").format == "docx"
    assert read("同志们".encode(), "讲话.docx").format == "txt"


def test_readable_suffixes_are_those_we_read() -> None:
    assert {".txt", ".md", ".html", ".htm", ".docx"} <= READABLE
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in READABLE)


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer.readers, "MAX_BYTES", 1024 * 1024)
    assert "超过 1 MB" in refusal(b"a" * (1024 * 1024 + 1)).what


def test_a_zip_bomb_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "RATIO_FROM", 100_000)
    assert "不像正常的文档" in refusal(docx(p("啊" * 400_000))).what
    monkeypatch.setattr(package, "RATIO_FROM", 10**9)
    monkeypatch.setattr(package, "MAX_PART", 1_000_000)
    error = refusal(docx(p("啊" * 400_000)))
    assert error.place == "word/document.xml"


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE x [<!ENTITY a "甲">]><w:document xmlns:w="u"/>',
        '<!DOCTYPE x SYSTEM "file:///etc/hostname"><w:document xmlns:w="u"/>',
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(xml: str, codec: str) -> None:
    error = refusal(zipped({"word/document.xml": xml.encode(codec)}))
    assert "DTD" in error.what
    assert error.place == "word/document.xml"


def test_a_locked_part_is_refused() -> None:
    data = bytearray(zipped({"word/document.xml": "<x/>"}))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 8] |= 1
    assert "密码" in refusal(bytes(data)).what


def test_another_compression_is_refused() -> None:
    assert "压缩方法" in refusal(zipped({"word/document.xml": "<x/>"}, zipfile.ZIP_LZMA)).what


def test_nesting_to_the_limit_of_the_parser_is_read() -> None:
    wrapped = "<w:ins>" * 200 + "<w:r><w:t>字</w:t></w:r>" + "</w:ins>" * 200
    tables = "<w:tbl><w:tr><w:tc>" * 70 + p("格") + "</w:tc></w:tr></w:tbl>" * 70
    found = read(docx(f"<w:p>{wrapped}</w:p>{tables}"), "深.docx")
    assert [b.text for b in found.blocks] == ["字", "格"]
    assert refusal(docx("<w:sdt>" * 400 + p("字") + "</w:sdt>" * 400)).place == "word/document.xml"


SAMPLE = docx(
    p("在动员会上的讲话", '<w:jc w:val="center"/>')
    + p("同志们：")
    + "<w:tbl><w:tr><w:tc>"
    + p("格")
    + "</w:tc></w:tr></w:tbl>",
    styles='<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 1"/></w:style>',
)


def only_unreadable(data: bytes, name: str) -> None:
    """The law: a broken file raises UnreadableFile for it alone, and nothing else."""
    try:
        manuscript = read(data, name)
    except UnreadableFile as error:
        assert error.file == name
    else:
        assert manuscript.blocks


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.docx"]))
def test_random_bytes(data: bytes, name: str) -> None:
    only_unreadable(data, name)
    only_unreadable(b"PK\x03\x04" + data, name)


@given(st.text(max_size=200), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_random_text(text: str, name: str) -> None:
    only_unreadable(text.encode("utf-8"), name)


@given(st.integers(0, len(SAMPLE) - 1))
def test_a_cut_off_docx(length: int) -> None:
    only_unreadable(SAMPLE[:length], "a.docx")


@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 7)), min_size=1, max_size=12))
def test_flipped_bits_of_a_docx(flips: list[tuple[int, int]]) -> None:
    data = bytearray(SAMPLE)
    for place, bit in flips:
        data[place] ^= 1 << bit
    only_unreadable(bytes(data), "a.docx")


@settings(max_examples=200)
@given(st.data())
def test_a_docx_with_a_part_gone_wrong(data: st.DataObject) -> None:
    with zipfile.ZipFile(BytesIO(SAMPLE)) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(files)))
    part = bytes(files[name])
    start = data.draw(st.integers(0, len(part)))
    put = data.draw(
        st.sampled_from([b"", b'"', b"<", b"-1", "１".encode(), b"99999999999999", b"<w:p/>", b"\0"])
    )
    files[name] = part[:start] + put + part[start + data.draw(st.integers(0, 30)) :]
    only_unreadable(zipped(files), "a.docx")
