"""The sections of a pasted text are told by how headings are written, and are the whole of it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kb.overlap_sections import parts

TEXT = """在推进会上的讲话
同志们：今天开个会。
一、提高认识
认识要再深一层。
（一）统一思想。思想统一了，步子才齐。
  (二)明确任务
任务要分到人。
二、狠抓落实
"""


def test_headings_begin_sections_run_in_ones_too() -> None:
    found = parts(TEXT)
    assert [(part.heading, part.level) for part in found] == [
        ("", 0), ("一、提高认识", 1), ("（一）统一思想", 2), ("(二)明确任务", 2), ("二、狠抓落实", 1),
    ]  # fmt: skip
    assert TEXT[found[2].start : found[2].end] == "（一）统一思想。思想统一了，步子才齐。\n"


def test_markdown_and_parts_are_headings() -> None:
    assert [(part.heading, part.level) for part in parts("## 总的要求\n做好。\n### 再说\n做好。")] == [
        ("总的要求", 1), ("再说", 2),
    ]  # fmt: skip
    assert [part.level for part in parts("第一部分 形势\n一、成绩\n（一）收入")] == [1, 2, 3]


def test_a_long_line_has_a_short_name() -> None:
    (part,) = parts("一、" + "要把工作做实" * 20)
    assert len(part.heading) == 41 and part.heading.endswith("…")


@given(
    st.lists(st.sampled_from(["一、", "（二）", "## ", "第三章", "好。", "\n", "\r\n", "\u2028", " "])).map(
        "".join
    )
)
def test_sections_together_are_all_that_is_written(text: str) -> None:
    found = parts(text)
    assert "".join(text[part.start : part.end] for part in found).strip() == text.strip()
    assert all(part.end <= following.start for part, following in pairwise(found))
