"""Asking less, step by step: what stays as it was asked, and what is taken apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.engine import Entry, Hits, Request
from kb.engines import open_engine
from kb.lexicon import Lexicon, Sense
from kb.query import parse
from kb.relax import Rung, closest, has_some, rungs

LEXICON = Lexicon({"怕担责": (Sense("plain", ("不敢担当",)),)}, frozenset({"怎么办", "讲话"}), (), 3)


def words(question: str) -> tuple[str, ...]:
    ladder = rungs(parse(question).tree, LEXICON)
    return ladder[0].words if ladder else ()


def test_a_long_question_is_its_words_and_not_those_about_the_search() -> None:
    assert words("干部怕担责怎么办") == ("干部", "怕担责")
    assert words("讲话 干部的作风") == ("干部", "作风")
    assert words("不合格的党员") == ("不合格", "党员")


def test_a_saying_of_single_characters_stays_whole() -> None:
    assert words("说得多做得少") == ("说得多做得少",)
    assert words("怎么办") == ()


def test_what_any_question_says_need_not_be_near() -> None:
    """Nor must a single character of it stand there, where all the words are asked for."""
    first, *near = rungs(parse("干部们应该怕担责多").tree, LEXICON)
    assert "应该" in first.words
    assert all("应该" not in (term.text for term in rung.wanted.terms) for rung in near)
    assert asked("干部怕担责应该", "应该春耕。", "有的干部不敢担当。") == ["s#p2"]


def test_where_all_words_find_nothing_those_that_tell_something_are_asked() -> None:
    first, second, *_ = rungs(parse("一篇关于干部怕担责的讲话").tree, LEXICON)
    assert {"一篇", "关于", "干部"} <= set(first.words)
    assert (second.words, second.near, second.apart) == (("干部", "怕担责"), False, True)
    assert [rung.near for rung in rungs(parse("干部怕担责").tree, LEXICON)] == [False, True, True]


def test_only_words_that_must_stand_there_are_told() -> None:
    assert words("怕担责式干部") == ("怕担责", "干部")


def test_a_question_of_nothing_else_is_asked_all_the_same() -> None:
    assert asked("应该 现在", "现在应该春耕。", "春耕要早。") == ["s#p1"]


@pytest.mark.parametrize("question", ["“干部怕担责”", "-干部", "标题:干部作风", "主题:甲", "", "的"])
def test_what_was_asked_exactly_is_not_taken_apart(question: str) -> None:
    assert rungs(parse(question).tree, LEXICON) == ()


def asked(question: str, *texts: str, limit: int = 10, **more: object) -> list[str]:
    engine = open_engine("memory", Path(), "")
    with engine.write() as batch:
        batch.add("s", "1", [Entry("s", f"p{n}", "passage", text, **more) for n, text in enumerate(texts, 1)])  # type: ignore[arg-type]

    def ask(rung: Rung) -> Hits:
        return engine.search(Request(rung.tree, wanted=rung.wanted, near=rung.near), limit)

    hits = closest(rungs(parse(question).tree, LEXICON), ask)
    return [key for key, _ in hits.page] if hits else []


def test_what_comes_closest_comes_first() -> None:
    texts = ("春耕要早。", "有的干部不敢担当。", "干部要学习。")
    assert asked("干部怕担责怎么办", *texts) == ["s#p2", "s#p3"]


def test_what_must_not_stand_there_and_what_is_quoted_hold_all_the_way() -> None:
    texts = ("有的干部不敢担当，群众有意见。", "有的干部不敢担当。", "干部要学习。")
    assert asked("干部怕担责 -学习 “群众”", *texts) == ["s#p1"]


def test_little_in_common_is_not_close() -> None:
    wanted = rungs(parse("航天员出舱").tree, LEXICON)[0].wanted
    assert not has_some(wanted, "今天天气好")
    assert has_some(wanted, "航天事业")


def test_letters_in_common_are_nothing_in_common() -> None:
    wanted = rungs(parse("zerenluoshi").tree, LEXICON)[0].wanted
    assert not has_some(wanted, "economic indicators, per head")
