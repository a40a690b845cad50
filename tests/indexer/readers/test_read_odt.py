"""OpenDocument text: automatic numbers, and the document as an office suite shows it."""

from __future__ import annotations

import pytest
from small_files import odt

from indexer.readers import read
from kb.errors import UnreadableFile

LISTS = (
    '<text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
    '<text:list-level-style-number text:level="2" style:num-format="一, 二, 三, ..." loext:num-list-format="（%2%）"/>'
    '<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="2" style:num-suffix="."/>'
    '<text:list-level-style-bullet text:level="4" text:bullet-char="•"/></text:list-style>'
)


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in read(odt(body, **parts), "讲话.odt").blocks]


def entry(text: str, depth: int = 1, more: str = "") -> str:
    inner = f"<text:p>{text}</text:p>"
    for _ in range(depth - 1):
        inner = f"<text:list><text:list-item>{inner}</text:list-item></text:list>"
    return f'<text:list text:style-name="L"{more}><text:list-item>{inner}</text:list-item></text:list>'


def test_lists_count_as_printed() -> None:
    on = ' text:continue-numbering="true"'
    body = (
        entry("甲")
        + entry("乙", 2, on)
        + entry("丙", 2, on)
        + "<text:p>文</text:p>"
        + entry("丁", 1, on)
        + entry("戊", 2, on)
    )
    assert texts(body, lists=LISTS) == ["一、甲", "（一）乙", "（二）丙", "文", "二、丁", "（一）戊"]


def test_a_new_list_begins_anew_unless_it_continues_another() -> None:
    body = entry("甲", 1, ' xml:id="one"') + entry("乙") + entry("丙", 1, ' text:continue-list="one"')
    assert texts(body, lists=LISTS) == ["一、甲", "一、乙", "二、丙"]


def test_numbers_of_higher_levels_and_bullets() -> None:
    body = (
        '<text:list text:style-name="L"><text:list-item text:start-value="3"><text:p>甲</text:p><text:p>续</text:p>'
        "<text:list><text:list-item><text:p>乙</text:p><text:list><text:list-item><text:p>丙</text:p><text:list>"
        "<text:list-item><text:p>丁</text:p></text:list-item></text:list></text:list-item></text:list></text:list-item>"
        "</text:list></text:list-item><text:list-header><text:p>无号</text:p></text:list-header></text:list>"
    )
    assert texts(body, lists=LISTS) == ["三、甲", "续", "（一）乙", "一.1. 丙", "丁", "无号"]


def test_headings_numbered_by_the_outline() -> None:
    outline = '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" style:num-prefix="第" style:num-suffix="章"/></text:outline-style>'  # fmt: skip
    body = '<text:h text:outline-level="1">总则</text:h><text:h text:outline-level="1">附则</text:h>'
    found = read(odt(body, lists=outline), "a.odt").blocks
    assert [(block.text, block.level) for block in found] == [("第1章总则", 1), ("第2章附则", 1)]


def test_what_is_not_shown_is_not_read() -> None:
    styles = '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删</text:p></text:deletion>"
        '</text:changed-region></text:tracked-changes><text:p>甲<text:span text:style-name="H">藏</text:span>乙'
        "<office:annotation><text:p>批注</text:p></office:annotation>丙</text:p>"
    )
    assert texts(body, styles=styles) == ["甲乙丙"]


def test_white_space_and_breaks() -> None:
    body = "<text:p>  甲 \n 乙<text:s text:c='2'/>丙<text:tab/>丁<text:line-break/>戊</text:p>"
    assert texts(body) == ["甲 乙  丙\t丁", "戊"]


def test_tables_boxes_and_notes() -> None:
    body = (
        "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>序号</text:p></table:table-cell>"
        "<table:table-cell><text:p>任务</text:p></table:table-cell></table:table-row></table:table-header-rows>"
        "<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
        "</table:table><text:p>正文<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注解</text:p>"
        "</text:note-body></text:note><draw:frame><draw:text-box><text:p>框里</text:p></draw:text-box></draw:frame>。</text:p>"
        "<text:p><draw:frame><draw:image/></draw:frame></text:p>"
    )
    manuscript = read(odt(body), "a.odt")
    assert [(block.text, block.kind) for block in manuscript.blocks] == [
        ("序号\t任务", "table"),
        ("1", "table"),
        ("正文。", "paragraph"),
        ("注解", "note"),
        ("框里", "paragraph"),
    ]
    assert manuscript.notices == ("没有读入：图片 1 处",)


def test_what_the_layout_and_the_properties_say() -> None:
    styles = (
        '<style:style style:name="Title" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    )
    meta = "<dc:title>年度讲话</dc:title><meta:creation-date>2024-03-05T08:00:00</meta:creation-date>"
    found = read(odt('<text:p text:style-name="P1">题目</text:p>', styles=styles, meta=meta), "a.odt")
    assert (found.blocks[0].level, found.blocks[0].centered, found.blocks[0].bold) == (0, True, True)
    assert (found.title, found.date) == ("年度讲话", "2024-03-05")


def test_a_locked_document_says_so() -> None:
    from docx_files import zipped

    data = zipped({"content.xml": "x", "META-INF/manifest.xml": "<manifest:encryption-data/>"})
    with pytest.raises(UnreadableFile, match="密码"):
        read(data, "a.odt")
