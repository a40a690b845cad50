"""What puts hits in order: the promises that a writer would notice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.fold import fold
from kb.prior import FACTOR, is_early, stands_back
from kb.query import parse
from kb.relevance import Looked, scores
from kb.wanted import Term, Wanted, wanted_of


def order(question: str, *texts: str, **weights: float) -> list[int]:
    """The numbers of some texts, best first."""
    found = scores([Looked(fold(text)) for text in texts], wanted_of(parse(question).tree, weights))
    return sorted(range(len(texts)), key=lambda n: -found[n])


def test_what_covers_more_of_the_question_comes_first() -> None:
    texts = ("今年的春耕春播要抓紧抓早。", "干部下沉到村，住在村里走访。", "干部要多学习、多思考。")
    assert order("干部 下沉 走访", *texts)[0] == 1


def test_all_of_what_was_typed_comes_before_its_pieces() -> None:
    assert order("粮食安全", "安全生产和粮食收购都要抓好。", "要守住粮食安全这条底线。") == [1, 0]


def test_single_characters_help_where_no_pair_does() -> None:
    assert order("农田产权", "土地确权到田到户。", "会议室里坐满了人。")[0] == 0


def test_the_best_sentence_of_a_long_passage_counts() -> None:
    filler = "我们走过了不平凡的一年。各项工作都有新的进展。大家都很辛苦。" * 4
    gathered = filler + "村里的水渠三年没有修了。" + filler
    scattered = filler + "水。" + filler + "村里有渠。" + filler + "三年前修的。"
    assert order("村里的水渠没有修", scattered, gathered) == [1, 0]


def test_a_word_of_the_lexicon_speaks_for_a_passage() -> None:
    wanted = Wanted((Term("怕担责", (("不敢担当", 0.6),)),), ("怕担责",))
    found = scores([Looked("有的干部不敢担当"), Looked("有的干部不会写字")], wanted)
    assert found[0] > found[1]


def test_a_title_or_heading_with_the_words_lifts_a_passage() -> None:
    text = "要把作风抓在手上"
    found = scores([Looked(text), Looked(text, "作风建设推进会")], wanted_of(parse("作风").tree))
    assert found[1] > found[0]


def test_the_best_of_its_paragraph_lifts_a_point() -> None:
    good, plain = "干部下沉驻村走访", "每周干部都去一次"
    wanted = wanted_of(parse("干部 驻村 走访").tree)
    apart = scores([Looked(good, paragraph=1), Looked(plain, paragraph=2)], wanted)
    together = scores([Looked(good, paragraph=1), Looked(plain, paragraph=1)], wanted)
    assert together[1] > apart[1]


def test_what_stands_back_comes_a_little_behind() -> None:
    wanted = Wanted((Term("村务公开"),))
    found = scores([Looked("村务公开要经常", back=True), Looked("村务公开要经常")], wanted)
    assert found[1] > found[0] > 0.9 * FACTOR * found[1]


def test_statutes_and_early_reports_stand_back() -> None:
    assert stands_back(fold("某某市信访条例"), 2019)
    assert stands_back(fold("某某市实施《村民委员会组织法》办法（试行）"), 2019)
    assert stands_back(fold("某某县文件") + "\n" + fold("第三章 监督"), 0)
    assert stands_back(fold("在全县大会上的报告"), 1958)
    assert not stands_back(fold("在全县大会上的报告"), 1998)
    assert not stands_back(fold("关于学习条例的讲话"), 2019)
    assert not stands_back(fold("推广基层党建好做法"), 0)


texts = st.text("干部作风村务公开。，一", max_size=30)


@given(st.lists(texts, max_size=8), st.lists(texts.map(lambda t: t.strip("。，")).filter(bool), max_size=3))
def test_the_order_does_not_depend_on_the_order_before(pool: list[str], words: list[str]) -> None:
    looked = [Looked(fold(text), paragraph=n) for n, text in enumerate(pool)]
    wanted = wanted_of(parse(" ".join(words)).tree)
    there = scores(looked, wanted)
    assert scores(looked[::-1], wanted) == there[::-1]
    assert all(score >= 0 for score in there)


def test_added_words_stand_behind_what_was_typed() -> None:
    tree = parse("党建 (四风 | 形式主义) -会议").tree
    assert wanted_of(tree, {"形式主义": 0.4}).terms == (Term("党建"), Term("四风", (("形式主义", 0.4),)))
    assert wanted_of(tree).whole == ("党建", "四风", "形式主义")


@pytest.mark.parametrize(
    "title",
    [
        "1978年政府工作报告",
        "一九七八年政府工作报告",
        "在第五届全国人民代表大会第一次会议上的报告",
        "第七届全国人民代表大会第二次会议关于政府工作报告的决议",
        "在中国共产党第九次全国代表大会上的报告",
        "陈述三年来的工作 (十二大)",
    ],
)
def test_an_undated_title_of_early_times_is_known(title: str) -> None:
    assert is_early(fold(title))
    assert stands_back(fold(title), 0)
    assert not stands_back(fold(title), 2019)


@pytest.mark.parametrize(
    "title",
    [
        "1978年以来的改革",
        "纪念1978年大会召开四十周年",
        "1999年政府工作报告",
        "在第十五届全国人民代表大会第一次会议上的报告",
        "在第七届全国人民代表大会第三次会议上的报告",
        "在中国共产党第十四次全国代表大会上的报告",
        "学习贯彻中国共产党第十二次全国代表大会精神",
        "喜迎二十大",
        "接续奋斗 (二十二大)",
        "打造扶贫攻坚的二十大",
    ],
)
def test_a_title_that_only_speaks_of_early_times_is_not_early(title: str) -> None:
    assert not is_early(fold(title))
