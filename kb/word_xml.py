"""The parts of a .docx that python-docx has no words for: styles, grid, settings, page numbers, font stand-ins.

Pure functions from a `Sheet` to XML text (ECMA-376 part 1, WordprocessingML). No document text comes in here,
so nothing needs escaping.
"""

from __future__ import annotations

from kb.word_styles import LATIN, STAND_INS, Look, Sheet

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: Style ids and names that Word knows and translates (标题 1, 副标题 …).
STYLE_NAMES = {
    "body": "Normal",
    "title": "Title",
    "subtitle": "Subtitle",
    "salutation": "Salutation",
    "heading1": "heading 1",
    "heading2": "heading 2",
    "heading3": "heading 3",
    "heading4": "heading 4",
    "appendix": "材料出处标题",
    "source": "材料出处",
}
_COMPATIBILITY = {
    "compatibilityMode": 15,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
}


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(mm / 25.4 * 1440)


def style_id(role: str) -> str:
    """The id of the style of a role; the body is Word's own default, so that what is typed later fits in."""
    return {"body": "Normal"}.get(role, role.capitalize())


def element(name: str, inside: str) -> str:
    """A root element with its namespace."""
    return f'<w:{name} xmlns:w="{_NAMESPACE}">{inside}</w:{name}>'


def styles(sheet: Sheet) -> str:
    """All styles of a document: Word gets no others, so none can leak in from a template."""
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f'{fonts(sheet.looks["body"].font)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    ruled = "".join(_style(sheet, role) for role in STYLE_NAMES)
    return element("styles", defaults + ruled + _footer_style(sheet))


def _style(sheet: Sheet, role: str) -> str:
    first = role == "body"
    kind = ' w:default="1"' if first else ""
    based = "" if first else '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{style_id(role)}">'
        f'<w:name w:val="{STYLE_NAMES[role]}"/>{based}<w:qFormat/>'
        f"{_paragraph(sheet, role)}{_characters(sheet, sheet.looks[role])}</w:style>"
    )


def _paragraph(sheet: Sheet, role: str) -> str:
    """Widow control, keep-with-next and the grid are off: each would break the 22 lines of a page."""
    look = sheet.looks[role]
    # Word takes the characters, other programs the twips.
    pitch = round(look.size * 20) + sheet.spacing
    indent = f'<w:ind w:firstLineChars="{look.indent * 100}" w:firstLine="{look.indent * pitch}"/>'
    outline = f'<w:outlineLvl w:val="{int(role[-1]) - 1}"/>' if role.startswith("heading") else ""
    page_break = "<w:pageBreakBefore/>" if role == "appendix" else ""
    return (
        f'<w:pPr>{page_break}<w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct/>'
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{sheet.line}" w:lineRule="{sheet.rule}"/>'
        f'{indent}<w:jc w:val="{look.align}"/>{outline}</w:pPr>'
    )


def _characters(sheet: Sheet, look: Look) -> str:
    bold = "<w:b/>" if look.bold else '<w:b w:val="0"/>'
    spacing = f'<w:spacing w:val="{sheet.spacing}"/>' if sheet.spacing else ""
    half_points = round(look.size * 2)
    return (
        f'<w:rPr>{fonts(look.font)}{bold}<w:snapToGrid w:val="0"/>{spacing}<w:kern w:val="0"/>'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    )


def fonts(east_asia: str, latin: str = LATIN) -> str:
    """The fonts of a run. The hint puts “ ” … — in the Chinese font: in a Latin one they stand half as wide."""
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}"'
        f' w:eastAsia="{east_asia}"/>'
    )


def section(sheet: Sheet) -> dict[str, dict[str, str]]:
    """Page size, margins and grid of the document's section: element name to attributes."""
    margins = {
        "top": twips(sheet.top), "right": twips(sheet.right), "bottom": twips(sheet.bottom),
        "left": twips(sheet.left), "header": twips(15), "footer": twips(sheet.footer), "gutter": 0,
    }  # fmt: skip
    grid = {"docGrid": {"type": "lines", "linePitch": str(sheet.pitch)}} if sheet.pitch else {}
    return {
        "pgSz": {"w": str(twips(210)), "h": str(twips(297))},
        "pgMar": {side: str(length) for side, length in margins.items()},
        **grid,
    }


def settings(sheet: Sheet) -> str:
    """Settings of a document made today: no compatibility mode, odd and even pages when numbers stand outside."""
    modern = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in _COMPATIBILITY.items()
    )
    sides = "<w:evenAndOddHeaders/>" if sheet.outside else ""
    return element(
        "settings",
        f'<w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
        f'<w:defaultTabStop w:val="420"/>{sides}'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        # A line broken by hand (in the title) is not stretched.
        f"<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>{modern}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>',
    )


def font_table() -> str:
    """The fonts by name, and which to take where one is not installed."""
    chinese = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        '<w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>'
        for name, others in STAND_INS.items()
    )
    latin = (
        f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font>'
    )
    return element("fonts", chinese + latin)


def _footer_style(sheet: Sheet) -> str:
    look = sheet.number
    half_points = round(look.size * 2)
    return (
        '<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="360" w:lineRule="exact"/>'
        '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr>'
        f"<w:rPr>{fonts(look.font, look.font)}"
        f'<w:spacing w:val="0"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )


def page_number(sheet: Sheet, *, even: bool) -> str:
    """The paragraph of a page number: — 1 — one character in from the outer edge, or a bare number in the middle."""
    dashes = ("— ", " —") if sheet.outside else ("", "")
    one = round(sheet.number.size * 20)
    place = '<w:jc w:val="center"/>'
    if sheet.outside:
        side = "left" if even else "right"
        place = f'<w:ind w:{side}Chars="100" w:{side}="{one}"/><w:jc w:val="{side}"/>'
    return element(
        "p",
        f'<w:pPr><w:pStyle w:val="Footer"/>{place}</w:pPr>{_run(_text(dashes[0]))}'
        f"{_run(_field('begin'))}{_run('<w:instrText> PAGE </w:instrText>')}{_run(_field('separate'))}"
        f"{_run(_text('2' if even else '1'))}{_run(_field('end'))}{_run(_text(dashes[1]))}",
    )


def _run(inside: str) -> str:
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{inside}</w:r>' if inside else ""


def _field(kind: str) -> str:
    return f'<w:fldChar w:fldCharType="{kind}"/>'


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>' if text else ""
