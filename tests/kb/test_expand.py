"""Widening a query by the lexicon: nothing is lost, nothing is hidden, quotes and minus hold."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.engine import Entry, Request
from kb.engines.memory import MemoryEngine
from kb.expand import Expansion, expand, spot, without_search_words
from kb.lexicon import Lexicon, Sense
from kb.query import And, InTitle, Literal, Not, Or, Tree, parse

LEXICON = Lexicon(
    senses={
        "集体经济": (Sense("equal", ("农村集体经济", "村级经济")),),
        "农村集体经济": (Sense("equal", ("集体经济", "村级经济")),),
        "村级经济": (Sense("equal", ("农村集体经济", "集体经济")),),
        "四风": (Sense("phrase", ("形式主义", "官僚主义")), Sense("plain", ("官僚主义", "作风不实"))),
        "怕担责": (Sense("plain", ("不敢担当", "推诿扯皮")),),
        "推诿扯皮": (Sense("equal", ("互相推诿",)),),
    },
    searching=frozenset({"怎么写", "讲话"}),
    longest=6,
)


def lit(text: str, exact: bool = False) -> Literal:
    return Literal(text, text, exact)


def added(*texts: str) -> tuple[Literal, ...]:
    return tuple(lit(text, exact=True) for text in texts)


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("怕担责", Or((lit("怕担责"), *added("不敢担当", "推诿扯皮")))),
        ("怕担责 作风", And((Or((lit("怕担责"), *added("不敢担当", "推诿扯皮"))), lit("作风")))),
        ("怕担责 | 作风", Or((lit("怕担责"), *added("不敢担当", "推诿扯皮"), lit("作风")))),
        ("怕担责 | 不敢担当", Or((lit("怕担责"), *added("推诿扯皮"), lit("不敢担当")))),
        ("村级经济", Or((lit("村级经济"), *added("农村集体经济", "集体经济")))),
        ("四风", Or((lit("四风"), *added("形式主义", "官僚主义", "作风不实")))),
        ("“怕担责”", lit("怕担责", exact=True)),
        ("作风 -怕担责", And((lit("作风"), Not(lit("怕担责"))))),
        ("标题:怕担责", InTitle("怕担责")),
        ("怕担责不好", lit("怕担责不好")),
        ("", None),
    ],
)
def test_what_is_typed_is_widened(typed: str, tree: Tree | None) -> None:
    parsed = parse(typed).tree
    assert expand(parsed, LEXICON).tree == (parsed if tree is None else tree)


def test_every_widening_is_told_with_its_kind() -> None:
    assert expand(parse("四风 怕擔責 怕担责 作风").tree, LEXICON).expansions == (
        Expansion("四风", "phrase", ("形式主义", "官僚主义")),
        Expansion("四风", "plain", ("作风不实",)),
        Expansion("怕担责", "plain", ("不敢担当", "推诿扯皮")),
    )


def test_an_alternative_that_finds_nothing_more_is_not_shown() -> None:
    assert expand(parse("集体经济").tree, LEXICON).expansions == (
        Expansion("集体经济", "equal", ("村级经济",)),
    )


def test_a_chip_that_was_taken_away_stays_away() -> None:
    parsed = parse("怕担责 四风").tree
    expanded = expand(parsed, LEXICON, kept={"怕擔責"})
    assert [e.term for e in expanded.expansions] == ["四风", "四风"]
    assert expand(parsed, LEXICON, kept=("怕担责", "四风")).tree == parsed


def test_an_alternative_counts_less_than_what_was_typed() -> None:
    weights = expand(parse("怕担责 推诿扯皮 四风").tree, LEXICON).weights
    assert "怕担责" not in weights
    assert "推诿扯皮" not in weights
    assert 0 < weights["不敢担当"] < 1
    assert weights["官僚主义"] < weights["互相推诿"] < 1


@pytest.mark.parametrize(
    ("typed", "left", "dropped"),
    [
        ("作风 怎么写", "作风", ("怎么写",)),
        ("讲话 作风 四风", "作风 四风", ("讲话",)),
        ("怎么写", "怎么写", ()),
        ("讲话 怎么写", "讲话 怎么写", ()),
        ("讲话 -作风", "讲话 -作风", ()),
        ("讲话 年份:2019", "年份:2019", ("讲话",)),
        ("“讲话” 作风", "“讲话” 作风", ()),
        ("作风 -讲话", "作风 -讲话", ()),
        ("讲话 | 作风", "讲话 | 作风", ()),
        ("(讲话 作风) | 四风", "作风 | 四风", ("讲话",)),
        ("重要讲话", "重要讲话", ()),
    ],
)
def test_words_about_the_search_need_not_match(typed: str, left: str, dropped: tuple[str, ...]) -> None:
    assert without_search_words(parse(typed).tree, LEXICON) == (parse(left).tree, dropped)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("农村集体经济薄弱怎么办", ["农村集体经济"]),
        ("村里集体经济弱，怕担责的多", ["集体经济", "怕担责"]),
        ("反对“四 风”", ["四 风"]),
        ("農村集體經濟", ["農村集體經濟"]),
        ("作风", []),
        ("", []),
    ],
)
def test_terms_are_spotted_in_a_run_of_text(text: str, found: list[str]) -> None:
    assert [text[s.start : s.end] for s in spot(text, LEXICON)] == found


WORDS = [*LEXICON.senses, "形式主义", "作风", "讲话", "怎么写", "“四风”", "标题:四风", "年份:2019"]
queries = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' | '.join(parts)})"),
        inner.map(lambda part: f"-({part})"),
    ),
    max_leaves=6,
)
trees = queries.map(lambda typed: parse(typed).tree)
texts = st.lists(
    st.lists(st.sampled_from(["要", "。", *WORDS[:-2], "不敢担当", "推诿扯皮"]), max_size=5).map("".join),
    max_size=6,
)


def hits(tree: Tree, passages: list[str]) -> set[str]:
    engine = MemoryEngine()
    with engine.write() as batch:
        batch.add(
            "s", "e", [Entry("s", f"p{n}", "passage", text, year=2019) for n, text in enumerate(passages)]
        )
    return {key for key, _ in engine.search(Request(tree), 100).page}


@given(trees, texts)
def test_expanding_never_loses_a_hit(tree: Tree, passages: list[str]) -> None:
    assert hits(tree, passages) <= hits(expand(tree, LEXICON).tree, passages)


@given(trees, texts)
def test_letting_go_of_search_words_never_loses_a_hit(tree: Tree, passages: list[str]) -> None:
    assert hits(tree, passages) <= hits(without_search_words(tree, LEXICON)[0], passages)


@given(trees)
def test_doing_it_twice_is_doing_it_once(tree: Tree) -> None:
    once = expand(tree, LEXICON)
    again = expand(once.tree, LEXICON)
    assert (again.tree, again.expansions) == (once.tree, once.expansions)
    lighter, _ = without_search_words(tree, LEXICON)
    assert without_search_words(lighter, LEXICON) == (lighter, ())


@given(trees)
def test_what_was_typed_stays_in_its_order(tree: Tree) -> None:
    def typed(of: Tree) -> list[str]:
        match of:
            case Literal(text, _, exact):
                return [] if exact else [text]
            case And(parts) | Or(parts):
                return [text for part in parts for text in typed(part)]
            case Not(part):
                return typed(part)
            case _:
                return []

    assert typed(expand(tree, LEXICON).tree) == typed(tree)


@given(st.text(alphabet="农村集体经济四风怕担责。“ 作", max_size=40))
def test_spots_are_terms_in_order_and_apart(text: str) -> None:
    spots = spot(text, LEXICON)
    assert all(s.term in LEXICON.senses for s in spots)
    assert all(a.end <= b.start for a, b in pairwise(spots))


WITH_BONES = replace(
    LEXICON, senses={**LEXICON.senses, "办事难": ()}, bare={"办事难": "办事难", "怕担责": "怕担责"}
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("办事太难了", [("办事太难", "办事难")]),
        ("都很怕很担责", [("怕很担责", "怕担责")]),
        ("办办事难", [("办办事难", "办事难")]),
        ("办事不难", []),
        ("太难了", []),
    ],
)
def test_a_term_is_known_with_small_words_between(text: str, found: list[tuple[str, str]]) -> None:
    spots = spot(text, WITH_BONES)
    assert [(text[s.start : s.end], s.term) for s in spots] == found
