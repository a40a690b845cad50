"""An empty list leads on: to each word, to what may have been meant, to the same with nothing chosen."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from kb.library import Library
from kb.suggest import table
from tests.web.conftest import Get
from tests.web.test_search import texts


def test_each_word_that_has_lines_is_offered_with_how_many(get: Get) -> None:
    tree = get("/titles?q=薄弱 航天")
    assert not tree.css(".line")
    assert "没有这样的标题" in tree.css_first(".none-such").text()
    word = next(a for a in tree.css(".none-such a") if a.text() == "薄弱")
    there = get(word.attributes["href"] or "")
    assert str(len(there.css(".line"))) == word.next.next.text()
    assert "航天" not in texts(tree, ".none-such a")


def test_what_is_chosen_can_be_let_go(get: Get) -> None:
    tree = get("/titles?q=薄弱&year=1999")
    free = next(a for a in tree.css(".none-such a") if a.text() == "不限任何条件")
    assert get(free.attributes["href"] or "").css(".line")
    assert texts(tree, ".sum .chip")


@pytest.mark.parametrize("way", ["titles", "kwic"])
def test_a_slip_is_noticed_as_among_results(
    get: Get, client: FlaskClient, library: Library, way: str
) -> None:
    table(library)
    tree = get(f"/{way}?q=家低薄弱" if way == "titles" else f"/{way}?q=集体经挤")
    assert "您是不是要找" in tree.css_first(".none-such").text()
    link = tree.css_first(".none-such p + p a")
    assert (link.attributes["href"] or "").startswith(f"/{way}?q=")
    assert get(link.attributes["href"] or "").css("[data-stop]")
    assert (client.get(f"/{way}.json?q=集体经挤").json or {})["meant"] or way == "titles"


@pytest.mark.parametrize("way", ["titles", "parallel", "kwic"])
def test_what_nothing_leads_on_from_says_so_and_no_more(get: Get, way: str) -> None:
    tree = get(f"/{way}?q=航天")
    assert "没有" in tree.css_first(".none-such").text()
    assert texts(tree, ".none-such a") == ["检索结果"]
    assert not tree.css(".order")
