"""Sources as a user wants them written."""

import pytest

from kb.citation import DEFAULT_STYLE, FIELDS, Citation, faults, write

FULL = Citation(
    "在全县作风建设推进会上的讲话", "2024-03-15", "第20段第1点", "x", "p20.1", "季度调度会", "县委书记"
)


def test_the_default_names_title_occasion_date_and_passage() -> None:
    assert str(FULL) == "《在全县作风建设推进会上的讲话》，季度调度会，2024年3月15日；第20段第1点"


@pytest.mark.parametrize(
    ("missing", "written"),
    [
        ({"场合": ""}, "《在全县作风建设推进会上的讲话》，2024年3月15日；第20段第1点"),
        ({"场合": "", "日期": ""}, "《在全县作风建设推进会上的讲话》；第20段第1点"),
        ({"日期": "", "段号": ""}, "《在全县作风建设推进会上的讲话》，季度调度会"),
    ],
)
def test_what_is_not_known_goes_with_its_comma(missing: dict[str, str], written: str) -> None:
    assert write({**FULL.facts, **missing}, DEFAULT_STYLE) == written


@pytest.mark.parametrize(
    ("style", "written", "bare"),
    [
        ("摘自《标题》（日期，场合）", "摘自《干部培训讲话》（2023年，调研座谈）", "摘自《干部培训讲话》"),
        ("讲话人：标题 日期", "局长：干部培训讲话 2023年", "干部培训讲话"),
        ("[标题][日期]", "[干部培训讲话][2023年]", "[干部培训讲话]"),
    ],
)
def test_a_style_of_ones_own(style: str, written: str, bare: str) -> None:
    full = Citation("干部培训讲话", "2023", "第1段", "x", "p1", "调研座谈", "局长", style)
    assert str(full) == written
    assert str(Citation("干部培训讲话", "", "第1段", "x", "p1", style=style)) == bare


def test_title_marks_inside_a_title_become_single() -> None:
    assert str(Citation("学习《条例》体会", "", "第1段", "x", "p1")) == "《学习〈条例〉体会》；第1段"


def test_nothing_is_taken_out_of_a_title() -> None:
    assert (
        str(Citation("在（ ）会上的讲话（、）", "", "第1段", "x", "p1"))
        == "《在（ ）会上的讲话（、）》；第1段"
    )


def test_an_occasion_that_the_title_names_is_not_said_twice() -> None:
    assert "工作会议" not in str(Citation("工作会议讲话", "", "第1段", "x", "p1", "工作会议")).removeprefix(
        "《工作会议讲话》"
    )


def test_a_style_that_names_no_source_is_refused() -> None:
    assert faults("日期；段号")
    assert faults(" ")
    assert faults("标题\n日期")
    assert not faults(DEFAULT_STYLE)
    assert all(field in DEFAULT_STYLE for field in FIELDS if field != "讲话人")
