"""The query language as a user types it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kb.query import (
    And,
    Everything,
    InSource,
    InTitle,
    Literal,
    Not,
    Or,
    RoleIs,
    ThemeIs,
    Tree,
    YearIn,
    parse,
    positive_literals,
    resolve_themes,
)


def lit(text: str, exact: bool = False) -> Literal:
    return Literal(text, text, exact)


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("", Everything()),
        ("　 ", Everything()),
        ("农村集体经济", lit("农村集体经济")),
        ("作风　整顿", And((lit("作风"), lit("整顿")))),
        ("作风 | 四风", Or((lit("作风"), lit("四风")))),
        ("作风｜四风", Or((lit("作风"), lit("四风")))),
        ("作风 OR 四风", Or((lit("作风"), lit("四风")))),
        ("作风 -会风", And((lit("作风"), Not(lit("会风"))))),
        ("－会风", Not(lit("会风"))),
        ("“一岗双责”", lit("一岗双责", exact=True)),
        ('"一岗双责" 考核', And((lit("一岗双责", exact=True), lit("考核")))),
        ("甲 (乙 | 丙)", And((lit("甲"), Or((lit("乙"), lit("丙")))))),
        ("（甲|乙）-丙", None),
        ("-(甲 乙)", Not(And((lit("甲"), lit("乙"))))),
        ("标题:短板", InTitle("短板")),
        ("标题：“正视 短板”", InTitle("正视短板")),
        ("title:短板", InTitle("短板")),
        ("主题：作风整顿", ThemeIs("作风整顿")),
        ("用途:问题", RoleIs("problem")),
        ("来源:座谈会", InSource("座谈会")),
        ("年份:2019", YearIn(2019, 2019)),
        ("年份：2019..2021", YearIn(2019, 2021)),
        ("year:2021-2019", YearIn(2019, 2021)),
        ("年份:2019..", YearIn(2019, 9999)),
        ("年份:２０２０年", YearIn(2020, 2020)),
    ],
)
def test_language(typed: str, tree: Tree | None) -> None:
    if tree is not None:
        assert parse(typed).tree == tree
        assert parse(typed).notices == ()


@pytest.mark.parametrize(
    "pasted",
    [
        "各级党委（党组）书记",
        "自觉增强“四个意识”、坚定“四个自信”",
        "“四个意识”坚定",
        "主要有：一是理论武装",
        "2018-2020年",
        "（一)聚焦“政治建设”",
        "——抓落实",
        "A)",
        "（甲）乙",
        "--",
    ],
)
def test_pasted_text_is_one_literal(pasted: str) -> None:
    """Brackets, quotes, colons and dashes inside a copied sentence are not operators."""
    assert isinstance(parse(pasted).tree, Literal)


@pytest.mark.parametrize("typed", ["年份:去年", "用途:随便", "标题:", "主题:、"])
def test_what_cannot_be_read_is_searched_as_text_and_said(typed: str) -> None:
    parsed = parse(typed)
    assert isinstance(parsed.tree, Literal)
    assert "已按普通文字检索" in parsed.notices[0]


def test_punctuation_alone_is_passed_over_and_said() -> None:
    parsed = parse("作风 “、”")
    assert parsed.tree == lit("作风")
    assert "略过" in parsed.notices[0]


def test_a_very_long_query_is_cut_and_said() -> None:
    assert "太长" in parse("一" * 5000).notices[0]


def test_theme_names_become_ids_and_unknown_ones_text() -> None:
    ids = {"作风整顿": "work-style", "work-style": "work-style"}
    assert resolve_themes(parse("主题:作风整顿"), ids).tree == ThemeIs("work-style")
    unknown = resolve_themes(parse("主题:天气 | -主题:天气"), ids)
    assert unknown.tree == Or((lit("天气"), Not(lit("天气"))))
    assert "没有叫“天气”的主题" in unknown.notices[0]


def test_marks_come_from_what_is_asked_for_not_from_what_is_excluded() -> None:
    tree = parse("甲 (乙 | 丙) -丁 标题:戊").tree
    assert [x.text for x in positive_literals(tree)] == ["甲", "乙", "丙"]


@settings(max_examples=1000)
@given(st.text(max_size=200))
@example("(((((((")
@example("-" * 200)
@example("(" * 100 + "甲" + ")" * 100)
@example("标题:" * 40)
@example("OR | OR")
@example("-(")
def test_any_string_gives_a_tree(typed: str) -> None:
    parsed = parse(typed)
    for literal in positive_literals(parsed.tree):
        assert literal.folded


@given(st.text(alphabet='甲乙()（）|-"“”： 标题:年份OR', max_size=40))
def test_any_mix_of_operators_gives_a_tree(typed: str) -> None:
    parse(typed)
