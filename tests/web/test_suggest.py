"""The list under the search box, the words that may have been meant, and the chips of what was widened."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from kb.library import Library
from kb.suggest import table
from tests.web.conftest import Get
from tests.web.test_search import texts
from web import create_app


def test_suggestions_lead_to_pages(client: FlaskClient, library: Library) -> None:
    table(library)
    found = client.get("/suggest.json?q=责任").json
    assert found is not None
    assert found["suggestions"]
    assert {one["kind"] for one in found["suggestions"]} <= {"主题", "词", "标题"}
    for one in found["suggestions"]:
        assert client.get(one["url"]).status_code == 200


def suggested(client: FlaskClient, typed: str) -> dict[str, dict[str, str]]:
    found = (client.get("/suggest.json", query_string={"q": typed}).json or {})["suggestions"]
    return {one["text"]: one for one in found}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("薄弱 责", "薄弱 {}"),
        ("薄弱　责", "薄弱　{}"),
        ("薄弱 -责", "薄弱 -{}"),
        ("(薄弱|责", "(薄弱|{}"),
        ("薄弱 标题:责", "薄弱 标题:{}"),
        ("ziliao zere", "ziliao {}"),
    ],
)
def test_the_last_of_several_words_is_gone_on_from(
    client: FlaskClient, library: Library, typed: str, written: str
) -> None:
    table(library)
    found = suggested(client, typed)
    term = next(one for one in found.values() if one["kind"] == "词" and one["text"].startswith("责"))
    assert term["q"] == written.format(term["text"])
    assert client.get(term["url"]).status_code == 200


def test_beside_other_words_a_theme_narrows_and_alone_it_has_a_page(
    client: FlaskClient, library: Library
) -> None:
    table(library)
    assert suggested(client, "薄弱 责任落")["责任落实"]["q"] == "薄弱 主题:责任落实"
    assert suggested(client, "主题:责任落")["责任落实"]["q"] == "主题:责任落实"
    alone = suggested(client, "责任落")["责任落实"]
    assert (alone["q"], alone["url"]) == ("", "/themes/responsibility")
    assert {one["kind"] for one in suggested(client, "主题:责").values()} == {"主题"}


@pytest.mark.parametrize("typed", ["“薄弱 责", '"薄弱 责', "年份:责", "用途:责", "来源:责"])
def test_where_no_word_can_follow_nothing_is_suggested(
    client: FlaskClient, library: Library, typed: str
) -> None:
    table(library)
    assert suggested(client, typed) == {}


def test_without_an_index_or_a_question_there_are_none(client: FlaskClient, empty: Library) -> None:
    assert client.get("/suggest.json").json == {"suggestions": []}
    assert create_app(empty).test_client().get("/suggest.json?q=责任").json == {"suggestions": []}


def test_what_may_have_been_meant_is_a_link_and_no_more(get: Get, client: FlaskClient) -> None:
    tree = get("/search?q=集体经挤")
    assert "集体经济" in texts(tree, ".meant a")
    assert not tree.css(".hit") or tree.css("h2.closest")
    assert get(tree.css_first(".meant a").attributes["href"] or "").css(".hit")
    assert "集体经济" in [one["q"] for one in (client.get("/search.json?q=集体经挤").json or {})["meant"]]
    assert not get("/search?q=集体经济").css(".meant")


def test_what_was_widened_is_shown_and_can_be_taken_back(get: Get, client: FlaskClient) -> None:
    tree = get("/search?q=怕担责")
    chip = tree.css_first(".widening .chip")
    assert "已扩展" in tree.css_first(".widening").text()
    assert chip.text().startswith("怕担责 → ")
    assert f"only={quote('怕担责')}" in (chip.attributes["href"] or "")
    without = get(chip.attributes["href"] or "")
    assert texts(without, ".widening") == ["怕担责 只按原词 恢复扩展"]
    data = client.get("/search.json?q=怕担责").json or {}
    assert data["widening"]["expanded"][0]["term"] == "怕担责"
    kept = client.get("/search.json?q=怕担责&only=*").json or {}
    assert (kept["widening"]["expanded"], kept["widening"]["only"]) == ([], ["*"])


def test_words_about_the_search_are_shown_and_can_be_asked_for(get: Get) -> None:
    tree = get("/search?q=文山会海 怎么写")
    assert tree.css(".hit")
    assert "不必有" in tree.css_first(".widening").text()
    chip = next(a for a in tree.css(".widening .chip") if a.text().startswith("怎么写"))
    assert not get(chip.attributes["href"] or "").css(".hit:not(.closest ~ .hit)")


def test_a_speech_reached_by_a_widened_word_leads_back(get: Get) -> None:
    tree = get("/speech/2023-jiti?q=村级集体经济")
    assert tree.css("mark")
    assert any((a.attributes["href"] or "").startswith("/search?q=") for a in tree.css("a"))
