"""Reading .docx: what Word would print of the finished document, line by line."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from docx_files import docx, item, level, lines, numbering, p, zipped

from indexer.manuscript import Block
from indexer.readers import read

TEXT_BOX = "<w:txbxContent>{}</w:txbxContent>"
MARK = "<w:rPr>{}</w:rPr>"


def blocks(body: str, **parts: str) -> tuple[Block, ...]:
    return read(docx(body, **parts), "讲话.docx").blocks


def test_paragraphs_come_in_order_and_blank_ones_count_only_as_lines() -> None:
    got = blocks(p("同志们：") + p() + p("　　今天我们开个会。"))
    assert [(b.text, b.line) for b in got] == [("同志们：", 1), ("今天我们开个会。", 3)]


def test_a_soft_break_parts_lines_and_tabs_and_hyphens_stay() -> None:
    run = "<w:r><w:t>一要学</w:t><w:br/><w:t>二要干</w:t><w:tab/><w:t>三</w:t><w:noBreakHyphen/><w:t>四</w:t></w:r>"
    assert lines(f"<w:p>{run}</w:p>") == ["一要学", "二要干\t三-四"]


def test_space_that_word_does_not_show_is_not_there() -> None:
    runs = '<w:r><w:t> 抓好 </w:t></w:r><w:r><w:t xml:space="preserve"> 落实</w:t></w:r>'
    assert lines(f"<w:p>{runs}</w:p>") == ["抓好 落实"]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>要</w:t></w:r><w:del><w:r><w:delText>大概</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>坚决</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>落实</w:t></w:r></w:moveTo></w:p>"
    )
    assert lines(body) == ["要坚决落实"]


def test_a_deleted_paragraph_mark_joins_paragraphs_and_the_later_one_decides_the_layout() -> None:
    got = blocks(
        p("前半句，", MARK.format("<w:del/>")) + p("后半句。", '<w:jc w:val="center"/>') + p("另一段。")
    )
    assert [(b.text, b.centered) for b in got] == [("前半句，后半句。", True), ("另一段。", False)]


def test_a_deleted_paragraph_leaves_no_trace_in_the_numbers() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>删去的一条</w:delText></w:r></w:del></w:p>"
    )
    parts = numbering(level(0, "chineseCounting", "%1、"))
    assert lines(item("甲", 1) + gone + item("乙", 1), numbering=parts) == ["一、甲", "二、乙"]


def test_text_before_a_table_or_the_end_is_not_lost_with_its_deleted_mark() -> None:
    cell = f"<w:tbl><w:tr><w:tc>{p('表')}</w:tc><w:tc>{p('格')}</w:tc></w:tr></w:tbl>"
    deleted = MARK.format("<w:del/>")
    assert lines(p("表前", deleted) + cell + p("末尾", deleted)) == ["表前", "表\t格", "末尾"]


def test_hidden_text_is_dropped_whether_by_run_style_or_paragraph_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="批注"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="小批注"/><w:basedOn w:val="P"/></w:style>'
        '<w:style w:type="character" w:styleId="C"><w:name w:val="隐"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = (
        p("看得见")
        + p("不该见", '<w:pStyle w:val="Q"/>')
        + p("也不该见", run="<w:vanish/>")
        + p("样式隐藏", run='<w:rStyle w:val="C"/>')
        + p("样式隐藏又放出", run='<w:rStyle w:val="C"/><w:vanish w:val="0"/>')
    )
    assert lines(body, styles=styles) == ["看得见", "样式隐藏又放出"]


def test_a_style_separator_runs_a_heading_into_its_text() -> None:
    heading = p("一要学。", MARK.format("<w:vanish/><w:specVanish/>"))
    assert lines(heading + p("学懂弄通。")) == ["一要学。学懂弄通。"]


def test_a_dropped_capital_belongs_to_its_paragraph() -> None:
    assert lines(p("回", '<w:framePr w:dropCap="drop"/>') + p("顾过去一年。")) == ["回顾过去一年。"]


def test_field_results_are_text_and_field_codes_are_not() -> None:
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    code = "<w:r><w:instrText> DATE </w:instrText></w:r>"
    inner = f"{begin}{code}{middle}<w:r><w:t>判断</w:t></w:r>{end}"
    nested = f"<w:p><w:r><w:t>今天是</w:t></w:r>{begin}{inner}{code}{middle}<w:r><w:t>三月五日</w:t></w:r>{end}</w:p>"
    simple = '<w:p><w:fldSimple w:instr="AUTHOR"><w:r><w:t>起草组</w:t></w:r></w:fldSimple></w:p>'
    assert lines(nested + simple) == ["今天是三月五日", "起草组"]


def test_a_field_that_never_ends_swallows_no_later_paragraph() -> None:
    open_ended = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r></w:p>'
    )
    assert lines(open_ended + p("正文还在。")) == ["正文还在。"]


def test_wrappers_are_seen_through() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{p('控件里的段')}</w:sdtContent></w:sdt>"
        f"<w:customXml>{p('标记里的段')}</w:customXml>"
        f"<w:p><w:smartTag>{run.format('智能')}</w:smartTag><w:hyperlink>{run.format('链接')}</w:hyperlink>"
        f"<w:sdt><w:sdtContent>{run.format('控件')}</w:sdtContent></w:sdt></w:p>"
    )
    assert lines(body) == ["控件里的段", "标记里的段", "智能链接控件"]


def test_ruby_gives_its_base_text() -> None:
    ruby = (
        "<w:r><w:ruby><w:rt><w:r><w:t>yán</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>言</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    assert lines(f"<w:p>{ruby}<w:r><w:t>库</w:t></w:r></w:p>") == ["言库"]


def test_symbols_are_mapped_or_counted() -> None:
    sym = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'
    body = f"<w:p>{sym.format('Wingdings', 'F0FC')}<w:r><w:t>已办</w:t></w:r>{sym.format('宋体', '2103')}"
    body += f"{sym.format('某字体', 'F021')}</w:p>"
    found = read(docx(body), "a.docx")
    assert found.blocks[0].text == "✓已办℃"
    assert found.notices == ("没有读入：特殊符号 1 处",)


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = TEXT_BOX.format(p("框里的话"))
    drawn = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    old = f"<w:p><w:r><w:pict><v:shape><v:textbox>{TEXT_BOX.format(p('旧式框'))}</v:textbox></v:shape></w:pict></w:r></w:p>"
    assert lines(f"<w:p>{drawn}<w:r><w:t>框外的话</w:t></w:r></w:p>{old}") == [
        "框外的话",
        "框里的话",
        "旧式框",
    ]


def test_notes_follow_the_paragraph_that_refers_to_them() -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{p("线")}</w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>据统计公报。</w:t></w:r></w:p></w:footnote>'
    )
    ends = f'<w:endnote w:id="1">{p("见附件。")}</w:endnote>'
    body = (
        '<w:p><w:r><w:t>增长明显</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>。</w:t></w:r>'
        '<w:r><w:endnoteReference w:id="1"/></w:r></w:p>' + p("下一段。")
    )
    got = blocks(body, footnotes=notes, endnotes=ends)
    assert [(b.text, b.kind) for b in got] == [
        ("增长明显。", "paragraph"),
        ("据统计公报。", "note"),
        ("见附件。", "note"),
        ("下一段。", "paragraph"),
    ]


def test_what_cannot_be_held_is_counted() -> None:
    picture = "<w:r><w:drawing><wp:inline><pic:pic/></wp:inline></w:drawing></w:r>"
    formula = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    sheet = '<w:r><w:object><v:imagedata/><o:OLEObject ProgID="Excel.Sheet.8"/></w:object></w:r>'
    gone = f"<w:del>{picture}</w:del>"
    found = read(
        docx(f"<w:p><w:r><w:t>见图</w:t></w:r>{picture}{picture}{formula}{sheet}{gone}</w:p>"), "a.docx"
    )
    assert [b.text for b in found.blocks] == ["见图"]
    assert found.notices == ("没有读入：公式 1 处、图片 2 处、嵌入对象 1 处",)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("Title", 0),
        ("heading 1", 1),
        ("heading 3", 3),
        ("heading 9", 5),
        ("标题 2", 2),
        ("Subtitle", None),
        ("Normal", None),
    ],
)
def test_levels_by_the_name_of_the_style(style: str, expected: int | None) -> None:
    styles = f'<w:style w:type="paragraph" w:styleId="X"><w:name w:val="{style}"/></w:style>'
    assert blocks(p("标题", '<w:pStyle w:val="X"/>'), styles=styles)[0].level == expected


def test_levels_by_outline_and_inheritance() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="章"/>'
        '<w:pPr><w:outlineLvl w:val="1"/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="章二"/><w:basedOn w:val="A"/></w:style>'
    )
    got = blocks(
        p("承样式", '<w:pStyle w:val="B"/>')
        + p("直接说", '<w:outlineLvl w:val="0"/>')
        + p(
            "说是正文",
            '<w:pStyle w:val="B"/><w:outlineLvl w:val="9"/><w:jc w:val="left"/>',
            run='<w:b w:val="0"/>',
        ),
        styles=styles,
    )
    assert [(b.level, b.centered, b.bold) for b in got] == [
        (2, True, True),
        (1, False, False),
        (None, False, False),
    ]


def test_a_style_based_on_itself_does_not_hang() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="甲"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="乙"/><w:basedOn w:val="A"/></w:style>'
    )
    assert lines(p("正文", '<w:pStyle w:val="A"/>'), styles=styles) == ["正文"]


def test_bold_means_every_run_and_a_number_does_not_count() -> None:
    parts = numbering(level(0, "decimal", "%1."))
    partly = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>要点</w:t></w:r><w:r><w:t>说明</w:t></w:r></w:p>"
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    got = blocks(p("全粗", number, "<w:b/>") + partly, numbering=parts)
    assert [(b.text, b.bold) for b in got] == [("1.全粗", True), ("要点说明", False)]


def test_bold_by_paragraph_and_character_style_cancel_out() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="甲"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="C"><w:name w:val="乙"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    got = blocks(
        p("粗", '<w:pStyle w:val="P"/>') + p("不粗", '<w:pStyle w:val="P"/>', '<w:rStyle w:val="C"/>'),
        styles=styles,
    )
    assert [b.bold for b in got] == [True, False]


def test_title_and_date_come_from_the_properties() -> None:
    core = "<dc:title> 在动员会上的讲话 </dc:title><dcterms:created>2021-03-05T01:00:00Z</dcterms:created>"
    found = read(docx(p("同志们"), core=core), "a.docx")
    assert (found.title, found.date, found.format) == ("在动员会上的讲话", "2021-03-05", "docx")


def test_the_age_of_a_template_is_no_date() -> None:
    core = "<dcterms:created>2013-12-23T23:15:00Z</dcterms:created>"
    assert read(docx(p("同志们"), core=core), "a.docx").date == ""


def test_strict_files_are_read_too() -> None:
    with zipfile.ZipFile(BytesIO(docx(p("严格格式")))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    transitional = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = {
        n: d.replace(transitional, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        for n, d in files.items()
    }
    assert [b.text for b in read(zipped(strict), "a.docx").blocks] == ["严格格式"]
