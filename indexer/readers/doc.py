"""Word 97's binary .doc, and .wps which is the same inside → .docx → blocks.

`doc2docx` (of the package msdoc2docx) converts, numbering and all; the .docx reader then judges. Where it gives
up and LibreOffice is installed, that converts. Macros are never looked at.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from doc2docx import convert  # type: ignore[import-untyped]
from doc2docx.converter import _load_word_parts  # type: ignore[import-untyped]
from doc2docx.diagnostics import ConversionReport  # type: ignore[import-untyped]
from doc2docx.errors import Doc2DocxError, EncryptedDocumentError  # type: ignore[import-untyped]
from doc2docx.msdoc.pieces import read_piece_table  # type: ignore[import-untyped]

from indexer.manuscript import Block
from indexer.readers.document import Document
from indexer.readers.docx import Package
from indexer.readers.docx import document as read_docx
from indexer.readers.line import tidy
from kb.errors import UnreadableFile

#: Seconds; an office suite that hangs must not hold up an import.
OFFICE_TIMEOUT = 90
_BOXES = "文本框里的文字放在了正文末尾，请对照原件"
_REMEDY = "请在 Word/WPS 里打开检查，另存为 docx 后再导入"
# What a damaged file makes of a converter's arithmetic, besides its own errors.
_ODD = (
    ValueError, KeyError, IndexError, OverflowError, AttributeError, TypeError, ArithmeticError, RecursionError, MemoryError,
)  # fmt: skip
# Where an object is anchored, and what is left of a character that could not be converted.
_ANCHORS = re.compile("[\ufffc\ufffd]")


def document(data: bytes) -> Document:
    """Take a .doc apart.

    Raises:
        UnreadableFile: damaged, locked, or older than Word 97.
    """
    with tempfile.TemporaryDirectory(prefix="kb-doc-") as folder:
        source = Path(folder) / "a.doc"
        source.write_bytes(data)
        found = read_docx(Package(_docx(source)))
        boxes = _text_boxes(source)
    blocks = [kept for block in found.blocks if (kept := _without_anchors(block))]
    read = {block.text for block in blocks}
    left_out = [Block(text, blocks[-1].line if blocks else 1) for text in boxes if text not in read]
    return replace(
        found, blocks=(*blocks, *left_out), notices=(*found.notices, *([_BOXES] if left_out else []))
    )


def _docx(source: Path) -> bytes:
    """The same document as .docx."""
    target = source.with_name("a.docx")
    try:
        convert(source, target)
    except EncryptedDocumentError as error:
        raise UnreadableFile("文件加了密码", remedy="请先在 Word/WPS 里取消密码，再导入") from error
    except (Doc2DocxError, *_ODD) as error:
        if not _by_office(source, target):
            raise UnreadableFile("旧版 Word/WPS 文档已损坏，或版本太旧", remedy=_REMEDY) from error
    return target.read_bytes()


def _text_boxes(source: Path) -> list[str]:
    """The lines of all text boxes. The converter leaves out those whose anchors it does not understand."""
    try:
        _, text, fib, table, _ = _load_word_parts(source, limits=None, password=None)
        if not fib.ccp_textboxes:
            return []
        report = ConversionReport(str(source), "")
        pieces = read_piece_table(table, text, fc_clx=fib.clx.fc, lcb_clx=fib.clx.lcb, report=report)
        start = fib.textbox_story_cp_start
        story = pieces.extract(start, start + fib.ccp_textboxes, report, story="textboxes")
    except (Doc2DocxError, *_ODD):
        return []  # The document itself was converted, by the one or the other; these would be an addition.
    return [line for part in re.split("[\r\n\x07\x0b]", story) if (line := tidy(_ANCHORS.sub("", part)))]


def _by_office(source: Path, target: Path) -> bool:
    """Have LibreOffice convert, where it is installed; whether it did."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return False
    profile = (target.parent / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx", "--outdir"]
    try:
        subprocess.run(
            [*command, str(target.parent), str(source)],
            capture_output=True,
            timeout=OFFICE_TIMEOUT,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return False
    return target.exists()


def _without_anchors(block: Block) -> Block | None:
    text = tidy(_ANCHORS.sub("", block.text))
    return replace(block, text=text) if text else None
