"""Why a passage has not got a theme: how near it came, in the order of nearness, and what a person's word changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.classify import Classifier
from kb.explain import Verdict
from kb.model import Decision
from kb.resources import shipped
from kb.themes import Taxonomy, Theme, load

STYLE = Theme(
    id="style",
    name="作风",
    strong=("四风", "形式主义"),
    weak=("作风", "浪费", "会议"),
    not_=("作风优良",),
    was=("habits",),
)
LAID_DOWN = Theme(id="old", name="旧主题", strong=("四风",), retired=True)
TAXONOMY = Taxonomy((STYLE,), (LAID_DOWN,))
PASSING = "各镇各部门要把防汛、抗旱、春耕和四风问题、信访积案、安全生产一并纳入下半年的工作安排统筹考虑。"
LONG = "今年全县的春耕备耕早谋划、早动手、早落实，种子化肥备足，水库蓄水过半，农机检修完毕。" * 6


def verdict(text: str, *headings: str, said: tuple[Decision, ...] = ()) -> Verdict:
    return Classifier(TAXONOMY).explain(text, headings, said)[0]


@pytest.mark.parametrize(
    ("text", "headings", "reason", "words"),
    [
        (LONG + PASSING, (), "passing", ["四风"]),
        (LONG + "会议要短。" + LONG + "浪费要刹。", (), "apart", ["会议", "浪费"]),
        ("会议开得很好，大家谈得很深。", (), "single", ["会议"]),
        ("春耕备耕要早动手。", ("坚决反对形式主义",), "heading", ["形式主义"]),
        ("这支队伍作风优良。", (), "masked", ["作风"]),
    ],
)
def test_how_near_a_passage_came_is_told_with_its_words(
    text: str, headings: tuple[str, ...], reason: str, words: list[str]
) -> None:
    found = verdict(text, *headings)
    assert not found.given and found.near and found.near.reason == reason
    assert [(e.heading or text)[e.start : e.end] for e in found.near.evidence] == words


def test_a_hidden_word_names_the_phrase_that_hides_it() -> None:
    text = "这支队伍作风优良。"
    near = verdict(text).near
    assert near and [text[m.start : m.end] for m in near.masks] == ["作风优良"]


def test_the_nearer_reason_has_the_greater_nearness() -> None:
    texts = (LONG + PASSING, "会议开得很好。", "这支队伍作风优良。")
    values = [near.nearness for text in texts if (near := verdict(text).near)]
    assert len(values) == 3 and values == sorted(values, reverse=True)


def test_what_nothing_speaks_for_is_not_near() -> None:
    assert verdict("春耕备耕要早动手。").near is None


def test_a_persons_no_stands_beside_what_the_rules_say() -> None:
    found = verdict("四风要常抓。", said=(Decision("style", False),))
    assert (found.given, found.by, found.ruled) == (False, "person", True)
    assert [e.term for e in found.evidence] == ["四风"]


def test_a_persons_yes_does_not_hide_how_near_the_rules_came() -> None:
    found = verdict("会议开得很好。", said=(Decision("style", True),))
    assert (found.given, found.by, found.ruled) == (True, "person", False)
    assert found.near and found.near.reason == "single"


def given_themes(*said: Decision, text: str = "春耕备耕要早动手。") -> list[str]:
    return [j.theme for j in Classifier(TAXONOMY).judge(text, (), said)]


def test_a_word_about_a_theme_under_its_former_name_still_holds() -> None:
    assert given_themes(Decision("habits", True)) == ["style"]
    assert given_themes(Decision("habits", False), text="四风要常抓。") == []


def test_a_word_under_the_present_name_goes_before_one_under_a_former_name() -> None:
    assert given_themes(Decision("style", False), Decision("habits", True), text="四风要常抓。") == []
    assert given_themes(Decision("habits", False), Decision("style", True)) == ["style"]


def test_a_theme_laid_down_or_never_known_is_given_to_nothing() -> None:
    assert given_themes(Decision("old", True)) == []
    assert given_themes(Decision("never-known", True)) == []


@given(st.lists(st.sampled_from(["四风", "作风优良", "会议", "浪费", "春耕", "。", "，", LONG]), max_size=12))
def test_what_is_explained_is_what_is_judged(pieces: list[str]) -> None:
    text, classifier = "".join(pieces), Classifier(TAXONOMY)
    given = {j.theme: j.evidence for j in classifier.judge(text)}
    for found in classifier.explain(text):
        assert found.given == (found.theme in given)
        assert found.evidence == given.get(found.theme, ())
        assert (found.near is None) or not found.ruled


def test_every_example_that_ships_is_explained_by_its_own_theme() -> None:
    classifier = Classifier(load(shipped("themes.toml")))
    for theme in classifier.taxonomy.themes:
        for example in theme.examples:
            found = next(v for v in classifier.explain(example) if v.theme == theme.id)
            assert found.given and found.evidence, f"{theme.name}：{example}"
