"""Rich text as LibreOffice takes it over: font, size, line pitch, indent. And our Word file as we read it back."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from indexer.readers import read
from kb.document import Document, Part
from kb.excerpt import RICH_STYLE
from kb.word import to_word
from tests.office import converted


def test_rich_text_arrives_as_official_body_text(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    paragraph = f'<p style="{RICH_STYLE}">对照“年度清单”逐项盘点。</p>'
    page.write_text(
        f'<html><head><meta charset="utf-8"></head><body><!--StartFragment-->{paragraph}<!--EndFragment--></body></html>',
        encoding="utf-8",
    )
    taken = converted(page, "docx:MS Word 2007 XML", "--infilter=HTML (StarWriter)")
    with zipfile.ZipFile(taken) as packed:
        text = packed.read("word/document.xml").decode("utf-8")
    assert re.search(r'<w:rFonts [^>]*w:eastAsia="仿宋_GB2312[;"]', text)
    assert '<w:sz w:val="32"/>' in text
    # 28 pt, nothing before or after, two characters of 16 pt.
    assert re.search(r'<w:spacing [^>]*w:line="560" w:before="0" w:after="0"', text)
    assert re.search(r'<w:ind [^>]*w:firstLine="640"', text)
    assert '<w:jc w:val="both"/>' in text


def test_our_own_reader_reads_every_paragraph() -> None:
    texts = [
        "同志们：",
        "“三农”工作×项，满意率95％——很高。",
        "一、提高认识",
        "（一）压实责任。各单位要带头。",
    ]
    parts = tuple(Part(level, text) for level, text in zip((0, 0, 1, 2), texts, strict=True))
    blocks = read(to_word(Document("会议上的讲话", parts)), "讲话.docx").blocks
    assert [block.text for block in blocks if block.text.strip()] == ["会议上的讲话", *texts]
