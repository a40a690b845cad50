"""Tables of .docx and HTML: a row is a line, a layout table is no table."""

from __future__ import annotations

import pytest
from docx_files import docx, item, level, numbering, p

from indexer.readers import read


def cell(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def word(body: str, **parts: str) -> list[tuple[str, str]]:
    return [(b.text, b.kind) for b in read(docx(body, **parts), "a.docx").blocks]


def html(body: str) -> list[tuple[str, str]]:
    return [(b.text, b.kind) for b in read(f"<html><body>{body}".encode(), "a.html").blocks]


def test_a_row_is_one_block_with_tabs() -> None:
    rows = cell(p("序号")) + cell(p("任务")), cell(p("1")) + cell(p("整顿") + p("提升"))
    assert word(table(*rows)) == [("序号\t任务", "table"), ("1\t整顿提升", "table")]


def test_merged_cells_come_once() -> None:
    wide = cell(p("合并"), '<w:gridSpan w:val="2"/>')
    first = cell(p("市委"), '<w:vMerge w:val="restart"/>') + cell(p("甲事"))
    second = cell(p("看不见"), "<w:vMerge/>") + cell(p("乙事")) + cell(p("备注"))
    assert word(table(wide, first, second)) == [
        ("合并", "table"),
        ("市委\t甲事", "table"),
        ("乙事\t备注", "table"),
    ]


def test_cells_merged_sideways_the_old_way_come_once() -> None:
    row = cell(p("合并"), '<w:hMerge w:val="restart"/>') + cell(p("看不见"), "<w:hMerge/>") + cell(p("右"))
    assert word(table(row)) == [("合并\t右", "table")]


def test_deleted_and_hidden_rows_and_cells_are_gone() -> None:
    gone = "<w:tbl><w:tr><w:trPr>{}</w:trPr>" + cell(p("没了")) + "</w:tr></w:tbl>"
    part = cell(p("在")) + cell(p("删了"), "<w:cellDel/>") + cell(p("也在"))
    assert word(gone.format("<w:del/>") + gone.format("<w:hidden/>") + table(part)) == [("在\t也在", "table")]


def test_automatic_numbers_in_cells_are_printed() -> None:
    rows = (item("", 1).join(["<w:tc>", "</w:tc>"]) + cell(p(task)) for task in ("整顿", "提升"))
    parts = numbering(level(0, "decimal", "%1"))
    assert word(table(*rows), numbering=parts) == [("1\t整顿", "table"), ("2\t提升", "table")]


@pytest.mark.parametrize("reader", ["word", "html"])
def test_a_lone_cell_is_a_frame_not_a_table(reader: str) -> None:
    if reader == "word":
        got = word(table(cell(p("标题") + p("第一段。") + p("第二段。"))))
    else:
        got = html("<table><tr><td><p>标题</p><p>第一段。</p>第二段。</td></tr></table>")
    assert got == [("标题", "paragraph"), ("第一段。", "paragraph"), ("第二段。", "paragraph")]


def test_a_layout_table_gives_its_lines_in_order() -> None:
    text = "".join(f"<p>第{n}段。</p>" for n in "一二三四五")
    page = (
        f"<table><tr><td>栏目</td><td>{text}<table><tr><td>里</td><td>层</td></tr></table></td></tr></table>"
    )
    lines = [*(f"第{n}段。" for n in "一二三四五")]
    expected = [("栏目", "paragraph"), *((line, "paragraph") for line in lines), ("里\t层", "table")]
    assert html(page) == expected


def test_a_nested_table_in_word_keeps_its_rows() -> None:
    inner = table(cell(p("内甲")) + cell(p("内乙")))
    assert word(table(cell(p("外")) + cell(p("前") + inner + p("后")))) == [
        ("外", "paragraph"),
        ("前", "paragraph"),
        ("内甲\t内乙", "table"),
        ("后", "paragraph"),
    ]


def test_a_note_in_a_cell_follows_the_row() -> None:
    reference = '<w:p><w:r><w:t>数</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r></w:p>'
    notes = f'<w:footnote w:id="5">{p("来源")}</w:footnote>'
    got = word(table(cell(reference) + cell(p("值"))), footnotes=notes)
    assert got == [("数\t值", "table"), ("来源", "note")]
