"""What a file is, by its first bytes; its name may lie.

Only names things: whoever asks decides what to do. What is nothing known here is taken for text.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: A zip that holds files, and is no document itself.
ARCHIVE = "zip"

# What we read, by how it begins.
_READ = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
)
_MAGIC = (
    (b"Rar!\x1a\x07", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b\x08", "gzip 压缩包"),
    (b"BZh", "bzip2 压缩包"),
    (b"\xfd7zXZ\0", "xz 压缩包"),
    (b"GIF87a", "GIF 图片"),
    (b"GIF89a", "GIF 图片"),
    (b"II*\0", "TIFF 图片"),
    (b"MM\0*", "TIFF 图片"),
    (b"ID3", "音频"),
    (b"OggS", "音频或视频"),
    (b"\x7fELF", "程序"),
    (b"MZ\x90\0", "程序"),
    (b"SQLite format 3\0", "数据库"),
)
# Streams of a compound file, named in its directory in UTF-16; the locked one is looked for first.
_STREAMS = (
    ("EncryptedPackage", "加了密码的 Office 文档"),
    ("WordDocument", "doc"),
    ("Workbook", "旧版 Excel 表格（.xls/.et）"),
    ("PowerPoint Document", "旧版 PowerPoint 演示（.ppt/.dps）"),
)
_PARTS = (
    ("word/", "docx"),
    ("xl/", "Excel 表格（.xlsx）"),
    ("ppt/", "PowerPoint 演示（.pptx）"),
    ("ofd.xml", "ofd"),
    ("meta-inf/container.xml", "EPUB 电子书"),
    ("content.xml", "odf"),
)
_XML_ROOTS = (
    (b"<w:wordDocument", "Word 2003 XML 文档"),
    (b"<pkg:package", "Word XML 文档（Flat OPC）"),
    (b"<uof:UOF", "UOF 文档"),
)


def kind(data: bytes) -> str | None:
    """What a file is that is no text and no zip: the name of one of our formats (`doc`, `pdf`, `rtf`,
    `picture`), or the Chinese name of a foreign one; None for anything else."""
    head = data[:64].removeprefix(codecs.BOM_UTF8).lstrip()
    for magic, name in (*_READ, *_MAGIC):
        if data.startswith(magic) or (name == "rtf" and head.startswith(magic)):
            return name
    if data.startswith(_OLE):
        return next(
            (name for stream, name in _STREAMS if stream.encode("utf-16-le") in data), "旧版 Office 文件"
        )
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return _by_structure(data)


def in_zip(names: Iterable[str]) -> str:
    """What a zip is by the names of its parts (lower case): `docx`, `ofd`, `odf`, `zip` for an archive of
    files, or the Chinese name of a foreign format."""
    known = list(names)
    for part, name in _PARTS:
        # A folder of that name with anything else in it is somebody's folder.
        if any(entry.startswith(part) and entry.endswith(".xml") for entry in known):
            return name
    return ARCHIVE


def _by_structure(data: bytes) -> str | None:
    head = data[:4096]
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "WebP 图片" if head[8:12] == b"WEBP" else "音频或视频"
    if head[4:8] == b"ftyp":
        return "HEIC 图片" if head[8:12] in (b"heic", b"heix", b"mif1") else "音频或视频"
    if head[:2] == b"BM" and int.from_bytes(head[2:6], "little") == len(data):
        return "BMP 图片"
    return next((name for root, name in _XML_ROOTS if root in head), None)
