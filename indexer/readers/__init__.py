"""The readers: an original → a manuscript.

What a file is, its content tells; its name only where content cannot (Markdown). A reader judges nothing:
it gives every line that a person would see. A file that cannot be read raises `UnreadableFile`, for it
alone, with what it is and what to do.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from indexer.manuscript import Manuscript
from indexer.readers import archive, formats, markup, md, mht, mojibake, sniff, text
from indexer.readers.archive import Unpacked, unpack
from indexer.readers.encoding import Decoded, decode, decode_as
from kb.errors import UnreadableFile

__all__ = ["MAX_BYTES", "READABLE", "Unpacked", "read", "unpack"]

#: The suffixes, in lower case, of files to pick from a folder.
READABLE = frozenset(
    {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".mht", ".mhtml", ".docx", ".docm", ".doc", ".dot"}
    | {".wps", ".wpt", ".rtf", ".odt", ".pdf", ".ofd", ".zip"}
)

#: Bytes; a speech of 50,000 characters with pictures has about 5 MB.
MAX_BYTES = 50 * 1024 * 1024

_MARKDOWN = frozenset({".md", ".markdown"})
_PAGES = frozenset({".html", ".htm"})
# Formats that may hold pictures and nothing else.
_PICTURED = frozenset({"docx", "doc", "rtf", "odt", "html", "ofd", "pdf", "picture"})
_IF_INCOMPLETE = "请检查文件是否保存完整"
_IF_PICTURES = "如果是扫描件或图片，请先识别成文字，另存为 docx 后再导入"
_READS = "现在能读 txt、md、html、docx、doc、wps、pdf、rtf、odt、ofd 和它们的 zip 压缩包"
# What to do with a foreign file, by a word in the name of its format.
_REMEDIES = (
    ("密码", "请先在 Word/WPS 里取消密码，另存为 docx 后再导入"),
    ("压缩包", "请先解压，再导入里面的文件"),
    ("图片", "请先识别成文字，另存为 docx 后再导入"),
    ("", "请在 Word/WPS 里另存为 docx 后再导入"),
)


def read(data: bytes, name: str, *, encoding: str | None = None) -> Manuscript:
    """Take the text out of an original.

    Args:
        data: all bytes of the file.
        name: its name, without folders; for messages, and to know Markdown by.
        encoding: what a person says a text file is encoded in, one of `encoding.CHOICES`; None to find out.

    Raises:
        UnreadableFile: names the file, what is wrong with it and where, and what to do.
    """
    try:
        manuscript = _read(data, name, encoding)
    except UnreadableFile as error:
        # The readers below do not know the name; here it is put in, once.
        raise UnreadableFile(error.what, file=name, place=error.place, remedy=error.remedy) from error
    except RecursionError as error:
        raise UnreadableFile("里面套得太深，不像正常的文档", file=name, remedy=_IF_INCOMPLETE) from error
    if not manuscript.blocks:
        remedy = _IF_PICTURES if manuscript.format in _PICTURED else _IF_INCOMPLETE
        raise UnreadableFile("里面没有文字", file=name, remedy=remedy)
    return manuscript


def _read(data: bytes, name: str, encoding: str | None) -> Manuscript:
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            f"文件有 {len(data) / 1024**2:.0f} MB，超过 {MAX_BYTES // 1024**2} MB 的上限",
            remedy="请删去图片、附件，或分成几个文件后再导入",
        )
    if not data.strip():
        raise UnreadableFile("空文件", remedy=_IF_INCOMPLETE)
    if data.startswith((sniff.ZIP, sniff.EMPTY_ZIP)):
        kind = formats.in_zip(data)
        if kind == sniff.ARCHIVE:
            return _read_archive(data, name)
    else:
        kind = sniff.kind(data) or ("mht" if mht.is_archive(data) else "")
    if kind in formats.READERS:
        found = formats.READERS[kind](data)
        shown = "html" if kind == "mht" else kind
        return Manuscript(name, found.blocks, shown, "", found.notices, found.title, found.date)
    if kind:
        raise _foreign(kind)
    return _read_text(data, name, encoding)


def _foreign(kind: str) -> UnreadableFile:
    remedy = next(remedy for word, remedy in _REMEDIES if word in kind)
    return UnreadableFile(f"{kind}，现在还不能读", remedy=f"{_READS}；{remedy}")


def _read_archive(data: bytes, name: str) -> Manuscript:
    """An archive of one file stands for that file; of several, each is to be read by itself (`unpack`)."""
    unpacked = archive.unpack(data, name)
    if len(unpacked.members) == 1 and not unpacked.failed:
        inner, content = unpacked.members[0]
        return _read(content, PurePath(inner).name, None)
    if unpacked.members:
        raise UnreadableFile(
            f"ZIP 压缩包里有 {len(unpacked.members) + len(unpacked.failed)} 个文件，要一份一份地读",
            remedy="请先解压，再导入里面的文件",
        )
    raise unpacked.failed[0] if unpacked.failed else UnreadableFile("ZIP 压缩包是空的", remedy=_IF_INCOMPLETE)


def _read_text(data: bytes, name: str, encoding: str | None) -> Manuscript:
    decoded = decode_as(data, encoding) if encoding else decode(data, hint=markup.charset(data))
    suffix = PurePath(name).suffix.lower()
    mended = mojibake.mend(decoded.text)
    decoded = replace(decoded, text=mended.text)
    notices = _doubts(decoded) + mended.notices
    if markup.is_page(decoded.text) or (suffix in _PAGES and "<" in decoded.text):
        page = markup.page(decoded.text)
        notices += page.notices
        return Manuscript(name, page.blocks, "html", decoded.encoding, notices, page.title, page.date)
    if suffix in _MARKDOWN:
        notes = md.notes(decoded.text)
        if notes.others:
            notices += (f"文件头部的这些说明没有读入：{'、'.join(notes.others)}",)
        return Manuscript(name, notes.blocks, "md", decoded.encoding, notices, notes.title, notes.date)
    return Manuscript(name, tuple(text.blocks(decoded.text)), "txt", decoded.encoding, notices)


def _doubts(decoded: Decoded) -> tuple[str, ...]:
    if not decoded.doubtful:
        return ()
    return (
        f"编码不能确定，按 {decoded.encoding.upper()} 读成“{decoded.preview}”；如是乱码，请用 kb import --encoding 指定编码重新导入",
    )
