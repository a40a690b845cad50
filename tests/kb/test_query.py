"""The query language as a user types it."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kb.query import (
    And,
    Everything,
    InSource,
    InTitle,
    Literal,
    Near,
    Not,
    Or,
    Pattern,
    RoleIs,
    ThemeIs,
    Tree,
    YearIn,
    parse,
    positive_literals,
    resolve_themes,
    sought,
)
from tests.strategies import queries


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
        ("作风 OR", lit("作风")),
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
        ("年份:..2019", YearIn(0, 2019)),
        ("班子 ~10 书记", Near((lit("班子"),), (lit("书记"),), 10)),
        ("班子 ~ 书记", Near((lit("班子"),), (lit("书记"),), 10)),
        ("班子　～５　书记", Near((lit("班子"),), (lit("书记"),), 5)),
        ("班子 ~0 “书记”", Near((lit("班子"),), (lit("书记", exact=True),), 0)),
        ("(班子 | 支部) ~ 书记", Near((lit("班子"), lit("支部")), (lit("书记"),), 10)),
        (
            "甲 ~2 乙 ~3 丙",
            And((Near((lit("甲"),), (lit("乙"),), 2), Near((lit("乙"),), (lit("丙"),), 3))),
        ),
        ("甲 乙 ~ 丙 丁", And((lit("甲"), Near((lit("乙"),), (lit("丙"),), 10), lit("丁")))),
        ("甲 | 乙 ~ 丙", Or((lit("甲"), Near((lit("乙"),), (lit("丙"),), 10)))),
        ("-(甲 ~ 乙)", Not(Near((lit("甲"),), (lit("乙"),), 10))),
        ("以*为*", Pattern("以*为*", ("以", "为"))),
        ("以＊為＊中心", Pattern("以＊為＊中心", ("以", "为", "中心"))),
        ("以**为", Pattern("以**为", ("以", "为"))),
        ("*经济*", lit("经济")),
        ("“以*为”", lit("以*为", exact=True)),
        ("标题:(作风 OR 纪律)", Or((InTitle("作风"), InTitle("纪律")))),
        ("标题：（作风 -“纪律”）", And((InTitle("作风"), Not(InTitle("纪律"))))),
        ("年份:(2018 | 2020..)", Or((YearIn(2018, 2018), YearIn(2020, 9999)))),
        ("-用途:(问题|措施)", Not(Or((RoleIs("problem"), RoleIs("measure"))))),
        ("标题:(甲 用途:问题 乙)", And((InTitle("甲"), RoleIs("problem"), InTitle("乙")))),
        ("甲 (乙 | -丙)", And((lit("甲"), Or((lit("乙"), Not(lit("丙"))))))),
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
        "2018～2020年",
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


def test_groups_stand_inside_groups() -> None:
    inner = Or((lit("丙"), And((lit("丁"), Not(lit("戊"))))))
    assert parse("((甲 | 乙) (丙 | (丁 -戊)))").tree == And((Or((lit("甲"), lit("乙"))), inner))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("~10 甲", "不合写法"),
        ("甲 ~", "不合写法"),
        ("甲 ~5 -乙", "不合写法"),
        ("甲 ~5 (乙 丙)", "不合写法"),
        ("甲 ~ 标题:乙", "不合写法"),
        ("标题:(甲 ~ 乙)", "不合写法"),
        ("甲~10 乙", "前后没有空格"),
        ("标题:作*设", "只是普通文字"),
        ("标题:(作风 年份:去年)", "不合写法"),
        ("甲 ~999 乙", "最远 100 个字"),
    ],
)
def test_what_near_and_patterns_cannot_do_is_said(typed: str, said: str) -> None:
    (notice,) = parse(typed).notices
    assert said in notice


def test_a_sign_that_cannot_be_read_is_searched_as_text() -> None:
    assert parse("甲 ~5 -乙").tree == And((lit("甲"), lit("~5"), Not(lit("乙"))))


def test_too_many_near_and_patterns_only_ask_for_the_words() -> None:
    """Each takes a look at the text of the candidates; a thousand characters hold hundreds of them."""
    parsed = parse(" ".join(["甲*乙"] * 20 + ["丙*丁", "戊 ~ 己"]))
    assert "太多" in parsed.notices[0]
    assert isinstance(parsed.tree, And)
    assert parsed.tree.parts[20:] == (
        And((lit("丙", exact=True), lit("丁", exact=True))),
        And((lit("戊"), lit("己"))),
    )


@pytest.mark.parametrize("typed", ["年份:去年", "用途:随便", "标题:", "主题:、"])
def test_what_cannot_be_read_is_searched_as_text_and_said(typed: str) -> None:
    parsed = parse(typed)
    assert isinstance(parsed.tree, Literal)
    assert "已按普通文字检索" in parsed.notices[0]


def test_punctuation_alone_is_passed_over_and_said() -> None:
    parsed = parse("作风 “、”")
    assert parsed.tree == lit("作风")
    assert "略过" in parsed.notices[0]


def test_half_characters_are_passed_over_and_said() -> None:
    """A terminal in another encoding makes them; no engine could look for them."""
    parsed = parse("责任\udcff落实")
    assert parsed.tree == Literal("责任落实", "责任落实")
    assert "看不懂" in parsed.notices[0]
    assert parse("\ud800").tree == Everything()


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
    assert sought(tree) == ("甲", "乙", "丙")


def test_near_and_patterns_are_marked_as_such_and_their_words_help_to_order() -> None:
    tree = parse("甲 ~ 乙 | 丙*丁 -(戊 ~ 己)").tree
    assert sought(tree) == (Near((lit("甲"),), (lit("乙"),), 10), Pattern("丙*丁", ("丙", "丁")))
    assert [x.folded for x in positive_literals(tree)] == ["甲", "乙", "丙", "丁"]


@settings(max_examples=1000)
@given(st.text(max_size=200))
@example("(((((((")
@example("-" * 200)
@example("(" * 100 + "甲" + ")" * 100)
@example("标题:" * 40)
@example("OR | OR")
@example("-(")
@example("甲*" * 400)
@example("甲 ~ " * 250)
@example("标题:(" * 150 + ")" * 150)
@example("~" * 500)
@example("（年份:(" * 100)
def test_any_string_gives_a_tree(typed: str) -> None:
    parsed = parse(typed)
    for literal in positive_literals(parsed.tree):
        assert literal.folded


@settings(max_examples=500)
@given(st.text(alphabet='甲乙()（）|-"“”： 标题:年份OR~～*＊。15', max_size=60))
def test_any_mix_of_operators_gives_a_tree(typed: str) -> None:
    for found in sought(parse(typed).tree):
        assert found
        if isinstance(found, Pattern):
            assert len(found.parts) > 1 and all(found.parts)
        if isinstance(found, Near):
            assert all(word.folded for word in (*found.left, *found.right))


@given(queries())
def test_the_language_is_understood_without_a_word(typed: str) -> None:
    assert parse(typed).notices == ()


@pytest.mark.parametrize(
    "typed", ["（甲 " * 2000, "甲*" * 5000, "甲 ~9 乙 | " * 900, "一" * 10_000, "(" * 10_000]
)
def test_ten_kilobytes_are_read_at_once(typed: str) -> None:
    begun = time.perf_counter()
    parse(typed)
    assert time.perf_counter() - begun < 0.5
