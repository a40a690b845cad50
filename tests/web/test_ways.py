"""The ways of looking: the same question as headings, as parallel clauses, as a word among its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kb.fold import fold
from kb.library import Library
from kb.model import Heading, Passage, Speech
from tests.web.conftest import Tree
from tests.web.samples import SPEECHES, index, make
from tests.web.test_search import texts
from web import create_app

WAYS = Speech(
    "2024-ways",
    "在账目公开现场会上的讲话",
    (
        Heading(1, "三、家底薄弱，要看得见"),
        Passage("p1", "对账目要守土有责、守土负责、守土尽责，责任到人。"),
        Passage("p2", "一是账目公开透明。每季度上墙一次，压实责任，谁都看得见。"),
        Passage("p3", "二是责任落实到人。压实责任不是压给别人，压实“责任”先压自己。"),
        Heading(1, "账目是集体的家底，账目是群众的定心丸"),
        Passage("p4", "把主体责任担起来，把<i>监督责任</i>扛起来。"),
    ),
    date="2024-05-01",
)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = make(tmp_path_factory.mktemp("ways"), (*SPEECHES, WAYS))
    yield library
    library.close()


@pytest.fixture(scope="module")
def ask(kb: Library) -> FlaskClient:
    app = create_app(kb)
    app.testing = True
    return app.test_client()


def page(ask: FlaskClient, address: str) -> Tree:
    answer = ask.get(address)
    assert answer.status_code == 200, answer.text
    return Tree(answer.text)


def data(ask: FlaskClient, address: str) -> dict:  # type: ignore[type-arg]
    answer = ask.get(address)
    assert answer.status_code == 200 and answer.json is not None
    return answer.json


def test_from_results_every_way_leads_to_the_same_question(ask: FlaskClient) -> None:
    tree = page(ask, "/search?q=责任&theme=responsibility&page=1")
    links = {a.text(strip=True): a.attributes["href"] or "" for a in tree.css(".ways a")}
    assert list(links) == ["检索结果", "标题", "排比", "前后词"]
    for address in links.values():
        there = page(ask, address)
        assert (there.css_first("#q").attributes["value"], len(there.css(".ways [aria-current]"))) == (
            "责任",
            1,
        )
        assert "theme=responsibility" in address


def test_a_heading_stands_once_without_number_with_all_its_speeches(ask: FlaskClient) -> None:
    found = data(ask, "/titles.json?q=家底 薄弱")
    assert [(t["text"], t["speeches"]) for t in found["titles"]] == [("家底薄弱，要看得见", 2)]
    tree = page(ask, "/titles?q=家底 薄弱")
    for link in tree.css(".from li a"):
        assert ask.get(link.attributes["href"]).status_code == 200
    assert tree.css_first(".line").attributes["data-text"] == "家底薄弱，要看得见"


def test_all_words_must_stand_in_the_heading_itself(ask: FlaskClient) -> None:
    for found in data(ask, "/titles.json?q=责任")["titles"]:
        assert "责任" in fold(found["text"])
    assert data(ask, "/titles.json?q=责任 不存在")["total"] == 0


@pytest.mark.parametrize("way", ["titles", "parallel"])
def test_every_number_beside_a_list_is_what_its_link_finds(ask: FlaskClient, way: str) -> None:
    links = page(ask, f"/{way}").css(".facets a")
    assert len(links) > 5
    for link in links:
        address = (link.attributes["href"] or "").replace(f"/{way}", f"/{way}.json", 1)
        shown = link.css_first(".n")
        number = re.search(r"\d+$", shown.text() if shown else link.attributes["title"] or "")
        assert number and data(ask, address)["total"] == int(number[0]), address


def test_other_words_keep_the_way_and_what_is_chosen(ask: FlaskClient) -> None:
    form = page(ask, "/titles?q=责任&length=8&sort=new&year=2023").css_first("form.ask")
    assert form.attributes["action"] == "/titles"
    fields = {i.attributes["name"]: i.attributes["value"] for i in form.css("input[type=hidden]")}
    assert fields == {"year": "2023", "length": "8", "sort": "new"}


def test_parallel_clauses_show_their_frame_and_what_it_repeats(ask: FlaskClient) -> None:
    found = data(ask, "/parallel.json?q=守土")
    assert [(r["text"], r["frame"]) for r in found["runs"]] == [("守土有责、守土负责、守土尽责", "守土○责")]
    tree = page(ask, "/parallel?q=守土")
    assert texts(tree, ".words b") == ["守土", "责"] * 3
    only = (tree.css_first(".shape").attributes["href"] or "").replace("/parallel?", "/parallel.json?")
    assert data(ask, only)["total"] == 1


def test_every_occurrence_has_its_line_and_the_text_is_cut_by_characters(
    ask: FlaskClient, kb: Library
) -> None:
    found = data(ask, "/kwic.json?q=责任&speech=2024-ways")
    text = [p.text for p in WAYS.passages]
    assert found["total"] == sum(fold(t).count("责任") for t in text)
    for line in found["lines"]:
        assert any(line["left"] + line["word"] + line["right"] in t for t in text)
        assert len(line["left"]) <= 20 >= len(line["right"]) and fold(line["word"]) == "责任"


def test_neighbours_narrow_to_as_many_lines_as_they_say(ask: FlaskClient) -> None:
    tree = page(ask, "/kwic?q=责任")
    chips = tree.css(".beside-word a")
    assert chips
    for chip in chips:
        there = data(ask, (chip.attributes["href"] or "").replace("/kwic?", "/kwic.json?"))
        assert there["distinct"] == int(chip.css_first(".n").text())
    before = data(ask, "/kwic.json?q=责任&before=压实")
    assert before["total"] == 3 and all(fold(line["left"]).endswith("压实") for line in before["lines"])


def test_lines_stand_in_order_of_what_is_next_to_the_word(ask: FlaskClient) -> None:
    for order, side in (("left", "left"), ("right", "right")):
        lines = data(ask, f"/kwic.json?q=责任&sort={order}")["lines"]
        next_to = [line[side][-1:] if side == "left" else line[side][:1] for line in lines]
        grouped = [c for i, c in enumerate(next_to) if not i or next_to[i - 1] != c]
        words = [c for c in grouped if c and c.isalnum()]
        assert len(words) == len(set(words))


def test_of_two_words_either_can_stand_in_the_midst(ask: FlaskClient) -> None:
    assert {line["word"] for line in data(ask, "/kwic.json?q=压实 责任")["lines"]} == {"压实"}
    tree = page(ask, "/kwic?q=压实 责任")
    other = next(a for a in tree.css(".order a") if a.text() == "责任").attributes["href"] or ""
    assert {fold(line["word"]) for line in data(ask, other.replace("/kwic?", "/kwic.json?"))["lines"]} == {
        "责任"
    }


@pytest.mark.parametrize("way", ["titles", "parallel", "kwic"])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=没有这样的词",
        "q=以*为*",
        "q=责任 ~5 压实",
        "q=-责任",
        "page=999",
        "sort=no&length=no&count=x",
        "q=%00<b>",
    ],
)
def test_whatever_is_asked_there_is_a_page(ask: FlaskClient, way: str, query: str) -> None:
    tree = page(ask, f"/{way}?{query}")
    assert tree.css_first("h1").text(strip=True)
    data(ask, f"/{way}.json?{query}")


def test_text_of_speeches_is_never_markup(ask: FlaskClient) -> None:
    assert page(ask, "/kwic?q=监督责任").css_first(".kwic i") is None


@pytest.mark.parametrize(("way", "rows"), [("titles", "titles"), ("parallel", "runs"), ("kwic", "lines")])
def test_a_word_is_widened_by_the_lexicon_and_the_chip_takes_it_back(
    tmp_path: Path, way: str, rows: str
) -> None:
    library = make(tmp_path, (*SPEECHES, WAYS))
    library.home.lexicon.mkdir(exist_ok=True)
    (library.home.lexicon / "plain.txt").write_text("没本钱 = 家底薄弱 守土负责\n", encoding="utf-8")
    ask = create_app(library).test_client()
    found = data(ask, f"/{way}.json?q=没本钱&sort=new&theme=")
    assert found[rows] and found["widening"]["expanded"][0]["term"] == "没本钱"
    tree = page(ask, f"/{way}?q=没本钱&sort=new")
    chip = tree.css_first(".widening .chip")
    assert chip.text().startswith("没本钱 → 家底薄弱、守土负责")
    back = chip.attributes["href"] or ""
    assert back.startswith(f"/{way}?") and "sort=new" in back
    assert texts(page(ask, back), ".widening a") == ["恢复扩展"]
    assert not data(ask, back.replace(f"/{way}?", f"/{way}.json?"))[rows]
    library.close()


def test_words_about_the_search_need_not_stand_in_a_heading(ask: FlaskClient) -> None:
    assert data(ask, "/titles.json?q=家底 怎么写")["total"] == data(ask, "/titles.json?q=家底")["total"] > 0
    found = data(ask, "/kwic.json?q=责任 怎么写")
    assert (found["centre"], found["widening"]["dropped"]) == ("责任", ["怎么写"])


def test_of_words_that_stand_for_each_other_all_are_in_the_midst(tmp_path: Path) -> None:
    library = make(tmp_path, (*SPEECHES, WAYS))
    library.home.lexicon.mkdir(exist_ok=True)
    (library.home.lexicon / "equal.txt").write_text("监督责任 家底薄弱\n", encoding="utf-8")
    found = data(create_app(library).test_client(), "/kwic.json?q=监督责任")
    assert {line["word"] for line in found["lines"]} == {"监督责任", "家底薄弱"}
    library.close()


def test_lists_follow_the_library(tmp_path: Path) -> None:
    library = make(tmp_path, (WAYS,))
    client = create_app(library).test_client()
    assert (
        data(client, "/parallel.json?q=守土")["total"] == 1
        and data(client, "/titles.json?q=秤杆")["total"] == 0
    )
    library.save(replace(WAYS, body=(Heading(1, "一、秤杆要平"), Passage("p1", "秤杆底下是人心。"))))
    index(library)
    assert (
        data(client, "/parallel.json?q=守土")["total"] == 0
        and data(client, "/titles.json?q=秤杆")["total"] == 1
    )
    assert data(client, "/kwic.json?q=秤杆")["total"] == 2
    library.close()


def test_without_an_index_it_is_said(empty: Library) -> None:
    assert "kb reindex" in create_app(empty).test_client().get("/titles").text
