"""A zip of files → its members, each to be read as a file of its own.

Nothing is written to disk, so a member's name can lead nowhere; still it is made harmless, since others
will show and store it. What a member unpacks to, how many there are and how deep they nest is limited.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.readers import plausible, sniff
from kb.errors import UnreadableFile

#: Members; archives within the archive; bytes that one member and all together may unpack to.
MAX_MEMBERS = 5000
MAX_DEPTH = 3
MAX_MEMBER = 50 * 1024 * 1024
MAX_TOTAL = 1024 * 1024 * 1024
#: Times a member may grow in unpacking, once it is larger than `RATIO_FROM` bytes.
MAX_RATIO = 200
RATIO_FROM = 4 * 1024 * 1024

_ERRORS = (
    zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, RuntimeError, struct.error,
)  # fmt: skip
# What systems put into archives for themselves.
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$|\._)", re.I)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\ufffd]')
_UNICODE_PATH = 0x7075
_IF_LOCKED = "请先用解压软件解压，再导入里面的文件"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What was in an archive: members (name with folders, bytes) in order, and those that cannot be had."""

    members: tuple[tuple[str, bytes], ...]
    failed: tuple[UnreadableFile, ...] = ()


def is_archive(data: bytes) -> bool:
    """Whether a file is a zip of files, not a document that happens to be a zip."""
    if not data.startswith((sniff.ZIP, sniff.EMPTY_ZIP)):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return (
                sniff.in_zip(name.replace("\\", "/").lower() for name in archive.namelist()) == sniff.ARCHIVE
            )
    except _ERRORS:
        return False


def unpack(data: bytes, name: str) -> Unpacked:
    """The files in an archive, those of archives within it included. Any other file is its only member.

    Args:
        data: all bytes of the file.
        name: its name, for messages.

    Raises:
        UnreadableFile: damaged, or over the limits as a whole.
    """
    if not is_archive(data):
        return Unpacked(((name, data),))
    unpacker = _Unpacker(name)
    members = tuple(unpacker.files(data, "", 1))
    return Unpacked(members, tuple(unpacker.failed))


class _Unpacker:
    """Unpacks one archive, counting what has come out of it and of all archives within."""

    def __init__(self, name: str) -> None:
        self.failed: list[UnreadableFile] = []
        self._name = name
        self._count = 0
        self._bytes = 0
        self._names: set[str] = set()

    def files(self, data: bytes, folder: str, depth: int) -> Iterator[tuple[str, bytes]]:
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except _ERRORS as error:
            raise UnreadableFile(
                "压缩包已损坏", file=self._name, place=folder, remedy="请重新下载或重新压缩"
            ) from error
        with archive:
            for entry in archive.infolist():
                path = safe_name(folder + repaired_name(entry))
                if path and not entry.filename.endswith("/") and not _JUNK.search(path):
                    yield from self._member(archive, entry, path, depth)

    def _member(
        self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, depth: int
    ) -> Iterator[tuple[str, bytes]]:
        self._refuse_excess(entry)
        try:
            data = _read(archive, entry)
        except UnreadableFile as error:
            self.failed.append(UnreadableFile(error.what, file=self._name, place=path, remedy=error.remedy))
            return
        if not is_archive(data):
            yield self._unique(path), data
        elif depth < MAX_DEPTH:
            yield from self.files(data, path + "/", depth + 1)
        else:
            self.failed.append(
                UnreadableFile("压缩包套得太深", file=self._name, place=path, remedy=_IF_LOCKED)
            )

    def _refuse_excess(self, entry: zipfile.ZipInfo) -> None:
        self._count += 1
        self._bytes += entry.file_size
        if self._count > MAX_MEMBERS:
            raise UnreadableFile(
                f"压缩包里的文件超过 {MAX_MEMBERS} 个", file=self._name, remedy="请分成几个再导入"
            )
        if self._bytes > MAX_TOTAL:
            size = MAX_TOTAL // 1024**2
            raise UnreadableFile(f"压缩包解压后超过 {size} MB", file=self._name, remedy="请分成几个再导入")

    def _unique(self, path: str) -> str:
        """Two members of one name are both kept."""
        stem, suffix = posixpath.splitext(path)
        number, unique = 1, path
        while unique.lower() in self._names:
            number += 1
            unique = f"{stem}（{number}）{suffix}"
        self._names.add(unique.lower())
        return unique


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & 0x1:
        raise UnreadableFile("压缩包加了密码", remedy=_IF_LOCKED)
    grown = entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
    if entry.file_size > MAX_MEMBER or grown:
        raise UnreadableFile(f"解压后有 {entry.file_size // 1024**2} MB，不像正常的文件", remedy=_IF_LOCKED)
    try:
        # The size a directory claims may be a lie; zipfile stops there and checks the sum.
        return archive.read(entry)
    except _ERRORS as error:
        raise UnreadableFile("压缩包里的这个文件已损坏", remedy=_IF_LOCKED) from error


def repaired_name(entry: zipfile.ZipInfo) -> str:
    """The name of a member as its author saw it. Chinese Windows writes GBK and says nothing about it."""
    if entry.flag_bits & 0x800:
        return entry.filename
    if (unicode := _unicode_path(entry.extra)) is not None:
        return unicode
    raw = entry.orig_filename.encode("cp437", "replace")
    found = [
        text for codec in ("utf-8", "gb18030", "cp950", "cp932") if (text := _decoded(raw, codec)) is not None
    ]
    if found and _decoded(raw, "utf-8") is not None:
        return found[0]
    return max(found, key=plausible.score, default=entry.filename)


def _unicode_path(extra: bytes) -> str | None:
    """The Info-ZIP field with the name in UTF-8 (APPNOTE §4.6.9)."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _UNICODE_PATH and size > 5:
            return _decoded(extra[at + 9 : at + 4 + size], "utf-8")
        at += 4 + size
    return None


def _decoded(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return None


def safe_name(path: str) -> str:
    """A path that leads nowhere outside: no drive, no root, no `..`, no characters that a disk refuses."""
    parts = _UNSAFE.sub("_", re.sub(r"^[A-Za-z]:", "", path).replace("\\", "/")).split("/")
    kept = (part.strip()[:120].rstrip(" .") for part in parts)
    return "/".join(part for part in kept if part)
