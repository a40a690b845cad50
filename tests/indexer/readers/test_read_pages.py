"""PDF and OFD: from where characters stand to paragraphs, columns, tables and page numbers."""

from __future__ import annotations

import random

import pytest
from docx_files import zipped
from small_files import Printed, ofd, ofd_text, pdf

from indexer.clean import clean
from indexer.manuscript import Manuscript
from indexer.readers import layout, ocr, read
from kb.errors import UnreadableFile

WIDTH = 24
LONG = "各级各部门要把基层治理摆在突出位置，逐项明确责任单位和完成时限，定期听取进展情况，及时研究解决困难和问题，确保各项任务按时保质完成。"
OTHER = "要坚持问题导向，围绕群众反映强烈的急难愁盼问题，列出清单、建立台账、逐项销号，让群众看得见变化、得到实惠。"


def printed(paragraphs: list[str], *, top: float = 90.0, indent: int = 2) -> list[Printed]:
    """Paragraphs set like an official document: 24 characters a line, indented by two."""
    lines: list[Printed] = []
    for paragraph in paragraphs:
        text = "\0" * indent + paragraph
        for at in range(0, len(text), WIDTH):
            line = text[at : at + WIDTH]
            lines.append((100.0 + 16 * line.count("\0"), top + 28 * len(lines), 16.0, line.strip("\0")))
    return lines


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data, "讲话.pdf").blocks]


def test_a_paragraph_is_whole_whatever_its_lines() -> None:
    assert texts(pdf(printed([LONG, OTHER, LONG]))) == [LONG, OTHER, LONG]


def test_paragraphs_parted_by_room_alone() -> None:
    first = printed([LONG + OTHER], indent=0)
    second = printed([OTHER + LONG], indent=0, top=first[-1][1] + 50)
    third = printed([LONG], indent=0, top=second[-1][1] + 50)
    assert texts(pdf(first + second + third)) == [LONG + OTHER, OTHER + LONG, LONG]


def test_drawing_order_means_nothing() -> None:
    lines = printed([LONG, OTHER])
    shuffled = list(lines)
    random.Random(7).shuffle(shuffled)
    assert texts(pdf(shuffled)) == [LONG, OTHER]


def test_a_paragraph_goes_on_past_the_page_number() -> None:
    lines = printed([LONG + OTHER + LONG + OTHER, OTHER])
    pages = [[(x, y - 28 * at, s, t) for x, y, s, t in lines[at : at + 3]] for at in range(0, len(lines), 3)]
    numbered = [[*page, (280.0, 760.0, 14.0, f"— {at} —")] for at, page in enumerate(pages, start=1)]
    manuscript = read(pdf(*numbered), "讲话.pdf")
    left = [block.text for block in clean(manuscript).blocks]
    assert left == [LONG + OTHER + LONG + OTHER, OTHER]
    assert [r.text.replace(" ", "") for r in clean(manuscript).removed] == [
        f"—{at}—" for at in range(1, len(pages) + 1)
    ]


def test_a_running_head_is_a_block_of_its_own() -> None:
    lines = printed([LONG * 4])
    pages = [
        [(100.0, 40.0, 10.0, "内部资料"), *((x, y - 28 * at, s, t) for x, y, s, t in lines[at : at + 4])]
        for at in range(0, 12, 4)
    ]
    found = texts(pdf(*pages))
    assert found.count("内部资料") == 3
    assert LONG * 4 in found


def test_a_heading_in_larger_type_and_a_title_of_two_lines() -> None:
    title = [(188.0, 60.0, 22.0, "在全县基层治理推进会"), (232.0, 92.0, 22.0, "议上的讲话")]
    found = read(pdf(title + printed([LONG, OTHER], top=140.0)), "a.pdf").blocks
    assert [block.text for block in found] == ["在全县基层治理推进会议上的讲话", LONG, OTHER]
    assert found[0].centered


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [(60.0, 90.0 + 20 * at, 10.0, LONG[at * 12 : at * 12 + 12]) for at in range(5)]
    right = [(320.0, 90.0 + 20 * at, 10.0, OTHER[at * 12 : at * 12 + 12]) for at in range(4)]
    found = "".join(
        texts(pdf([line for pair in zip(left, [*right, left[0]], strict=True) for line in pair][:-1]))
    )
    assert found == LONG[:60] + OTHER[:48]


