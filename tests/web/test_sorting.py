"""The orders of results, what stands a little behind, and asking less: always shown, and taken back by a link."""

from __future__ import annotations

from tests.web.conftest import Get
from tests.web.test_search import attributes, texts


def test_every_order_has_a_link_and_the_chosen_one_says_so(get: Get) -> None:
    tree = get("/search?q=村")
    assert texts(tree, ".sorting a")[:5] == ["最相关", "新的在前", "早的在前", "按来源", "短的在前"]
    assert texts(tree, ".sorting [aria-current]") == ["最相关"]
    newest = get("/search?q=村&order=newest")
    assert texts(newest, ".sorting [aria-current]") == ["新的在前"]
    assert all(
        "order=newest" in address for address in attributes(newest, ".facets a", "href") if "?" in address
    )


def test_orders_that_make_no_sense_are_left_out(get: Get) -> None:
    assert texts(get("/search?q=村&order=best"), ".sorting [aria-current]") == ["最相关"]


def test_asking_less_is_offered_said_and_taken_back(get: Get) -> None:
    nothing = get("/search?q=村集体经济家底航天")
    address = nothing.css_first("h2.closest a").attributes["href"]
    assert address
    relaxed = get(address)
    assert "一是村集体经济家底不厚" in relaxed.css_first(".hit").text()
    assert any("已放宽" in notice for notice in texts(relaxed, ".notice"))
    chip = relaxed.css_first(".sorting .chip")
    assert "已放宽" in chip.text()
    assert get(chip.attributes["href"] or "").css(".nohits")


def test_a_long_question_is_answered_by_its_words(get: Get) -> None:
    tree = get("/search?q=村集体经济家底怎么办")
    assert "一是村集体经济家底不厚" in tree.css_first(".hit").text()
    assert any("按其中的词检索" in notice for notice in texts(tree, ".notice"))
