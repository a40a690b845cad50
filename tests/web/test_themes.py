"""The grid of themes and roles leads to exactly what it counts; the page of a theme shows what the library has."""

from __future__ import annotations

import re
from pathlib import Path

from flask.testing import FlaskClient

from indexer.reclassify import reclassify
from kb.library import Library
from kb.model import Heading, Passage, Speech
from kb.portrait import portrait
from tests.web.conftest import Get, Tree
from tests.web.samples import make
from tests.web.test_search import texts
from web import create_app


def test_the_grid_has_a_row_for_every_theme_the_narrower_after_the_broader(
    get: Get, library: Library
) -> None:
    rows = [row.attributes["id"] for row in get("/themes").css(".grid tbody tr")]
    assert sorted(rows) == sorted(theme.id for theme in library.classifier().taxonomy.themes)
    assert rows.index("party-building") + 1 == rows.index("political-building")


def test_every_number_of_the_grid_is_what_its_link_finds(get: Get, client: FlaskClient) -> None:
    links = get("/themes").css(".grid td a")
    assert len(links) > 10
    for link in links:
        address = (link.attributes["href"] or "").replace("/search?", "/search.json?")
        found = client.get(address).json
        number = re.search(r"[\d,]+$", link.text(strip=True))
        assert found and number and f"{found['total']:,}" == number[0]


def test_the_page_of_a_theme_counts_what_a_search_of_it_finds(get: Get, client: FlaskClient) -> None:
    tree = get("/themes/collective-economy")
    found = client.get("/search.json?theme=collective-economy").json
    assert found and f"{found['total']} 处" in tree.css_first(".about .facts").text()
    assert texts(tree, ".roles a") and all(link.attributes["href"] for link in tree.css(".roles a"))


def test_the_best_passages_stand_under_their_role_and_can_be_copied(get: Get) -> None:
    tree = get("/themes/responsibility")
    shown = tree.css(".best")
    assert shown
    for section in shown:
        role = section.css_first("h2 span").text(strip=True)
        assert all(role in card.css_first(".tags").text() for card in section.css(".hit"))
        assert all(card.css_first("[data-copy=plain]") for card in section.css(".hit"))


def test_a_theme_tells_what_it_means_and_the_words_that_earn_it(get: Get, library: Library) -> None:
    theme = library.classifier().taxonomy.by_id["work-style"]
    text = get("/themes/work-style").css_first(".about").text()
    assert theme.scope in text and all(term in text for term in theme.terms)


def test_a_narrower_theme_leads_to_the_broader_and_back(get: Get) -> None:
    assert get("/themes/political-building").css_first(".trail [href='/themes/party-building']")
    assert get("/themes/party-building").css_first(".facts [href='/themes/political-building']")


def test_a_theme_that_is_not_there_is_said(client: FlaskClient) -> None:
    answer = client.get("/themes/no-such")
    assert answer.status_code == 404 and "没有编号为“no-such”的主题" in answer.text


def test_a_former_id_leads_to_the_theme_it_has_become(tmp_path: Path) -> None:
    library = make(tmp_path)
    text = library.home.themes.read_text(encoding="utf-8")
    library.home.themes.write_text(
        text.replace('id = "work-style"', 'id = "habits"\nwas = ["work-style"]'), encoding="utf-8"
    )
    reclassify(library)
    client = create_app(library).test_client()
    for form in ("", ".json"):
        answer = client.get(f"/themes/work-style{form}")
        assert (answer.status_code, answer.location) == (301, f"/themes/habits{form}")
    assert client.get("/themes/habits").status_code == 200
    library.close()


def test_headings_are_counted_by_speeches_without_their_numbers(library: Library) -> None:
    seen = portrait(library, "responsibility")
    assert all(count > 1 for _, count in seen.headings)
    assert sum(seen.roles.values()) <= seen.total and seen.speeches <= seen.total
    assert sum(seen.years.values()) <= seen.total


def test_every_common_heading_leads_to_something(tmp_path: Path) -> None:
    """Also where the heading itself is all that has the theme."""
    head = "一、抓好“主体责任”落实："
    library = make(tmp_path, tuple(Speech(id_, id_, (Heading(1, head), Passage("p1", "照办。"))) for id_ in ("甲", "乙")))  # fmt: skip
    client = create_app(library).test_client()
    links = Tree(client.get("/themes/responsibility").text).css("a[href*='%E6%A0%87%E9%A2%98']")
    assert [link.text() for link in links if "主体责任" in link.text()]
    for link in links:
        found = client.get((link.attributes["href"] or "").replace("/search?", "/search.json?")).json
        assert found and found["total"] == 2
    library.close()


def test_the_best_passages_are_each_of_another_speech(library: Library) -> None:
    for keys in portrait(library, "responsibility").best.values():
        speeches = [key.partition("#")[0] for key in keys]
        assert len(speeches) == len(set(speeches))
