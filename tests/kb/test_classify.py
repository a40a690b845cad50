"""Rules to judgements: what is found, what is masked, what a person's word does; evidence is true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.classify import Classifier, Evidence
from kb.model import Decision
from kb.resources import shipped
from kb.said import effective
from kb.terms import GAP, Matcher
from kb.themes import Taxonomy, Theme, load

STYLE = Theme(
    id="style",
    name="作风",
    strong=("四风", "批评和自我批评", "机关…会议/文件…太多"),
    weak=("作风", "浪费", "会议"),
    not_=("作风优良", "优良作风"),
)
DUTY = Theme(id="duty", name="责任", strong=("责任", "压实…担子"), not_=("法律责任", "责任感"))
ORDERS = Theme(id="orders", name="命令", strong=("亲自部署",), not_=("市长…亲自部署",))
TAXONOMY = Taxonomy((STYLE, DUTY, ORDERS))


def themes(text: str, *headings: str) -> list[str]:
    return [judgement.theme for judgement in Classifier(TAXONOMY).judge(text, headings)]


def marks(text: str, *headings: str) -> list[tuple[str, str]]:
    """The marked words of all evidence, each with its rule."""
    return [
        ((evidence.heading or text)[evidence.start : evidence.end], evidence.rule)
        for judgement in Classifier(TAXONOMY).judge(text, headings)
        for evidence in judgement.evidence
    ]


@pytest.mark.parametrize(
    "text", ["整治四风要常抓。", "整治“四风”要常抓。", "整治“ 四 风 ”要常抓。", "整治「四风」要常抓。"]
)
def test_a_strong_term_is_enough_and_quotes_and_spaces_do_not_hide_it(text: str) -> None:
    assert themes(text) == ["style"]


def test_the_evidence_marks_the_words_as_they_stand() -> None:
    assert marks("整治“ 四 风 ”要常抓。") == [("四 风", "strong")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("作风要实，浪费要刹。", ["style"]),
        ("作风要实，作风要硬。", []),
        ("作风要实。今年雨水偏多，春耕要早动手。浪费粮食的现象时有发生。", ["style"]),
        ("今年雨水偏多，各村春耕备耕都要早谋划、早动手、早落实，作风要实一些。浪费粮食的现象时有发生。", []),
    ],
    ids=["one sentence", "same term twice", "one in a short lead", "far apart"],
)
def test_weak_terms_must_differ_and_stand_together(text: str, found: list[str]) -> None:
    assert themes(text) == found


def test_overlapping_weak_terms_count_once() -> None:
    theme = Theme(id="x", name="甲", weak=("干部教育", "教育培训"))
    assert Classifier(Taxonomy((theme,))).judge("抓好干部教育培训。") == ()


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        ((), []),
        (("（一）整治四风",), ["style"]),
        (("一、整治四风", "（二）抓好春耕"), ["style"]),
        (("（一）作风建设",), ["style"]),
        (("一、作风建设", "（二）抓好春耕"), []),
        (("（一）发扬优良作风",), []),
    ],
    ids=["none", "strong", "strong far above", "weak", "weak far above", "masked"],
)
def test_one_weak_term_is_enough_under_a_fitting_heading(headings: tuple[str, ...], found: list[str]) -> None:
    assert themes("少开会议，开短会议。", *headings) == found


def test_evidence_in_a_heading_points_into_that_heading() -> None:
    (judgement,) = Classifier(TAXONOMY).judge("会议要精简。", ("一、开局良好", "（一）整治“四风”"))
    over = [evidence for evidence in judgement.evidence if evidence.where == "heading"]
    assert [(e.heading, e.heading[e.start : e.end], e.rule) for e in over] == [
        ("（一）整治“四风”", "四风", "heading")
    ]


@pytest.mark.parametrize("text", ["今年春耕早。", "发扬优良作风。"])
def test_a_heading_alone_is_not_enough(text: str) -> None:
    assert themes(text, "（一）整治四风") == []


@pytest.mark.parametrize("text", ["违者承担法律责任。", "人民军队作风优良，会议室挂满锦旗。", "要有责任感。"])
def test_a_mask_hides_what_stands_inside_it(text: str) -> None:
    assert themes(text) == []


def test_a_mask_hides_only_its_own_place() -> None:
    assert marks("既有法律责任，更有责任。") == [("责任", "strong")]


def test_a_mask_may_hold_a_gap() -> None:
    assert themes("市长去年亲自部署。") == []
    assert themes("镇长亲自部署。") == ["orders"]


def test_a_gap_term_needs_its_parts_in_order_near_and_in_one_clause() -> None:
    assert marks("把机关里的各类会议减下来，太多了。") == []
    assert marks("机关里会议还是太多。") == [("机关里会议还是太多", "strong")]
    assert themes("会议机关太多。") == []
    assert themes("层层压实班子成员的担子。") == ["duty"]
    assert themes("压实" + "这" * GAP + "担子。") == ["duty"]
    assert themes("压实" + "这" * (GAP + 1) + "担子。") == []


def test_a_long_passage_that_mentions_a_theme_once_in_passing_is_left_out() -> None:
    rain = "今年雨水偏多，各村春耕备耕都要早谋划、早动手、早落实。"
    passing = "各镇各部门要把防汛、抗旱、春耕和四风问题、信访积案、安全生产一并纳入下半年的工作安排统筹考虑。"
    assert themes(rain * 9 + passing) == []
    assert themes(passing + rain * 9) == ["style"]
    assert themes(rain * 5 + passing + rain * 5 + "会议要少开。") == ["style"]
    assert themes(rain * 2 + passing) == ["style"]
    assert themes(rain * 9 + passing, "（一）作风") == ["style"]


def test_a_mention_that_has_a_short_sentence_to_itself_is_not_in_passing() -> None:
    rain = "今年雨水偏多，各村春耕备耕都要早谋划、早动手、早落实。"
    assert themes(rain * 9 + "四风要整治。") == ["style"]


@pytest.mark.parametrize("text", ["整治四風要常抓。", "開展批評和自我批評。"])
def test_traditional_characters_are_read_as_simplified_ones_and_marked_as_they_stand(text: str) -> None:
    assert themes(text) == ["style"]
    assert all(word in text for word, _ in marks(text))


def test_a_term_of_three_parts_is_found_though_a_nearer_second_part_leads_nowhere() -> None:
    (match,) = Matcher(["党员…培训…考核"]).find("党员培训甲乙丙丁戊己培训丁戊己庚辛壬癸考核")
    assert [match.start, match.end] == [0, 21]


def test_a_word_repeated_thousands_of_times_is_judged_all_the_same() -> None:
    (judgement,) = Classifier(Taxonomy((DUTY,))).judge("责任" * 16_000)
    assert len(judgement.evidence) == 16_000


def test_evidence_does_not_repeat_a_term_within_a_longer_one() -> None:
    theme = Theme(id="x", name="甲", strong=("主体责任", "责任"), weak=("体责",))
    (judgement,) = Classifier(Taxonomy((theme,))).judge("扛起主体责任。")
    assert judgement.evidence == (Evidence("主体责任", 2, 6, "strong"),)


def test_a_persons_yes_adds_and_no_removes() -> None:
    yes, no = Decision("duty", yes=True), Decision("style", yes=False)
    (judgement,) = Classifier(TAXONOMY).judge("整治四风要常抓。", (), (yes, no))
    assert (judgement.theme, judgement.by) == ("duty", "person")
    assert [evidence.rule for evidence in judgement.evidence] == ["person"]


def test_a_persons_yes_keeps_the_reasons_of_the_rules() -> None:
    (judgement,) = Classifier(TAXONOMY).judge("整治四风要常抓。", (), (Decision("style", yes=True),))
    assert judgement.by == "person"
    assert [evidence.rule for evidence in judgement.evidence] == ["person", "strong"]


def test_a_yes_about_a_theme_that_is_not_there_gives_no_tag_without_a_name() -> None:
    assert Classifier(TAXONOMY).judge("今年春耕早。", (), (Decision("gone", yes=True),)) == ()


@given(st.lists(st.builds(Decision, st.sampled_from(["duty", "style", "gone"]), st.booleans()), max_size=5))
def test_what_holds_is_what_the_list_of_decisions_says(decisions: list[Decision]) -> None:
    """Also where one id stands twice."""
    said = effective(decisions, TAXONOMY)
    given_ = {j.theme for j in Classifier(TAXONOMY).judge("今年春耕早。", (), decisions)}
    assert given_ == {theme for theme, yes in said.items() if yes and theme != "gone"}


def test_judgements_stand_in_the_order_of_the_taxonomy() -> None:
    assert themes("责任不清，四风难除，书记亲自部署。") == ["style", "duty", "orders"]


WORDS = (
    "四风",
    "作风",
    "浪费",
    "会议",
    "责任",
    "法律责任",
    "压实",
    "担子",
    "优良作风",
    "机关",
    "太多",
    "“",
    "” ",
    "，",
    "。",
    "春耕",
)
TEXTS = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)


@given(TEXTS, st.lists(TEXTS, max_size=2))
def test_every_span_of_evidence_is_its_term(text: str, headings: list[str]) -> None:
    for judgement in Classifier(TAXONOMY).judge(text, headings):
        assert judgement.evidence
        for evidence in judgement.evidence:
            assert evidence.heading in ("", *headings)
            whole = text if evidence.where == "text" else evidence.heading
            found = Matcher([evidence.term]).find(whole[evidence.start : evidence.end])
            assert [(match.start, match.end) for match in found][:1] == [(0, evidence.end - evidence.start)]


@given(TEXTS)
def test_the_matcher_finds_what_a_plain_scan_finds(text: str) -> None:
    terms = ["四风", "作风", "优良作风", "责任", "法律责任"]
    folded = text.replace("“", "").replace("” ", "")
    scan = sorted((at, term) for term in terms for at in range(len(folded)) if folded.startswith(term, at))
    found = Matcher(terms).find(folded)
    assert sorted((match.start, match.term) for match in found) == scan
    assert len(Matcher(terms).find(text)) == len(scan)


SHIPPED = Classifier(load(shipped("themes.toml")))


@pytest.mark.parametrize("theme", SHIPPED.taxonomy.themes, ids=lambda theme: theme.id)
def test_each_shipped_theme_finds_its_own_examples(theme: Theme) -> None:
    for example in theme.examples:
        assert theme.id in {judgement.theme for judgement in SHIPPED.judge(example)}, example


@pytest.mark.parametrize(
    ("text", "not_this"),
    [
        ("造成损失的，依法承担赔偿责任；构成犯罪的，依法追究刑事责任。", "responsibility"),
        ("长大以后要做一个有责任感的人。", "responsibility"),
        ("全县完成职业技能培训八千人次，义务教育巩固率稳步提高。", "cadre-education"),
        ("要坚持集体领导、民主决策，重大事项由班子集体讨论。", "collective-economy"),
        ("城镇集体企业改制全部完成。", "collective-economy"),
        ("这支队伍纪律严明、作风优良，是群众信得过的队伍。", "work-style"),
        ("营商环境持续改善，政治生态风清气正。", "ecology"),
    ],
)
def test_shipped_themes_are_not_fooled_by_lookalikes(text: str, not_this: str) -> None:
    assert not_this not in {judgement.theme for judgement in SHIPPED.judge(text)}
