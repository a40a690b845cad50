"""PDF → blocks, by where each character stands on the page.

PDFium tells what the characters are and where; lines, columns and paragraphs are made by `layout`. Its
own text in stream order misplaces quotation marks and breaks paragraphs at line ends. Nothing in a PDF
is run, fetched or followed.
"""

from __future__ import annotations

import ctypes
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from indexer.readers import layout
from indexer.readers.line import iso_date, tidy
from kb.errors import UnreadableFile

#: Pages; the longest speech there is has a hundred.
MAX_PAGES = 3000
#: Characters on a page; a newspaper page has about 20,000.
MAX_CHARACTERS = 200_000

#: Points of a picture, across or down.
_WIDEST = 4000

# PDFium must not be entered by two threads at once.
_LOCK = threading.Lock()
_REMEDY = "请用阅读器打开检查，能打开的话另存为一份新的 PDF 或 docx 后再导入"
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
# What programs put for a title when the author gave none.
_NO_TITLE = re.compile(
    r"^(?:Microsoft Word|无标题|未命名|untitled|文档\s*\d*$)|\.(?:docx?|wps|pdf|indd|txt)$", re.I
)
_BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class Pages:
    """A PDF taken apart: the glyphs of each page, which pages are pictures without text, and properties."""

    glyphs: tuple[tuple[layout.Glyph, ...], ...]
    scanned: tuple[int, ...]
    title: str
    date: str


def pages(data: bytes) -> Pages:
    """Take a PDF apart.

    Raises:
        UnreadableFile: damaged, locked or over the limits.
    """
    with _LOCK, _opened(data) as pdf:
        glyphs = tuple(_read(pdf, at) for at in range(_count(pdf)))
        scanned = tuple(at for at, found in enumerate(glyphs) if not found and _has_picture(pdf, at))
        return Pages(glyphs, scanned, *_properties(pdf))


def picture(data: bytes, at: int, dots: int) -> tuple[int, int, bytes]:
    """One page as a picture for recognising: width, height and grey values, `dots` to the inch."""
    with _LOCK, _opened(data) as pdf, _page(pdf, at) as page:
        # A page of absurd size must not eat the memory.
        image = page.render(scale=min(dots / 72, _WIDEST / max(*page.get_size(), 1.0)), grayscale=True)
        return image.width, image.height, _packed(image)


def _packed(image: pdfium.PdfBitmap) -> bytes:
    rows = memoryview(bytes(image.buffer))
    return b"".join(rows[at * image.stride : at * image.stride + image.width] for at in range(image.height))


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile("PDF 加了密码", remedy="请先取消密码，再导入") from error
        raise UnreadableFile("PDF 文件已损坏", remedy=_REMEDY) from error


def _count(pdf: pdfium.PdfDocument) -> int:
    count = len(pdf)
    if count > MAX_PAGES:
        raise UnreadableFile(f"PDF 有 {count} 页，超过 {MAX_PAGES} 页的上限", remedy="请分成几个文件后再导入")
    return count


@contextmanager
def _page(pdf: pdfium.PdfDocument, at: int) -> Iterator[pdfium.PdfPage]:
    try:
        page = pdf[at]
    except pdfium.PdfiumError as error:
        raise UnreadableFile("PDF 文件已损坏", place=f"第 {at + 1} 页", remedy=_REMEDY) from error
    try:
        yield page
    finally:
        page.close()


def _read(pdf: pdfium.PdfDocument, at: int) -> tuple[layout.Glyph, ...]:
    """The glyphs of a page; none where its fonts do not tell what most characters are."""
    with _page(pdf, at) as page:
        try:
            text = page.get_textpage()
        except pdfium.PdfiumError:
            return ()  # A page whose text cannot be loaded has none; it counts as a picture if it shows one.
        try:
            glyphs, unknown = _glyphs(text, _Turn(page.get_rotation(), *_size(page)))
        finally:
            text.close()
    return tuple(glyphs) if len(glyphs) >= unknown else ()


def _glyphs(text: pdfium.PdfTextPage, turn: _Turn) -> tuple[list[layout.Glyph], int]:
    """The glyphs of a page, and how many there are that nobody could read."""
    found, unknown = [], 0
    for at in range(min(raw.FPDFText_CountChars(text), MAX_CHARACTERS)):
        if raw.FPDFText_IsGenerated(text, at) == 1:
            continue  # A space or line end that PDFium guessed; `layout` knows better.
        if character := _character(raw.FPDFText_GetUnicode(text, at)):
            found.append(_glyph(text, at, character, turn))
        else:
            unknown += 1
    return found, unknown


def _size(page: pdfium.PdfPage) -> tuple[float, float]:
    """Width and height as stored, before the page is turned for showing."""
    width, height = page.get_size()
    return (height, width) if page.get_rotation() in (90, 270) else (width, height)


@dataclass(frozen=True, slots=True)
class _Turn:
    """How the page is turned for showing: stored coordinates (y upwards) → shown ones (y downwards)."""

    degrees: int
    width: float
    height: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        return {
            90: (y, x),
            180: (self.width - x, y),
            270: (self.height - y, self.width - x),
        }.get(self.degrees, (x, self.height - y))


def _glyph(text: pdfium.PdfTextPage, at: int, character: str, turn: _Turn) -> layout.Glyph:
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    raw.FPDFText_GetCharOrigin(text, at, x, y)
    raw.FPDFText_GetLooseCharBox(text, at, box)
    one, two = turn.place(box.left, y.value), turn.place(box.right, y.value)
    left, right = min(one[0], two[0]), max(one[0], two[0])
    if turn.degrees in (90, 270):
        one, two = turn.place(x.value, box.bottom), turn.place(x.value, box.top)
        left, right = min(one[0], two[0]), max(one[0], two[0])
    size = _type_size(text, at, right - left, abs(box.top - box.bottom))
    bold = raw.FPDFText_GetFontWeight(text, at) >= _BOLD_WEIGHT
    return layout.Glyph(character, left, right, turn.place(x.value, y.value)[1], size, bold)


def _type_size(text: pdfium.PdfTextPage, at: int, width: float, height: float) -> float:
    """The size as shown. Some programs set type of size 1 and enlarge the whole page."""
    size = float(raw.FPDFText_GetFontSize(text, at))
    shown = max(width, height)
    return size if 0.4 * size <= shown <= 2.5 * size else shown


def _character(code: int) -> str:
    """A character as typed: a radical that stands in for a character (⽂) becomes the character (文)."""
    private = 0xD800 <= code <= 0xF8FF
    if code < 0x20 or private or code in (0xFFFD, 0xFFFE, 0xFFFF) or code > 0x10FFFF:
        return "\t" if code == 0x09 else ""
    character = chr(code)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", character)
    return character


def _has_picture(pdf: pdfium.PdfDocument, at: int) -> bool:
    with _page(pdf, at) as page:
        return next(iter(page.get_objects(max_depth=4)), None) is not None


def _properties(pdf: pdfium.PdfDocument) -> tuple[str, str]:
    properties = pdf.get_metadata_dict(skip_empty=True)
    title = tidy(properties.get("Title", ""))
    made = _DATE.match(properties.get("CreationDate", ""))
    date = iso_date("-".join(part for part in made.groups() if part)) if made else ""
    return "" if _NO_TITLE.search(title) else title, date
