"""Which reader takes which format. Readers are loaded when first needed: a text file must not wait for PDF.

The foreign libraries behind them may be missing from an installation; that is one sentence, no crash.
"""

from __future__ import annotations

from collections.abc import Callable

from indexer.readers import sniff
from indexer.readers.document import Document
from indexer.readers.docx import Package
from indexer.readers.docx import document as read_docx
from kb.errors import UnreadableFile

_ODF_KINDS = (("spreadsheet", "ODF 表格（.ods）"), ("presentation", "ODF 演示（.odp）"))


def in_zip(data: bytes) -> str:
    """What a zip is: one of our formats, `zip` for an archive of files, or the name of a foreign format.

    Raises:
        UnreadableFile: the zip is damaged.
    """
    package = Package(data)
    kind = sniff.in_zip(package.names())
    if kind != "odf":
        return kind
    mime = package.read("mimetype")[:200].decode("latin-1") if "mimetype" in package else ""
    return next((name for word, name in _ODF_KINDS if word in mime), "odt")


def _docx(data: bytes) -> Document:
    return read_docx(Package(data))


def _odt(data: bytes) -> Document:
    from indexer.readers import odt

    return odt.document(Package(data))


def _ofd(data: bytes) -> Document:
    from indexer.readers import ofd

    return ofd.document(Package(data))


def _rtf(data: bytes) -> Document:
    from indexer.readers import rtf

    return rtf.document(data)


def _mht(data: bytes) -> Document:
    from indexer.readers import mht

    return mht.document(data)


def _doc(data: bytes) -> Document:
    try:
        from indexer.readers import doc
    except ImportError as error:
        raise _missing("doc/wps", "msdoc2docx") from error
    return doc.document(data)


def _pdf(data: bytes) -> Document:
    try:
        from indexer.readers import scans
    except ImportError as error:
        raise _missing("PDF", "pypdfium2") from error
    return scans.document(data)


def _picture(data: bytes) -> Document:
    try:
        from indexer.readers import ocr
    except ImportError as error:
        raise _missing("PDF 和图片", "pypdfium2") from error
    return ocr.picture(data)


def _missing(what: str, package: str) -> UnreadableFile:
    return UnreadableFile(f"读 {what} 的组件没有安装", remedy=f"请先安装：pip install {package}，再重新导入")


READERS: dict[str, Callable[[bytes], Document]] = {
    "docx": _docx,
    "odt": _odt,
    "ofd": _ofd,
    "rtf": _rtf,
    "mht": _mht,
    "doc": _doc,
    "pdf": _pdf,
    "picture": _picture,
}
