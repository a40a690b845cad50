"""What is cut and marked for looking at."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.fold import fold_literal
from kb.snippet import ordinal_end, pieces, snippet

LONG = "一是认识不到位。" + "有的同志觉得这件事离自己很远，平时不上心，遇到检查才临时补材料。" * 8 + "村级集体经济薄弱的有×个村。" + "下一步要抓紧整改。" * 12  # fmt: skip


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=3).map(fold_literal), max_size=3))
def test_pieces_joined_are_the_text(text: str, literals: list[str]) -> None:
    assert "".join(p.text for p in pieces(text, literals)) == text


def test_marks_placeholders_and_ordinal_are_told_apart() -> None:
    looks = {p.text: p.look for p in pieces("二是收入低。全镇×个村不足XX万元", [fold_literal("收入")])}
    assert looks["二是"] == "ordinal"
    assert looks["收入"] == "mark"
    assert looks["×"] == looks["XX"] == "placeholder"


def test_letters_inside_words_are_not_placeholders() -> None:
    def marked(text: str) -> list[str]:
        return [p.text for p in pieces(text) if p.look == "placeholder"]

    assert marked("XML与x86，TXT") == []
    assert marked("X镇有×个村，投入XX万元，X党委") == ["X", "×", "XX", "X"]


def test_a_short_passage_is_shown_whole() -> None:
    cut = snippet("抓好党建是本职。", ["党建"])
    assert (cut.text, cut.before, cut.after) == ("抓好党建是本职。", False, False)


def test_a_long_one_is_cut_at_sentences_around_the_match() -> None:
    cut = snippet(LONG, [fold_literal("集体经济薄弱")])
    assert "集体经济薄弱" in cut.text
    assert cut.before
    assert cut.after
    assert cut.text.endswith("。")
    assert len(cut.text) <= 400


def test_a_long_sentence_without_ends_still_shows_the_match() -> None:
    cut = snippet("长" * 1000 + "要点" + "长" * 1000, ["要点"])
    assert "要点" in cut.text
    assert len(cut.text) <= 400


def test_ordinals() -> None:
    assert ordinal_end("一是抓学习。") == 2
    assert ordinal_end("（三）抓落实") == 3
    assert ordinal_end("第二，抓作风") == 3
    assert ordinal_end("2.5万元") == 0
    assert ordinal_end("一些同志") == 0
