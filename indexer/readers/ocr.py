"""Pictures of pages → blocks, by the optional recogniser rapidocr, whose models lie in its wheel.

Nothing is sent anywhere. What it reads may be wrong, so every manuscript made so says it in a notice.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
from collections.abc import Sequence
from functools import lru_cache
from statistics import median
from typing import Any

import numpy

from indexer.readers import layout, pdf
from indexer.readers.document import Document
from indexer.readers.line import tidy, wide
from kb.errors import UnreadableFile

NOTICE = "文字由扫描图片识别得来，可能有错字，请对照原件"
#: Dots to the inch for drawing a page; smaller type than 小五 is lost below it.
DOTS = 200
#: Picture points; a page scanned at 600 dots to the inch has 35 million.
MAX_POINTS = 80_000_000
#: Below this the recogniser itself does not believe a line.
_LEAST_SURE = 0.5


def available() -> bool:
    """Whether the recogniser is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "PIL"))


def missing(what: str) -> UnreadableFile:
    """The error for a scan where the recogniser is not installed."""
    return UnreadableFile(
        what, remedy="要识别图片里的文字，请先安装识别组件：pip install 'yanku[ocr]'，再重新导入"
    )


def picture(data: bytes) -> Document:
    """Recognise a picture of a page.

    Raises:
        UnreadableFile: the recogniser is missing, or the picture is damaged or too large.
    """
    if not available():
        raise missing("这是图片，里面的文字不能直接读")
    return Document(layout.blocks_of_pieces([_pieces(_opened(data))]), notices=(NOTICE,))


def pages(data: bytes, numbers: Sequence[int]) -> dict[int, list[layout.Piece]]:
    """Recognise pages of a PDF, counted from 0; each gives its pieces in points, as `pdf` gives glyphs."""
    found = {}
    for number in numbers:
        width, height, grey = pdf.picture(data, number, DOTS)
        found[number] = _pieces(_pillow("Image").frombytes("L", (width, height), grey))
    return found


def _pillow(module: str) -> Any:
    """A module of Pillow, which comes with the recogniser and may be missing like it."""
    return importlib.import_module(f"PIL.{module}")


def _opened(data: bytes) -> Any:
    bomb = _pillow("Image").DecompressionBombError
    try:
        image = _pillow("Image").open(io.BytesIO(data))
        if image.width * image.height > MAX_POINTS:
            raise UnreadableFile("图片太大", remedy="请缩小后再导入")
        return _pillow("ImageOps").exif_transpose(image).convert("L")
    except (
        OSError,
        ValueError,
        SyntaxError,
        OverflowError,
        MemoryError,
        bomb,
    ) as error:
        raise UnreadableFile("图片已损坏", remedy="请检查文件是否保存完整") from error


def _pieces(image: Any) -> list[layout.Piece]:
    read = _engine()(numpy.asarray(image.convert("RGB")))
    if read.boxes is None or read.txts is None or read.scores is None:
        return []
    lines = [
        (tidy(text), [(float(x), float(y)) for x, y in box])
        for box, text, sure in zip(read.boxes, read.txts, read.scores, strict=True)
        if tidy(text) and sure >= _LEAST_SURE
    ]
    sizes = [_size(text, corners) for text, corners in lines]
    usual = median(sizes) if sizes else 1.0
    return [_piece(text, corners, usual) for text, corners in lines]


def _piece(text: str, corners: list[tuple[float, float]], usual: float) -> layout.Piece:
    """A recognised line. Boxes are drawn by eye: sizes near the usual one are that."""
    size = _size(text, corners)
    size = usual if 0.75 < size / usual < 1.3 else size
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    return layout.Piece(text, left, right, sum(y for _, y in corners) / 4, size)


def _size(text: str, corners: list[tuple[float, float]]) -> float:
    """The type size, from how much room the line takes, and no more than its height."""
    width = max(x for x, _ in corners) - min(x for x, _ in corners)
    height = max(y for _, y in corners) - min(y for _, y in corners)
    return max(1.0, min(width / sum(1.0 if wide(one) else 0.5 for one in text), height))


@lru_cache(maxsize=1)
def _engine() -> Any:
    return importlib.import_module("rapidocr").RapidOCR(params={"Global.log_level": "error"})
