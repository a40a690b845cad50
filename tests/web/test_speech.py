"""The reading page, excerpts and originals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.prepare import BY_PERSON
from indexer.rules import NAMES
from kb.cleaning import RULE_LABELS
from kb.excerpt import FORMS
from tests.web.conftest import Get, Tree
from tests.web.samples import JITI, ZUOFENG, make
from tests.web.test_search import attributes, texts
from web import create_app


def shown(tree: Tree, id_: str) -> str:
    escaped = id_.replace(".", "\\.")
    return tree.css_first(f"#{escaped}").text()


@pytest.mark.parametrize("q", ["", "薄弱 责任", "一"])
def test_the_text_is_all_there_and_unchanged(get: Get, q: str) -> None:
    tree = get(f"/speech/2023-jiti?q={q}")
    for passage in JITI.passages:
        if passage.kind == "table":
            cells = [td.text() for td in tree.css(f"#{passage.id} td > span")]
            assert "\t".join(cells) == passage.text
        else:
            assert shown(tree, passage.id) == passage.text
    for number, heading in enumerate(JITI.headings, 1):
        assert shown(tree, f"h{number}") == heading.text


def test_markup_in_a_text_stays_text(get: Get) -> None:
    assert shown(get("/speech/2022-zuofeng"), "p3") == ZUOFENG.passages[2].text


def test_headings_have_their_levels_and_the_outline_leads_to_them(get: Get) -> None:
    tree = get("/speech/2023-jiti")
    assert [tree.css_first(f"#h{n}").tag for n in (1, 2, 3)] == ["h2", "h2", "h3"]
    assert attributes(tree, ".outline a", "href") == ["#h1", "#h2", "#h3"]


def test_each_kind_of_passage_is_set_its_way(get: Get) -> None:
    tree = get("/speech/2023-jiti")
    looks = {n.attributes["data-place"]: n.attributes["class"] for n in tree.css(".passage")}
    assert looks["p1"] == "passage byline"
    assert looks["p2"] == "passage salutation"
    assert looks["p4.1"] == "passage point"
    assert looks["p8"] == "passage note"
    assert looks["p10"] == "passage signature"
    assert len(tree.css(".sheet table")) == 1
    assert len(tree.css(".sheet tr")) == 2


def test_a_paragraph_with_points_can_be_copied_whole(get: Get) -> None:
    tree = get("/speech/2023-jiti")
    whole = tree.css_first("[data-place='p4+']")
    assert len(whole.css("[data-part]")) == 3
    assert whole.attributes["data-cite"] == "《在全县集体经济推进会上的讲话》，2023年3月15日；第4段"
    assert attributes(tree, "[data-place='p4.1'] [data-of]", "href") == [
        "/speech/2023-jiti/p4%2B.txt?form=plain"
    ]


def test_the_words_asked_for_are_marked_and_the_place_is_shown(get: Get) -> None:
    tree = get("/speech/2023-jiti?q=薄弱&at=p5")
    assert len(tree.css("mark")) == 4
    assert attributes(tree, ".here", "data-place") == ["p5"]
    assert "p4" in attributes(tree, ".found", "data-place")


def test_one_walks_from_hit_to_hit_and_back_to_the_results(get: Get) -> None:
    address = "/speech/2023-jiti?q=薄弱&at=h1"
    seen = []
    for _ in range(10):
        tree = get(address)
        seen.append(attributes(tree, ".here", "data-place")[0])
        assert f"本篇 {len(seen)} /" in " ".join(texts(tree, ".hops"))
        following = tree.css_first(".hops [rel=next]")
        if following is None:
            break
        address = (following.attributes["href"] or "").partition("#")[0]
    assert seen == ["h1", "p4", "p5", "p7"]
    assert tree.css_first(".back").attributes["href"] == "/search?q=%E8%96%84%E5%BC%B1#2023-jiti--p7"


def test_without_a_question_there_is_nothing_to_walk(get: Get) -> None:
    assert not get("/speech/2023-jiti").css(".walk")


def test_the_front_tells_date_original_and_removed_lines(get: Get) -> None:
    tree = get("/speech/2023-jiti")
    assert "2023年3月15日" in texts(tree, ".facts")[0]
    assert "推进会 讲话.txt" in texts(tree, ".facts")[0]
    assert texts(tree, ".removed summary") == ["清理掉 2 行"]
    assert texts(tree, ".removed tbody tr") == [
        "第 1 行推广更多范文请关注公众号放回原处",
        "第 30 行页码— 3 —放回原处",
    ]


def test_a_title_that_reads_otherwise_in_the_source_is_shown(tmp_path: Path) -> None:
    speech = replace(JITI, id="jiti", title="集体经济推进会讲话")
    client = create_app(make(tmp_path / "home", (speech,))).test_client()
    assert "原题：在全县集体经济推进会上的讲话" in client.get("/speech/jiti").text


def test_every_rule_of_the_indexer_has_a_label_for_users_and_no_label_is_without_one() -> None:
    assert set(RULE_LABELS) == NAMES | {BY_PERSON}


def test_the_original_comes_as_it_was_and_only_to_be_kept(client: FlaskClient) -> None:
    with client.get("/speech/2023-jiti/original") as answer:
        assert answer.data == "原件的字节".encode()
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.mimetype == "application/octet-stream"
    assert client.get("/speech/zhidu/original").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_an_excerpt_is_plain_text_in_each_form(client: FlaskClient, form: str) -> None:
    answer = client.get(f"/speech/2023-jiti/p4.1.txt?form={form}")
    assert answer.mimetype == "text/plain"
    assert "村集体经济家底不厚" in answer.text
    assert ("第4段第1点" in answer.text) == (form in ("source", "markdown"))


def test_headings_and_whole_paragraphs_are_excerpts_too(client: FlaskClient) -> None:
    assert client.get("/speech/2023-jiti/h1.txt").text == "一、家底薄弱，要看得见\n"
    whole = client.get("/speech/2023-jiti/p4+.txt").text
    assert whole == "".join(p.text for p in JITI.passages if p.paragraph == "p4") + "\n"
    assert client.get("/speech/2023-jiti/p4%2B.txt").text == whole


@pytest.mark.parametrize("address", ["p99.txt", "p4.1.txt?form=docx"])
def test_an_excerpt_that_is_not_there_says_so(client: FlaskClient, address: str) -> None:
    assert client.get(f"/speech/2023-jiti/{address}").status_code == 404


def test_themes_stand_beside_each_passage_with_reasons(get: Get) -> None:
    tree = get("/speech/2023-jiti")
    side = tree.css_first("[data-place='p4.2'] .side")
    assert "责任落实" in side.text()
    assert "主体责任" in side.css_first(".why").text() + side.text()
