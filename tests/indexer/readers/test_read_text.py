"""Plain text: a block a line, nothing lost but what nobody sees."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.readers import read
from indexer.readers.line import collapse, iso_date, tidy
from indexer.readers.text import blocks

# The characters of manuscripts, with every kind of line end and space.
WRITTEN = st.text(alphabet="同志们，抓落实。一二A1 \t\u3000\xa0\r\n\x0c\x85\u2028\u2029\u200b\ufeff")


def test_lines_are_stripped_and_counted() -> None:
    manuscript = read("标题\r\n\r\n　　第一段。 \r第二段。\n".encode(), "稿.txt")
    assert [(b.text, b.line) for b in manuscript.blocks] == [("标题", 1), ("第一段。", 3), ("第二段。", 4)]
    assert (manuscript.name, manuscript.format, manuscript.encoding) == ("稿.txt", "txt", "utf-8")
    assert all(
        (b.kind, b.level, b.bold, b.centered) == ("paragraph", None, False, False) for b in manuscript.blocks
    )


def test_space_inside_a_line_stays_as_typed() -> None:
    assert [b.text for b in blocks("甲　乙  丙\t丁")] == ["甲　乙  丙\t丁"]


@given(WRITTEN)
def test_no_visible_character_is_lost_or_added(text: str) -> None:
    def visible(string: str) -> str:
        return "".join(c for c in string if not c.isspace() and c not in "\u200b\ufeff")

    assert visible("".join(block.text for block in blocks(text))) == visible(text)


@given(WRITTEN)
def test_line_numbers_rise_and_point_at_the_line(text: str) -> None:
    found = list(blocks(text))
    assert [b.line for b in found] == sorted({b.line for b in found})
    for block in found:
        assert tidy(text.splitlines()[block.line - 1]) == block.text


def test_white_space_collapses_as_in_a_browser() -> None:
    assert collapse("抓好\n  落实") == "抓好落实"
    assert collapse("抓好  落实") == "抓好 落实"
    assert collapse("增长 3.5%\n的部分") == "增长 3.5% 的部分"
    assert collapse("他说：“\n好”") == "他说：“好”"
    assert collapse("one\ntwo") == "one two"


def test_dates_of_properties() -> None:
    assert iso_date("2024-03-05T10:00:00Z") == "2024-03-05"
    assert iso_date(" 2024年3月5日") == "2024-03-05"
    assert iso_date("2024年3月") == "2024-03"
    assert iso_date("2024") == "2024"
    assert iso_date("2024-13-40") == "2024"
    assert iso_date("2024-02-55") == "2024-02"
    assert iso_date("0001-01-01") == iso_date("昨天") == iso_date("") == ""