def test_a_table_is_read_row_by_row() -> None:
    rows = [("序号", "任务", "单位"), ("1", "整顿", "组织部"), ("2", "培训", "党校")]
    cells = [
        (x, 90.0 + 28 * at, 14.0, text)
        for at, row in enumerate(rows)
        for x, text in zip((90, 200, 350), row, strict=True)
    ]
    found = read(pdf(cells), "a.pdf").blocks
    assert [(block.text, block.kind) for block in found] == [("\t".join(row), "table") for row in rows]


def test_bold_made_by_printing_twice_is_read_once() -> None:
    lines = printed([OTHER])
    assert texts(pdf(lines + [(x + 0.4, y, s, t) for x, y, s, t in lines])) == [OTHER]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_stored_or_shown(turned: int) -> None:
    assert sorted("".join(texts(pdf(printed([LONG]), turned=turned)))) == sorted(LONG)


def test_properties_of_a_pdf() -> None:
    found = read(pdf(printed([LONG]), title="年度讲话"), "a.pdf")
    assert (found.title, found.date) == ("年度讲话", "2024-03-05")
    assert read(pdf(printed([LONG]), title="Microsoft Word - 稿.doc"), "a.pdf").title == ""


def test_a_scan_asks_for_the_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    drawn = pdf([]).replace(
        b"/Length 0>>stream\n\nendstream", b"/Length 22>>stream\n0 0 500 700 re f 0 0 m\nendstream"
    )
    with pytest.raises(UnreadableFile, match="扫描件") as caught:
        read(drawn, "扫描.pdf")
    assert "pip install 'yanku[ocr]'" in caught.value.remedy
    with pytest.raises(UnreadableFile, match="图片") as caught:
        read(b"\xff\xd8\xff\xe0" + bytes(50), "扫描.jpg")
    assert "pip install 'yanku[ocr]'" in caught.value.remedy


def test_no_glyph_is_lost_or_added() -> None:
    chance = random.Random(20240305)
    for _ in range(40):
        page = [
            layout.Glyph(
                chance.choice("一二甲乙。“A1"), x, x + 10, chance.uniform(0, 800), chance.choice((10.0, 16.0))
            )
            for x in (chance.uniform(0, 500) for _ in range(chance.randrange(1, 60)))
        ]
        found = "".join("".join(block.text.split()) for block in layout.blocks([page, page]))
        assert sorted(found) == sorted("".join(glyph.text for glyph in page) * 2)


def test_ofd_text_templates_and_remarks() -> None:
    data = ofd(
        ofd_text(20, 40, "要抓好落实。") + ofd_text(20, 20, "讲话", 8.0, extra=' Weight="700"') + ofd_text(0, 0, "藏", extra=' Visible="false"'),
        ofd_text(20, 20, "完"),
        template=ofd_text(60, 5, "机密"),
        annotation=ofd_text(0, 0, "批注"),
    )  # fmt: skip
    found: Manuscript = read(data, "a.ofd")
    assert [block.text for block in found.blocks if block.kind == "paragraph"].count("机密") == 2
    assert [block.text for block in found.blocks if block.text not in ("机密",)] == [
        "讲话",
        "要抓好落实。",
        "完",
        "批注",
    ]
    assert found.blocks[-1].kind == "note"
    assert (found.title, found.date) == ("标题", "2024-03-05")


def test_ofd_places_by_matrix() -> None:
    data = ofd(
        ofd_text(20, 60, "后", 10.0, ctm="0.5 0 0 0.5 0 0")
        + ofd_text(20, 20, "前", 10.0, ctm="0.5 0 0 0.5 0 0")
    )
    assert [block.text for block in read(data, "a.ofd").blocks] == ["前", "后"]


def test_an_ofd_with_a_page_missing_says_so() -> None:
    data = zipped({"OFD.xml": "<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>", "D.xml": '<D><Pages><Page BaseLoc="P.xml"/></Pages></D>'})  # fmt: skip
    with pytest.raises(UnreadableFile, match="缺少这一页"):
        read(data, "a.ofd")
