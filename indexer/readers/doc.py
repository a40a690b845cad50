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

from doc2docx import convert
from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

from indexer.manuscript import Block
from indexer.readers.document import Document
from indexer.readers.docx import Package
from indexer.readers.docx import document as read_docx
from indexer.readers.line import tidy
from kb.errors import UnreadableFile

#: Seconds; an office suite that hangs must not hold up an import.
OFFICE_TIMEOUT = 90
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
    found = read_docx(Package(_docx(data)))
    return replace(found, blocks=tuple(kept for block in found.blocks if (kept := _without_anchors(block))))


def _docx(data: bytes) -> bytes:
    """The same document as .docx."""
    with tempfile.TemporaryDirectory(prefix="kb-doc-") as folder:
        source, target = Path(folder) / "a.doc", Path(folder) / "a.docx"
        source.write_bytes(data)
        try:
            convert(source, target)
        except EncryptedDocumentError as error:
            raise UnreadableFile("文件加了密码", remedy="请先在 Word/WPS 里取消密码，再导入") from error
        except (Doc2DocxError, *_ODD) as error:
            if not _by_office(source, target):
                raise UnreadableFile("旧版 Word/WPS 文档已损坏，或版本太旧", remedy=_REMEDY) from error
        return target.read_bytes()


def _by_office(source: Path, target: Path) -> bool:
    """Have LibreOffice convert, where it is installed; whether it did."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return False
    profile = (target.parent / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx", "--outdir"]
    try:
        subprocess.run(
            [*command, str(target.parent), str(source)], capture_output=True, timeout=OFFICE_TIMEOUT, check=True
        )
    except (subprocess.SubprocessError, OSError):
        return False
    return target.exists()


def _without_anchors(block: Block) -> Block | None:
    text = tidy(_ANCHORS.sub("", block.text))
    return replace(block, text=text) if text else None
