"""A document as one HTML page for print, by GB/T 9704—2012: A4, 22 lines of 28 characters, — 1 — outside.

The page is whole in itself: no script, nothing loaded from anywhere. All text is escaped; none of it may become
markup. Whoever serves it sends `POLICY` with it, because its style stands inside.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape

from kb.document import Document
from kb.lines import Line, lines
from kb.title_lines import title_lines
from kb.word_styles import GW

# Latin letters and digits come from Times New Roman by range, so that “ ” … — stay full width. Only Chromium
# knows page margin boxes; other browsers print their own page numbers.
_STYLE = """
@font-face { font-family: gw-latin; src: local("Times New Roman"), local("Liberation Serif"); unicode-range: U+20-7E; }
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
@page :right { @bottom-right { content: "— " counter(page) " —"; padding: 3.8mm 14pt 0 0; vertical-align: top;
  font: 14pt/18pt 宋体, SimSun, "Noto Serif CJK SC", serif; } }
@page :left { @bottom-left { content: "— " counter(page) " —"; padding: 3.8mm 0 0 14pt; vertical-align: top;
  font: 14pt/18pt 宋体, SimSun, "Noto Serif CJK SC", serif; } }
* { margin: 0; padding: 0; box-sizing: border-box; }
body { width: 156mm; color: #000; background: #fff; orphans: 1; widows: 1; text-autospace: no-autospace;
  text-spacing-trim: space-all; line-break: strict; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, p { font: 16pt/28.95pt gw-latin, 仿宋_GB2312, FangSong_GB2312, 仿宋, FangSong, STFangsong,
  "Noto Serif CJK SC", serif; letter-spacing: -.25pt; text-indent: 31.5pt; text-align: justify; }
h1 { font-size: 22pt; font-family: gw-latin, 方正小标宋简体, 方正小标宋_GBK, 华文中宋, STZhongsong,
  "Noto Serif CJK SC", serif; text-align: center; text-indent: 0; }
h2, .heading1 { font-family: gw-latin, 黑体, SimHei, STHeiti, "Noto Sans CJK SC", sans-serif; }
h3, .heading2, .subtitle { font-family: gw-latin, 楷体_GB2312, KaiTi_GB2312, 楷体, KaiTi, STKaiti,
  "Noto Serif CJK SC", serif; }
.subtitle { text-align: center; text-indent: 0; }
.salutation, .appendix { text-indent: 0; }
.head { margin-bottom: 28.95pt; }
.appendix { break-before: page; }
.source { text-align: left; }
sup { font-size: 9pt; line-height: 1; vertical-align: 6pt; letter-spacing: 0; }
@media screen {
  html { background: #e8e6e1; }
  body { width: 210mm; min-height: 297mm; margin: 8mm auto; padding: 37mm 26mm 35mm 28mm;
    box-shadow: 0 1px 6px rgba(0, 0, 0, .25); }
}
@media screen and (max-width: 220mm) { body { width: auto; margin: 0; padding: 8mm 6mm; } }
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode("utf-8")).digest()).decode("ascii")
#: The Content-Security-Policy under which the page shows as meant, and nothing else can run or load.
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

_TAGS = {
    "title": "h1",
    "heading1": "h2",
    "heading2": "h3",
    "heading3": "h4",
    "heading4": "h5",
    "appendix": "h2",
}


def to_html(document: Document, *, appendix: bool = False, marks: bool = False) -> str:
    """A document as an HTML page that prints by GB/T 9704—2012.

    Args:
        document: what is written.
        appendix: list the sources on a page of their own at the end.
        marks: give the number of its source, raised, with each paragraph that has one.
    """
    shown = lines(document, appendix=appendix, marks=marks)
    head = [line for line in shown if line.role in ("title", "subtitle")]
    body = "".join(_tagged(line) for line in shown[len(head) :])
    top = f'<header class="head">\n{"".join(_tagged(line) for line in head)}</header>\n' if head else ""
    title = escape(" ".join(document.title.split()))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{top}{body}</body>\n</html>\n"
    )


def _tagged(line: Line) -> str:
    tag = _TAGS.get(line.role, "p")
    kind = f' class="{line.role}"' if line.role in ("subtitle", "salutation", "appendix", "source") else ""
    lead = f'<span class="{line.lead_role}">{escape(line.lead)}</span>' if line.lead else ""
    mark = f"<sup>[{line.mark}]</sup>" if line.mark is not None else ""
    return f"<{tag}{kind}>{lead}{_text(line)}{mark}</{tag}>\n"


def _text(line: Line) -> str:
    if line.role == "title":
        return "<br>".join(escape(one) for one in title_lines(line.text, GW.title_width))
    return escape(line.text)
