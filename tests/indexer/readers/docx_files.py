"""Makes small .docx files for tests: a zip of XML strings, as little as Word would still open."""

from __future__ import annotations

import io
import zipfile

from indexer.readers import read

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
    }.items()
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = ("styles", "numbering", "footnotes", "endnotes")


def docx(body: str, *, core: str = "", **parts: str) -> bytes:
    """A .docx with this body; `parts` are the insides of styles, numbering, footnotes, endnotes."""
    links = "".join(f'<Relationship Id="r{p}" Type="{_OFFICE}/{p}" Target="{p}.xml"/>' for p in parts)
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _links(
            f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _links(links),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "docProps/core.xml": f"<coreProperties {_NAMESPACES}>{core}</coreProperties>",
    }
    for part, inside in parts.items():
        assert part in _PARTS
        files[f"word/{part}.xml"] = f"<w:{part} {_NAMESPACES}>{inside}</w:{part}>"
    return zipped(files)


def zipped(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", method) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return memory.getvalue()


def lines(body: str, **parts: str) -> list[str]:
    """What the reader gives for a body: the text of each block."""
    return [block.text for block in read(docx(body, **parts), "讲话.docx").blocks]


def p(text: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    said = f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{said}</w:p>"


def item(text: str, num: int, ilvl: int = 0) -> str:
    """A paragraph numbered by list `num`."""
    return p(text, f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num}"/></w:numPr>')


def level(ilvl: int, form: str, text: str, more: str = "", start: int = 1, suff: str = "nothing") -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:suff w:val="{suff}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """One abstract list 0 and, unless given, list 1 of it."""
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def _links(inside: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
