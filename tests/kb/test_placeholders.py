"""Places to fill in are seen, told apart, gathered and filled."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.placeholders import fill, fill_at, placeholders, recurring, sign, signed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("XX镇党委书记×××同志", ["×镇", "×同志"]),
        ("20××年×月×日", ["×年", "×月", "×日"]),
        ("增长×%，完成X亿元", ["×%", "×亿元"]),
        ("某某市召开会议", ["×市"]),
        ("我在○○县工作过", ["×县"]),
        ("○○镇党委，20XX年X月", ["×镇", "×年", "×月"]),
    ],
)
def test_what_waits_to_be_filled(text: str, found: list[str]) -> None:
    assert [place.name for place in placeholders(text)] == found


@pytest.mark.parametrize(
    "text", ["7×24小时值守", "“数据要素×”行动", "“数据要素××”行动", "学历+1+X证书", "二○○○年", "XML和ABX格式"]
)
def test_signs_that_are_no_gaps(text: str) -> None:
    assert not placeholders(text)


def test_what_recurs_is_asked_for_once() -> None:
    texts = ["XX镇抓得紧。XX镇还要再加力，完成×万元。", "在××镇召开现场会"]
    groups = {group.name: group for group in recurring(texts)}
    assert groups["×镇"].count == 3
    assert groups["×镇"].kind == "地名"
    assert groups["×镇"].around[0] == ("", "XX", "镇抓得紧。XX镇还要")
    assert groups["×万元"].kind == "数字"


def test_filling_fills_wherever_it_recurs_and_doubles_no_word() -> None:
    text = "XX镇和×县，XX镇、X月。"
    assert fill(text, {"×镇": "柳河镇", "×县": "青山"}) == "柳河镇和青山县，柳河镇、X月。"
    assert fill(text, {"×镇": "柳河"}, only=[0]) == "柳河镇和×县，XX镇、X月。"


def test_an_empty_value_fills_nothing() -> None:
    assert fill("XX镇", {"×镇": "  "}) == "XX镇"


@given(st.text("×X某镇年好 ，5", max_size=30))
def test_places_are_in_order_and_apart(text: str) -> None:
    found = placeholders(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(text[place.start : place.end] == place.text for place in found)
    assert fill(text, {}) == text


def test_places_are_filled_by_number() -> None:
    assert fill_at("×镇和××镇、×镇", {0: "青山镇", 2: "柳河"}) == "青山镇和××镇、柳河镇"
    assert fill_at("×镇", {0: " ", 7: "没有这一处"}) == "×镇"


def test_a_whole_year_is_not_put_behind_the_century_that_stands_there() -> None:
    assert fill("20××年和××年", {"×年": "2026"}) == "2026年和2026年"
    assert fill("20××年", {"×年": "26年"}) == "2026年"
    assert fill("20XX年", {"×年": "2026年"}) == "2026年"
    assert fill("19××年，增长20×%", {"×年": "2025", "×%": "3"}) == "2025年，增长203%"


@given(st.text("×X镇年好，5", max_size=20), st.text("×X镇年好，5", max_size=20))
def test_a_place_is_known_again_or_not_at_all(text: str, before: str) -> None:
    """What is written before a text moves its places; none is taken for another."""
    for number, place in enumerate(placeholders(text)):
        assert signed(text, sign(text, number)) == number
        moved = f"{before}。……——{text}"
        found = signed(moved, sign(text, number))
        if found is not None:
            there = placeholders(moved)[found]
            assert (there.text, moved[there.end :][:4]) == (place.text, text[place.end :][:4])


@pytest.mark.parametrize("sign", ["", "0", "7-x-y", "-1", "一-二-三"])
def test_a_sign_of_somebody_else_is_of_no_place(sign: str) -> None:
    assert signed("×镇和×县", sign) is None
