"""HTML: every line a person sees on the page, and none that the browser hides."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.manuscript import Block, Manuscript
from indexer.readers import read


def page(body: str, head: str = "") -> Manuscript:
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "页.html")


def lines(body: str) -> list[str]:
    return [block.text for block in page(body).blocks]


def test_blocks_part_at_block_elements_and_line_breaks() -> None:
    body = "<div>导航<a>首页</a></div><p>第一段<br>换行<b>加</b>粗</p>裸字<ul><li>甲<li>乙</ul>"
    assert lines(body) == ["导航首页", "第一段", "换行加粗", "裸字", "甲", "乙"]
    assert [b.line for b in page(body).blocks] == [1, 2, 3, 4, 5, 6]


def test_what_a_browser_hides_is_not_there() -> None:
    body = (
        "<script>甲</script><style>乙</style><noscript>丙</noscript><template>丁</template><!-- 戊 -->"
        '<p hidden>己</p><p style="color:red; DISPLAY : none">庚</p><iframe>辛</iframe><p>看得见</p>'
    )
    assert lines(body) == ["看得见"]


def test_white_space_and_entities() -> None:
    body = "<p>&nbsp;&nbsp;　　第一\n   段&ldquo;引&rdquo;&#x4E2D;&amp;\n English\n  words　</p>"
    assert lines(body) == ["第一段“引”中& English words"]


def test_preformatted_lines_stay_apart() -> None:
    assert lines("<pre>\n第一行\n\n  第二行</pre><p>甲\n乙</p>") == ["第一行", "第二行", "甲乙"]


def test_a_sole_h1_is_the_title_and_several_are_headings() -> None:
    sole = page("<h1>大<br>标题</h1><h2>一、甲</h2><h3>（一）乙</h3><p>丙</p>")
    assert [(b.text, b.level) for b in sole.blocks] == [
        ("大", 0),
        ("标题", 0),
        ("一、甲", 1),
        ("（一）乙", 2),
        ("丙", None),
    ]
    several = page("<h1></h1><h1>甲</h1><p>乙</p><h1>丙</h1>")
    assert [b.level for b in several.blocks] == [1, None, 1]


def test_bold_and_centred() -> None:
    body = (
        "<p><b>全粗</b></p><p><b>半</b>粗</p><p align=center>居中</p>"
        '<div style="text-align:center"><p>也居中</p><p style="text-align:left">不居中</p></div>'
        '<center><span style="font-weight:700">粗又居中</span></center>'
    )
    looks = [(b.text, b.bold, b.centered) for b in page(body).blocks]
    assert looks == [
        ("全粗", True, False),
        ("半粗", False, False),
        ("居中", False, True),
        ("也居中", False, True),
        ("不居中", False, False),
        ("粗又居中", True, True),
    ]


def test_ordered_lists_show_their_numbers() -> None:
    body = (
        "<ol start=3><li>三<ol type=a><li>小</ol><li><p>四</p><p>接着四</p><li value=9>九</ol>"
        "<ol reversed><li>倒二<li>倒一</ol>"
    )
    assert lines(body) == ["3. 三", "a. 小", "4. 四", "接着四", "9. 九", "2. 倒二", "1. 倒一"]


def test_title_and_date_of_the_head() -> None:
    head = "<title>讲话\n 全文_某某网</title>"
    assert page("<p>甲", head).title == "讲话全文_某某网"
    named = (
        head + '<meta name="ArticleTitle" content="讲话全文"><meta name="PubDate" content="2024-03-05 09:30">'
    )
    assert (page("<p>甲", named).title, page("<p>甲", named).date) == ("讲话全文", "2024-03-05")


def test_the_meta_charset_is_honoured_and_seen_through_when_it_lies() -> None:
    text = "<html><head><meta charset={}></head><body><p>干部要有担当。</p></body></html>"
    for claim, codec in [("gb2312", "gb18030"), ("utf-8", "gb18030"), ("gbk", "utf-8"), ("big5", "gb18030")]:
        manuscript = read(text.format(claim).encode(codec), "a.html")
        assert [b.text for b in manuscript.blocks] == ["干部要有担当。"], (claim, codec)
        assert manuscript.encoding == codec


def test_a_page_is_known_by_its_content_and_a_fragment_by_its_name() -> None:
    whole = '\n<?xml version="1.0"?>\n<!-- 存 -->\n<html xmlns="x"><body><p>甲</p></body></html>'.encode()
    assert read(whole, "文档.doc").format == "html"
    assert read("<p>甲<p>乙".encode(), "a.HTM").format == "html"
    assert read("用 <html> 写的网页\n".encode(), "a.txt").format == "txt"


def test_deep_nesting_is_no_matter() -> None:
    assert lines("<span><div>" * 3000 + "深") == ["深"]


@given(
    st.lists(
        st.sampled_from(
            [
                *"甲乙丙 \n",
                *(
                    f"<{x}{t}>"
                    for x in ("", "/")
                    for t in ["p", "b", "td", "tr", "table", "li", "ol", "h1", "pre", "div", "br", "svg"]
                ),
            ]
        )
    )
)
def test_any_soup_gives_its_visible_text_once_and_in_order(pieces: list[str]) -> None:
    soup = "<!doctype html><body>字" + "".join(pieces)
    found = read(soup.encode(), "a.html").blocks
    typed = [c for piece in pieces if not piece.startswith("<") for c in piece.strip()]
    shown = [c for b in found for c in b.text if c in "甲乙丙"]
    # The HTML standard moves text out of a table that stands between its cells; none is lost.
    assert sorted(shown) == sorted(typed)
    assert all(isinstance(b, Block) for b in found)


@pytest.mark.parametrize("opened", ["<div>", "<font>", "<b><i>", "<ul><li>", "<table><tr><td>", "<span>"])
def test_nesting_without_end_costs_little_and_loses_nothing(opened: str) -> None:
    before = time.monotonic()
    manuscript = page(opened * 50_000 + "甲</div>乙")
    assert time.monotonic() - before < 8
    assert "".join(block.text for block in manuscript.blocks) == "甲乙"
    assert "嵌套太深" in manuscript.notices[0]


def test_many_unclosed_paragraphs_are_no_nesting() -> None:
    manuscript = page("<p>文<br>" * 5_000)
    assert len(manuscript.blocks) == 5_000
    assert manuscript.notices == ()
