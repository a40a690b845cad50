"""PDF → blocks: the pages that have text as they stand, the pages that are pictures by recognising them."""

from __future__ import annotations

from indexer.readers import layout, ocr, pdf
from indexer.readers.document import Document


def document(data: bytes) -> Document:
    """Take a PDF apart.

    Raises:
        UnreadableFile: damaged, locked, over the limits; or a scan, and the recogniser is not installed.
    """
    read = pdf.pages(data)
    pieces = [layout.pieces(page) for page in read.glyphs]
    notices: tuple[str, ...] = ()
    if read.scanned and ocr.available():
        for number, found in ocr.pages(data, read.scanned).items():
            pieces[number] = found
        notices = (f"第 {_listed(read.scanned)} 页是扫描图片，{ocr.NOTICE}",)
    elif read.scanned and not any(pieces):
        raise ocr.missing("这份 PDF 是扫描件，没有文字")
    elif read.scanned:
        notices = (
            f"第 {_listed(read.scanned)} 页是图片，没有读入；要识别，请先安装：pip install 'yanku[ocr]'",
        )
    return Document(layout.blocks_of_pieces(pieces), read.title, read.date, notices)


def _listed(numbers: tuple[int, ...]) -> str:
    """Page numbers for people: `1、3、4`; many are cut short."""
    shown = "、".join(str(number + 1) for number in numbers[:8])
    return shown + (f" 等 {len(numbers)} " if len(numbers) > 8 else "")
