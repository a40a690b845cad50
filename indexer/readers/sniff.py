"""What a file is, by its first bytes; its name may lie.

Only names things: whoever asks decides what to do. What is nothing known here is taken for text.
"""

from __future__ import annotations

from collections.abc import Iterable

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MAGIC = (
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!\x1a\x07", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b\x08", "gzip 压缩包"),
    (b"BZh", "bzip2 压缩包"),
    (b"\xfd7zXZ\0", "xz 压缩包"),
    (b"\x89PNG\r\n\x1a\n", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
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
    ("WordDocument", "旧版 Word/WPS 文档（.doc/.wps）"),
    ("Workbook", "旧版 Excel 表格（.xls/.et）"),
    ("PowerPoint Document", "旧版 PowerPoint 演示（.ppt/.dps）"),
)
_PARTS = (
    ("word/", "docx"),
    ("xl/", "Excel 表格（.xlsx）"),
    ("ppt/", "PowerPoint 演示（.pptx）"),
    ("ofd.xml", "OFD 版式文件"),
    ("meta-inf/container.xml", "EPUB 电子书"),
    ("content.xml", "ODF 文档（.odt/.ods/.odp）"),
)
_XML_ROOTS = (
    (b"<w:wordDocument", "Word 2003 XML 文档"),
    (b"<pkg:package", "Word XML 文档（Flat OPC）"),
    (b"<uof:UOF", "UOF 文档"),
)


def foreign(data: bytes) -> str | None:
    """The Chinese name of a format that is no text and no zip; None for anything else."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if data.startswith(_OLE):
        return next(
            (name for stream, name in _STREAMS if stream.encode("utf-16-le") in data), "旧版 Office 文件"
        )
    if b"%PDF-" in data[:1024]:
        return "PDF 文档"
    return _by_structure(data)


def in_zip(names: Iterable[str]) -> str:
    """What a zip is by the names of its parts (lower case): `docx`, or the Chinese name of another format."""
    known = list(names)
    for part, name in _PARTS:
        if any(entry.startswith(part) for entry in known):
            return name
    return "ZIP 压缩包"


def _by_structure(data: bytes) -> str | None:
    head = data[:4096]
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "WebP 图片" if head[8:12] == b"WEBP" else "音频或视频"
    if head[4:8] == b"ftyp":
        return "HEIC 图片" if head[8:12] in (b"heic", b"heix", b"mif1") else "音频或视频"
    if head[:2] == b"BM" and int.from_bytes(head[2:6], "little") == len(data):
        return "BMP 图片"
    if head[:13].lower() == b"mime-version:" and b"multipart/related" in head.lower():
        return "单个文件网页（.mht）"
    return next((name for root, name in _XML_ROOTS if root in head), None)
