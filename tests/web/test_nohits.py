"""Nothing found: the page helps on."""

from __future__ import annotations

from tests.web.conftest import Get
from tests.web.test_search import texts


def test_each_word_is_tried_alone(get: Get) -> None:
    tree = get("/search?q=薄弱 航天 台账")
    assert "没有哪一段同时符合" in tree.css_first(".nohits h2").text()
    assert texts(tree, ".nohits li") == ["薄弱 5 处", "航天 0 处", "台账 1 处"]
    assert get(tree.css_first(".nohits li a").attributes["href"] or "").css(".hit")


def test_one_long_word_is_cut_where_it_can_be_found(get: Get) -> None:
    tree = get("/search?q=旧校舍过日子航天主体责任")
    assert texts(tree, ".nohits li a") == ["旧校舍过日子", "主体责任"]


def test_pieces_of_a_pasted_sentence_are_words_without_marks(get: Get) -> None:
    tree = get("/search?q=航天员说，主体责任不落实；旧校舍太多，他们也没办法。")
    found = texts(tree, ".nohits li a")
    assert {"主体责任", "旧校舍"} <= set(found)
    assert all(one.isalnum() and one not in ("他们", "太多") for one in found)


def test_what_is_typed_in_letters_is_close_to_nothing(get: Get) -> None:
    assert not get("/search?q=select from zeren").css("h2.closest")


def test_where_nothing_is_found_nothing_is_summed(get: Get) -> None:
    assert not get("/search?q=航天").css(".sum")
    assert get("/search?q=航天&year=2021").css(".sum .chip")


def test_where_nothing_is_found_there_is_nothing_to_narrow(get: Get) -> None:
    for way in ("search", "titles", "parallel"):
        assert not get(f"/{way}?q=航天").css(".switch-label")
        assert get(f"/{way}?q=航天&year=2021").css(".switch-label")


def test_a_facet_can_be_let_go(get: Get) -> None:
    tree = get("/search?q=文山会海&theme=collective-economy&year=2021")
    assert "不限任何条件 1 处" in texts(tree, ".nohits li")
    tree = get("/search?q=文山会海&year=2021")
    assert "不限年份 1 处" in texts(tree, ".nohits li")


def test_nothing_at_all_still_points_somewhere(get: Get) -> None:
    tree = get("/search?q=航天")
    assert not tree.css(".hit")
    assert {"/themes", "/help"} <= {a.attributes["href"] for a in tree.css(".nohits a")}


def test_what_comes_closest_is_shown_and_called_so(get: Get) -> None:
    tree = get("/search?q=村集体经济家底航天")
    assert "没有找到" in tree.css_first(".nohits h2").text()
    assert "最接近" in tree.css_first("h2.closest").text()
    assert "一是村集体经济家底不厚" in tree.css_first(".hit").text()
    assert not get("/search?q=村集体经济").css("h2.closest")
