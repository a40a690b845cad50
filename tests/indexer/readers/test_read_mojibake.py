"""Text that was once read in a wrong encoding: recognised, undone where every character can be, and told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers import read
from indexer.readers.mojibake import mend

TEXT = "要抓好基层党建工作，把各项任务落到实处，让群众看到新变化。"


def garbled(text: str, written_as: str, read_as: str) -> str | None:
    try:
        return text.encode(written_as).decode(read_as)
    except UnicodeError:
        return None


def test_utf8_once_read_as_gbk_is_undone() -> None:
    lines = [TEXT[:end] for end in range(6, len(TEXT))]
    undoable = [(line, bad) for line in lines if (bad := garbled(line, "utf-8", "gb18030"))]
    assert len(undoable) >= 8
    for line, bad in undoable:
        found = read(bad.encode("utf-8"), "讲话.txt")
        assert found.blocks[0].text == line
        assert "UTF-8 被当成 GBK" in found.notices[-1]


@pytest.mark.parametrize(("written", "shown"), [("utf-8", "latin-1"), ("gb18030", "latin-1")])
def test_chinese_once_read_as_latin_is_undone(written: str, shown: str) -> None:
    bad = garbled(TEXT, written, shown)
    assert bad is not None
    assert mend(bad).text == TEXT


def test_only_the_garbled_lines_are_touched() -> None:
    bad = garbled("党建工作责任", "utf-8", "gb18030")
    mended = mend(f"第一行是好的。\n{bad}\n第三行也是好的。")
    assert mended.text == "第一行是好的。\n党建工作责任\n第三行也是好的。"
    assert "其中 1 行" in mended.notices[0]


def test_what_is_lost_is_told_with_its_line() -> None:
    mended = mend("同志们：\n要抓好锟斤拷锟斤拷工作。\n")
    assert mended.text == "同志们：\n要抓好锟斤拷锟斤拷工作。\n"
    assert "第 2 行有乱码" in mended.notices[0]
    cut = TEXT.encode("utf-8")[:-1].decode("gb18030", "replace")
    assert "乱码" in mend(cut).notices[0]


@pytest.mark.parametrize(
    "text", ["聽鏄鐨勫悕瀛", "锟，古书里的字。", "café naïve", "一、总则", "Ö 与 é 是字母。"]
)
def test_rare_but_right_text_is_left_alone(text: str) -> None:
    assert mend(text).text == text


def test_right_documents_are_never_touched(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "speeches").rglob("*.txt"))[::20]:
        text = path.read_text(encoding="utf-8")
        assert mend(text).text == text, path.name
        assert mend(text).notices == (), path.name


@given(st.text(max_size=80))
def test_mending_twice_is_mending_once(text: str) -> None:
    once = mend(text).text
    assert mend(once).text == once
