"""The lists of speeches and themes, and the help."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient

from kb.library import Library
from kb.query import parse
from tests.web.conftest import Get
from tests.web.test_search import texts
from web import create_app


def test_speeches_stand_by_year_newest_first(get: Get) -> None:
    tree = get("/speeches")
    assert texts(tree, ".year h2") == ["2023 1 篇", "2022 1 篇", "2021 1 篇", "年份不详 1 篇"]
    assert texts(tree, ".year li")[0] == "在全县集体经济推进会上的讲话 2023年3月15日12 段"


def test_speeches_can_be_filtered_by_title(get: Get) -> None:
    assert texts(get("/speeches?q=作風"), ".year li > a > :first-child") == ["在作风整顿动员会上的讲话"]
    nothing = get("/speeches?q=航天")
    assert "没有标题里含有“航天”的讲话" in nothing.text()
    assert nothing.css_first(".listing > p a").attributes["href"] == "/search?q=%E8%88%AA%E5%A4%A9"


def test_every_example_of_the_help_runs_and_is_understood(get: Get, client: FlaskClient) -> None:
    links = [a.attributes["href"] or "" for a in get("/help").css(".prose td a")]
    assert len(links) >= 10
    for link in links:
        assert client.get(link).status_code == 200
        assert parse(parse_qs(urlsplit(link).query)["q"][0]).notices == ()


def test_the_same_examples_stand_beside_every_box(get: Get) -> None:
    help_page = get("/help")
    table = [a.text() for a in help_page.css(".prose td a")]
    beside = [a.text() for a in help_page.css(".how dd a")]
    assert len(beside) >= 10
    assert set(beside) < set(table)
    for address in ("/", "/search?q=责任", "/titles", "/speech/2023-jiti"):
        assert texts(get(address), ".how dd a") == beside


def test_examples_are_those_that_find_something_here(get: Get, client: FlaskClient) -> None:
    found = {a.text(): client.get((a.attributes["href"] or "").replace("/search", "/search.json")).json
             for a in get("/").css(".how dd a")}  # fmt: skip
    empty = [q for q, answer in found.items() if answer and not answer["total"]]
    assert len(empty) <= 2, empty


def test_a_library_without_speeches_shows_how_to_write_too(empty: Library) -> None:
    client = create_app(empty).test_client()
    assert "“抓落实”" in client.get("/help").text


def test_the_help_has_the_place_the_keyboard_table_leads_to(get: Get) -> None:
    assert get("/help").css_first("#keyboard") is not None
