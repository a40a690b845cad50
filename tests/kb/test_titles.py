"""The heading library holds headings and the opening sentences that read as one, without their numbers."""

from __future__ import annotations

import pytest

from kb.engine import Entry
from kb.titles import Title, forms, length, title


def entry(text: str, kind: str = "passage", headings: tuple[str, ...] = ()) -> Entry:
    return Entry("s", "p1", kind, text, headings=headings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("一、把家底摸清楚", "把家底摸清楚"),
        ("（二）责任压实，要落得下。", "责任压实，要落得下"),
        ("第三，第一书记要到岗", "第一书记要到岗"),
        ("12．账目公开", "账目公开"),
        ("一个都不能少", "一个都不能少"),
    ],
)
def test_a_heading_stands_without_its_number(text: str, shown: str) -> None:
    found = title(entry(text, "heading", ("一、总的要求",)))
    assert found == Title(shown, "heading", 2)


@pytest.mark.parametrize(
    ("text", "shown", "kind"),
    [
        ("一是村级账目公开透明。每季度上墙一次，谁都看得见。", "村级账目公开透明", "point"),
        ("抓实支部书记轮训。把课堂搬到村里去，学了就用。", "抓实支部书记轮训", "opening"),
        ("会风文风明显好转。会议少了三成，文件短了一半。", "会风文风明显好转", "opening"),
    ],
)
def test_a_short_opening_sentence_that_names_its_passage_is_a_title(text: str, shown: str, kind: str) -> None:
    assert title(entry(text)) == Title(shown, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "会议指出，要抓实轮训。各县都要照办。",
        "今天把大家请来开会。就是要看一看账。",
        "这是一件难事。但是必须办。",
        "钱从哪里来？要从地里来。",
        "抓实支部书记轮训。",
        "老李挨家挨户走了一遍。回来就病了。",
        "第三条 村应当公布账目。每季度一次。",
        "推动各县各镇各村把去年以来排查出来的每一个问题都一件一件地改到位改彻底。不留尾巴。",
    ],
)
def test_what_tells_or_asks_or_goes_on_is_none(text: str) -> None:
    assert title(entry(text)) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [("转作风", "2..3"), ("村账村民管", "5"), ("家底要清，责任要实", "8"), ("写" * 30, "21..99")],
)
def test_length_counts_characters_without_marks(text: str, shown: str) -> None:
    assert length(Title(text, "heading")) == shown


def test_forms_are_what_is_seen() -> None:
    assert forms(Title("家底要清，责任要实", "heading")) == ("对仗两句", "两句", "要……")
    assert forms(Title("推进以训促干见实效", "heading")) == ("单句", "动词开头", "以……促……")
    assert "要……" not in forms(Title("主要任务和重要安排", "heading"))
