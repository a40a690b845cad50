"""The Word file as Word reads it: page, grid, fonts, hints, settings; and the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from kb.document import Document, Part
from kb.errors import KbError
from kb.word import to_word

DOCUMENT = Document(
    "在全县深化作风建设暨重点工作推进会议上的讲话",
    (
        Part(0, "同志们："),
        Part(0, "“三农”工作要抓到2024年底，满意率达到95％以上。", 1),
        Part(1, "一、提高认识"),
        Part(2, "（一）压实责任。各单位要带头 <b>&。"),
        Part(3, "1. 分类指导"),
        Part(4, "（1）建立台账"),
    ),
    ("（2024年3月15日）", "××县委书记　×××"),
    ("《甲》，2023年；第3段",),
)


def inside(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name).decode("utf-8") for name in packed.namelist()}


@pytest.fixture(scope="module")
def gw() -> dict[str, str]:
    return inside(to_word(DOCUMENT, appendix=True))


def style(files: dict[str, str], name: str) -> str:
    found = re.search(rf'<w:style [^>]*w:styleId="{name}">.*?</w:style>', files["word/styles.xml"], re.DOTALL)
    assert found, name
    return found[0]


def test_the_page_holds_22_lines_of_28_characters(gw: dict[str, str]) -> None:
    page = gw["word/document.xml"]
    margins = {k: int(v) for k, v in re.findall(r'w:(top|bottom|left|right)="(\d+)"', page)}
    assert {side: round(twips / 1440 * 25.4) for side, twips in margins.items()} == {
        "top": 37, "bottom": 35, "left": 28, "right": 26,
    }  # fmt: skip
    assert re.search(r'<w:docGrid w:type="lines" w:linePitch="579"/>', page)
    body = style(gw, "Normal")
    assert 'w:line="579" w:lineRule="exact"' in body and '<w:spacing w:val="-5"/>' in body
    assert (16838 - margins["top"] - margins["bottom"]) // 579 == 22
    assert (11906 - margins["left"] - margins["right"]) // (320 - 5) == 28


@pytest.mark.parametrize(
    ("name", "font", "half_points"),
    [
        ("Title", "方正小标宋简体", 44),
        ("Subtitle", "楷体_GB2312", 32),
        ("Normal", "仿宋_GB2312", 32),
        ("Heading1", "黑体", 32),
        ("Heading2", "楷体_GB2312", 32),
        ("Heading3", "仿宋_GB2312", 32),
        ("Heading4", "仿宋_GB2312", 32),
        ("Footer", "宋体", 28),
    ],
)
def test_fonts_and_sizes(gw: dict[str, str], name: str, font: str, half_points: int) -> None:
    assert f'w:eastAsia="{font}"' in style(gw, name)
    assert f'<w:sz w:val="{half_points}"/>' in style(gw, name)
    assert f'<w:font w:name="{font}"><w:altName' in gw["word/fontTable.xml"]


def test_every_run_has_the_hint_that_keeps_quotes_wide(gw: dict[str, str]) -> None:
    for run in re.findall(r"<w:r>.*?</w:r>", gw["word/document.xml"], re.DOTALL):
        assert 'w:hint="eastAsia"' in run, run
    # A quote with nothing Chinese before it says its font itself, for programs that do not know the hint.
    assert re.search(
        r'w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312"/></w:rPr><w:t>“</w:t>', gw["word/document.xml"]
    )


def test_nothing_takes_lines_from_a_page(gw: dict[str, str]) -> None:
    text = gw["word/styles.xml"]
    assert '<w:widowControl w:val="0"/>' in style(gw, "Normal")
    assert "keepNext" not in text and "keepLines" not in text


def test_page_numbers_alternate_outside(gw: dict[str, str]) -> None:
    assert "<w:evenAndOddHeaders/>" in gw["word/settings.xml"]
    sides = {}
    for kind, rid in re.findall(r'<w:footerReference w:type="(\w+)" r:id="(\w+)"/>', gw["word/document.xml"]):
        target = re.search(rf'Id="{rid}"[^>]*Target="(\w+\.xml)"', gw["word/_rels/document.xml.rels"])
        target = target or re.search(
            rf'Target="(\w+\.xml)"[^>]*Id="{rid}"', gw["word/_rels/document.xml.rels"]
        )
        assert target
        footer = gw[f"word/{target[1]}"]
        assert " PAGE " in footer and re.findall(r"<w:t [^>]*>(.*?)</w:t>", footer)[::2] == ["— ", " —"]
        sides[kind] = re.findall(r'<w:jc w:val="(\w+)"/>', footer)
    assert sides == {"default": ["right"], "even": ["left"]}


def test_word_opens_it_without_compatibility_mode_or_leftovers(gw: dict[str, str]) -> None:
    assert re.search(r'w:name="compatibilityMode"[^>]*w:val="15"', gw["word/settings.xml"])
    assert not [name for name in gw if "thumbnail" in name or "customXml" in name or "Effects" in name]
    assert "python" not in gw["docProps/core.xml"] and "<dcterms" not in gw["docProps/core.xml"]
    assert DOCUMENT.title in gw["docProps/core.xml"]


def test_text_goes_in_to_the_letter(gw: dict[str, str]) -> None:
    texts = "".join(re.findall(r"<w:t(?: [^>]*)?>(.*?)</w:t>", gw["word/document.xml"]))
    for expected in (
        "（一）压实责任。各单位要带头 &lt;b&gt;&amp;。",
        "满意率达到95％以上。",
        "××县委书记　×××",
    ):
        assert expected in texts


def test_sources_only_when_asked_for() -> None:
    bare, full = (inside(to_word(DOCUMENT, appendix=a, marks=a))["word/document.xml"] for a in (False, True))
    assert "材料出处" not in bare and "superscript" not in bare
    assert "附：材料出处" in full and "1. 《甲》，2023年；第3段" in full
    assert re.search(r'<w:vertAlign w:val="superscript"/></w:rPr><w:t>\[1\]</w:t>', full)


def test_the_plain_style_and_bold_numbers() -> None:
    files = inside(to_word(DOCUMENT, "plain", bold=True))
    body = style(files, "Normal")
    assert 'w:eastAsia="宋体"' in body and '<w:sz w:val="24"/>' in body
    assert 'w:line="360" w:lineRule="auto"' in body
    assert "docGrid" not in files["word/document.xml"]
    assert "<w:b/>" in style(files, "Heading4")
    with pytest.raises(KbError, match="gw、plain"):
        to_word(DOCUMENT, "fancy")


def test_the_same_document_gives_the_same_bytes() -> None:
    assert to_word(DOCUMENT) == to_word(DOCUMENT)


def test_what_no_file_may_hold_is_left_out() -> None:
    odd = Document("标\x00题\ud800", (Part(0, "正\x0b文\uffff"),), ("\x01副",), ("出\x1f处",))
    text = inside(to_word(odd, appendix=True, marks=True))["word/document.xml"]
    for kept in ("标题", "正文", "副", "出处"):
        assert kept in text
    assert to_word(Document("", ()))
