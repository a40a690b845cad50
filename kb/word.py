"""A document as a Word file (.docx), by GB/T 9704—2012 or plain. The one home of python-docx.

The same document gives the same bytes: no clock, no user name, no template of the machine. Texts go in as they
are; looks come from `kb/word_styles.py` alone, by styles, so that a person can change all of a kind at once.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from kb import word_xml
from kb.document import Document
from kb.lines import Line, lines, printable
from kb.title_lines import title_lines
from kb.word_styles import Look, Sheet, sheet

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

#: What python-docx's template carries and no document of ours needs, by the end of the relationship's type.
_UNWANTED = ("/thumbnail", "/customXml", "/stylesWithEffects", "/webSettings", "/numbering", "/fontTable")
_FONT_TABLE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable"
_FONT_TABLE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"
#: Marks that Chinese and Latin fonts both have, where no Chinese character stands before them: LibreOffice and
#: older WPS do not know Word's hint and take them for Latin, half as wide.
_ASTRAY = re.compile(r"((?:^|(?<=[\x21-\x7e\s]))[“”‘’—…]+|[×·]+)")
#: The first moment a zip can hold.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def to_word(
    document: Document, style: str = "gw", appendix: bool = False, *, marks: bool = False, bold: bool = False
) -> bytes:
    """A document as the bytes of a .docx file.

    Args:
        document: what is written.
        style: one of `kb.word_styles.STYLES`.
        appendix: list the sources on a page of their own at the end.
        marks: give the number of its source, raised, with each paragraph that has one.
        bold: set headings 1. and （1） in bold.

    Raises:
        KbError: there is no such style.
    """
    looks = sheet(style, bold=bold)
    file = _empty(looks)
    file.core_properties.title = " ".join(printable(document.title).split())[:255]
    previous = ""
    for line in lines(document, appendix=appendix, marks=marks):
        # An empty line between the head and the body (GB/T 9704—2012 §7.3.2).
        if previous in ("title", "subtitle") and line.role not in ("title", "subtitle"):
            file.add_paragraph()
        _write(file, looks, line)
        previous = line.role
    out = io.BytesIO()
    file.save(out)
    return _timeless(out.getvalue())


def _empty(looks: Sheet) -> WordFile:
    """A document without text: our styles, settings, fonts and page, and nothing of the template's."""
    import docx

    file = docx.Document()
    for holder in (file.part, file.part.package):
        for rid, relationship in list(holder.rels.items()):
            if relationship.reltype.endswith(_UNWANTED):
                holder.rels.pop(rid)
    _refill(file.styles.element, word_xml.styles(looks))
    _refill(file.settings.element, word_xml.settings(looks))
    _refill(file.part.package.core_properties._element, word_xml.element("none", ""))
    _add_font_table(file)
    _lay_out(file.sections[0], looks)
    return file


def _refill(element: BaseOxmlElement, xml: str) -> None:
    """Put the children of another element in place of an element's own."""
    from docx.oxml import parse_xml

    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(xml)))


def _add_font_table(file: WordFile) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    blob = (head + word_xml.font_table()).encode("utf-8")
    part = Part(PackURI("/word/fontTable.xml"), _FONT_TABLE_TYPE, blob, file.part.package)
    file.part.relate_to(part, _FONT_TABLE)


def _lay_out(section: Section, looks: Sheet) -> None:
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import qn

    section_xml = section._sectPr
    for child in list(section_xml):
        section_xml.remove(child)
    for name, attributes in word_xml.section(looks).items():
        values = {qn(f"w:{key}"): value for key, value in attributes.items()}
        section_xml.append(OxmlElement(f"w:{name}", values))
    footers = [(section.footer, False), *([(section.even_page_footer, True)] if looks.outside else [])]
    for footer, even in footers:
        footer.is_linked_to_previous = False
        _refill(footer._element, word_xml.element("ftr", ""))
        footer._element.append(parse_xml(word_xml.page_number(looks, even=even)))


def _write(file: WordFile, looks: Sheet, line: Line) -> None:
    from docx.oxml.ns import qn

    paragraph = file.add_paragraph()
    if line.role != "body":
        paragraph._p.get_or_add_pPr().get_or_add_pStyle().set(qn("w:val"), word_xml.style_id(line.role))
    text = "\n".join(title_lines(line.text, looks.title_width)) if line.role == "title" else line.text
    if line.lead:
        _add(paragraph, line.lead, looks.looks[line.lead_role], own=True)
    _add(paragraph, text, looks.looks[line.role])
    if line.mark is not None:
        _run(paragraph, f"[{line.mark}]", {}).font.superscript = True


def _add(paragraph: Paragraph, text: str, look: Look, *, own: bool = False) -> None:
    """Add text; with `own` it says its look itself, because its paragraph has another."""
    for piece in filter(None, _ASTRAY.split(text)):
        fonts = {"eastAsia": look.font} if own else {}
        if _ASTRAY.fullmatch(piece):
            fonts |= {"ascii": look.font, "hAnsi": look.font}
        run = _run(paragraph, piece, fonts)
        if own:
            run.bold = look.bold or None


def _run(paragraph: Paragraph, text: str, fonts: dict[str, str]) -> Run:
    """Add a run, with the hint that keeps quotes and dashes full width in Word."""
    from docx.oxml.ns import qn

    run = paragraph.add_run(text)
    element = run._r.get_or_add_rPr().get_or_add_rFonts()
    for name, value in {"hint": "eastAsia", **fonts}.items():
        element.set(qn(f"w:{name}"), value)
    return run


def _timeless(packed: bytes) -> bytes:
    """The same zip without the time it was made and the system it was made on."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(info, old.read(name))
    return out.getvalue()
