"""Lines broken at a fixed width become paragraphs again; lines that are paragraphs are left alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from manuscripts import SENTENCE, manuscript, of_file, of_text

from indexer.clean import clean
from indexer.manuscript import Block
from indexer.wrap import columns, layout, unwrap

PARAGRAPHS = [
    "在全县护林防火工作会议上的讲话",
    "进入冬季以来，天干物燥，林区的火险等级一天高过一天，各乡镇一定要把弦绷紧，不能有半点侥幸，更不能有半点松懈。",
    "一、看住火源",
    "进山的路口要有人守，守住了路口就守住了一半。上坟烧纸、烧地边、烤火取暖，这些都是老毛病，也都是大隐患，要一家一户上门去说，"
    "说到心里去，说到没有人再往山上带一根火柴。",
    "二、备足力量",
    "扑火队要拉得出、打得赢，机具要检修一遍，油料要备足三天，干粮要装进挎包，手机要全天开着，任何时候都能接通。",
    "谢谢大家。",
]


def broken(text: str, width: int, indent: int) -> Iterator[str]:
    """The lines of a paragraph at a width in columns, a closing mark hanging over it as type setters have it."""
    line, used = "", indent
    for char in text:
        if used + columns(char) > width and char not in "，。、；：！？”）》":
            yield line
            line, used = "", 0
        line += char
        used += columns(char)
    yield line


def wrapped(paragraphs: list[str], width: int, indent: int = 4) -> list[str]:
    return [line for text in paragraphs for line in broken(text, width, indent)]


@pytest.mark.parametrize("width", [26, 30, 36, 40, 44])
def test_paragraphs_broken_at_a_width_are_rejoined(width: int) -> None:
    source = manuscript(wrapped(PARAGRAPHS, width))
    assert [block.text for block in unwrap(source.blocks)] == PARAGRAPHS


def test_the_joined_paragraph_keeps_the_line_it_began_on() -> None:
    blocks = unwrap(manuscript(wrapped(PARAGRAPHS, 40)).blocks)
    assert [block.line for block in blocks[:4]] == [1, 2, 5, 6]


def test_latin_words_are_kept_apart_where_a_line_ended() -> None:
    lines = [*wrapped(PARAGRAPHS * 2, 40), "　请登录县林业局网站查询，查询时先注册KB", "2 SYSTEM账号再说。"]
    assert unwrap(manuscript(lines).blocks)[-1].text.endswith("注册KB 2 SYSTEM账号再说。")


@pytest.mark.parametrize(
    "lines",
    [
        PARAGRAPHS,
        [SENTENCE] * 12,
        [f"{number}、第{number}个村的道路已经硬化完毕；" for number in "一二三四五六七八九"],
        [f"云溪镇第{number}村民小组长\t张大山" for number in range(1, 12)],
        ["春风又绿云溪岸，", "种罢高粱又种瓜。", "莫道山乡无好景，", "家家门口一树花。"] * 4,
        ["把弦绷得再紧一些再紧一些", "把网织得再密一些再密一些", "把责任压得再实再压得实些"] * 4,
    ],
)
def test_lines_that_are_paragraphs_are_left_alone(lines: list[str]) -> None:
    blocks = manuscript(lines).blocks
    assert unwrap(blocks) == blocks


def test_a_page_number_taken_out_does_not_end_a_paragraph() -> None:
    lines = wrapped(PARAGRAPHS, 40)
    source = manuscript([*lines[:3], "— 1 —", *lines[3:]])
    assert [block.text for block in unwrap(clean(source).blocks)] == PARAGRAPHS


def test_a_broken_line_that_sounds_like_an_advert_is_not_taken_out() -> None:
    text = "各乡镇要用好新媒体，把护林的道理讲清楚，镇里办的那个公众号：云溪林业，要天天更新，天天有人看。"
    source = manuscript(wrapped([*PARAGRAPHS[:1], text, *PARAGRAPHS[1:]], 30))
    assert clean(source).removed == ()


paragraphs = st.lists(
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=90), max_size=30
)


@given(paragraphs, st.integers(24, 80))
def test_nothing_but_white_space_is_added_or_dropped(texts: list[str], width: int) -> None:
    blocks = manuscript(wrapped(texts, width)).blocks
    before, after = ("".join(b.text for b in one).replace(" ", "") for one in (blocks, unwrap(blocks)))
    assert before == after


def test_no_real_document_is_taken_for_a_wrapped_one(shared: Path) -> None:
    paths = sorted((shared / "corpus" / "speeches").rglob("*.txt"))
    assert [path.name for path in islice(paths, 0, None, 5) if layout(of_file(path).blocks)] == []


def test_real_documents_are_rejoined(shared: Path) -> None:
    """At most one boundary in fifty is missed or made up (indents are white space, so they are gone here too)."""
    wrong = total = 0
    for path in islice(sorted((shared / "corpus" / "speeches" / "01_国务院政府工作报告").glob("20*.txt")), 8):
        texts = [block.text for block in of_file(path).blocks]
        ends = _ends(manuscript(texts).blocks)
        wrong += len(ends ^ _ends(unwrap(of_text("\n".join(wrapped(texts, 60))).blocks)))
        total += len(ends)
    assert total > 500
    assert wrong <= total / 50


def _ends(blocks: tuple[Block, ...]) -> set[int]:
    at = 0
    ends = set()
    for block in blocks:
        at += len("".join(block.text.split()))
        ends.add(at)
    return ends
