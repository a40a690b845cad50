"""Parallel clauses are found by what they repeat; what is only listed is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.parallel import parallels


@pytest.mark.parametrize(
    ("text", "found", "frame"),
    [
        ("抓好党建是本职，不抓党建是失职，抓不好党建是不称职。", "抓好党建是本职，不抓党建是失职，抓不好党建是不称职", "…党建是…职"),
        ("切实做到守土有责、守土负责、守土尽责。", "守土有责、守土负责、守土尽责", "守土○责"),
        ("推动以案促改、以案促治。", "以案促改、以案促治", "以案促○"),
        ("干部既要看得远，又要走得稳。", "", "既要…又要…"),
        ("账目是集体的家底，账目是群众的定心丸。", "账目是集体的家底，账目是群众的定心丸", "账目是…的…"),
        ("没有规矩，就没有方圆；没有担当，就没有作为。", "没有规矩，就没有方圆；没有担当，就没有作为", "没有○○，就没有○○"),
        ("一体推进不敢松、不能松、不想松。", "不敢松、不能松、不想松", "不○松"),
    ],
)  # fmt: skip
def test_a_repeated_frame_is_found_and_shown(text: str, found: str, frame: str) -> None:
    one = parallels(text)
    assert [p.frame for p in one] == [frame]
    assert not found or one[0].text == found


@pytest.mark.parametrize(
    "text",
    [
        "统筹推进经济建设、政治建设、文化建设。",
        "县农业局、县财政局、县审计局要配合。",
        "2019年增长5%，2020年增长6%。",
        "会议指出，会议强调，会议要求。",
        "各镇要抓紧排查，县直部门跟上。",
        "守初心、担使命。",
        "",
    ],
)
def test_lists_names_and_figures_are_no_parallels(text: str) -> None:
    assert parallels(text) == ()


def test_a_quotation_mark_that_was_opened_inside_is_closed() -> None:
    assert [p.text for p in parallels("坚持以“学”促“干”、以“干”促“变”，见成效。")] == [
        "以“学”促“干”、以“干”促“变”"
    ]


#: Few characters, so that much is repeated.
crowded = st.text("守土有负尽责以促不干既又的，、；。“”一是", max_size=60)


@given(crowded)
def test_whatever_is_found_stands_in_the_text_and_repeats_what_it_says(text: str) -> None:
    before = 0
    for one in parallels(text):
        assert before <= one.start < one.end <= len(text) and text[one.start : one.end] == one.text
        before = one.end
        assert len(one.clauses) > 1
        assert all(one.start <= start < end <= one.end for start, end in (*one.clauses, *one.kept))
