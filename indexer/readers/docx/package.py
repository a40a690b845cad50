"""The zip of XML parts that a .docx is, opened with distrust.

Never expands an entity, never loads anything from outside, never unpacks more than the limits say.
Source: ECMA-376 Part 2 (packages, relationships).
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from kb.errors import UnreadableFile

#: Bytes that one part may unpack to; the main part of a book is about 20 MB.
MAX_PART = 100 * 1024 * 1024
#: Times a part may grow in unpacking, once it is larger than `RATIO_FROM` bytes. Real parts stay under 60.
MAX_RATIO = 200
RATIO_FROM = 4 * 1024 * 1024

#: The parsed XML of a part. lxml's own name for it is private.
Element = etree._Element

# What zipfile raises for damaged bytes, besides its own error.
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    OSError,
    NotImplementedError,
    struct.error,
)
_DAMAGED = "文件已损坏"
_REMEDY = "请在 Word/WPS 里打开检查，另存为 docx 后再导入"
# ISO "strict" files name the same things by other addresses.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)


def damaged(place: str, what: str = _DAMAGED) -> UnreadableFile:
    """The error for a part that breaks the format."""
    return UnreadableFile(what, place=place, remedy=_REMEDY)


class Package:
    """The parts of one file, by name without a leading slash. Names are found whatever their case."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _ZIP_ERRORS as error:
            raise damaged("zip 目录") from error
        self._entries = {_key(entry.filename): entry for entry in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def names(self) -> Iterator[str]:
        """The names of all parts, in lower case."""
        return iter(self._entries)

    def read(self, name: str) -> bytes:
        """The bytes of a part.

        Raises:
            KeyError: no such part.
            UnreadableFile: damaged, locked or over the limits.
        """
        entry = self._entries[_key(name)]
        _refuse_excess(entry)
        try:
            return self._zip.read(entry)
        except _ZIP_ERRORS as error:
            raise damaged(entry.filename) from error

    def xml(self, name: str) -> Element | None:
        """The root of a part, or None when the package has no such part.

        Raises:
            UnreadableFile: as `read`, or not well-formed, or it declares a DTD.
        """
        return _parse(self.read(name), name) if name in self else None

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that `part` (empty for the package) names as its `kind`, such as `styles`."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return []
        return [
            posixpath.normpath(posixpath.join("/", folder, unquote(link.get("Target", "")))).lstrip("/")
            for link in root.iterchildren("{*}Relationship")
            if link.get("Type", "").endswith(f"/{kind}") and link.get("TargetMode") != "External"
        ]


def _key(name: str) -> str:
    # Some programs write backslashes; part names compare without case (ECMA-376 Part 2 §6.2.2).
    return name.replace("\\", "/").lstrip("/").lower()


def _refuse_excess(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise damaged(entry.filename, "文件加了密码")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged(entry.filename, "用了不支持的压缩方法")
    grown = entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
    if entry.file_size > MAX_PART or grown:
        raise damaged(entry.filename, f"解压后有 {entry.file_size // 1024**2} MB，不像正常的文档")


def _parse(data: bytes, name: str) -> Element:
    for strict, transitional in _STRICT:
        data = data.replace(strict, transitional)
    # A parser is made for each part: one that has failed keeps its error log.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    if b"<!DOCTYPE" in data:
        raise damaged(name, "含有文档类型声明（DTD），不安全")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(name) from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise damaged(name, "含有文档类型声明（DTD），不安全")
    return root
