"""Makes small files of every format for tests, as little as a program would still open."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from tests.indexer.readers.docx_files import docx, p, zipped

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODF_NAMESPACES = (
    f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:style="{_ODF}:style:1.0"'
    f' xmlns:table="{_ODF}:table:1.0" xmlns:draw="{_ODF}:drawing:1.0" xmlns:fo="{_ODF}:xsl-fo-compatible:1.0"'
    f' xmlns:meta="{_ODF}:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'

#: A line of a page: how far from the left and from the top, the size of type (points), the text.
Printed = tuple[float, float, float, str]


def odt(body: str, *, styles: str = "", lists: str = "", meta: str = "") -> bytes:
    """An .odt with this body; `styles` are automatic styles, `lists` stand in `styles.xml`."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF_NAMESPACES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {_ODF_NAMESPACES}><office:styles>{lists}</office:styles>"
            "</office:document-styles>",
            "meta.xml": f"<office:document-meta {_ODF_NAMESPACES}><office:meta>{meta}</office:meta></office:document-meta>",
        }
    )


def ofd(*pages: str, template: str = "", annotation: str = "") -> bytes:
    """An .ofd; each page is the objects of its layer."""
    listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/{at}.xml"/>' for at in range(len(pages)))
    behind = '<ofd:TemplatePage ID="T" BaseLoc="T.xml"/>' if template else ""
    remarks = "<ofd:Annotations>A.xml</ofd:Annotations>" if annotation else ""
    files: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {_OFD}><ofd:DocBody><ofd:DocInfo><ofd:Title>标题</ofd:Title><ofd:CreationDate>2024-03-05"
        "</ofd:CreationDate></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData>{behind}</ofd:CommonData><ofd:Pages>{listed}"
        f"</ofd:Pages>{remarks}</ofd:Document>",
    }
    use = '<ofd:Template TemplateID="T"/>' if template else ""
    for at, page in enumerate(pages):
        files[f"Doc_0/Pages/{at}.xml"] = _ofd_page(page, use)
    if template:
        files["Doc_0/T.xml"] = _ofd_page(template, "")
    if annotation:
        files["Doc_0/A.xml"] = (
            f"<ofd:Annotations {_OFD}><ofd:Page><ofd:FileLoc>B.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>"
        )
        files["Doc_0/B.xml"] = f'<ofd:PageAnnot {_OFD}><ofd:Annot><ofd:Appearance Boundary="9 9 9 9">{annotation}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>'  # fmt: skip
    return zipped(files)


def _ofd_page(objects: str, use: str) -> str:
    return f"<ofd:Page {_OFD}>{use}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"


def ofd_text(x: float, y: float, text: str, size: float = 5.0, *, extra: str = "", ctm: str = "") -> str:
    """A text object of evenly set characters."""
    steps = f"g {len(text) - 1} {size}" if len(text) > 1 else ""
    turned = f' CTM="{ctm}"' if ctm else ""
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 10" Size="{size}"{turned}{extra}>'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def pdf(*pages: Sequence[Printed], turned: int = 0, title: str = "") -> bytes:
    """A PDF of A4 pages in a Chinese font that is not embedded; every character is as wide as it is high."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>"
        % (b" ".join(b"%d 0 R" % (6 + 2 * at) for at in range(len(pages))), len(pages)),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        b"/Supplement 2>>/DW 1000/FontDescriptor 5 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 93>>",
    ]
    for at, page in enumerate(pages):
        drawn = b"\n".join(_printed(*line) for line in page)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate %d/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % (turned, 7 + 2 * at)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
    objects.append(
        b"<</Title<FEFF%s>/CreationDate(D:20240305080000)>>" % title.encode("utf-16-be").hex().encode()
    )
    return _assembled(objects)


def _printed(x: float, y: float, size: float, text: str) -> bytes:
    return b"BT /F %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET" % (
        size,
        x,
        842 - y,
        text.encode("utf-16-be").hex().encode(),
    )


def _assembled(objects: Sequence[bytes]) -> bytes:
    data, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>" % (len(objects) + 1, len(objects))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s%s\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, trailer, len(data),
    )  # fmt: skip


def rtf(body: str, head: str = r"\ansicpg936\deff0{\fonttbl{\f0\fcharset134 \'cb\'ce\'cc\'e5;}}") -> bytes:
    """An RTF file; characters beyond ASCII are written as GBK in hex escapes."""
    escaped = "".join(c if c.isascii() else "".join(f"\\'{b:02x}" for b in c.encode("gbk")) for c in body)
    return f"{{\\rtf1\\ansi{head}{escaped}}}".encode("ascii")


def mht(html: str, charset: str = "gb2312") -> bytes:
    """A page saved in one file."""
    body = base64.encodebytes(html.encode(charset)).decode("ascii")
    return (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\n'
        f'Content-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n--B--\r\n'
    ).encode("ascii")


def small_files() -> dict[str, bytes]:
    """One small file of every format that can be made by hand."""
    text = (
        "在全县动员会上的讲话\n同志们：\n一、提高认识。要抓好落实，\t不走过场。\n（一）压实责任\n2024年3月\n"
    )
    lines = [(90.0, 90.0 + 28 * at, 16.0, line) for at, line in enumerate(text.split("\n")) if line]
    html = f'<html><head><meta charset="gbk"><title>讲话</title></head><body><h1>讲话</h1><p>{text}</p><table><tr><td>甲<td>乙</table></body></html>'  # fmt: skip
    table = "<w:tbl><w:tr><w:tc>" + p("格") + "</w:tc><w:tc>" + p("二") + "</w:tc></w:tr></w:tbl>"
    entry = (
        '<text:list text:style-name="L"><text:list-item><text:p>抓落实</text:p></text:list-item></text:list>'
    )
    style = '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/></text:list-style>'  # fmt: skip
    files = {
        "a.docx": docx(p(text) + table),
        "a.odt": odt(
            f'<text:h text:outline-level="1">讲话</text:h><text:p>{text}</text:p>{entry}', styles=style
        ),
        "a.ofd": ofd(
            ofd_text(20, 20, "讲话") + ofd_text(20, 30, "同志们："), ofd_text(20, 20, "要抓好落实。")
        ),
        "a.pdf": pdf(lines, lines),
        "a.rtf": rtf(
            r"{\info{\title 讲话}}{\stylesheet{\s1\outlinelevel0 heading 1;}}\pard\s1{\listtext 一、\tab}讲话\par"
            r"\pard \u21516?\u24535?们{\footnote\pard 注\par}\par\trowd\cellx1\cellx2\intbl 甲\cell 乙\cell\row\pard 完\par"
        ),
        "a.html": html.encode("gb18030"),
        "a.mht": mht(html),
        "a.md": f"---\ntitle: 讲话\n---\n# 讲话\n\n**{text}**\n\n1. 一\n2. 二\n\n|甲|乙|\n|-|-|\n|1|2|\n".encode(),
        "a.txt": text.encode(),
        "b.txt": text.encode("gb18030"),
        "c.txt": b"\xff\xfe" + text.encode("utf-16-le"),
    }
    return files | {
        "a.zip": zipped(
            {"讲话.txt": text, "夹/讲话.docx": files["a.docx"], "内.zip": zipped({"b.rtf": files["a.rtf"]})}
        )
    }
